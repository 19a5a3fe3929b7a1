package org.jrp.rule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Context;
import org.jrp.catalogue.Problem;
import org.jrp.catalogue.Provision;
import org.jrp.catalogue.Targets;
import org.jrp.catalogue.Text;
import org.jrp.catalogue.Via;
import org.jrp.subject.SubjectKind;

/** Whether a rule says what its provision says, no less and no more (规则与条款核对). */
final class ProvisionFit {

    private static final Pattern VARIANT = Pattern.compile("-[a-z]\\d?$");
    private static final Pattern CLAUSE = Pattern.compile("m\\d{2}[a-z]?");

    private final Rule rule;
    private final Action.Propose action;
    private final Provision provision;
    private final Catalogue catalogue;
    private final Findings findings;

    private ProvisionFit(
            Rule rule, Action.Propose action, Provision provision, Catalogue catalogue, List<Problem> problems) {
        this.rule = rule;
        this.action = action;
        this.provision = provision;
        this.catalogue = catalogue;
        this.findings = new Findings(catalogue, problems);
    }

    /** What is wrong; where the rule fits the provision that its id means and not the one it cites, that alone. */
    static List<Problem> problems(Rule rule, Action.Propose action, Provision cited, Catalogue catalogue) {
        List<Problem> problems = against(rule, action, cited, catalogue);
        Optional<Provision> meant =
                meantBy(rule.id(), catalogue).filter(one -> !one.id().equals(cited.id()));
        if (meant.isEmpty()) {
            return problems;
        }
        String id = meant.get().id();
        List<Problem> instead = new ArrayList<>();
        Findings findings = new Findings(catalogue, instead);
        if (problems.isEmpty()) {
            findings.error(
                    "id-differs",
                    rule,
                    rule.line(),
                    rule.id(),
                    new Text(
                            "规则编号“" + rule.id() + "”指向条款 " + id + ",所引却是 " + cited.id() + "。",
                            "The rule id (" + rule.id() + ") means the provision " + id + ", yet the rule cites "
                                    + cited.id() + "."),
                    new Text("请核对编号和 @provision。", "Check the id and @provision."));
            return instead;
        }
        if (against(rule, action, meant.get(), catalogue).isEmpty()) {
            findings.error(
                    "provision-differs",
                    rule,
                    rule.citationLine(),
                    cited.id(),
                    new Text(
                            "规则内容与条款 " + cited.id() + " 不符。",
                            "The rule does not say what the provision " + cited.id() + " says."),
                    new Text("是否为“" + id + "”?", "Maybe " + id + "?"));
            return instead;
        }
        return problems;
    }

    private static List<Problem> against(Rule rule, Action.Propose action, Provision provision, Catalogue catalogue) {
        List<Problem> problems = new ArrayList<>();
        new ProvisionFit(rule, action, provision, catalogue, problems).check();
        return problems;
    }

    /** The provision that a rule's id means, by its year and number, instrument and clause: 2016-141-m16-d means 2016-141-…-m16. */
    static Optional<Provision> meantBy(String ruleId, Catalogue catalogue) {
        String base = VARIANT.matcher(ruleId).replaceFirst("");
        int last = base.lastIndexOf('-');
        if (last < 0 || !CLAUSE.matcher(base.substring(last + 1)).matches()) {
            return Optional.empty();
        }
        String instrument = base.substring(0, last + 1);
        String clause = base.substring(last);
        List<Provision> fitting = catalogue.provisions().stream()
                .filter(one -> one.id().startsWith(instrument) && one.id().equals(one.instrument() + clause))
                .toList();
        return fitting.size() == 1 ? Optional.of(fitting.get(0)) : Optional.empty();
    }

    private void check() {
        if (!provision.encoded()) {
            findings.error(
                    "not-encoded",
                    rule,
                    rule.citationLine(),
                    provision.id(),
                    new Text(
                            "条款 " + provision.id() + " 标为不编码:" + provision.notEncodedBecause(),
                            "The provision is marked encoded: false."),
                    new Text("请改为 encoded: true,或删除规则。", "Mark it encoded: true, or remove the rule."));
            return;
        }
        checkAction();
        checkLists();
        checkContexts();
        checkMatters();
        checkQualifiers();
        checkTargets();
        checkRelation();
    }

    private void checkAction() {
        if (!action.measure().equals(provision.measure())) {
            String measure = findings.measure(provision.measure());
            findings.error(
                    "measure-differs",
                    rule,
                    action.line(),
                    findings.measure(action.measure()),
                    new Text(
                            "条款 " + provision.id() + " 的措施是“" + measure + "”。",
                            "The provision " + provision.id() + " names the measure " + provision.measure() + "."),
                    new Text("请改为“" + measure + "”,或核对 @provision。", "Write that measure, or check @provision."));
        } else if (action.effect() != provision.effect()) {
            findings.error(
                    "effect-differs",
                    rule,
                    action.line(),
                    Action.Propose.word(action.effect()),
                    new Text(
                            "条款 " + provision.id() + " 的效力是“"
                                    + provision.effect().chinese() + "”。",
                            "The provision's effect is " + provision.effect().code() + "."),
                    new Text(
                            "请改为“" + Action.Propose.word(provision.effect()) + "”。",
                            "Write " + Action.Propose.word(provision.effect()) + "."));
        }
    }

