/** Lists and their entries: import, life, search, freshness (名单与条目). */
@NullMarked
package org.jrp.server.entry;

import org.jspecify.annotations.NullMarked;
