/** Subjects without their numbers: keyed references and encryption (主体引用与加密). */
@NullMarked
package org.jrp.server.subject;

import org.jspecify.annotations.NullMarked;
