package org.jrp.rule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Instrument;
import org.jrp.catalogue.Problem;
import org.jrp.catalogue.Provision;
import org.jrp.catalogue.Text;

/**
 * Holds rules against the provisions they put into effect and against each other (规则检查): what the reader, which looks at one
 * line at a time, cannot see.
 */
public final class Lint {

    private static final Set<String> ROOTS = Set.of("list-differs", "provision-differs", "not-encoded");

    private final RuleSet rules;
    private final Catalogue catalogue;
    private final List<Problem> problems = new ArrayList<>();
    /** Provisions of whose rules some are unsound or wrong: what else they lack cannot be told. */
    private final Set<String> unsettled = new HashSet<>();

    private Lint(RuleSet rules, Catalogue catalogue) {
        this.rules = rules;
        this.catalogue = catalogue;
        unsettled.addAll(rules.unsoundProvisions());
    }

    /** Every problem of a whole release, by file and line. */
    public static List<Problem> check(RuleSet rules, Catalogue catalogue) {
        Lint lint = new Lint(rules, catalogue);
        lint.checkRules();
        lint.checkCoverage();
        return lint.problems.stream().sorted(Problem.BY_PLACE).toList();
    }

    /** Every problem of some rules, such as drafts, by file and line; that other provisions have no rule is none. */
    public static List<Problem> checkPart(RuleSet rules, Catalogue catalogue) {
        Lint lint = new Lint(rules, catalogue);
        lint.checkRules();
        return lint.problems.stream().sorted(Problem.BY_PLACE).toList();
    }

    static void duplicateIds(List<Rule> rules, List<Problem> problems) {
        Map<String, Rule> seen = new HashMap<>();
        for (Rule rule : rules) {
            Rule first = seen.putIfAbsent(rule.id(), rule);
            if (first != null) {
                problems.add(Problem.error(
                        "duplicate-rule",
                        rule.file(),
                        rule.line(),
                        0,
                        rule.id(),
                        new Text(
                                "规则编号“" + rule.id() + "”已用于 " + first.file() + ":" + first.line() + "。",
                                "The rule id (" + rule.id() + ") is already used in " + first.file() + ":"
                                        + first.line() + "."),
                        new Text("请改用另一个编号。", "Give it an id of its own.")));
            }
        }
    }

    private void checkRules() {
        Set<String> ids = new HashSet<>();
        Map<Rule, List<Problem>> found = new LinkedHashMap<>();
        for (Rule rule : rules.rules()) {
            List<Problem> own = checkOne(rule);
            if (!ids.add(rule.id())) {
                own.removeIf(problem -> problem.code().equals("id-differs"));
            }
            found.put(rule, own);
        }
        List<Rule> atHome = rules.rules().stream()
                .filter(rule -> found.getOrDefault(rule, List.of()).stream()
                        .noneMatch(problem -> problem.code().equals("wrong-folder")))
                .toList();
        RuleComparison.check(atHome, catalogue, found);
        found.forEach((rule, own) -> {
            problems.addAll(own);
            if (!own.isEmpty() && rule.provision() != null) {
                unsettled.add(rule.provision());
                ProvisionFit.meantBy(rule.id(), catalogue).map(Provision::id).ifPresent(unsettled::add);
            }
        });
        problems.addAll(ProvisionCover.problems(rules.rules(), unsettled, catalogue));
    }

    private List<Problem> checkOne(Rule rule) {
        List<Problem> own = new ArrayList<>();
        Findings findings = new Findings(catalogue, own);
        boolean principles = rule.file().startsWith("rules/principles/");
        boolean ofLists = !rule.lists().isEmpty();
        if (principles == ofLists || principles != (rule.provision() == null)) {
            boolean moved = ofLists == (rule.provision() != null);
            findings.error(
                    "wrong-folder",
                    rule,
                    moved ? rule.line() : ofLists == principles ? rule.openingLine() : rule.citationLine(),
                    rule.name(),
                    principles
                            ? new Text(
                                    "principles/ 中的规则引用 @citation,以“拟用措施为”或“条目处于重点关注状态”开头。",
                                    "A principle cites @citation and opens with 拟用措施为 or 条目处于重点关注状态.")
                            : new Text(
                                    "memoranda/ 中的规则引用 @provision,以“主体被列入”开头。",
                                    "A memoranda rule cites @provision and opens with 主体被列入."),
                    moved
                            ? new Text(
                                    "请移到 " + (principles ? "memoranda/。" : "principles/。"),
                                    "Move it to " + (principles ? "memoranda/." : "principles/."))
                            : new Text("请改正引用或开头句。", "Mend its citation or its opening sentence."));
            return own;
        }
        Optional<Provision> provision = Optional.ofNullable(rule.provision()).flatMap(catalogue::findProvision);
        List<Problem> unfit = provision.isPresent() && rule.action() instanceof Action.Propose propose
                ? ProvisionFit.problems(rule, propose, provision.get(), catalogue)
                : List.of();
        // A wrong list or a wrong clause is one fault, however much else then seems wrong.
        boolean root = unfit.stream().anyMatch(problem -> ROOTS.contains(problem.code()));
        if (!root) {
            Reachable.check(rule, catalogue, own);
        }
        if (own.isEmpty()) {
            own.addAll(unfit);
        }
        if (own.isEmpty() && provision.isPresent()) {
            checkFile(rule, provision.get(), findings);
        }
        return own;
    }

    private void checkFile(Rule rule, Provision provision, Findings findings) {
        String name = rule.file().substring(rule.file().lastIndexOf('/') + 1).replace(".dslr", "");
        Optional<Instrument> other =
                catalogue.findInstrument(name).filter(one -> !one.id().equals(provision.instrument()));
        if (other.isPresent()) {
            findings.error(
                    "wrong-file",
                    rule,
                    rule.citationLine(),
                    provision.id(),
                    new Text(
                            "条款 " + provision.id() + " 不属于本文件所对应的 " + name + "。",
                            "The provision is not of the instrument that this file is named after (" + name + ")."),
                    new Text(
                            "请把规则移到 " + provision.instrument() + ".dslr,或核对 @provision。",
                            "Move the rule to " + provision.instrument() + ".dslr, or check @provision."));
        }
    }

    private void checkCoverage() {
        Set<String> covered = new HashSet<>(unsettled);
        for (Rule rule : rules.rules()) {
            if (rule.provision() != null) {
                covered.add(rule.provision());
            }
        }
        for (Provision provision : catalogue.provisions()) {
            if (provision.encoded() && !covered.contains(provision.id())) {
                problems.add(Problem.error(
                        "provision-without-rule",
                        "measure-catalogue/" + provision.file(),
                        provision.line(),
                        0,
                        provision.id(),
                        new Text(
                                "条款 " + provision.id() + " 没有规则。",
                                "No rule puts the provision " + provision.id() + " into effect."),
                        new Text(
                                "请在 rules/memoranda/" + provision.instrument()
                                        + ".dslr 中补写规则,或标为 encoded: false 并写明原因。",
                                "Write one in rules/memoranda/" + provision.instrument()
                                        + ".dslr, or mark it encoded: false with the reason.")));
            }
        }
    }
}
