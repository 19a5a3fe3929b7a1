package org.jrp.benchmarks;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jrp.catalogue.Coded;
import org.jrp.catalogue.Via;
import org.jrp.decision.CaseEntry;
import org.jrp.decision.CaseFile;
import org.jrp.decision.Question;
import org.jrp.decision.Source;
import org.jrp.listing.Severity;
import org.jrp.release.Release;
import org.jrp.release.ReleaseFiles;
import org.jrp.subject.SubjectKind;

/**
 * A {@link RuleTable} as a release (规则表的发布版本), so that the engine itself answers: each row a provision with a law behind
 * it, a measure of its own and a rule; principles and their measures, statutes, calendar and national editions are those shipped.
 */
final class TableRelease {

    /** The day asked about: the legality gate and a national edition are in force. */
    static final LocalDate AS_OF = LocalDate.of(2025, 6, 16);

    private static final Instant KNOWN_AT = AS_OF.atTime(9, 0).toInstant(Question.SHANGHAI);
    private static final Set<String> KEPT = Set.of(
            "measure-catalogue/roles.yaml",
            "measure-catalogue/statutes.yaml",
            "measure-catalogue/departments.yaml",
            "measure-catalogue/calendar.yaml");
    private static final String LAW = "gpl-22";

    private TableRelease() {}

    static Release of(RuleTable table) {
        return Release.of(files(table));
    }

    static ReleaseFiles files(RuleTable table) {
        Map<String, byte[]> files = new TreeMap<>();
        ReleaseFiles shipped = ReleaseFiles.shipped();
        for (String path : shipped.paths()) {
            if (KEPT.contains(path) || path.startsWith("rules/principles/")) {
                files.put(path, shipped.bytes(path));
            } else if (path.startsWith("measure-catalogue/editions/")) {
                byte[] bytes = shipped.bytes(path);
                if (new String(bytes, StandardCharsets.UTF_8).contains("\nlayer: national\n")) {
                    files.put(path, bytes);
                }
            }
        }
        Map<String, List<RuleTable.Row>> byList = new LinkedHashMap<>();
        Set<String> contexts = new TreeSet<>();
        StringBuilder measures = new StringBuilder(
                        new String(shipped.bytes("measure-catalogue/measures.yaml"), StandardCharsets.UTF_8).strip())
                .append('\n');
        for (RuleTable.Row row : table.rows()) {
            byList.computeIfAbsent(row.list(), list -> new ArrayList<>()).add(row);
            contexts.add(row.context());
            measures.append(
                    "  - {code: %s, name: 限制事项%d, kind: sanction, category: N01, class: 1, feedbackWithin: 10wd}\n"
                            .formatted(row.measure(), row.number()));
        }
        StringBuilder lists = new StringBuilder("lists:\n");
        byList.keySet()
                .forEach(list ->
                        lists.append("  - {code: %1$s, name: 名单%1$s, kind: sanction, recogniser: 某部门, freshness: P7D}\n"
                                .formatted(list)));
        StringBuilder contextRows = new StringBuilder("contexts:\n");
        contexts.forEach(
                context -> contextRows.append("  - {code: %1$s, name: 场景%1$s, offered: true}\n".formatted(context)));
        put(files, "measure-catalogue/measures.yaml", measures.toString());
        put(files, "measure-catalogue/lists.yaml", lists.toString());
        put(files, "measure-catalogue/contexts.yaml", contextRows.toString());
        put(files, "measure-catalogue/matters.yaml", "matters: []\n");
        byList.forEach((list, rows) -> {
            put(files, "measure-catalogue/instruments/table-" + list + ".yaml", instrument(list, rows));
            put(files, "rules/memoranda/table-" + list + ".dslr", rules(list, rows));
        });
        return ReleaseFiles.of(files);
    }

    private static String instrument(String list, List<RuleTable.Row> rows) {
        StringBuilder yaml = new StringBuilder("""
                id: table-%1$s
                title: 文件%1$s
                docNo: 文号%1$s
                issued: 2016-06-01
                validFrom: 2016-06-01
                level: memorandum
                lists: [%1$s]
                provenance: {docNo: source, text: source}
                confidence: high
                provisions:
                """.formatted(list));
        for (RuleTable.Row row : rows) {
            yaml.append("""
                  - {id: table-%s-m%d, clause: 第%2$d条, clauseProvenance: source, kind: sanction, text: 限制事项%2$d,
                     measure: %s, effect: mandatory, targets: both, contexts: [%s], departmentsProvenance: source,
                     basis: [{ref: %s, link: source, authorises: true}], provenance: source, confidence: high, encoded: true}
                """.formatted(list, row.number(), row.measure(), row.context(), LAW));
        }
        return yaml.toString();
    }

    private static String rules(String list, List<RuleTable.Row> rows) {
        StringBuilder text = new StringBuilder();
        for (RuleTable.Row row : rows) {
            text.append("规则 \"t%d 限制事项%1$d\"\n    @provision(\"table-%s-m%1$d\")\n当\n".formatted(row.number(), list));
            text.append("    主体被列入 名单")
                    .append(list)
                    .append("\n    - 业务场景为 场景")
                    .append(row.context())
                    .append('\n');
            if (!row.severity().isEmpty()) {
                text.append("    - 失信程度为 ")
                        .append(severity(row.severity()).chinese())
                        .append('\n');
            }
            if (row.below() != 0) {
                text.append("    - 列入未满 ").append(row.below()).append(" 个月\n");
            }
            text.append("那么\n    应采取措施 限制事项").append(row.number()).append("\n结束\n\n");
        }
        return text.toString();
    }

    /** The question as a case file with one entry. */
    static CaseFile caseFile(Input in) {
        LocalDate from = AS_OF.minusMonths(in.months());
        CaseEntry entry = new CaseEntry(
                "e0",
                CaseFile.SUBJECT,
                Via.SELF,
                null,
                null,
                in.list(),
                "某部门",
                null,
                null,
                from,
                from,
                null,
                null,
                severity(in.severity()),
                false,
                null,
                null,
                List.of());
        return new CaseFile(
                SubjectKind.ENTERPRISE,
                false,
                in.context(),
                null,
                "341182",
                AS_OF,
                KNOWN_AT,
                List.of(entry),
                List.of(),
                List.of(Source.file("table", KNOWN_AT)));
    }

    private static Severity severity(String code) {
        return Coded.find(Severity.class, code)
                .orElseThrow(() -> new IllegalArgumentException("There is no severity (%s).".formatted(code)));
    }

    private static void put(Map<String, byte[]> files, String path, String text) {
        files.put(path, text.getBytes(StandardCharsets.UTF_8));
    }
}
