package org.jrp.scenario;

import java.util.List;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Edition;
import org.jrp.catalogue.Instrument;
import org.jrp.catalogue.Kind;
import org.jrp.catalogue.Measure;
import org.jrp.release.Release;
import org.jrp.rule.Action;
import org.jrp.rule.Atom;
import org.jrp.rule.Rule;

/**
 * Whether a principle has anything to judge in this release (原则有无适用对象): a principle on local instruments, for one, is
 * dormant while the catalogue holds none. Which rules there are and what the catalogue says of them settles that, no scenario.
 */
final class Reach {

    private final Catalogue catalogue;
    private final List<Rule> rules;

    Reach(Release release) {
        this.catalogue = release.catalogue();
        this.rules = release.rules().rules();
    }

    /** Always, for a rule that is no principle. */
    boolean reachable(Rule rule) {
        return !rule.principle()
                || rules.stream()
                        .anyMatch(other -> !other.principle() && other.provision() != null && meets(rule, other));
    }

    private boolean meets(Rule principle, Rule rule) {
        Measure measure = catalogue
                .findMeasure(((Action.Propose) rule.action()).measure())
                .orElseThrow();
        Instrument instrument = catalogue
                .findProvision(String.valueOf(rule.provision()))
                .flatMap(provision -> catalogue.findInstrument(provision.instrument()))
                .orElseThrow();
        return principle.atoms().stream().allMatch(atom -> may((Atom.OfProposal) atom, measure, instrument));
    }

    private boolean may(Atom.OfProposal atom, Measure measure, Instrument instrument) {
        return switch (atom.constraint()) {
            case "incentive == true" -> measure.kind() == Kind.INCENTIVE;
            case "incentive == false" -> measure.kind() == Kind.SANCTION;
            case "inEdition == false" -> catalogue.editions().stream().anyMatch(edition -> lacks(edition, measure));
            case "replaced == true" -> instrument.validTo() != null || instrument.replacedBy() != null;
            case "inTerritory == false" -> instrument.place() != null;
            case "measureClass == 3" -> measure.measureClass() == 3;
            default -> true;
        };
    }

    private static boolean lacks(Edition edition, Measure measure) {
        if (measure.kind() == Kind.INCENTIVE && edition.governs() != Edition.Governs.BOTH) {
            return false;
        }
        if (!edition.items().isEmpty()) {
            return edition.items().stream().noneMatch(item -> item.code().equals(measure.category()));
        }
        return edition.exhaustive() && !edition.measures().isEmpty() && !edition.has(measure.code());
    }
}
