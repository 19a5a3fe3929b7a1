/** Health, metrics, limits of the service (运行). */
@NullMarked
package org.jrp.server.operations;

import org.jspecify.annotations.NullMarked;
