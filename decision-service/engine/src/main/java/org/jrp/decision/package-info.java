/**
 * Deciding (决定): the question with every fact it is answered from, the engine, and the answer with its reasons. A pure function
 * of values: no clock, no I/O, no randomness.
 */
@NullMarked
package org.jrp.decision;

import org.jspecify.annotations.NullMarked;
