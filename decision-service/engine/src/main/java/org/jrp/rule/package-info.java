/**
 * The rule language (规则语言): sentences, atoms, the strict reader that turns a rule file into rules and emits the DRL, and the
 * facts that rules speak of. A rule file is data: nothing but sentences of {@link org.jrp.rule.Sentence} and known words gets through.
 */
@NullMarked
package org.jrp.rule;

import org.jspecify.annotations.NullMarked;
