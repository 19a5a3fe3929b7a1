package org.jrp.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jrp.decision.CaseFile;
import org.jrp.impact.Comparer;
import org.jrp.impact.Comparison;
import org.jspecify.annotations.Nullable;

/** Collects what comes out otherwise and prints it as text, JSON or CSV (影响分析结果). */
final class ImpactReport {

    private static final int SHOWN = 20;
    private static final String FORMULA = "=+-@\t\r\n=+-@";

    private final Jrp jrp;
    private final Comparer comparer;
    private final String before;
    private final String after;
    private final boolean csv;
    private final List<Case> cases = new ArrayList<>();
    private final Map<String, Map<String, Count>> counts = new LinkedHashMap<>();
    private long questions;
    private long unreadable;

    /**
     * @param csv whether cases are printed as they are found
     */
    ImpactReport(Jrp jrp, Comparer comparer, String before, String after, boolean csv) {
        this.jrp = jrp;
        this.comparer = comparer;
        this.before = before;
        this.after = after;
        this.csv = csv;
        for (String part : List.of("kinds", "departments", "contexts", "measures", "rules")) {
            counts.put(part, new TreeMap<>());
        }
        if (csv) {
            jrp.surroundings().out().print('\uFEFF');
            row(List.of(
                    "决定编号", "条目编号", "证件类型", "主体", "部门代码", "业务场景代码", "类别", "原结论", "新结论", "增加的措施", "减少的措施", "增加措施的规则",
                    "减少措施的规则", "增加措施的条款", "减少措施的条款"));
        }
    }

    /**
     * Where a case comes from.
     *
     * @param subject masked; null where the file does not tell
     * @param key tells subjects apart; printed nowhere
     */
    record Origin(
            @Nullable String decisionId,
            @Nullable String entryId,
            @Nullable String idType,
            @Nullable String subject,
            @Nullable String department,
            String key) {}

    private record Case(Origin origin, String context, Comparison comparison) {}

    private static final class Count {
        private final Set<String> subjects = new HashSet<>();
        private long cases;
    }

    void unreadable() {
        unreadable++;
    }

    void compare(Origin origin, CaseFile file) {
        questions++;
        Comparison one = comparer.compare(file).orElse(null);
        if (one == null) {
            return;
        }
        Case found = new Case(origin, file.context(), one);
        count(found);
        if (csv) {
            print(found);
        } else {
            cases.add(found);
        }
    }

    private void count(Case found) {
        Comparison one = found.comparison();
        String key = found.origin().key();
        add("kinds", one.kind(), one.kind(), key);
        String department = found.origin().department();
        if (department != null) {
            add("departments", department, one.kind(), key);
        }
        add("contexts", found.context(), one.kind(), key);
        one.added().forEach(measure -> add("measures", measure, "+", key));
        one.removed().forEach(measure -> add("measures", measure, "-", key));
        SortedSet<String> rules = new TreeSet<>(one.rulesAdded());
        rules.addAll(one.rulesRemoved());
        rules.forEach(rule -> add("rules", rule, one.kind(), key));
    }

    private void add(String part, String word, String kind, String subject) {
        Map<String, Count> some = counts.getOrDefault(part, Map.of());
        Count count = some.computeIfAbsent(word + '\u0001' + kind, unused -> new Count());
        count.cases++;
        count.subjects.add(subject);
    }

    /** Prints what was found; of CSV there is nothing left. */
    void print(String over) {
        if (csv) {
            jrp.surroundings().out().flush();
        } else if (jrp.json()) {
            jrp.printJson(json(over));
        } else {
            text();
        }
    }