    private void checkLists() {
        List<String> beyond = without(rule.lists(), provision.lists());
        if (!beyond.isEmpty()) {
            findings.error(
                    "list-differs",
                    rule,
                    rule.openingLine(),
                    findings.lists(beyond),
                    new Text(
                            "条款 " + provision.id() + " 不涉及名单“" + findings.lists(beyond) + "”。",
                            "The provision does not speak of " + String.join(", ", beyond) + "."),
                    new Text(
                            "条款涉及:" + findings.lists(provision.lists()) + "。",
                            "It speaks of: " + String.join(", ", provision.lists()) + "."));
            return;
        }
        List<String> lacking = without(provision.lists(), rule.lists());
        if (!lacking.isEmpty()) {
            findings.error(
                    "list-missing",
                    rule,
                    rule.openingLine(),
                    findings.lists(lacking),
                    new Text(
                            "规则缺少条款所涉的名单:" + findings.lists(lacking) + "。",
                            "The rule lacks lists of the provision: " + String.join(", ", lacking) + "."),
                    new Text("请补上。", "Add them."));
        }
    }

    private void checkContexts() {
        List<String> beyond = without(rule.contexts(), provision.contexts());
        List<String> unoffered =
                rule.contexts().stream().filter(context -> !offered(context)).toList();
        if (!unoffered.isEmpty()) {
            findings.error(
                    "context-not-offered",
                    rule,
                    rule.contextLine(),
                    findings.contexts(unoffered),
                    new Text(
                            "本服务不提供业务场景“" + findings.contexts(unoffered) + "”的核查。",
                            "The service answers no checks in the context " + String.join(", ", unoffered) + "."),
                    new Text("请删除该场景;条款可标为 encoded: false。", "Remove it; the provision may be encoded: false."));
            return;
        }
        if (!beyond.isEmpty()) {
            findings.error(
                    "context-differs",
                    rule,
                    rule.contextLine(),
                    findings.contexts(beyond),
                    new Text(
                            "条款 " + provision.id() + " 不适用于业务场景“" + findings.contexts(beyond) + "”。",
                            "The provision does not act in the context " + String.join(", ", beyond) + "."),
                    new Text(
                            "条款适用于:" + findings.contexts(provision.contexts()) + "。",
                            "It acts in: " + String.join(", ", provision.contexts()) + "."));
            return;
        }
        List<String> lacking =
                without(provision.contexts().stream().filter(this::offered).toList(), rule.contexts());
        if (!lacking.isEmpty()) {
            findings.error(
                    "context-missing",
                    rule,
                    rule.contextLine(),
                    findings.contexts(lacking),
                    new Text(
                            "规则缺少条款所涉的业务场景:" + findings.contexts(lacking) + "。",
                            "The rule lacks contexts of the provision: " + String.join(", ", lacking) + "."),
                    new Text("请补上。", "Add them."));
        }
    }

    private boolean offered(String context) {
        return catalogue.findContext(context).map(Context::offered).orElse(false);
    }

    private void checkMatters() {
        Atom.MatterIs matter = rule.find(Atom.MatterIs.class).orElse(null);
        Set<String> given = matter == null ? Set.of() : Set.copyOf(matter.matters());
        if (given.equals(Set.copyOf(provision.matters()))) {
            return;
        }
        String matters = findings.matters(provision.matters());
        boolean none = provision.matters().isEmpty();
        findings.error(
                matter == null ? "matter-missing" : "matter-differs",
                rule,
                matter == null ? rule.line() : matter.line(),
                matter == null ? null : String.join("、", matter.names()),
                new Text(
                        none ? "条款 " + provision.id() + " 不限于某一事项。" : "条款 " + provision.id() + " 限于事项:" + matters + "。",
                        none
                                ? "The provision is not limited to a matter."
                                : "The provision's matters are: " + String.join(", ", provision.matters()) + "."),
                none
                        ? new Text("请删除“事项为”。", "Remove 事项为.")
                        : new Text("请写“- 事项为 " + matters + "”。", "Write - 事项为 " + matters + "."));
    }

