package org.jrp.rule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Problem;
import org.jrp.catalogue.Provision;
import org.jrp.catalogue.Text;

/** Rules held against each other (规则互查): the same said twice, the same conditions with another action, one inside another. */
final class RuleComparison {

    private static final Set<String> OF_ACTION = Set.of("effect-differs", "measure-differs", "kind-contradiction");

    private final Catalogue catalogue;
    private final Map<Rule, List<Problem>> found;

    private RuleComparison(Catalogue catalogue, Map<Rule, List<Problem>> found) {
        this.catalogue = catalogue;
        this.found = found;
    }

    /**
     * Adds to what was found about each rule.
     *
     * @param found problems by rule; what is wrong with an action is said once, as a contradiction where it is one
     */
    static void check(List<Rule> rules, Catalogue catalogue, Map<Rule, List<Problem>> found) {
        RuleComparison comparison = new RuleComparison(catalogue, found);
        Map<String, List<Rule>> byClause = new LinkedHashMap<>();
        for (Rule rule : rules) {
            String clause =
                    rule.principle() || rule.provision() == null ? "principle" : rule.provision() + '|' + rule.via();
            byClause.computeIfAbsent(clause, unused -> new ArrayList<>()).add(rule);
        }
        byClause.values().forEach(comparison::checkAmong);
    }

    private void checkAmong(List<Rule> rules) {
        for (int i = 1; i < rules.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (compare(rules.get(j), rules.get(i))) {
                    break;
                }
            }
        }
    }

    /** Whether the two were found to be at odds. */
    private boolean compare(Rule first, Rule rule) {
        if (rule.id().equals(first.id())) {
            return false;
        }
        boolean sameConditions = conditions(first).equals(conditions(rule));
        boolean sameAction = sameAction(first.action(), rule.action());
        if (sameConditions && sameAction) {
            duplicate(first, rule);
            return true;
        }
        if (sameConditions) {
            contradiction(first, rule);
            return true;
        }
        if (sameAction && within(rule, first)) {
            redundant(rule, first);
            return true;
        }
        if (sameAction && within(first, rule)) {
            redundant(first, rule);
            return true;
        }
        return false;
    }

    private void duplicate(Rule first, Rule rule) {
        List<Problem> own = of(rule);
        own.clear();
        new Findings(catalogue, own)
                .error(
                        "duplicate-rule",
                        rule,
                        rule.line(),
                        rule.id(),
                        new Text(
                                "与规则 " + place(first) + "的条件和后果相同。",
                                "It says the same as " + placeInEnglish(first) + "."),
                        new Text("请删除其一。", "Remove one of them."));
    }

    private void contradiction(Rule first, Rule rule) {
        boolean firstIsWrong = first.action() instanceof Action.Propose propose
                && rule.provision() != null
                && catalogue
                        .findProvision(rule.provision())
                        .filter(provision -> !fits(propose, provision))
                        .isPresent()
                && of(rule).stream().noneMatch(problem -> OF_ACTION.contains(problem.code()));
        Rule wrong = firstIsWrong ? first : rule;
        Rule other = firstIsWrong ? rule : first;
        List<Problem> own = of(wrong);
        Text mend = own.stream()
                .filter(problem -> OF_ACTION.contains(problem.code()))
                .map(problem -> new Text(
                        problem.message().zh() + problem.mend().zh(),
                        problem.message().en() + " " + problem.mend().en()))
                .findFirst()
                .orElse(new Text("请删除其一,或改正条件。", "Remove one of them, or mend its conditions."));
        own.removeIf(problem -> OF_ACTION.contains(problem.code()));
        new Findings(catalogue, own)
                .error(
                        "contradiction",
                        wrong,
                        wrong.action().line(),
                        wrong.id(),
                        new Text(
                                "与规则 " + place(other) + "条件相同而后果不同。",
                                "It has the conditions of " + placeInEnglish(other) + " and another action."),
                        mend);
    }

    private void redundant(Rule inner, Rule outer) {
        List<Problem> own = of(inner);
        if (!own.isEmpty() || !of(outer).isEmpty()) {
            return;
        }
        new Findings(catalogue, own)
                .error(
                        "redundant-rule",
                        inner,
                        inner.line(),
                        inner.id(),
                        new Text(
                                "规则 " + place(outer) + "已包含本规则的全部情形。",
                                "It fires only where " + placeInEnglish(outer) + " fires."),
                        new Text("请删除本规则,或改正条件。", "Remove it, or mend its conditions."));
    }

    private List<Problem> of(Rule rule) {
        return found.computeIfAbsent(rule, unused -> new ArrayList<>());
    }

    private static boolean fits(Action.Propose action, Provision provision) {
        return action.measure().equals(provision.measure()) && action.effect() == provision.effect();
    }

    private static String place(Rule rule) {
        return rule.id() + "(" + rule.file() + ":" + rule.line() + ")";
    }

    private static String placeInEnglish(Rule rule) {
        return rule.id() + " (" + rule.file() + ":" + rule.line() + ")";
    }

    private static String conditions(Rule rule) {
        return sorted(rule.lists()) + '|' + sorted(rule.contexts()) + '|' + constraints(rule);
    }

    private static Set<String> constraints(Rule rule) {
        return rule.atoms().stream()
                .map(atom -> words(atom.constraint()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** A constraint without the order of its values. */
    private static String words(String constraint) {
        int open = constraint.indexOf('(');
        int close = constraint.lastIndexOf(')');
        return open < 0 || close < open
                ? constraint
                : constraint.substring(0, open)
                        + sorted(List.of(constraint.substring(open + 1, close).split("[,|]\\s*")))
                        + constraint.substring(close);
    }

    /** Whether every case of the one is a case of the other, and the other has more. */
    private static boolean within(Rule inner, Rule outer) {
        return inner.principle() == outer.principle()
                && outer.lists().containsAll(inner.lists())
                && outer.contexts().containsAll(inner.contexts())
                && constraints(inner).containsAll(constraints(outer));
    }

    private static boolean sameAction(Action a, Action b) {
        if (a instanceof Action.Propose one && b instanceof Action.Propose other) {
            return one.effect() == other.effect() && one.measure().equals(other.measure());
        }
        if (a instanceof Action.Withhold one && b instanceof Action.Withhold other) {
            return one.reason() == other.reason();
        }
        return a instanceof Action.Qualify one
                && b instanceof Action.Qualify other
                && one.effect() == other.effect()
                && Objects.equals(one.review(), other.review());
    }

    private static String sorted(List<String> texts) {
        List<String> copy = new ArrayList<>(texts);
        Collections.sort(copy);
        return String.join(",", copy);
    }
}
