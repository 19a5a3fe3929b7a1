/** PostgreSQL and Redis as child processes (内嵌存储). */
@NullMarked
package org.jrp.server.embedded;

import org.jspecify.annotations.NullMarked;
