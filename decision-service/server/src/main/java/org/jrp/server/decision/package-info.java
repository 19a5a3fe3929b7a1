/** Deciding, recording and finding decisions (核查与留痕). */
@NullMarked
package org.jrp.server.decision;

import org.jspecify.annotations.NullMarked;
