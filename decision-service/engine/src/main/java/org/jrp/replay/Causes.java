package org.jrp.replay;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jrp.decision.Applied;
import org.jrp.decision.Citation;
import org.jrp.decision.Decision;
import org.jrp.decision.NearMiss;
import org.jrp.decision.Withheld;

/** Says in words what two decisions of the same case differ by (差异说明): which rule, which row of the catalogue. */
final class Causes {

    private static final Pattern ITEM =
            Pattern.compile("decision\\.(measures|withheld|nearMisses)\\[([^\\]]*)\\](?:\\.(.*))?", Pattern.DOTALL);
    private static final Pattern CITATION = Pattern.compile("citations\\[([^\\]]*)\\](?:\\.(.*))?", Pattern.DOTALL);
    private static final Pattern OF_RULE = Pattern.compile("(line|file|effect|rule)\\b.*", Pattern.DOTALL);
    private static final Pattern OF_CATALOGUE = Pattern.compile(
            "(name|class|category|departments|edition|kind|matters|basisUnverified|feedbackDue)\\b.*", Pattern.DOTALL);
    private static final int LONGEST = 160;

    private Causes() {}

    /**
     * @param differences each {@code path: recorded → replayed}
     * @param then what was decided
     * @param now what it comes to now
     */
    static List<Cause> of(List<String> differences, Decision then, Decision now) {
        List<Cause> causes = new ArrayList<>();
        for (String difference : differences) {
            int colon = difference.indexOf(": ");
            String path = colon < 0 ? difference : difference.substring(0, colon);
            String change = colon < 0 ? "" : shortened(difference.substring(colon + 2));
            causes.add(cause(path, change, then, now));
        }
        causes.sort(java.util.Comparator.comparingInt(Causes::rank));
        return causes;
    }

    /** Rules first, then rows of the catalogue, then what follows from either. */
    private static int rank(Cause cause) {
        return switch (cause.code()) {
            case Cause.RULE_TEXT -> 1;
            case Cause.CATALOGUE_ROW -> 2;
            default -> 3;
        };
    }

    private static Cause cause(String path, String change, Decision then, Decision now) {
        Matcher item = ITEM.matcher(path);
        if (!item.matches()) {
            boolean catalogue = path.startsWith("decision.editions")
                    || path.startsWith("decision.assumed")
                    || path.startsWith("decision.entries");
            return catalogue
                    ? new Cause(
                            path, Cause.CATALOGUE_ROW, "目录内容不同:" + change, "The catalogue says otherwise: " + change)
                    : new Cause(path, Cause.FOLLOWS, "随之不同:" + change, "Differs in consequence: " + change);
        }
        String key = item.group(2);
        String rest = item.group(3) == null ? "" : item.group(3);
        return switch (item.group(1)) {
            case "measures" -> measure(path, change, key, rest, then, now);
            case "withheld" -> withheld(path, change, key, then, now);
            default -> ruled(path, change, nearMisses(key, then, now));
        };
    }

    private static Cause measure(String path, String change, String code, String rest, Decision then, Decision now) {
        Matcher citation = CITATION.matcher(rest);
        if (citation.matches()) {
            String rule = citation.group(1);
            String field = citation.group(2) == null ? "" : citation.group(2);
            return field.isEmpty() || OF_RULE.matcher(field).matches()
                    ? ruled(path, change, List.of(rule))
                    : row(path, change, provision(code, rule, then, now));
        }
        if (OF_CATALOGUE.matcher(rest).matches()) {
            return row(path, change, code);
        }
        Optional<Applied> before = find(code, then);
        Optional<Applied> after = find(code, now);
        TreeSet<String> rules = new TreeSet<>();
        TreeSet<String> other = new TreeSet<>();
        before.ifPresent(one -> one.citations().forEach(cited -> rules.add(cited.rule())));
        after.ifPresent(one -> one.citations().forEach(cited -> other.add(cited.rule())));
        if (before.isPresent() && after.isPresent()) {
            rules.addAll(other);
            return ruled(path, change, rules);
        }
        String named = String.join("、", before.isPresent() ? rules : other);
        return before.isPresent()
                ? new Cause(
                        path,
                        Cause.RULE_TEXT,
                        "当时由规则“" + named + "”提出的措施 " + code + " 不再提出。",
                        "The measure (" + code + "), called for by the rule (" + named
                                + ") then, is called for no more.")
                : new Cause(
                        path,
                        Cause.RULE_TEXT,
                        "规则“" + named + "”提出了记录中没有的措施 " + code + "。",
                        "The rule (" + named + ") calls for the measure (" + code
                                + "), which the record does not hold.");
    }

    private static Cause withheld(String path, String change, String key, Decision then, Decision now) {
        int slash = key.indexOf('/');
        String code = slash < 0 ? key : key.substring(0, slash);
        TreeSet<String> rules = new TreeSet<>();
        Stream.of(then, now)
                .flatMap(decision -> decision.withheld().stream())
                .filter(one -> one.code().equals(code))
                .map(Withheld::rule)
                .forEach(rules::add);
        return ruled(path, change, rules);
    }

    private static Collection<String> nearMisses(String key, Decision then, Decision now) {
        TreeSet<String> rules = new TreeSet<>();
        Stream.of(then, now)
                .flatMap(decision -> decision.nearMisses().stream())
                .map(NearMiss::rule)
                .filter(rule -> key.startsWith(rule))
                .forEach(rules::add);
        return rules.isEmpty() ? List.of(key) : rules;
    }

    private static Cause ruled(String path, String change, Collection<String> rules) {
        String named = String.join("、", rules);
        return new Cause(
                path,
                Cause.RULE_TEXT,
                "规则“" + named + "”的结果不同:" + change,
                "The rule (" + named + ") gives something else: " + change);
    }

    private static Cause row(String path, String change, String row) {
        return new Cause(
                path,
                Cause.CATALOGUE_ROW,
                "目录条目“" + row + "”的内容不同:" + change,
                "The row (" + row + ") of the catalogue says something else: " + change);
    }

    /** The clause behind a citation; the rule's name where it rests on none. */
    private static String provision(String code, String rule, Decision then, Decision now) {
        return Stream.of(find(code, then), find(code, now))
                .flatMap(Optional::stream)
                .flatMap(measure -> measure.citations().stream())
                .filter(cited -> cited.rule().equals(rule))
                .map(Citation::provision)
                .filter(java.util.Objects::nonNull)
                .findFirst()
                .orElse(rule);
    }

    private static Optional<Applied> find(String code, Decision decision) {
        return decision.measures().stream()
                .filter(one -> one.code().equals(code))
                .findFirst();
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
