package org.jrp.decision;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import org.jrp.catalogue.BasisLink;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Effect;
import org.jrp.catalogue.Instrument;
import org.jrp.catalogue.Kind;
import org.jrp.catalogue.LegalBasis;
import org.jrp.catalogue.Provision;
import org.jrp.release.Release;
import org.jrp.rule.Atom;
import org.jrp.rule.Gate;
import org.jrp.rule.Proposal;
import org.jrp.rule.Row;
import org.jrp.rule.Rule;
import org.jspecify.annotations.Nullable;

/** Puts entries to the two stages and merges what survives (两阶段判断与合并). One builder, one signature, one thread. */
final class SkeletonBuilder {

    private final Release release;
    private final Catalogue catalogue;
    private final Principles principles;
    private final Regime regime;
    private final List<LiveEntry> entries;
    private final boolean matterGiven;
    private final LocalDate asOf;
    private final IntPredicate active;

    SkeletonBuilder(
            Release release,
            Principles principles,
            Regime regime,
            List<LiveEntry> entries,
            boolean matterGiven,
            LocalDate asOf,
            IntPredicate active) {
        this.release = release;
        this.catalogue = release.catalogue();
        this.principles = principles;
        this.regime = regime;
        this.entries = entries;
        this.matterGiven = matterGiven;
        this.asOf = asOf;
        this.active = active;
    }

    /** Every proposal with its verdict, by rule, then entry. */
    List<Skeleton.Finding> findings() {
        List<Skeleton.Finding> findings = new ArrayList<>();
        boolean anySanction = entries.stream().anyMatch(LiveEntry::sanctionsSubject);
        for (int position = 0; position < entries.size(); position++) {
            LiveEntry entry = entries.get(position);
            for (int number : release.compiled().proposedFor(new Row(entry.facts()))) {
                Regime.Standing standing = regime.standing(number);
                if (standing != null && active.test(number)) {
                    findings.add(finding(standing, position, entry, anySanction));
                }
            }
        }
        findings.sort(Comparator.<Skeleton.Finding>comparingInt(
                        finding -> finding.standing().rule().number())
                .thenComparingInt(Skeleton.Finding::position));
        return findings;
    }

    Skeleton build() {
        List<Skeleton.Finding> findings = findings();
        List<Skeleton.MeasureShell> measures = measures(findings);
        List<Skeleton.WithheldShell> withheld = withheld(findings, measures);
        SortedSet<String> editions = new TreeSet<>();
        editions.add(regime.inForce().sanctions().id());
        SortedSet<String> assumed = new TreeSet<>();
        measures.forEach(shell -> editions.add(shell.template().edition()));
        findings.stream()
                .filter(finding -> finding.standing().incentive())
                .forEach(finding -> editions.add(finding.standing().edition()));
        editions.forEach(id ->
                catalogue.findEdition(id).ifPresent(one -> Skeleton.addAll(assumed, one.id(), one.assumed())));
        findings.forEach(finding -> assumed(finding, assumed));
        boolean restricted = findings.stream()
                .anyMatch(finding -> finding.survives()
                        && finding.sanction()
                        && finding.effect() == Effect.MANDATORY
                        && !finding.conditional());
        List<Review> reviews = findings.stream()
                .filter(Skeleton.Finding::survives)
                .flatMap(finding -> finding.reviews().stream())
                .distinct()
                .sorted(Comparator.comparing(Review::code))
                .toList();
        return new Skeleton(
                measures,
                withheld,
                nearMisses(),
                restricted,
                reviews,
                turn(),
                List.copyOf(editions),
                List.copyOf(assumed));
    }

    private Skeleton.Finding finding(
            Regime.Standing standing, int position, LiveEntry entry, boolean anySanction) {
        Effect effect = standing.action().effect();
        boolean conditional = !matterGiven && matter(standing.rule()) != null;
        if (standing.ownBasis()) {
            return new Skeleton.Finding(
                    standing, position, effect, conditional, entry.disputed(), List.of(), List.of(), List.of());
        }
        boolean reducing = !standing.incentive()
                && (standing.measure().measureClass() == 1
                        || effect == Effect.MANDATORY && standing.gate() != Gate.UNVERIFIED);
        Principles.Verdict verdict = principles.judge(new Proposal.Facts(
                standing.incentive(),
                standing.gate().code(),
                standing.inEdition(),
                standing.replaced(),
                standing.published(),
                standing.inTerritory(),
                anySanction,
                entry.keyAttention(),
                entry.minorCorrected(),
                entry.disputed(),
                reducing,
                standing.measure().measureClass()));
        Effect kept = verdict.atMost() == null ? effect : Regime.atMost(effect, verdict.atMost());
        return new Skeleton.Finding(
                standing,
                position,
                kept,
                conditional,
                entry.disputed(),
                verdict.withheldBy(),
                verdict.reviews(),
                verdict.applied());
    }

