/** How fast the engine decides beside other engines asked the same questions (性能比对). One command prints the table. */
@NullMarked
package org.jrp.benchmarks;

import org.jspecify.annotations.NullMarked;