    private void checkQualifiers() {
        Optional<Atom.CourtOrder> order = rule.find(Atom.CourtOrder.class);
        boolean orderNeeded = provision.qualifiers().contains("court-order-precondition");
        boolean listIsOrder = provision.lists().equals(List.of("judgment-defaulter"));
        if (orderNeeded && !listIsOrder && order.isEmpty()) {
            lacks(
                    "court-order-precondition",
                    Sentence.COURT_ORDER,
                    new Text(
                            "条款以人民法院限制措施为前提,规则未写明。",
                            "The provision presupposes a court order; the rule does not say so."));
        } else if (!orderNeeded && order.isPresent()) {
            adds(order.get().line(), Sentence.COURT_ORDER);
        }
        Optional<Atom.PersonallyResponsible> personal = rule.find(Atom.PersonallyResponsible.class);
        boolean personalNeeded = provision.relations().stream()
                .anyMatch(relation -> relation.personalResponsibility()
                        && relation.via() == rule.via()
                        && rule.roles().stream().anyMatch(relation.roles()::contains));
        if (personalNeeded && personal.isEmpty()) {
            lacks(
                    "personal-responsibility-test",
                    Sentence.PERSONALLY_RESPONSIBLE,
                    new Text(
                            "条款要求认定个人责任,规则未写明。",
                            "The provision demands personal responsibility; the rule does not say so."));
        } else if (!personalNeeded && personal.isPresent()) {
            adds(personal.get().line(), Sentence.PERSONALLY_RESPONSIBLE);
        }
    }

    private void lacks(String qualifier, Sentence sentence, Text message) {
        findings.error(
                "qualifier-missing",
                rule,
                rule.line(),
                qualifier,
                message,
                new Text("请补上“- " + sentence.template() + "”。", "Add - " + sentence.template() + "."));
    }

    private void adds(int line, Sentence sentence) {
        findings.error(
                "qualifier-differs",
                rule,
                line,
                sentence.template(),
                new Text("条款 " + provision.id() + " 没有这一前提。", "The provision does not presuppose this."),
                new Text(
                        "请删除本行,或核对条款的 qualifiers 和 relations。",
                        "Remove the line, or check the provision's qualifiers and relations."));
    }

    private void checkTargets() {
        Optional<Atom.KindIs> kind = rule.find(Atom.KindIs.class);
        if (rule.via() == Via.PERSON_OF_LISTED_ENTITY) {
            if (kind.isEmpty()) {
                findings.error(
                        "kind-missing",
                        rule,
                        rule.line(),
                        null,
                        new Text(
                                "规则及于被列入单位的人员,却未写明主体类型。",
                                "The rule reaches persons of a listed unit and does not say of which kind."),
                        new Text("请补上“- 主体类型为 自然人”。", "Add - 主体类型为 自然人."));
            }
            return;
        }
        Collection<SubjectKind> kinds =
                kind.<Collection<SubjectKind>>map(Atom.KindIs::kinds).orElse(List.of(SubjectKind.values()));
        boolean entity = kinds.stream().anyMatch(SubjectKind::entity);
        boolean person = kinds.contains(SubjectKind.INDIVIDUAL);
        boolean wrong = (provision.targets() == Targets.ENTITY && person)
                || (provision.targets() == Targets.PERSON && entity && rule.via() == Via.SELF);
        if (wrong) {
            String word = provision.targets() == Targets.ENTITY ? "单位" : "自然人";
            findings.error(
                    "targets-differ",
                    rule,
                    kind.map(Atom.KindIs::line).orElse(rule.line()),
                    kind.map(Atom.KindIs::sentence).orElse(null),
                    new Text(
                            "条款 " + provision.id() + " 只适用于" + word + "。",
                            "The provision reaches " + provision.targets().code() + " only."),
                    new Text("请写“- 主体类型为 " + word + "”。", "Write - 主体类型为 " + word + "."));
        }
    }

    private void checkRelation() {
        Optional<Atom.RoleIs> role = rule.find(Atom.RoleIs.class);
        if (role.isEmpty()) {
            return;
        }
        Set<String> allowed = provision.relations().stream()
                .filter(relation -> relation.via() == rule.via())
                .flatMap(relation -> relation.roles().stream())
                .collect(Collectors.toSet());
        List<String> beyond = without(rule.roles(), allowed);
        if (!beyond.isEmpty()) {
            findings.error(
                    "relation-differs",
                    rule,
                    role.get().line(),
                    findings.roles(beyond),
                    new Text(
                            "条款 " + provision.id() + " 未载明经由“" + findings.roles(beyond) + "”及于他人。",
                            "The provision does not name that role as a way to reach others."),
                    new Text(
                            "不得扩大对象;请删除该角色,或核对条款的 relations。",
                            "Nobody may be added (no extension of subjects); remove it, or check the provision's"
                                    + " relations."));
        }
    }

    private static List<String> without(Collection<String> some, Collection<String> others) {
        return some.stream().filter(one -> !others.contains(one)).toList();
    }
}
