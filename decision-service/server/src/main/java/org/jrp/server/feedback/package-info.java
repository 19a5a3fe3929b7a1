/** What departments did, and what they leave out for a time (执行反馈与豁免). */
@NullMarked
package org.jrp.server.feedback;

import org.jspecify.annotations.NullMarked;
