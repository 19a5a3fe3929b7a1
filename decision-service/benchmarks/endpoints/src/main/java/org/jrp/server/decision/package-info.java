@NullMarked
package org.jrp.server.decision;

import org.jspecify.annotations.NullMarked;
