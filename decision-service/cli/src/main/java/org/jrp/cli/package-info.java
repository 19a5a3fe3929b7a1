/** The command line (命令行): decide, check, test and sign, without a server. */
@NullMarked
package org.jrp.cli;

import org.jspecify.annotations.NullMarked;