    private List<Skeleton.MeasureShell> measures(List<Skeleton.Finding> findings) {
        Map<String, List<Skeleton.Finding>> byMeasure = new TreeMap<>();
        for (Skeleton.Finding finding : findings) {
            if (finding.survives()) {
                byMeasure
                        .computeIfAbsent(finding.standing().measure().code(), unused -> new ArrayList<>())
                        .add(finding);
            }
        }
        List<Skeleton.MeasureShell> shells = new ArrayList<>();
        byMeasure.values().forEach(same -> shells.add(merge(same)));
        shells.sort(Comparator.<Skeleton.MeasureShell>comparingInt(
                        shell -> shell.template().kind() == Kind.SANCTION ? 0 : 1)
                .thenComparing(shell -> shell.template().effect())
                .thenComparing(shell -> shell.template().conditional())
                .thenComparing(shell -> shell.template().code()));
        return List.copyOf(shells);
    }

    private Skeleton.MeasureShell merge(List<Skeleton.Finding> same) {
        Effect strongest =
                same.stream().map(Skeleton.Finding::effect).min(Comparator.naturalOrder()).orElseThrow();
        List<Skeleton.Finding> decisive =
                same.stream().filter(finding -> finding.effect() == strongest).toList();
        Regime.Standing first = decisive.get(0).standing();
        List<String> departments = same.stream()
                .flatMap(finding -> finding.standing().departments().stream())
                .distinct()
                .sorted()
                .toList();
        boolean limited = decisive.stream()
                .allMatch(finding -> matter(finding.standing().rule()) != null);
        List<String> matters = !limited
                ? List.of()
                : decisive.stream()
                        .flatMap(finding ->
                                Objects.requireNonNull(matter(finding.standing().rule())).matters().stream())
                        .distinct()
                        .sorted()
                        .toList();
        List<String> qualifiers = same.stream()
                .map(finding -> finding.standing().provision())
                .filter(Objects::nonNull)
                .flatMap(provision -> provision.qualifiers().stream())
                .distinct()
                .sorted()
                .toList();
        List<Citation> citations = new ArrayList<>();
        Rule last = null;
        for (Skeleton.Finding finding : same) {
            if (finding.standing().rule() != last) {
                last = finding.standing().rule();
                citations.add(citation(finding));
            }
        }
        Applied template = new Applied(
                first.measure().code(),
                first.measure().name(),
                first.measure().kind(),
                strongest,
                first.measure().measureClass(),
                first.measure().category(),
                first.edition(),
                departments,
                decisive.stream().allMatch(Skeleton.Finding::conditional),
                matters,
                qualifiers,
                decisive.stream().allMatch(SkeletonBuilder::basisUnverified),
                same.stream().anyMatch(Skeleton.Finding::disputed),
                List.copyOf(citations),
                List.of(),
                LocalDate.EPOCH);
        return new Skeleton.MeasureShell(template, first.feedbackWithin(), positions(same));
    }

    private static boolean basisUnverified(Skeleton.Finding finding) {
        return finding.standing().gate() == Gate.UNVERIFIED;
    }

    private static int[] positions(List<Skeleton.Finding> findings) {
        return findings.stream()
                .mapToInt(Skeleton.Finding::position)
                .distinct()
                .sorted()
                .toArray();
    }

    private Citation citation(Skeleton.Finding finding) {
        Regime.Standing standing = finding.standing();
        Rule rule = standing.rule();
        Provision provision = standing.provision();
        Instrument instrument = standing.instrument();
        if (provision == null || instrument == null) {
            LegalBasis basis = catalogue.findBasis(Objects.requireNonNull(rule.basis())).orElseThrow();
            return new Citation(
                    rule.name(), rule.file(), rule.line(), null, null, basis.title(), basis.docNo(), basis.article(),
                    basis.paraphrase(), basis.verified() && basis.article() != null, basis.verified(),
                    finding.effect(), false, List.of(), List.of(), List.of());
        }
        return new Citation(
                rule.name(),
                rule.file(),
                rule.line(),
                provision.id(),
                instrument.id(),
                instrument.title(),
                instrument.docNo(),
                provision.clause(),
                provision.text(),
                provision.verified() && instrument.docNoVerified(),
                instrument.docNoVerified(),
                finding.effect(),
                basisUnverified(finding),
                standing.legalBasis(),
                standing.usualBasis(),
                provision.departments());
    }

