/**
 * Scenarios (用例): examples of questions and answers that policy staff write, the runner that holds a release against them, what
 * of the rules they cover, and mutation of rules, which tells whether they would notice a mistake.
 */
@NullMarked
package org.jrp.scenario;

import org.jspecify.annotations.NullMarked;
