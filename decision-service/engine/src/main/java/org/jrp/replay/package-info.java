/** Deciding recorded cases again (复算): from the log or from an export, by one and the same comparison, with the cause of each difference. */
@NullMarked
package org.jrp.replay;

import org.jspecify.annotations.NullMarked;
