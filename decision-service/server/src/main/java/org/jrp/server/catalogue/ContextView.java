package org.jrp.server.catalogue;

import java.util.List;

/**
 * A business context (业务场景).
 *
 * @param offered whether the service answers checks in it
 */
record ContextView(String code, String name, List<String> aliases, boolean offered) {}
