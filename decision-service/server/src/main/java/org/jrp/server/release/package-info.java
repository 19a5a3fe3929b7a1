/** The release by which this node decides (现行发布版本). */
@NullMarked
package org.jrp.server.release;

import org.jspecify.annotations.NullMarked;
