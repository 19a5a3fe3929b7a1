/** What departments are told, and how it reaches them (通知与推送). */
@NullMarked
package org.jrp.server.notification;

import org.jspecify.annotations.NullMarked;
