package org.jrp.scenario;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jrp.catalogue.Text;
import org.jrp.decision.Finding;
import org.jrp.decision.NearMiss;

/**
 * What came of a run of scenarios (用例报告).
 *
 * @param results one for each scenario, in their order
 * @param coverage what of the rules they cover
 */
public record ScenarioReport(List<ScenarioResult> results, Coverage coverage) {

    private static final int MOST_SHOWN = 8;

    public ScenarioReport {
        results = List.copyOf(results);
    }

    /** The scenarios whose answers are as expected. */
    public List<ScenarioResult> passed() {
        return results.stream().filter(ScenarioResult::passed).toList();
    }

    /** The scenarios whose answers differ. */
    public List<ScenarioResult> failed() {
        return results.stream().filter(result -> !result.passed()).toList();
    }

    /**
     * The failures for a terminal, each with expected and actual side by side, the rules that fired and the nearest that did not;
     * a line of sums at the end.
     */
    public String in(Locale locale) {
        StringBuilder text = new StringBuilder();
        failed().forEach(result -> tell(text, result, locale));
        text.append(summary().in(locale)).append('\n');
        return text.toString();
    }

    /** One line of sums. */
    public Text summary() {
        int failures = failed().size();
        return new Text(
                "用例:%d 个通过,%d 个不通过;规则覆盖率 %.1f %%(%d 条规则)。"
                        .formatted(passed().size(), failures, coverage.percent(), coverage.rules()),
                "Scenarios: %d passed, %d failed; rule coverage %.1f %% (%d rules)."
                        .formatted(passed().size(), failures, coverage.percent(), coverage.rules()));
    }

    private static void tell(StringBuilder text, ScenarioResult result, Locale locale) {
        Scenario scenario = result.scenario();
        text.append(scenario.file())
                .append(':')
                .append(scenario.line())
                .append(": ")
                .append(scenario.name())
                .append('\n');
        String expected = new Text("预期", "expected").in(locale);
        String actual = new Text("实际", "actual").in(locale);
        int width = result.differences().stream()
                .mapToInt(difference -> difference.key().length())
                .max()
                .orElse(0);
        for (Difference difference : result.differences()) {
            String blank = " ".repeat(width - difference.key().length());
            text.append("    ")
                    .append(difference.key())
                    .append(blank)
                    .append("  ")
                    .append(expected)
                    .append(": ")
                    .append(difference.expected())
                    .append('\n');
            text.append("    ")
                    .append(" ".repeat(width))
                    .append("  ")
                    .append(actual)
                    .append(": ")
                    .append(difference.actual())
                    .append('\n');
        }
        text.append("    ")
                .append(new Text("触发的规则:", "Rules that fired:").in(locale))
                .append('\n');
        result.fired().stream()
                .map(ScenarioReport::told)
                .distinct()
                .limit(MOST_SHOWN)
                .forEach(line -> text.append("        ").append(line).append('\n'));
        more(
                text,
                (int) result.fired().stream()
                        .map(ScenarioReport::told)
                        .distinct()
                        .count(),
                locale);
        text.append("    ")
                .append(new Text("差一个条件的规则:", "Nearest that did not:").in(locale))
                .append('\n');
        nearest(result).stream()
                .limit(MOST_SHOWN)
                .forEach(miss -> text.append("        ")
                        .append(miss.rule())
                        .append(" — ")
                        .append(miss.failed())
                        .append(" ≠ ")
                        .append(miss.value())
                        .append('\n'));
        more(text, result.near().size(), locale);
    }

    private static String told(Finding finding) {
        String principles = String.join(
                "、", finding.principles().stream().map(rule -> rule.name()).toList());
        return finding.rule().name() + " → " + finding.effect().chinese()
                + (principles.isEmpty() ? "" : " (" + principles + ")");
    }

    /** Near misses, those of rules the scenario speaks of first. */
    private static List<NearMiss> nearest(ScenarioResult result) {
        String wanted = String.join(
                " ", result.differences().stream().map(Difference::expected).toList());
        return result.near().stream()
                .sorted(Comparator.comparing(miss -> !wanted.contains(RuleChecks.id(miss))))
                .toList();
    }

    private static void more(StringBuilder text, int all, Locale locale) {
        if (all == 0) {
            text.append("        -\n");
        } else if (all > MOST_SHOWN) {
            int rest = all - MOST_SHOWN;
            text.append("        ")
                    .append(new Text("……另有 " + rest + " 条", "… and " + rest + " more").in(locale))
                    .append('\n');
        }
    }
}
