/**
 * The measure catalogue (措施目录): instruments with their provisions, statutes, list types, departments, measures and the
 * yearly editions of the measure list; loading, checking, diffing. Knows no rules, no Spring and no clock.
 */
@NullMarked
package org.jrp.catalogue;

import org.jspecify.annotations.NullMarked;
