/** What another release would make of the same cases (影响对照): the shape of a case, and two decisions held against each other. */
@NullMarked
package org.jrp.impact;

import org.jspecify.annotations.NullMarked;
