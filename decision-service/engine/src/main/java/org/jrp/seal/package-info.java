/** The log as a Merkle tree (封存): leaves, roots, proofs, signed tree heads, and the check of an export without a server. */
@NullMarked
package org.jrp.seal;

import org.jspecify.annotations.NullMarked;
