package org.jrp.catalogue;

import java.util.List;

/**
 * A business context (业务场景) in which measures act.
 *
 * @param offered whether the service answers checks in it; only the six approval contexts are
 */
public record Context(String code, String name, List<String> aliases, boolean offered, int line) {

    public Context {
        aliases = List.copyOf(aliases);
    }
}
