/** A client of the HTTP API, and the engine embedded beside it (客户端). */
@NullMarked
package org.jrp.client;

import org.jspecify.annotations.NullMarked;
