/** The server under load, and killed under load (服务压测与中断试验). */
@NullMarked
package org.jrp.benchmarks.load;

import org.jspecify.annotations.NullMarked;
