/**
 * The release (发布版本): rules and catalogue as one immutable, content-addressed, signed thing, compiled once.
 */
@NullMarked
package org.jrp.release;

import org.jspecify.annotations.NullMarked;
