package org.jrp.scenario;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Context;
import org.jrp.catalogue.Effect;
import org.jrp.catalogue.Kind;
import org.jrp.catalogue.ListType;
import org.jrp.catalogue.Matter;
import org.jrp.catalogue.Measure;
import org.jrp.catalogue.Role;
import org.jrp.catalogue.Text;
import org.jrp.catalogue.Via;
import org.jrp.release.Release;
import org.jrp.rule.Action;
import org.jrp.rule.Atom;
import org.jrp.rule.Gate;
import org.jrp.rule.Reason;
import org.jrp.rule.Rule;
import org.jrp.rule.RuleSet;
import org.jrp.subject.SubjectKind;
import org.jspecify.annotations.Nullable;

/**
 * The mistakes that mutation makes (变异算子): what a person could get wrong while writing a rule. One more list, context, role or
 * matter than the provision has is no mutant: lint refuses it. Mistakes that cannot change any answer are not made either.
 */
final class Mutants {

    private static final Set<Via> TOLD_BY_ROLE = Set.of(Via.CONSORTIUM, Via.AGENCY, Via.EXPERT);

    private final Catalogue catalogue;
    private final RuleSet rules;
    private final Rule rule;
    private final List<Mutant> mutants = new ArrayList<>();

    private Mutants(Release release, Rule rule) {
        this.catalogue = release.catalogue();
        this.rules = release.rules();
        this.rule = rule;
    }

    /** Every mutant of every rule that can fire at all, by rule. */
    static List<Mutant> of(Release release) {
        Reach reach = new Reach(release);
        List<Mutant> all = new ArrayList<>();
        for (Rule rule : release.rules().rules()) {
            if (reach.reachable(rule)) {
                Mutants mutants = new Mutants(release, rule);
                mutants.make();
                all.addAll(mutants.mutants);
            }
        }
        return all;
    }

    private void make() {
        mutants.add(new Mutant(rule, null, "drop-rule", new Text("删去规则", "rule left out")));
        lists();
        contexts();
        for (int i = 0; i < rule.atoms().size(); i++) {
            Atom atom = rule.atoms().get(i);
            if (droppable(atom, i)) {
                List<Atom> fewer = new ArrayList<>(rule.atoms());
                fewer.remove(i);
                add("drop-condition", with(fewer), "删去“" + atom.sentence() + "”", "without (" + atom.sentence() + ")");
            }
            change(atom, i);
        }
        action();
    }

    private void lists() {
        for (String list : rule.lists()) {
            Kind kind = catalogue.findList(list).map(ListType::kind).orElse(Kind.SANCTION);
            List<String> others = catalogue.lists().stream()
                    .filter(one -> one.kind() == kind)
                    .map(ListType::code)
                    .toList();
            replaced(list, rule.lists(), others)
                    .forEach(changed -> add(
                            "another-list",
                            copy(changed, rule.contexts(), rule.atoms(), rule.action()),
                            "名单“" + list + "”改为“" + last(changed, rule.lists()) + "”",
                            "list " + list + " for " + last(changed, rule.lists())));
        }
    }

    private void contexts() {
        List<String> offered = catalogue.contexts().stream()
                .filter(Context::offered)
                .map(Context::code)
                .toList();
        for (String context : rule.contexts()) {
            replaced(context, rule.contexts(), offered)
                    .forEach(changed -> add(
                            "another-context",
                            copy(rule.lists(), changed, rule.atoms(), rule.action()),
                            "业务场景“" + context + "”改为“" + last(changed, rule.contexts()) + "”",
                            "context " + context + " for " + last(changed, rule.contexts())));
        }
    }

    /** A role that only its direction has says nothing more; an opening sentence cannot be left out. */
    private boolean droppable(Atom atom, int place) {
        if (atom instanceof Atom.RoleIs) {
            return !TOLD_BY_ROLE.contains(rule.via());
        }
        return !(rule.principle() && place == 0) && !(atom instanceof Atom.UnderKeyAttention);
    }

