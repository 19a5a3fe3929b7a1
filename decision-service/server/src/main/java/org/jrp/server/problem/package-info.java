/** What a caller is told when something is refused (问题详情). */
@NullMarked
package org.jrp.server.problem;

import org.jspecify.annotations.NullMarked;
