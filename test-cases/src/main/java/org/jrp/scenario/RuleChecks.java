package org.jrp.scenario;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jrp.catalogue.Effect;
import org.jrp.decision.Finding;
import org.jrp.decision.NearMiss;
import org.jrp.rule.Rule;
import org.jspecify.annotations.Nullable;

/** What scenarios expect of the rules behind an answer (对规则的预期). */
final class RuleChecks {

    private RuleChecks() {}

    /**
     * Every rule fires, or judges what another proposes, about a measure that the scenario names.
     *
     * @param because the effect that the clause must amount to, by id; null for any
     * @param named codes of the measures that the scenario names; none for any
     * @param word a measure's name by its code
     */
    static Expectation because(
            Map<String, @Nullable Effect> because, Collection<String> named, UnaryOperator<String> word) {
        return Check.of("because", answered -> {
            List<String> wrong = new ArrayList<>();
            because.forEach((id, effect) -> {
                List<Finding> own = answered.findings().stream()
                        .filter(finding -> speaks(finding, id))
                        .toList();
                boolean fits = own.stream()
                        .anyMatch(finding -> (named.isEmpty() || named.contains(finding.measure()))
                                && (effect == null || finding.effect() == effect));
                if (!fits) {
                    wrong.add(
                            own.isEmpty()
                                    ? answered.rules().find(id).isEmpty() ? id + " 不存在" : id + " 未触发"
                                    : own.stream()
                                            .map(finding -> id + " → "
                                                    + finding.effect().chinese() + " " + word.apply(finding.measure()))
                                            .distinct()
                                            .collect(Collectors.joining("、")));
                }
            });
            return wrong.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Difference("because", told(because), String.join("、", wrong)));
        });
    }

    /** None of the rules fires or judges, and each is a rule of the release. */
    static Expectation notBecause(List<String> ids) {
        return new Check("notBecause", false, ids, List.of(), answered -> {
            List<String> wrong = new ArrayList<>();
            for (String id : ids) {
                if (answered.rules().find(id).isEmpty()) {
                    wrong.add(id + " 不存在");
                } else if (answered.findings().stream().anyMatch(finding -> speaks(finding, id))) {
                    wrong.add(id);
                }
            }
            return wrong.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Difference("notBecause", String.join("、", ids), String.join("、", wrong)));
        });
    }

    /** The rules are among the near misses; where none is named, there are none. */
    static Expectation nearMisses(List<String> ids) {
        return new Check("nearMisses", false, List.of(), ids, answered -> {
            List<String> actual = answered.decision().nearMisses().stream()
                    .map(RuleChecks::id)
                    .distinct()
                    .toList();
            boolean holds = ids.isEmpty() ? actual.isEmpty() : actual.containsAll(ids);
            return holds
                    ? Optional.empty()
                    : Optional.of(new Difference("nearMisses", String.join("、", ids), String.join("、", actual)));
        });
    }

    /** The id of the rule that nearly fired: the first word of its name. */
    static String id(NearMiss miss) {
        return miss.rule().split("[ \\u3000]", 2)[0];
    }

    private static boolean speaks(Finding finding, String id) {
        return Stream.concat(Stream.of(finding.rule()), finding.principles().stream())
                .map(Rule::id)
                .anyMatch(id::equals);
    }

    private static String told(Map<String, @Nullable Effect> because) {
        return because.entrySet().stream()
                .map(entry -> entry.getKey()
                        + (entry.getValue() == null
                                ? ""
                                : " → " + entry.getValue().chinese()))
                .collect(Collectors.joining("、"));
    }
}