    private Map<String, @Nullable Object> json(String over) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("release", after);
        body.put("against", before);
        body.put("over", over);
        body.put("questions", questions);
        body.put("unreadable", unreadable);
        body.put("patterns", comparer.asked());
        counts.forEach((part, some) -> {
            List<Object> list = new ArrayList<>();
            some.forEach((key, count) -> {
                Map<String, Object> fields = new LinkedHashMap<>();
                fields.put("word", key.substring(0, key.indexOf('\u0001')));
                fields.put("kind", key.substring(key.indexOf('\u0001') + 1));
                fields.put("cases", count.cases);
                fields.put("subjects", count.subjects.size());
                list.add(fields);
            });
            body.put(part, list);
        });
        body.put("cases", cases.stream().map(ImpactReport::json).toList());
        return body;
    }

    private static Map<String, @Nullable Object> json(Case found) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        Comparison one = found.comparison();
        fields.put("decisionId", found.origin().decisionId());
        fields.put("entryId", found.origin().entryId());
        fields.put("idType", found.origin().idType());
        fields.put("subject", found.origin().subject());
        fields.put("department", found.origin().department());
        fields.put("context", found.context());
        fields.put("kind", one.kind());
        fields.put("outcomeBefore", one.outcomeBefore());
        fields.put("outcomeAfter", one.outcomeAfter());
        fields.put("added", one.added());
        fields.put("removed", one.removed());
        fields.put("rulesAdded", List.copyOf(one.rulesAdded()));
        fields.put("rulesRemoved", List.copyOf(one.rulesRemoved()));
        fields.put(
                "groundsAdded",
                one.groundsAdded().stream().map(ImpactReport::json).toList());
        fields.put(
                "groundsRemoved",
                one.groundsRemoved().stream().map(ImpactReport::json).toList());
        return fields;
    }

    private static Map<String, @Nullable Object> json(Comparison.Ground ground) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("measure", ground.measure());
        fields.put("rule", ground.rule());
        fields.put("effect", ground.effect());
        fields.put("provision", ground.provision());
        fields.put("title", ground.title());
        fields.put("docNo", ground.docNo());
        fields.put("clause", ground.clause());
        return fields;
    }

    private void print(Case found) {
        Origin origin = found.origin();
        Comparison one = found.comparison();
        List<@Nullable String> cells = new ArrayList<>();
        cells.add(origin.decisionId());
        cells.add(origin.entryId());
        cells.add(origin.idType());
        cells.add(origin.subject());
        cells.add(origin.department());
        cells.add(found.context());
        cells.add(one.kind());
        cells.add(one.outcomeBefore());
        cells.add(one.outcomeAfter());
        cells.add(String.join("; ", one.added()));
        cells.add(String.join("; ", one.removed()));
        cells.add(String.join("; ", one.rulesAdded()));
        cells.add(String.join("; ", one.rulesRemoved()));
        cells.add(clauses(one.groundsAdded()));
        cells.add(clauses(one.groundsRemoved()));
        row(cells);
    }

    private static String clauses(List<Comparison.Ground> grounds) {
        return grounds.stream()
                .filter(ground -> ground.provision() != null)
                .map(ground -> ground.provision() + " "
                        + (ground.docNo() == null ? "《" + ground.title() + "》" : ground.docNo())
                        + (ground.clause() == null ? "" : " " + ground.clause()))
                .distinct()
                .collect(Collectors.joining("; "));
    }

    private void row(List<? extends @Nullable String> cells) {
        String line = cells.stream().map(cell -> cell(cell == null ? "" : cell)).collect(Collectors.joining(","));
        jrp.surroundings().out().print(line + "\r\n");
    }

    /** No cell that a spreadsheet would take for a formula. */
    private static String cell(String text) {
        String harmless = text.isEmpty() || FORMULA.indexOf(text.charAt(0)) < 0 ? text : "'" + text;
        return harmless.chars().anyMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r')
                ? '"' + harmless.replace("\"", "\"\"") + '"'
                : harmless;
    }

    private void text() {
        Report report = jrp.report();
        report.heading(before + " → " + after, before + " → " + after);
        for (Case found : cases.subList(0, Math.min(SHOWN, cases.size()))) {
            Origin origin = found.origin();
            Comparison one = found.comparison();
            String who = origin.decisionId() != null
                    ? origin.decisionId()
                    : String.join(" ", origin.subject() == null ? "" : origin.subject(), "(" + origin.entryId() + ")");
            report.line("  " + report.styled(Report.Style.BOLD, who) + " " + found.context() + ": "
                    + kind(report, one.kind()) + " " + one.outcomeBefore() + " → " + one.outcomeAfter());
            one.removed().forEach(measure -> report.line("    - " + measure));
            one.added().forEach(measure -> report.line("    + " + measure));
            SortedSet<String> rules = new TreeSet<>(one.rulesAdded());
            rules.addAll(one.rulesRemoved());
            report.line("      " + String.join("; ", rules));
        }
        if (cases.size() > SHOWN) {
            report.line(
                    "另有 " + (cases.size() - SHOWN) + " 条未列出;--csv 或 --json 列出全部。",
                    (cases.size() - SHOWN) + " more are not shown; --csv and --json list them all.");
        }
        counts.getOrDefault("kinds", Map.of()).forEach((key, count) -> {
            String kind = kind(report, key.substring(0, key.indexOf('\u0001')));
            report.line(
                    kind + ":" + count.cases + " 条," + count.subjects.size() + " 个主体。",
                    kind + ": " + count.cases + " questions, " + count.subjects.size() + " subjects.");
        });
        report.line(
                "共对照 " + questions + " 次问询,其中 " + cases.size() + " 次结论、措施或效力不同"
                        + (unreadable == 0 ? "。" : ";另有 " + unreadable + " 个记录读不出。"),
                questions + " questions compared, " + cases.size() + " come out otherwise"
                        + (unreadable == 0 ? "." : "; " + unreadable + " records cannot be read."));
    }

    private static String kind(Report report, String kind) {
        return switch (kind) {
            case "restricted" -> report.in("新受限制", "newly restricted");
            case "released" -> report.in("解除限制", "released");
            default -> report.in("有变", "changed");
        };
    }
}
