/** Cases drawn from feedback (联合奖惩案例). */
@NullMarked
package org.jrp.server.cases;

import org.jspecify.annotations.NullMarked;
