package org.jrp.rule;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Effect;
import org.jrp.catalogue.Instrument;
import org.jrp.catalogue.Kind;
import org.jrp.catalogue.ListType;
import org.jrp.catalogue.Problem;
import org.jrp.catalogue.Provision;
import org.jrp.catalogue.Text;
import org.jrp.catalogue.Via;
import org.jrp.subject.SubjectKind;

/** Whether a rule can fire at all (规则可达): its conditions are held against each other and against its lists. */
final class Reachable {

    /** Roles that only a natural person can have. */
    private static final Set<String> PERSONS = Set.of(
            "legal-representative",
            "director",
            "supervisor",
            "senior-manager",
            "principal-officer",
            "directly-responsible-person",
            "responsible-person",
            "finance-officer",
            "safety-officer",
            "practitioner");

    private final Rule rule;
    private final Catalogue catalogue;
    private final List<ListType> lists;
    private final Findings findings;

    private Reachable(Rule rule, Catalogue catalogue, List<Problem> problems) {
        this.rule = rule;
        this.catalogue = catalogue;
        this.lists = rule.lists().stream()
                .flatMap(list -> catalogue.findList(list).stream())
                .toList();
        this.findings = new Findings(catalogue, problems);
    }

    static void check(Rule rule, Catalogue catalogue, List<Problem> problems) {
        Reachable reachable = new Reachable(rule, catalogue, problems);
        reachable.checkListKinds();
        reachable.checkSpans();
        reachable.checkDates();
        reachable.checkSubjectKinds();
        reachable.checkGrounds();
    }

    private void checkListKinds() {
        Set<Kind> kinds = lists.stream().map(ListType::kind).collect(Collectors.toSet());
        if (rule.action() instanceof Action.Propose propose) {
            boolean incentive = propose.effect() == Effect.INCENTIVE;
            if (incentive ? kinds.contains(Kind.SANCTION) : kinds.contains(Kind.INCENTIVE)) {
                findings.error(
                        "kind-contradiction",
                        rule,
                        propose.line(),
                        Action.Propose.word(propose.effect()),
                        new Text(
                                incentive ? "对失信名单不能给予激励。" : "对守信名单不能施以惩戒。",
                                incentive ? "No incentive for a sanction list." : "No sanction for an incentive list."),
                        new Text("请核对名单和后果。", "Check list and action."));
            }
        }
        if (kinds.equals(Set.of(Kind.INCENTIVE))) {
            rule.find(Atom.SeverityIs.class)
                    .ifPresent(severity -> unreachable(
                            severity.line(),
                            severity.sentence(),
                            new Text("守信名单没有失信程度。", "An incentive list has no severity.")));
        }
    }

    private void checkSpans() {
        Atom.ListedFor less = null;
        Atom.ListedFor more = null;
        for (Atom atom : rule.atoms()) {
            if (atom instanceof Atom.ListedFor listed) {
                if (listed.atLeast()) {
                    more = listed;
                } else {
                    less = listed;
                }
            }
        }
        if (less == null || more == null) {
            return;
        }
        boolean bothDays = less.unit() == Atom.Unit.DAY && more.unit() == Atom.Unit.DAY;
        boolean bothMonths = less.unit() != Atom.Unit.DAY && more.unit() != Atom.Unit.DAY;
        boolean never = bothDays
                ? more.amount() >= less.amount()
                : bothMonths ? months(more) >= months(less) : fewestDays(more) >= mostDays(less);
        if (never) {
            contradict(less, more);
        }
    }

    private static int months(Atom.ListedFor listed) {
        return listed.unit() == Atom.Unit.YEAR ? listed.amount() * 12 : listed.amount();
    }

    private static long fewestDays(Atom.ListedFor listed) {
        return listed.unit() == Atom.Unit.DAY
                ? listed.amount()
                : months(listed) / 12 * 365L + months(listed) % 12 * 28L;
    }

    private static long mostDays(Atom.ListedFor listed) {
        return listed.unit() == Atom.Unit.DAY
                ? listed.amount()
                : months(listed) / 12 * 366L + months(listed) % 12 * 31L;
    }

