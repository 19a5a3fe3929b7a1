/** The service as a whole, over its real port: what its clients and its operators rely on. */
@NullMarked
package org.jrp.server.whole;

import org.jspecify.annotations.NullMarked;
