package org.jrp.decision;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jrp.catalogue.BasisLink;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Effect;
import org.jrp.catalogue.Instrument;
import org.jrp.catalogue.LegalBasis;
import org.jrp.catalogue.Provision;
import org.jrp.rule.Atom;
import org.jrp.rule.Gate;
import org.jrp.rule.Proposal;
import org.jrp.rule.Reason;
import org.jrp.rule.Rule;
import org.jspecify.annotations.Nullable;

/**
 * What answers say of one rule under one regime (措辞): its citation, its measure where no other rule calls for the same, and why it
 * is withheld. Put into words when first needed and then kept, for none of it depends on the case. Safe for many threads.
 */
final class Wording {

    private static final int EFFECTS = Effect.values().length;

    private final Catalogue catalogue;
    private final Regime.Standing standing;
    private final int rank;
    private final int proposal;
    private final Atom.@Nullable MatterIs matter;
    private final List<String> assumed;
    private final AtomicReferenceArray<@Nullable Citation> citations = new AtomicReferenceArray<>(EFFECTS);
    private final AtomicReferenceArray<@Nullable Applied> alone = new AtomicReferenceArray<>(EFFECTS * 4);
    private final AtomicReferenceArray<@Nullable Said> withheld = new AtomicReferenceArray<>(Reason.values().length);

    /** A withheld measure, and the principle that withholds it. */
    private record Said(Rule principle, Withheld withheld) {}

    /**
     * @param rank place of the measure's code among all codes in their order
     */
    Wording(Catalogue catalogue, Regime.Standing standing, int rank) {
        this.catalogue = catalogue;
        this.standing = standing;
        this.rank = rank;
        this.matter = matter(standing.rule());
        this.assumed = assumed(catalogue, standing);
        this.proposal = proposal(standing);
    }

    private static int proposal(Regime.Standing standing) {
        int measureClass = standing.measure().measureClass();
        return measureClass < 0 || measureClass > 3
                ? -1
                : (standing.incentive() ? 1 : 0)
                        | (standing.inEdition() ? 2 : 0)
                        | (standing.replaced() ? 4 : 0)
                        | (standing.published() ? 8 : 0)
                        | (standing.inTerritory() ? 16 : 0)
                        | (rightsReducing(standing) ? 32 : 0)
                        | measureClass << 6
                        | standing.gate().ordinal() << 8;
    }

    Regime.Standing standing() {
        return standing;
    }

    int rank() {
        return rank;
    }

    /** The rule's own limit to matters; null where it has none. */
    Atom.@Nullable MatterIs matter() {
        return matter;
    }

    /** {@code id.field} of every assumption that its measure rests on, sorted. */
    List<String> assumed() {
        return assumed;
    }

    boolean basisUnverified() {
        return standing.gate() == Gate.UNVERIFIED;
    }

    /** The rule's part of a proposal's facts, below {@value Principles#KINDS_OF_RULES}; -1 for a class that none should have. */
    int proposal() {
        return proposal;
    }

    /** The facts of the proposal that this rule makes for an entry. */
    Proposal.Facts facts(boolean anySanction, boolean keyAttention, boolean minorCorrected, boolean disputed) {
        return new Proposal.Facts(
                standing.incentive(),
                standing.gate().code(),
                standing.inEdition(),
                standing.replaced(),
                standing.published(),
                standing.inTerritory(),
                anySanction,
                keyAttention,
                minorCorrected,
                disputed,
                rightsReducing(standing),
                standing.measure().measureClass());
    }

    /** The measure where this rule and one entry alone call for it; entries and due day are filled in later. */
    Applied alone(Effect effect, boolean conditional, boolean disputed) {
        int place = (effect.ordinal() * 2 + (conditional ? 1 : 0)) * 2 + (disputed ? 1 : 0);
        Applied known = alone.get(place);
        if (known == null) {
            Provision provision = standing.provision();
            known = new Applied(
                    standing.measure().code(),
                    standing.measure().name(),
                    standing.measure().kind(),
                    effect,
                    standing.measure().measureClass(),
                    standing.measure().category(),
                    standing.edition(),
                    sorted(standing.departments()),
                    conditional,
                    matter == null ? List.of() : sorted(matter.matters()),
                    provision == null ? List.of() : sorted(provision.qualifiers()),
                    basisUnverified(),
                    disputed,
                    List.of(citation(effect)),
                    List.of(),
                    LocalDate.EPOCH);
            alone.set(place, known);
        }
        return known;
    }

