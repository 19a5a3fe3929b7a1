package org.jrp.decision;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jrp.catalogue.Authorises;
import org.jrp.catalogue.BasisLevel;
import org.jrp.catalogue.BasisLink;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Edition;
import org.jrp.catalogue.EditionMeasure;
import org.jrp.catalogue.Effect;
import org.jrp.catalogue.Instrument;
import org.jrp.catalogue.Kind;
import org.jrp.catalogue.LegalBasis;
import org.jrp.catalogue.LinkSource;
import org.jrp.catalogue.Measure;
import org.jrp.catalogue.Provenance;
import org.jrp.catalogue.Provision;
import org.jrp.release.Release;
import org.jrp.rule.Action;
import org.jrp.rule.Gate;
import org.jrp.rule.Rule;
import org.jspecify.annotations.Nullable;

/**
 * The law of a span of days at a place, as known in a span of days (法律状态): which editions govern, and for each rule what the
 * legality gate, the editions and the dates of its instrument say. Within a span nothing of this changes, so it is computed
 * once for each, rule by rule as it is asked for.
 */
final class Regime {

    /** Stands for a rule that proposes nothing. */
    private static final Object SILENT = new Object();

    private final int number;
    private final Catalogue catalogue;
    private final Catalogue.InForce inForce;
    private final LocalDate asOf;
    private final LocalDate knownOn;
    private final String place;
    private final List<Rule> rules;
    private final Map<String, Integer> ranks;
    private final @Nullable LocalDate nextEdition;
    private final AtomicReferenceArray<@Nullable Object> wordings;
    private final ConcurrentHashMap<String, List<String>> assumed = new ConcurrentHashMap<>();

    /**
     * @param number tells regimes of one engine apart
     * @param asOf any day of the span
     * @param ranks place of each measure's code among all codes in their order
     */
    Regime(
            int number,
            Release release,
            LocalDate asOf,
            LocalDate knownOn,
            String place,
            Catalogue.InForce inForce,
            Map<String, Integer> ranks) {
        this.number = number;
        this.catalogue = release.catalogue();
        this.asOf = asOf;
        this.knownOn = knownOn;
        this.place = place;
        this.inForce = inForce;
        List<Rule> rules = release.rules().rules();
        this.rules = rules;
        this.ranks = ranks;
        this.nextEdition = nextEdition();
        this.wordings = new AtomicReferenceArray<>(rules.size());
    }

    private @Nullable LocalDate nextEdition() {
        for (Edition edition : catalogue.editions()) {
            if (edition.effectiveFrom().isAfter(asOf)
                    && !edition.publishedAt().isAfter(knownOn)
                    && within(edition.place())) {
                return edition.effectiveFrom();
            }
        }
        return null;
    }

    /**
     * How a rule stands.
     *
     * @param provision null for a principle's own measure
     * @param edition id of the edition its measure stands in
     * @param basisLinks the provision's bases as citations, in the provision's order
     */
    record Standing(
            Rule rule,
            Action.Propose action,
            Measure measure,
            @Nullable Provision provision,
            @Nullable Instrument instrument,
            Gate gate,
            boolean inEdition,
            String edition,
            int feedbackWithin,
            boolean replaced,
            boolean published,
            boolean inTerritory,
            List<String> departments,
            List<BasisCitation> legalBasis,
            List<BasisCitation> usualBasis) {

        boolean incentive() {
            return measure.kind() == Kind.INCENTIVE;
        }

        boolean ownBasis() {
            return provision == null;
        }
    }

    int number() {
        return number;
    }

    Catalogue.InForce inForce() {
        return inForce;
    }

    /** First day of the next edition that is known by then; null where none is. */
    @Nullable LocalDate nextEditionFrom() {
        return nextEdition;
    }

    /** {@code id.field} of every assumption of that edition, sorted. */
    List<String> assumedOf(String edition) {
        List<String> known = assumed.get(edition);
        if (known == null) {
            List<String> named = new ArrayList<>();
            catalogue.findEdition(edition).ifPresent(one -> Wording.named(named, one.id(), one.assumed()));
            known = named.stream().distinct().sorted().toList();
            assumed.put(edition, known);
        }
        return known;
    }

    /** How that rule stands, and its words; null when it proposes nothing, or its instrument was not known yet. */
    @Nullable Wording wording(int rule) {
        Object known = wordings.get(rule);
        if (known == null) {
            Standing found = standing(rules.get(rule));
            known = found == null
                    ? SILENT
                    : new Wording(
                            catalogue, found, ranks.getOrDefault(found.measure().code(), 0));
            wordings.set(rule, known);
        }
        return known instanceof Wording wording ? wording : null;
    }

