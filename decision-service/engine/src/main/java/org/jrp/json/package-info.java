/** Reading JSON strictly into plain values. */
@NullMarked
package org.jrp.json;

import org.jspecify.annotations.NullMarked;