    private void change(Atom atom, int place) {
        if (atom instanceof Atom.KindIs kind) {
            List<SubjectKind> others = Arrays.stream(SubjectKind.values())
                    .filter(one -> !kind.kinds().contains(one))
                    .toList();
            if (!others.isEmpty()) {
                put(
                        "flip-kind",
                        place,
                        new Atom.KindIs(others, kind.sentence(), kind.line()),
                        "主体类型取反",
                        "kind flipped");
            }
        } else if (atom instanceof Atom.RoleIs role && !TOLD_BY_ROLE.contains(rule.via())) {
            List<String> others = catalogue.roles().stream()
                    .map(Role::code)
                    .filter(code ->
                            !List.of("consortium-member", "agency", "expert").contains(code))
                    .toList();
            each(
                    "another-role",
                    place,
                    role.roles(),
                    others,
                    codes -> new Atom.RoleIs(codes, codes, role.sentence(), role.line()));
        } else if (atom instanceof Atom.MatterIs matter) {
            List<String> others = catalogue.matters().stream()
                    .filter(one -> one.contexts().stream().anyMatch(rule.contexts()::contains))
                    .map(Matter::code)
                    .toList();
            each(
                    "another-matter",
                    place,
                    matter.matters(),
                    others,
                    codes -> new Atom.MatterIs(codes, codes, matter.sentence(), matter.line()));
        } else if (atom instanceof Atom.ListedFor listed) {
            listedFor(listed, place);
        } else if (atom instanceof Atom.Recognised recognised) {
            put(
                    "negate-bound",
                    place,
                    new Atom.Recognised(
                            !recognised.before(), recognised.day(), recognised.sentence(), recognised.line()),
                    "之前与之后互换",
                    "before and after swapped");
            for (int days : new int[] {-1, 1}) {
                put(
                        "another-date",
                        place,
                        new Atom.Recognised(
                                recognised.before(),
                                recognised.day().plusDays(days),
                                recognised.sentence(),
                                recognised.line()),
                        "日期改为 " + recognised.day().plusDays(days),
                        "date " + recognised.day().plusDays(days));
            }
        } else if (atom instanceof Atom.GroundIs ground) {
            int other =
                    ground.grounds().stream().mapToInt(Integer::intValue).max().orElse(0) + 1;
            put(
                    "another-ground",
                    place,
                    new Atom.GroundIs(List.of(other), ground.words(), ground.sentence(), ground.line()),
                    "另一列入事由",
                    "another ground");
        } else if (atom instanceof Atom.SeverityIs severity) {
            List<String> others = List.of("minor", "general", "serious").stream()
                    .filter(code -> !severity.codes().contains(code))
                    .toList();
            put(
                    "another-severity",
                    place,
                    new Atom.SeverityIs(others, severity.sentence(), severity.line()),
                    "失信程度取反",
                    "severity flipped");
        } else if (atom instanceof Atom.PlaceIn in) {
            put(
                    "another-place",
                    place,
                    new Atom.PlaceIn(List.of("99"), in.sentence(), in.line()),
                    "另一行政区划",
                    "another division");
        } else if (atom instanceof Atom.OfProposal proposal) {
            proposal(proposal, place);
        }
    }

    private void listedFor(Atom.ListedFor listed, int place) {
        put(
                "negate-bound",
                place,
                new Atom.ListedFor(!listed.atLeast(), listed.amount(), listed.unit(), listed.sentence(), listed.line()),
                "未满与已满互换",
                "less and at least swapped");
        for (int by : new int[] {-1, 1}) {
            int amount = listed.amount() + by;
            put(
                    "shift-bound",
                    place,
                    new Atom.ListedFor(listed.atLeast(), amount, listed.unit(), listed.sentence(), listed.line()),
                    listed.amount() + " 改为 " + amount,
                    listed.amount() + " for " + amount);
        }
    }

    private void proposal(Atom.OfProposal atom, int place) {
        String constraint = atom.constraint();
        String changed;
        if (constraint.endsWith("== true")) {
            changed = constraint.replace("== true", "== false");
        } else if (constraint.endsWith("== false")) {
            changed = constraint.replace("== false", "== true");
        } else if (constraint.startsWith("gate")) {
            Gate other = Arrays.stream(Gate.values())
                    .filter(gate -> gate != Gate.NOT_APPLIED && !constraint.contains('"' + gate.code() + '"'))
                    .findFirst()
                    .orElseThrow();
            changed = "gate in (\"" + other.code() + "\")";
        } else {
            changed = constraint.replace("== 3", "== 1");
        }
        put(
                "negate-condition",
                place,
                new Atom.OfProposal(changed, atom.sentence(), atom.line()),
                "“" + atom.sentence() + "”取反",
                "(" + atom.sentence() + ") negated");
    }

