package org.jrp.rule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Rules as DRL, and which of our rules each Drools rule stands for (规则编译文本). Every character of the text comes from here, from
 * kebab-case codes or from numbers; nothing that a person wrote is copied, so that a rule file cannot smuggle code into the
 * compiler. Rules with one and the same condition share one Drools rule. Consequences are empty: which rules matched is read off
 * the matches themselves, which is faster and leaves nothing to execute.
 *
 * @param text the DRL
 * @param rules numbers of our rules by name of the Drools rule
 */
public record Drl(String text, Map<String, int[]> rules) {

    /** Stage 1: a condition for each pair of list and context, equality on the indexed key first. */
    public static Drl memoranda(List<Rule> rules) {
        Map<String, List<Integer>> conditions = new LinkedHashMap<>();
        for (Rule rule : rules) {
            if (rule.principle()) {
                continue;
            }
            if (rule.lists().isEmpty()) {
                add(conditions, constraints(rule), rule);
            }
            for (String list : rule.lists()) {
                for (String context : rule.contexts()) {
                    String key = "key == \"" + Row.key(list, context, rule.via().code()) + '"';
                    String rest = constraints(rule);
                    add(conditions, rest.isEmpty() ? key : key + ", " + rest, rule);
                }
            }
        }
        return write("org.jrp.rule.memoranda", "Row", conditions);
    }

    /** Stage 2: the principles, each on one proposal. */
    public static Drl principles(List<Rule> rules) {
        Map<String, List<Integer>> conditions = new LinkedHashMap<>();
        for (Rule rule : rules) {
            if (rule.principle()) {
                add(conditions, constraints(rule), rule);
            }
        }
        return write("org.jrp.rule.principles", "Proposal", conditions);
    }

    private static void add(Map<String, List<Integer>> conditions, String condition, Rule rule) {
        conditions.computeIfAbsent(condition, unused -> new ArrayList<>()).add(rule.number());
    }

    private static String constraints(Rule rule) {
        return rule.atoms().stream().map(Atom::constraint).collect(Collectors.joining(", "));
    }

    private static Drl write(String packageName, String fact, Map<String, List<Integer>> conditions) {
        StringBuilder text =
                new StringBuilder("package " + packageName + "\nimport org.jrp.rule." + fact + "\ndialect \"mvel\"\n");
        Map<String, int[]> rules = new LinkedHashMap<>();
        conditions.forEach((condition, numbers) -> {
            String name = "c" + rules.size();
            rules.put(name, numbers.stream().mapToInt(Integer::intValue).toArray());
            text.append("rule \"")
                    .append(name)
                    .append("\"\nwhen\n    ")
                    .append(fact)
                    .append('(')
                    .append(condition)
                    .append(")\nthen\nend\n");
        });
        return new Drl(text.toString(), rules);
    }
}