    Citation citation(Effect effect) {
        Citation known = citations.get(effect.ordinal());
        if (known == null) {
            known = cite(effect);
            citations.set(effect.ordinal(), known);
        }
        return known;
    }

    private Citation cite(Effect effect) {
        Rule rule = standing.rule();
        Provision provision = standing.provision();
        Instrument instrument = standing.instrument();
        if (provision == null || instrument == null) {
            LegalBasis basis =
                    catalogue.findBasis(Objects.requireNonNull(rule.basis())).orElseThrow();
            return new Citation(
                    rule.name(),
                    rule.file(),
                    rule.line(),
                    null,
                    null,
                    basis.title(),
                    basis.docNo(),
                    basis.article(),
                    basis.paraphrase(),
                    basis.verified() && basis.article() != null,
                    basis.verified(),
                    effect,
                    false,
                    List.of(),
                    List.of(),
                    List.of());
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
                effect,
                basisUnverified(),
                standing.legalBasis(),
                standing.usualBasis(),
                provision.departments());
    }

    /** The measure as withheld by that principle, with this rule's clause; entries are filled in later. */
    Withheld withheld(Principles.By by) {
        int place = by.reason().ordinal();
        Said known = withheld.get(place);
        if (known == null || known.principle() != by.rule()) {
            known = new Said(by.rule(), say(by));
            withheld.set(place, known);
        }
        return known.withheld();
    }

    private Withheld say(Principles.By by) {
        Ground ground = ground(by);
        Provision provision = standing.provision();
        return new Withheld(
                standing.measure().code(),
                standing.measure().name(),
                standing.measure().kind(),
                by.reason(),
                ground.text(),
                by.rule().name(),
                ground.title(),
                ground.docNo(),
                ground.clause(),
                provision == null ? List.of() : List.of(provision.id()),
                List.of());
    }

    private record Ground(
            String text,
            String title,
            @Nullable String docNo,
            @Nullable String clause) {

        Ground say(String sentence) {
            return new Ground(sentence, title, docNo, clause);
        }
    }

    /** The sentence and the document behind a reason: the principle's own, or the very edition or successor that speaks. */
    private Ground ground(Principles.By by) {
        LegalBasis basis =
                catalogue.findBasis(Objects.requireNonNull(by.rule().basis())).orElseThrow();
        Ground own = new Ground("", basis.title(), basis.docNo(), basis.article());
        return switch (by.reason()) {
            case LEGALITY_GATE -> own.say("所依条款没有现行有效的法律、行政法规、地方性法规或者党中央、国务院政策文件依据。");
            case BASIS_EXPIRED -> own.say("所依法律法规在问询日不具效力(已失效或尚未施行)。");
            case NOT_IN_EDITION ->
                catalogue
                        .findEdition(standing.edition())
                        .map(edition -> new Ground(
                                "问询日有效的《" + edition.title() + "》未列入该措施。", edition.title(), edition.docNo(), null))
                        .orElseGet(() -> own.say("问询日有效的措施清单未列入该措施。"));
            case MEMORANDUM_REPLACED ->
                Optional.ofNullable(standing.instrument())
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

    private static boolean rightsReducing(Regime.Standing standing) {
        return !standing.incentive()
                && (standing.measure().measureClass() == 1
                        || standing.action().effect() == Effect.MANDATORY && standing.gate() != Gate.UNVERIFIED);
    }

    private static List<String> assumed(Catalogue catalogue, Regime.Standing standing) {
        Instrument instrument = standing.instrument();
        Provision provision = standing.provision();
        if (instrument == null || provision == null) {
            return List.of();
        }
        List<String> all = new ArrayList<>();
        named(all, instrument.id(), instrument.assumed());
        if (standing.gate() != Gate.NOT_APPLIED) {
            for (BasisLink link : provision.basis()) {
                catalogue.findBasis(link.ref()).ifPresent(basis -> named(all, basis.id(), basis.assumed()));
            }
        }
        return sorted(all);
    }

    /** Adds the fields as {@code id.field}. */
    static void named(List<String> to, String id, List<String> fields) {
        for (String field : fields) {
            to.add(id + '.' + field);
        }
    }

    private static List<String> sorted(List<String> words) {
        return words.stream().distinct().sorted().toList();
    }

    private static Atom.@Nullable MatterIs matter(Rule rule) {
        List<Atom> atoms = rule.atoms();
        return !atoms.isEmpty() && atoms.get(atoms.size() - 1) instanceof Atom.MatterIs matter ? matter : null;
    }
}
