/** Taking in decisions that embedded engines made offline (离线决定补录). */
@NullMarked
package org.jrp.server.offline;

import org.jspecify.annotations.NullMarked;