    private @Nullable Standing standing(Rule rule) {
        if (!(rule.action() instanceof Action.Propose action)) {
            return null;
        }
        Measure measure = catalogue.findMeasure(action.measure()).orElseThrow();
        if (rule.provision() == null) {
            return new Standing(
                    rule,
                    action,
                    measure,
                    null,
                    null,
                    Gate.NOT_APPLIED,
                    true,
                    inForce.sanctions().id(),
                    measure.feedbackWithin(),
                    false,
                    true,
                    true,
                    List.of(),
                    List.of(),
                    List.of());
        }
        Provision provision = catalogue.findProvision(rule.provision()).orElseThrow();
        Instrument instrument = catalogue.findInstrument(provision.instrument()).orElseThrow();
        if (instrument.publicFrom().isAfter(knownOn)) {
            return null;
        }
        List<BasisCitation> legal = new ArrayList<>();
        List<BasisCitation> usual = new ArrayList<>();
        for (BasisLink link : provision.basis()) {
            LegalBasis basis = catalogue.findBasis(link.ref()).orElseThrow();
            BasisCitation citation = new BasisCitation(
                    basis.id(),
                    basis.title(),
                    basis.article(),
                    basis.docNo(),
                    basis.level(),
                    basis.verified(),
                    link.link() == LinkSource.SOURCE,
                    basis.inForceOn(asOf));
            (link.link() == LinkSource.USUAL ? usual : legal).add(citation);
        }
        EditionOf edition = edition(measure);
        boolean replaced = instrument.validTo() != null && !asOf.isBefore(instrument.validTo())
                || Optional.ofNullable(instrument.replacedBy())
                        .flatMap(catalogue::findInstrument)
                        .filter(successor -> !asOf.isBefore(successor.validFrom()))
                        .isPresent();
        boolean published = !instrument.publicFrom().isAfter(asOf)
                && !instrument.validFrom().isAfter(asOf);
        return new Standing(
                rule,
                action,
                measure,
                provision,
                instrument,
                measure.kind() == Kind.SANCTION ? gate(provision, instrument) : Gate.NOT_APPLIED,
                edition.in(),
                edition.id(),
                edition.feedbackWithin(),
                replaced,
                published,
                within(instrument.place()),
                catalogue.departmentsFor(provision.departments(), asOf),
                List.copyOf(legal),
                List.copyOf(usual));
    }

    private record EditionOf(String id, boolean in, int feedbackWithin) {}

    /** The edition a measure stands in, and whether the governing one has it. */
    private EditionOf edition(Measure measure) {
        if (measure.kind() == Kind.INCENTIVE) {
            Optional<Edition> governing = inForce.incentives();
            return governing
                    .map(edition -> inList(edition, measure))
                    .orElseGet(() -> new EditionOf(catalogue.editions().get(0).id(), true, measure.feedbackWithin()));
        }
        Edition governing = inForce.sanctions();
        if (!governing.items().isEmpty()) {
            boolean in = governing.items().stream()
                    .anyMatch(item -> item.code().equals(Objects.requireNonNullElse(measure.category(), "")));
            return new EditionOf(governing.id(), in, measure.feedbackWithin());
        }
        if (governing.measures().isEmpty()) {
            return new EditionOf(governing.id(), true, measure.feedbackWithin());
        }
        return inList(governing, measure);
    }

    private EditionOf inList(Edition edition, Measure measure) {
        for (EditionMeasure row : edition.measures()) {
            if (row.code().equals(measure.code())) {
                return new EditionOf(edition.id(), true, row.feedbackWithin());
            }
        }
        return edition.exhaustive()
                ? new EditionOf(edition.id(), false, measure.feedbackWithin())
                : new EditionOf(inForce.national().id(), true, measure.feedbackWithin());
    }

    /**
     * The legality gate (国办发〔2020〕49号, parts 6 to 8): from 2020-12-18 a sanction needs a law, an administrative or local
     * regulation or a central policy document behind it.
     */
    private Gate gate(Provision provision, Instrument instrument) {
        if (asOf.isBefore(Catalogue.GATE_FROM)) {
            return Gate.NOT_APPLIED;
        }
        if (instrument.level() == BasisLevel.CENTRAL_POLICY_DOCUMENT && provision.provenance() == Provenance.SOURCE) {
            return Gate.SUFFICIENT;
        }
        Gate result = Gate.NONE;
        for (BasisLink link : provision.basis()) {
            LegalBasis basis = catalogue.findBasis(link.ref()).orElseThrow();
            if (!sufficient(basis) || link.authorises() == Authorises.FALSE) {
                continue;
            }
            if (basis.inForceOn(asOf)) {
                if (link.link() == LinkSource.SOURCE) {
                    return Gate.SUFFICIENT;
                }
                result = Gate.UNVERIFIED;
            } else if (result == Gate.NONE) {
                result = Gate.EXPIRED;
            }
        }
        return result;
    }

    private boolean sufficient(LegalBasis basis) {
        return switch (basis.level()) {
            case LAW, REGULATION, CENTRAL_POLICY_DOCUMENT -> true;
            case LOCAL_REGULATION -> within(basis.place());
            default -> false;
        };
    }

    private boolean within(@Nullable String territory) {
        return territory == null || place.startsWith(territory);
    }

    /** The effect as weak as that one, or weaker; a sanction's own weaker effect stays. */
    static Effect atMost(Effect effect, Effect bound) {
        return effect.compareTo(bound) >= 0 ? effect : bound;
    }
}
