package org.jrp.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Every peer by name. */
final class Peers {

    private static final Map<String, Function<RuleTable, Peer>> BY_NAME = new LinkedHashMap<>();

    static {
        BY_NAME.put("loop", LoopPeer::new);
        BY_NAME.put("map", MapPeer::new);
        BY_NAME.put("engine", table -> new EnginePeer(table, EnginePeer.Work.COLD));
        BY_NAME.put("engine-stage-1", table -> new EnginePeer(table, EnginePeer.Work.STAGE_1));
        BY_NAME.put("engine-memo", table -> new EnginePeer(table, EnginePeer.Work.MEMO));
        BY_NAME.put("openl", OpenLPeer::new);
        BY_NAME.put("easy-rules", EasyRulesPeer::new);
        BY_NAME.put("kie-dmn", KieDmnPeer::new);
        BY_NAME.put("camunda-feel", table -> new CamundaPeer(table, CamundaPeer.Mode.FEEL));
        BY_NAME.put("camunda-legacy", table -> new CamundaPeer(table, CamundaPeer.Mode.LEGACY_FEEL));
        BY_NAME.put("camunda-juel", table -> new CamundaPeer(table, CamundaPeer.Mode.JUEL));
    }

    private Peers() {}

    static List<String> names() {
        return List.copyOf(BY_NAME.keySet());
    }

    static Peer load(String name, RuleTable table) {
        Function<RuleTable, Peer> loader = BY_NAME.get(name);
        if (loader == null) {
            throw new IllegalArgumentException(
                    "There is no peer (%s). Expected one of %s.".formatted(name, BY_NAME.keySet()));
        }
        return loader.apply(table);
    }
}
