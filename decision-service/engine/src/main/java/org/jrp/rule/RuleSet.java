package org.jrp.rule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.InvalidFilesException;
import org.jrp.catalogue.Problem;
import org.jspecify.annotations.Nullable;

/** All rules of a release (规则集), numbered by file and line. Immutable. */
public final class RuleSet {

    private final List<Rule> rules;
    private final Map<String, Rule> byId = new HashMap<>();
    private final Grounds grounds;
    private final Set<String> unsoundProvisions;

    private RuleSet(List<Rule> rules, Grounds grounds, Set<String> unsoundProvisions) {
        this.rules = List.copyOf(rules);
        this.grounds = grounds;
        this.unsoundProvisions = Set.copyOf(unsoundProvisions);
        rules.forEach(rule -> byId.put(rule.id(), rule));
    }

    /**
     * Reads rule files.
     *
     * @param files bytes by path inside {@code rules/}, such as {@code memoranda/2016-141-judgment-defaulter.dslr}
     * @throws InvalidFilesException with every problem, when any file cannot be used
     */
    public static RuleSet read(Map<String, byte[]> files, Catalogue catalogue) {
        List<Problem> problems = new ArrayList<>();
        RuleSet rules = read(files, catalogue, problems);
        if (problems.stream().anyMatch(problem -> problem.severity() == Problem.Severity.ERROR)) {
            throw new InvalidFilesException(problems);
        }
        return rules;
    }

    /** Reads what can be read; the rest is among the problems. For lint, which wants both. */
    public static RuleSet read(Map<String, byte[]> files, Catalogue catalogue, List<Problem> problems) {
        Grounds grounds = new Grounds(catalogue);
        List<Rule> rules = new ArrayList<>();
        Set<String> unsound = new HashSet<>();
        new TreeMap<>(files).forEach((file, bytes) -> {
            RuleReader reader = new RuleReader("rules/" + file, bytes, catalogue, grounds, problems);
            rules.addAll(reader.read());
            unsound.addAll(reader.unsoundProvisions());
        });
        List<Rule> numbered = new ArrayList<>();
        for (Rule rule : rules) {
            numbered.add(rule.numbered(numbered.size()));
        }
        Lint.duplicateIds(numbered, problems);
        return new RuleSet(numbered, grounds, unsound);
    }

    /** A rule set of those rules, renumbered; for mutation of rules. */
    public RuleSet with(List<Rule> changed) {
        List<Rule> numbered = new ArrayList<>();
        for (Rule rule : changed) {
            numbered.add(rule.numbered(numbered.size()));
        }
        return new RuleSet(numbered, grounds, unsoundProvisions);
    }

    /** Every rule; a rule's number is its index. */
    public List<Rule> rules() {
        return rules;
    }

    /** Provisions that rules cite which could not be read; what those rules would say is not known. */
    Set<String> unsoundProvisions() {
        return unsoundProvisions;
    }

    public Optional<Rule> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** The number of a ground in this rule set; -1 for one that no list knows. */
    public int ground(@Nullable String ground) {
        return ground == null ? -1 : grounds.number(ground);
    }
}
