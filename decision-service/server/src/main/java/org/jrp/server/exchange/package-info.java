/** The exchange of existing city platforms (城市平台对接). */
@NullMarked
package org.jrp.server.exchange;

import org.jspecify.annotations.NullMarked;
