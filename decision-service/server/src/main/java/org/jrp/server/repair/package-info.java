/** Objections, commitments, training: the ways off a list (异议与信用修复). */
@NullMarked
package org.jrp.server.repair;

import org.jspecify.annotations.NullMarked;
