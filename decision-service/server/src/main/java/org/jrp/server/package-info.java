/** The check-before-approval service over HTTP (服务): starting and stopping it. */
@NullMarked
package org.jrp.server;

import org.jspecify.annotations.NullMarked;
