/** The figures that the work plan asks for (工作指标): reports, read by nobody who decides. */
@NullMarked
package org.jrp.server.figure;

import org.jspecify.annotations.NullMarked;