    private List<Skeleton.WithheldShell> withheld(
            List<Skeleton.Finding> findings, List<Skeleton.MeasureShell> measures) {
        Map<Skeleton.WithheldKey, List<Skeleton.Finding>> byReason = new TreeMap<>();
        for (Skeleton.Finding finding : findings) {
            String code = finding.standing().measure().code();
            boolean survivor = measures.stream()
                    .anyMatch(shell -> shell.template().code().equals(code));
            if (finding.survives() || survivor) {
                continue;
            }
            for (Principles.By by : finding.withheldBy()) {
                byReason.computeIfAbsent(
                                new Skeleton.WithheldKey(finding.standing().incentive(), code, by.reason()),
                                unused -> new ArrayList<>())
                        .add(finding);
            }
        }
        List<Skeleton.WithheldShell> shells = new ArrayList<>();
        byReason.forEach((key, same) -> {
            Regime.Standing standing = same.get(0).standing();
            Principles.By by = same.get(0).withheldBy().stream()
                    .filter(one -> one.reason() == key.reason())
                    .findFirst()
                    .orElseThrow();
            Ground ground = ground(by, standing);
            shells.add(new Skeleton.WithheldShell(
                    new Withheld(
                            standing.measure().code(),
                            standing.measure().name(),
                            standing.measure().kind(),
                            key.reason(),
                            ground.text(),
                            by.rule().name(),
                            ground.title(),
                            ground.docNo(),
                            ground.clause(),
                            same.stream()
                                    .map(finding -> finding.standing().provision())
                                    .filter(Objects::nonNull)
                                    .map(Provision::id)
                                    .distinct()
                                    .sorted()
                                    .toList(),
                            List.of()),
                    positions(same)));
        });
        return List.copyOf(shells);
    }

    private record Ground(String text, String title, @Nullable String docNo, @Nullable String clause) {

        Ground say(String sentence) {
            return new Ground(sentence, title, docNo, clause);
        }
    }

    /** The sentence and the document behind a reason: the principle's own, or the very edition or successor that speaks. */
    private Ground ground(Principles.By by, Regime.Standing standing) {
        LegalBasis basis =
                catalogue.findBasis(Objects.requireNonNull(by.rule().basis())).orElseThrow();
        Ground own = new Ground("", basis.title(), basis.docNo(), basis.article());
        return switch (by.reason()) {
            case LEGALITY_GATE -> own.say("所依条款没有现行有效的法律、行政法规、地方性法规或者党中央、国务院政策文件依据。");
            case BASIS_EXPIRED -> own.say("所依法律法规在问询日不具效力(已失效或尚未施行)。");
            case NOT_IN_EDITION -> catalogue
                    .findEdition(standing.edition())
                    .map(edition -> new Ground(
                            "问询日有效的《" + edition.title() + "》未列入该措施。", edition.title(), edition.docNo(), null))
                    .orElseGet(() -> own.say("问询日有效的措施清单未列入该措施。"));
            case MEMORANDUM_REPLACED -> Optional.ofNullable(standing.instrument())
                    .map(Instrument::replacedBy)
                    .flatMap(catalogue::findInstrument)
                    .map(successor -> new Ground(
                            "所依文件已由《" + successor.title() + "》替代。", successor.title(), successor.docNo(), null))
                    .orElseGet(() -> own.say("所依文件在问询日已届满。"));
            case RED_AGAINST_BLACK -> own.say("主体本身有有效的失信或重点关注记录,不得给予守信激励。");
            case KEY_ATTENTION -> own.say("记录处于重点关注阶段,只作重点监管,不适用其他惩戒措施。");
            case MINOR_CORRECTED -> own.say("失信行为轻微且已纠正,不再适用惩戒措施。");
            case TERRITORY -> own.say("问询部门所在地不在该措施的适用地域内。");
            case NOT_PUBLISHED -> own.say("所依文件在问询日尚未公布或尚未生效。");
        };
    }

    private List<Skeleton.Near> nearMisses() {
        List<Skeleton.Near> near = new ArrayList<>();
        for (int position = 0; position < entries.size(); position++) {
            LiveEntry entry = entries.get(position);
            List<Rule> rules = entry.group().rules();
            for (int i = 0; i < rules.size(); i++) {
                int failed = entry.group().onlyFailure(i, entry.truth());
                if (failed >= 0
                        && active.test(rules.get(i).number())
                        && regime.standing(rules.get(i).number()) != null) {
                    near.add(new Skeleton.Near(position, rules.get(i).number(), failed));
                }
            }
        }
        near.sort(Comparator.comparingInt(Skeleton.Near::rule).thenComparingInt(Skeleton.Near::position));
        return List.copyOf(near);
    }

    /** The next day on which the law behind any rule for these entries changes. */
    private @Nullable LocalDate turn() {
        LocalDate next = null;
        for (LiveEntry entry : entries) {
            LocalDate day = entry.group().lawTurnAfter(asOf);
            if (day != null && (next == null || day.isBefore(next))) {
                next = day;
            }
        }
        return next;
    }

    private void assumed(Skeleton.Finding finding, SortedSet<String> assumed) {
        Instrument instrument = finding.standing().instrument();
        Provision provision = finding.standing().provision();
        if (instrument == null || provision == null || !finding.survives()) {
            return;
        }
        Skeleton.addAll(assumed, instrument.id(), instrument.assumed());
        if (finding.standing().gate() != Gate.NOT_APPLIED) {
            for (BasisLink link : provision.basis()) {
                catalogue
                        .findBasis(link.ref())
                        .ifPresent(basis -> Skeleton.addAll(assumed, basis.id(), basis.assumed()));
            }
        }
    }

    static Atom.@Nullable MatterIs matter(Rule rule) {
        List<Atom> atoms = rule.atoms();
        return !atoms.isEmpty() && atoms.get(atoms.size() - 1) instanceof Atom.MatterIs matter ? matter : null;
    }
}
