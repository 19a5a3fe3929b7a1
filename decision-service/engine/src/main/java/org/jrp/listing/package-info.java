/**
 * Entries on lists (列入记录): their events, the state machine they obey, folding over two clocks, and the entries file in
 * three formats.
 */
@NullMarked
package org.jrp.listing;

import org.jspecify.annotations.NullMarked;
