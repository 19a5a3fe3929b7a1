/** Past decisions computed again: one, a range, samples, evidence (复算). */
@NullMarked
package org.jrp.server.replay;

import org.jspecify.annotations.NullMarked;