    private void checkDates() {
        Atom.Recognised before = null;
        Atom.Recognised after = null;
        for (Atom atom : rule.atoms()) {
            if (atom instanceof Atom.Recognised recognised) {
                if (recognised.before()) {
                    before = recognised;
                } else {
                    after = recognised;
                }
            }
        }
        if (before != null && after != null && !after.day().isBefore(before.day())) {
            contradict(before, after);
        } else if (after != null && rule.provision() != null) {
            LocalDate end = catalogue
                    .findProvision(rule.provision())
                    .map(Provision::instrument)
                    .flatMap(catalogue::findInstrument)
                    .map(Instrument::validTo)
                    .orElse(null);
            if (end != null && !after.day().isBefore(end)) {
                unreachable(
                        after.line(),
                        after.sentence(),
                        new Text("所依文件已于 " + end + " 终止。", "The instrument ended on " + end + "."));
            }
        }
    }

    private void contradict(Atom one, Atom other) {
        Atom later = one.line() > other.line() ? one : other;
        Atom earlier = later == one ? other : one;
        unreachable(
                later.line(),
                earlier.sentence() + ";" + later.sentence(),
                new Text(
                        "条件不能同时成立:" + earlier.sentence() + ";" + later.sentence() + "。",
                        "The conditions cannot hold at once (" + earlier.sentence() + "; " + later.sentence() + ")."));
    }

    private void checkSubjectKinds() {
        Optional<Atom.KindIs> kind = rule.find(Atom.KindIs.class);
        if (kind.isEmpty()) {
            return;
        }
        int line = kind.get().line();
        String sentence = kind.get().sentence();
        List<SubjectKind> kinds = kind.get().kinds();
        boolean personsOnly = kinds.equals(List.of(SubjectKind.INDIVIDUAL));
        boolean unitsOnly = !kinds.contains(SubjectKind.INDIVIDUAL);
        if (kinds.size() == SubjectKind.values().length) {
            findings.error(
                    "useless-condition",
                    rule,
                    line,
                    sentence,
                    new Text("列出了全部主体类型,等于没有条件。", "All kinds of subject are named; the condition says nothing."),
                    new Text("请删除本行。", "Remove the line."));
        } else if (personsOnly && rule.via() != Via.SELF && rule.via() != Via.PERSON_OF_LISTED_ENTITY) {
            unreachable(line, sentence, new Text("自然人没有这样的关联人。", "A natural person has no such related persons."));
        } else if (unitsOnly && rule.via() == Via.PERSON_OF_LISTED_ENTITY && PERSONS.containsAll(rule.roles())) {
            unreachable(line, sentence, new Text("这些角色只能是自然人。", "Those roles are natural persons' only."));
        } else if (personsOnly
                && rule.via() == Via.SELF
                && !lists.isEmpty()
                && lists.stream().allMatch(list -> Boolean.FALSE.equals(list.persons()))) {
            unreachable(line, sentence, new Text("名单不列自然人。", "No natural person stands on that list."));
        }
    }

    private void checkGrounds() {
        Optional<Atom.GroundIs> ground = rule.find(Atom.GroundIs.class);
        if (ground.isEmpty() || lists.isEmpty()) {
            return;
        }
        Set<String> known = new TreeSet<>();
        lists.forEach(list -> known.addAll(list.grounds()));
        List<String> foreign = ground.get().words().stream()
                .filter(word -> !known.contains(word))
                .toList();
        if (!foreign.isEmpty()) {
            findings.error(
                    "ground-differs",
                    rule,
                    ground.get().line(),
                    String.join("、", foreign),
                    new Text(
                            "所列名单没有列入事由“" + String.join("、", foreign) + "”。",
                            "The lists know no such ground (" + String.join(", ", foreign) + ")."),
                    known.isEmpty()
                            ? new Text(
                                    "请删除本行,或在 lists.yaml 中补上该事由。", "Remove the line, or add the ground to lists.yaml.")
                            : new Text("可用:" + String.join("、", known), "Known: " + String.join(", ", known)));
        }
    }

    private void unreachable(int line, String value, Text message) {
        findings.error(
                "unreachable",
                rule,
                line,
                value,
                message,
                new Text("请改正或删除;该规则永不会触发。", "Mend or remove it; the rule can never fire."));
    }
}
