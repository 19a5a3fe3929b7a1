/** What a release would change, before anybody signs it (影响分析). */
@NullMarked
package org.jrp.server.impact;

import org.jspecify.annotations.NullMarked;
