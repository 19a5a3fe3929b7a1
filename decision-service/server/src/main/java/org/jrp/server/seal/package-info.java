/** The log sealed in a Merkle tree: tree heads, proofs (封存). */
@NullMarked
package org.jrp.server.seal;

import org.jspecify.annotations.NullMarked;
