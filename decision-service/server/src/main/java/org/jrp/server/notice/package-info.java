/** The notice to the subject and its verification (告知书与验证). */
@NullMarked
package org.jrp.server.notice;

import org.jspecify.annotations.NullMarked;
