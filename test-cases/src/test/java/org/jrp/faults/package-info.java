/** Files that are wrong on purpose (错误与攻击语料): lint finds the faults, the readers refuse the attacks. */
@NullMarked
package org.jrp.faults;

import org.jspecify.annotations.NullMarked;
