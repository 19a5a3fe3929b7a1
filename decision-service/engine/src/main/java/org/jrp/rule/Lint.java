package org.jrp.rule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Context;
import org.jrp.catalogue.Effect;
import org.jrp.catalogue.Kind;
import org.jrp.catalogue.ListType;
import org.jrp.catalogue.Problem;
import org.jrp.catalogue.Provision;
import org.jrp.catalogue.Targets;
import org.jrp.catalogue.Text;
import org.jrp.catalogue.Via;
import org.jrp.subject.SubjectKind;
import org.jspecify.annotations.Nullable;

/**
 * Holds rules against the provisions they put into effect and against each other (规则检查): what the reader, which looks at one
 * line at a time, cannot see.
 */
public final class Lint {

    private final RuleSet rules;
    private final Catalogue catalogue;
    private final List<Problem> problems = new ArrayList<>();

    private Lint(RuleSet rules, Catalogue catalogue) {
        this.rules = rules;
        this.catalogue = catalogue;
    }

    /** Every problem, by file and line. */
    public static List<Problem> check(RuleSet rules, Catalogue catalogue) {
        Lint lint = new Lint(rules, catalogue);
        rules.rules().forEach(lint::checkOne);
        lint.checkEachOther();
        lint.checkCoverage();
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
                        new Text("规则编号“" + rule.id() + "”已用于 " + first.file() + ":" + first.line() + "。",
                                "The rule id (" + rule.id() + ") is already used in " + first.file() + ":"
                                        + first.line() + "."),
                        new Text("请改用另一个编号。", "Give it an id of its own.")));
            }
        }
    }

    private void checkOne(Rule rule) {
        checkReachable(rule);
        boolean principleFile = rule.file().startsWith("rules/principles/");
        if (principleFile != (rule.provision() == null)) {
            error(
                    "wrong-folder",
                    rule,
                    rule.line(),
                    rule.name(),
                    new Text(principleFile ? "principles/ 中的规则应引用 @citation。" : "memoranda/ 中的规则应引用 @provision。",
                            principleFile ? "A principle cites @citation." : "A memoranda rule cites @provision."),
                    new Text("请移动规则或改正引用。", "Move the rule, or mend its citation."));
            return;
        }
        Provision provision =
                rule.provision() == null ? null : catalogue.findProvision(rule.provision()).orElse(null);
        if (provision != null && rule.action() instanceof Action.Propose propose) {
            checkAgainst(rule, propose, provision);
        }
    }

    private void checkAgainst(Rule rule, Action.Propose propose, Provision provision) {
        if (!propose.measure().equals(provision.measure())) {
            error(
                    "measure-differs",
                    rule,
                    propose.line(),
                    measureName(propose.measure()),
                    new Text("条款 " + provision.id() + " 的措施是“" + measureName(provision.measure()) + "”。",
                            "The provision " + provision.id() + " names the measure " + provision.measure() + "."),
                    new Text("请改为“" + measureName(provision.measure()) + "”,或核对 @provision。",
                            "Write that measure, or check @provision."));
        }
        if (propose.effect() != provision.effect()) {
            error(
                    "effect-differs",
                    rule,
                    propose.line(),
                    Action.Propose.word(propose.effect()),
                    new Text("条款 " + provision.id() + " 的效力是“" + provision.effect().chinese() + "”。",
                            "The provision's effect is " + provision.effect().code() + "."),
                    new Text("请改为“" + Action.Propose.word(provision.effect()) + "”。",
                            "Write " + Action.Propose.word(provision.effect()) + "."));
        }
        for (String list : rule.lists()) {
            if (!provision.lists().contains(list)) {
                error(
                        "list-differs",
                        rule,
                        rule.openingLine(),
                        listName(list),
                        new Text("条款 " + provision.id() + " 不涉及名单“" + listName(list) + "”。",
                                "The provision does not speak of the list " + list + "."),
                        new Text("条款涉及:" + names(provision.lists(), this::listName) + "。",
                                "It speaks of: " + String.join(", ", provision.lists()) + "."));
            }
        }
        missing(rule, provision.lists(), rule.lists(), "list-missing", "名单", "list", this::listName);
        for (String context : rule.contexts()) {
            boolean offered =
                    catalogue.findContext(context).map(Context::offered).orElse(false);
            if (!offered) {
                error(
                        "context-not-offered",
                        rule,
                        rule.contextLine(),
                        contextName(context),
                        new Text("本服务不提供业务场景“" + contextName(context) + "”的核查。",
                                "The service answers no checks in the context " + context + "."),
                        new Text("请删除该场景;条款可标为 encoded: false。", "Remove it; the provision may be encoded: false."));
            } else if (!provision.contexts().contains(context)) {
                error(
                        "context-differs",
                        rule,
                        rule.contextLine(),
                        contextName(context),
                        new Text("条款 " + provision.id() + " 不适用于业务场景“" + contextName(context) + "”。",
                                "The provision does not act in the context " + context + "."),
                        new Text("条款适用于:" + names(provision.contexts(), this::contextName) + "。",
                                "It acts in: " + String.join(", ", provision.contexts()) + "."));
            }
        }
        List<String> offered = provision.contexts().stream()
                .filter(context ->
                        catalogue.findContext(context).map(Context::offered).orElse(false))
                .toList();
        missing(rule, offered, rule.contexts(), "context-missing", "业务场景", "context", this::contextName);
        checkMatters(rule, provision);
        checkQualifiers(rule, provision);
        checkTargets(rule, provision);
        checkRelation(rule, provision);
        if (!provision.encoded()) {
            error(
                    "not-encoded",
                    rule,
                    rule.line(),
                    provision.id(),
                    new Text("条款 " + provision.id() + " 标为不编码。", "The provision is marked encoded: false."),
                    new Text("请改为 encoded: true,或删除规则。", "Mark it encoded: true, or remove the rule."));
        }
    }

    private void missing(
            Rule rule,
            List<String> wanted,
            List<String> given,
            String code,
            String zh,
            String en,
            UnaryOperator<String> name) {
        List<String> lacking =
                wanted.stream().filter(one -> !given.contains(one)).toList();
        if (!lacking.isEmpty() && !given.isEmpty() && wanted.containsAll(given)) {
            error(
                    code,
                    rule,
                    en.equals("list") ? rule.openingLine() : rule.contextLine(),
                    names(lacking, name),
                    new Text("规则缺少条款所涉的" + zh + ":" + names(lacking, name) + "。",
                            "The rule lacks the provision's " + en + ": " + String.join(", ", lacking) + "."),
                    new Text("请补上。", "Add it."));
        }
    }

    private void checkMatters(Rule rule, Provision provision) {
        Atom.MatterIs matter = find(rule, Atom.MatterIs.class);
        Set<String> given = matter == null ? Set.of() : Set.copyOf(matter.matters());
        if (!given.equals(Set.copyOf(provision.matters()))) {
            error(
                    "matter-differs",
                    rule,
                    matter == null ? rule.line() : matter.line(),
                    matter == null ? null : String.join("、", matter.names()),
                    new Text(
                            provision.matters().isEmpty()
                                    ? "条款 " + provision.id() + " 不限于某一事项。"
                                    : "条款 " + provision.id() + " 限于事项:" + names(provision.matters(), this::matterName) + "。",
                            "The provision's matters are: " + String.join(", ", provision.matters()) + "."),
                    provision.matters().isEmpty()
                            ? new Text("请删除“事项为”。", "Remove 事项为.")
                            : new Text("请写“- 事项为 " + names(provision.matters(), this::matterName) + "”。",
                                    "Write 事项为 with those."));
        }
    }

    private void checkQualifiers(Rule rule, Provision provision) {
        boolean listIsOrder = provision.lists().equals(List.of("judgment-defaulter"));
        if (provision.qualifiers().contains("court-order-precondition")
                && !listIsOrder
                && find(rule, Atom.CourtOrder.class) == null) {
            error(
                    "qualifier-missing",
                    rule,
                    rule.line(),
                    "court-order-precondition",
                    new Text("条款以人民法院限制措施为前提,规则未写明。", "The provision presupposes a court order; the rule does not say so."),
                    new Text("请补上“- " + Sentence.COURT_ORDER.template() + "”。",
                            "Add - " + Sentence.COURT_ORDER.template() + "."));
        }
        boolean personalNeeded = provision.relations().stream()
                .anyMatch(relation -> relation.personalResponsibility()
                        && relation.via() == rule.via()
                        && rolesOf(rule).stream().anyMatch(relation.roles()::contains));
        if (personalNeeded && find(rule, Atom.PersonallyResponsible.class) == null) {
            error(
                    "qualifier-missing",
                    rule,
                    rule.line(),
                    "personal-responsibility-test",
                    new Text("条款要求认定个人责任,规则未写明。", "The provision demands personal responsibility; the rule does not say so."),
                    new Text("请补上“- " + Sentence.PERSONALLY_RESPONSIBLE.template() + "”。",
                            "Add - " + Sentence.PERSONALLY_RESPONSIBLE.template() + "."));
        }
    }

    private void checkTargets(Rule rule, Provision provision) {
        if (rule.via() == Via.PERSON_OF_LISTED_ENTITY) {
            return;
        }
        Atom.KindIs kind = find(rule, Atom.KindIs.class);
        Set<SubjectKind> kinds = kind == null ? Set.of(SubjectKind.values()) : Set.copyOf(kind.kinds());
        boolean entity = kinds.stream().anyMatch(SubjectKind::entity);
        boolean person = kinds.contains(SubjectKind.INDIVIDUAL);
        boolean wrong = provision.targets() == Targets.ENTITY && person
                || provision.targets() == Targets.PERSON && entity && rule.via() == Via.SELF;
        if (wrong) {
            String word = provision.targets() == Targets.ENTITY ? "单位" : "自然人";
            error(
                    "targets-differ",
                    rule,
                    kind == null ? rule.line() : kind.line(),
                    kind == null ? null : kind.sentence(),
                    new Text("条款 " + provision.id() + " 只适用于" + word + "。",
                            "The provision reaches " + provision.targets().code() + " only."),
                    new Text("请写“- 主体类型为 " + word + "”。", "Write - 主体类型为 " + word + "."));
        }
    }

    private void checkRelation(Rule rule, Provision provision) {
        if (rule.via() == Via.SELF) {
            return;
        }
        Atom.RoleIs role = find(rule, Atom.RoleIs.class);
        Set<String> allowed = provision.relations().stream()
                .filter(relation -> relation.via() == rule.via())
                .flatMap(relation -> relation.roles().stream())
                .collect(Collectors.toSet());
        List<String> beyond =
                rolesOf(rule).stream().filter(one -> !allowed.contains(one)).toList();
        if (!beyond.isEmpty()) {
            error(
                    "relation-differs",
                    rule,
                    role == null ? rule.line() : role.line(),
                    String.join("、", beyond.stream().map(this::roleName).toList()),
                    new Text("条款 " + provision.id() + " 未载明经由该角色及于他人。",
                            "The provision does not name that role as a way to reach others."),
                    new Text("不得扩大对象;请删除该角色,或核对条款的 relations。",
                            "Nobody may be added (no extension of subjects); remove it, or check the provision's relations."));
        }
    }

    private void checkReachable(Rule rule) {
        Set<Kind> kinds = rule.lists().stream()
                .flatMap(list -> catalogue.findList(list).stream())
                .map(ListType::kind)
                .collect(Collectors.toSet());
        if (rule.action() instanceof Action.Propose propose) {
            boolean incentive = propose.effect() == Effect.INCENTIVE;
            if (incentive ? kinds.contains(Kind.SANCTION) : kinds.contains(Kind.INCENTIVE)) {
                error(
                        "kind-contradiction",
                        rule,
                        propose.line(),
                        Action.Propose.word(propose.effect()),
                        new Text(incentive ? "对失信名单不能给予激励。" : "对守信名单不能施以惩戒。",
                                incentive ? "No incentive for a sanction list." : "No sanction for an incentive list."),
                        new Text("请核对名单和后果。", "Check list and action."));
            }
        }
        Atom.ListedFor less = null;
        Atom.ListedFor more = null;
        Atom.Recognised before = null;
        Atom.Recognised after = null;
        for (Atom atom : rule.atoms()) {
            if (atom instanceof Atom.ListedFor listed) {
                if (listed.atLeast()) {
                    more = listed;
                } else {
                    less = listed;
                }
            } else if (atom instanceof Atom.Recognised recognised) {
                if (recognised.before()) {
                    before = recognised;
                } else {
                    after = recognised;
                }
            }
        }
        if (less != null && more != null && days(more, true) >= days(less, false)) {
            unreachable(rule, Math.max(less.line(), more.line()), less.sentence() + ";" + more.sentence());
        }
        if (before != null && after != null && !after.day().isBefore(before.day())) {
            unreachable(rule, Math.max(before.line(), after.line()), before.sentence() + ";" + after.sentence());
        }
        Atom.KindIs kind = find(rule, Atom.KindIs.class);
        if (kind != null && rule.via() != Via.SELF) {
            boolean personOnly = kind.kinds().equals(List.of(SubjectKind.INDIVIDUAL));
            if (personOnly && rule.via() != Via.PERSON_OF_LISTED_ENTITY) {
                unreachable(rule, kind.line(), kind.sentence());
            }
        }
    }

    private static long days(Atom.ListedFor listed, boolean fewest) {
        return switch (listed.unit()) {
            case DAY -> listed.amount();
            case MONTH -> listed.amount() * (fewest ? 28L : 31L);
            case YEAR -> listed.amount() * (fewest ? 365L : 366L);
        };
    }

    private void unreachable(Rule rule, int line, String value) {
        error(
                "unreachable",
                rule,
                line,
                value,
                new Text("条件不能同时成立:" + value + "。", "The conditions cannot hold at once (" + value + ")."),
                new Text("请改正或删除其一;该规则永不会触发。", "Mend or remove one; the rule can never fire."));
    }

    private void checkEachOther() {
        Map<String, Rule> byConditions = new LinkedHashMap<>();
        for (Rule rule : rules.rules()) {
            String conditions = rule.principle()
                    ? rule.atoms().stream().map(Atom::constraint).collect(Collectors.joining(","))
                    : rule.provision() + '|' + sorted(rule.lists()) + '|' + sorted(rule.contexts()) + '|' + rule.via()
                            + '|' + sorted(rule.atoms().stream().map(Atom::constraint).toList());
            Rule first = byConditions.putIfAbsent(conditions, rule);
            if (first == null || rule.id().equals(first.id())) {
                continue;
            }
            boolean same = sameAction(first.action(), rule.action());
            if (same || !rule.principle()) {
                error(
                        same ? "duplicate-rule" : "contradiction",
                        rule,
                        same ? rule.line() : rule.action().line(),
                        rule.id(),
                        same
                                ? new Text("与规则 " + first.id() + "(" + first.file() + ":" + first.line() + ")的条件和后果相同。",
                                        "It says the same as " + first.id() + " (" + first.file() + ":" + first.line() + ").")
                                : new Text("与规则 " + first.id() + "(" + first.file() + ":" + first.line() + ")条件相同而后果不同。",
                                        "It has the conditions of " + first.id() + " (" + first.file() + ":" + first.line()
                                                + ") and another action."),
                        new Text("请删除其一。", "Remove one of them."));
            }
        }
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

    private void checkCoverage() {
        Set<String> covered = new HashSet<>();
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
                        new Text("条款 " + provision.id() + " 没有规则。", "No rule puts the provision " + provision.id()
                                + " into effect."),
                        new Text("请在 rules/memoranda/" + provision.instrument() + ".dslr 中补写规则,或标为 encoded: false 并写明原因。",
                                "Write one in rules/memoranda/" + provision.instrument()
                                        + ".dslr, or mark it encoded: false with the reason.")));
            }
        }
    }

    private static List<String> rolesOf(Rule rule) {
        Atom.RoleIs role = find(rule, Atom.RoleIs.class);
        return role == null ? List.of() : role.roles();
    }

    private static <A extends Atom> @Nullable A find(Rule rule, Class<A> type) {
        for (Atom atom : rule.atoms()) {
            if (type.isInstance(atom)) {
                return type.cast(atom);
            }
        }
        return null;
    }

    private static String sorted(List<String> texts) {
        List<String> copy = new ArrayList<>(texts);
        Collections.sort(copy);
        return String.join(",", copy);
    }

    private String names(List<String> codes, UnaryOperator<String> name) {
        return codes.stream().map(name).collect(Collectors.joining("、"));
    }

    private String measureName(String code) {
        return catalogue.findMeasure(code).map(one -> one.name()).orElse(code);
    }

    private String listName(String code) {
        return catalogue.findList(code).map(ListType::name).orElse(code);
    }

    private String contextName(String code) {
        return catalogue.findContext(code).map(Context::name).orElse(code);
    }

    private String matterName(String code) {
        return catalogue.findMatter(code).map(one -> one.name()).orElse(code);
    }

    private String roleName(String code) {
        return catalogue.findRole(code).map(one -> one.name()).orElse(code);
    }

    private void error(
            String code, Rule rule, int line, @Nullable String value, Text message, Text mend) {
        problems.add(Problem.error(code, rule.file(), line, 0, value, message, mend));
    }
}