    private void action() {
        if (rule.action() instanceof Action.Propose propose) {
            Effect other = propose.effect() == Effect.MANDATORY || propose.effect() == Effect.SUPERVISION
                    ? Effect.REFERENCE
                    : propose.effect() == Effect.INCENTIVE ? Effect.INFORM : Effect.MANDATORY;
            act(
                    "another-effect",
                    new Action.Propose(other, propose.measure(), propose.line()),
                    "效力改为“" + other.chinese() + "”",
                    "effect " + other.code());
            Kind kind =
                    catalogue.findMeasure(propose.measure()).map(Measure::kind).orElseThrow();
            List<String> used = rules.rules().stream()
                    .filter(one -> one.action() instanceof Action.Propose)
                    .map(one -> ((Action.Propose) one.action()).measure())
                    .filter(code ->
                            catalogue.findMeasure(code).map(Measure::kind).orElse(null) == kind)
                    .distinct()
                    .sorted()
                    .toList();
            String next = next(propose.measure(), used, List.of(propose.measure()));
            if (next != null) {
                act(
                        "another-measure",
                        new Action.Propose(propose.effect(), next, propose.line()),
                        "措施改为“" + catalogue.findMeasure(next).map(Measure::name).orElse(next) + "”",
                        "measure " + next);
            }
        } else if (rule.action() instanceof Action.Withhold withhold) {
            Reason other = Reason.values()[(withhold.reason().ordinal() + 1) % Reason.values().length];
            act(
                    "another-reason",
                    new Action.Withhold(other, withhold.line()),
                    "理由改为“" + other.chinese() + "”",
                    "reason " + other.code());
        } else if (rule.action() instanceof Action.Qualify qualify && qualify.effect() != null) {
            Effect other = qualify.effect() == Effect.REFERENCE ? Effect.INFORM : Effect.REFERENCE;
            act(
                    "another-effect",
                    new Action.Qualify(other, qualify.review(), qualify.line()),
                    "转为“" + other.chinese() + "”",
                    "weakened to " + other.code());
        } else if (rule.action() instanceof Action.Qualify qualify) {
            act(
                    "another-effect",
                    new Action.Qualify(Effect.REFERENCE, null, qualify.line()),
                    "不转人工复核而转为可参考",
                    "weakened instead of reviewed");
        }
    }

    /** One mutant for each code, with another in its place. */
    private void each(
            String kind, int place, List<String> codes, List<String> pool, Function<List<String>, Atom> atom) {
        for (String code : codes) {
            replaced(code, codes, pool)
                    .forEach(changed -> put(
                            kind,
                            place,
                            atom.apply(changed),
                            "“" + code + "”改为“" + last(changed, codes) + "”",
                            code + " for " + last(changed, codes)));
        }
    }

    /** The codes with the next of the pool in the place of one; none where the pool has no other. */
    private static List<List<String>> replaced(String code, List<String> codes, List<String> pool) {
        String next = next(code, pool, codes);
        return next == null
                ? List.of()
                : List.of(
                        codes.stream().map(one -> one.equals(code) ? next : one).toList());
    }

    private static @Nullable String next(String code, List<String> pool, Collection<String> taken) {
        int at = pool.indexOf(code);
        for (int i = 1; i <= pool.size(); i++) {
            String candidate = pool.get((at + i) % pool.size());
            if (!taken.contains(candidate)) {
                return candidate;
            }
        }
        return null;
    }

    /** What stands in the changed codes and not in the others. */
    private static String last(List<String> changed, List<String> before) {
        return changed.stream().filter(code -> !before.contains(code)).collect(Collectors.joining());
    }

    private void put(String kind, int place, Atom atom, String zh, String en) {
        List<Atom> atoms = new ArrayList<>(rule.atoms());
        atoms.set(place, atom);
        add(kind, with(atoms), zh, en);
    }

    private void act(String kind, Action action, String zh, String en) {
        add(kind, copy(rule.lists(), rule.contexts(), rule.atoms(), action), zh, en);
    }

    private void add(String kind, Rule changed, String zh, String en) {
        mutants.add(new Mutant(rule, changed, kind, new Text(zh, en)));
    }

    private Rule with(List<Atom> atoms) {
        return copy(rule.lists(), rule.contexts(), atoms, rule.action());
    }

    private Rule copy(List<String> lists, List<String> contexts, List<Atom> atoms, Action action) {
        return new Rule(
                rule.number(),
                rule.id(),
                rule.name(),
                rule.file(),
                rule.line(),
                rule.citationLine(),
                rule.openingLine(),
                rule.contextLine(),
                rule.provision(),
                rule.basis(),
                rule.principle(),
                lists,
                contexts,
                rule.via(),
                atoms,
                action);
    }
}
