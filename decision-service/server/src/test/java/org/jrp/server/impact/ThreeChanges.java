package org.jrp.server.impact;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jrp.release.ReleaseFiles;

/**
 * The shipped release with three known changes: a rule weakened, another taken out with its clause, and an instrument that begins half a year
 * later.
 */
final class ThreeChanges {

    static final String WEAKENED = "2016-141-m07b";
    static final String REMOVED = "2016-1001-m21";
    static final String LATER = "2018-1614-";

    private static final String RULES_OF_WEAKENED = "rules/memoranda/2016-141-judgment-defaulter.dslr";
    private static final String CLAUSES_OF_WEAKENED = "measure-catalogue/instruments/2016-141-judgment-defaulter.yaml";
    private static final String RULES_OF_REMOVED = "rules/memoranda/2016-1001-work-safety.dslr";
    private static final String CLAUSES_OF_REMOVED = "measure-catalogue/instruments/2016-1001-work-safety.yaml";
    private static final String INSTRUMENT = "measure-catalogue/instruments/2018-1614-government-procurement.yaml";

    private ThreeChanges() {}

    static ReleaseFiles candidate() {
        Map<String, byte[]> files = new HashMap<>();
        ReleaseFiles shipped = ReleaseFiles.shipped();
        shipped.paths().forEach(path -> files.put(path, shipped.bytes(path)));
        change(files, RULES_OF_WEAKENED, rules(text(files, RULES_OF_WEAKENED), WEAKENED, false));
        change(
                files,
                CLAUSES_OF_WEAKENED,
                after(
                        text(files, CLAUSES_OF_WEAKENED),
                        "id: 2016-141-judgment-defaulter-m07b\n",
                        "effect: mandatory",
                        "effect: reference"));
        change(files, RULES_OF_REMOVED, rules(text(files, RULES_OF_REMOVED), REMOVED, true));
        change(
                files,
                CLAUSES_OF_REMOVED,
                after(
                        text(files, CLAUSES_OF_REMOVED),
                        "id: 2016-1001-work-safety-m21\n",
                        "encoded: true",
                        "encoded: false\n    notEncodedBecause: 试行停用。"));
        change(
                files,
                INSTRUMENT,
                after(text(files, INSTRUMENT), "id: 2018-1614", "validFrom: 2018-11-20", "validFrom: 2019-05-20"));
        return ReleaseFiles.of(files);
    }

    private static String text(Map<String, byte[]> files, String path) {
        return new String(files.get(path), StandardCharsets.UTF_8);
    }

    private static void change(Map<String, byte[]> files, String path, String text) {
        if (text.equals(text(files, path))) {
            throw new IllegalStateException("The file is another now: " + path);
        }
        files.put(path, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String after(String text, String mark, String from, String to) {
        int at = text.indexOf(from, text.indexOf(mark));
        return text.substring(0, at) + to + text.substring(at + from.length());
    }

    /** The file with the rules of that name weakened, or without them. */
    private static String rules(String rules, String name, boolean removed) {
        StringBuilder kept = new StringBuilder();
        for (String rule : rules.split("(?m)(?=^规则 )")) {
            boolean meant = rule.startsWith("规则 \"" + name + " ") || rule.startsWith("规则 \"" + name + "-");
            kept.append(!meant ? rule : removed ? "" : rule.replace("应采取措施", "可参考措施"));
        }
        return kept.toString();
    }
}
