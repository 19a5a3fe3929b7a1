package org.jrp.server.decision;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Instrument;
import org.jrp.catalogue.Provision;
import org.jrp.decision.Citation;
import org.jrp.decision.DecidedEntry;
import org.jrp.decision.Review;
import org.jrp.listing.Listing;
import org.jrp.server.access.Caller;
import org.jrp.server.access.RateLimits;
import org.jrp.server.entry.StoredListing;
import org.jrp.server.exchange.ExchangeAnswer;
import org.jrp.server.exchange.ExchangeDecisions;
import org.jrp.subject.SubjectId;
import org.springframework.stereotype.Component;

/** Checks that come by the cities' exchange (对接核查): decided, limited and recorded like all others. */
@Component
class ExchangeChecks implements ExchangeDecisions {

    private final DecisionService service;
    private final RateLimits limits;

    ExchangeChecks(DecisionService service, RateLimits limits) {
        this.service = service;
        this.limits = limits;
    }

    @Override
    public ExchangeAnswer decide(Caller caller, String context, String purpose, SubjectId subject) {
        limits.take(caller, 1);
        Asked asked = service.reader(caller)
                .read(Map.of(
                        "subject",
                        Map.of("idType", subject.type().code(), "id", subject.value()),
                        "context",
                        context,
                        "purpose",
                        purpose));
        Result result = service.decide(caller, asked, null);
        if (result instanceof Result.Answered answered && answered.evaluation() != null) {
            return answer(answered.evaluation());
        }
        if (result instanceof Result.Refused refused) {
            throw refused.problem();
        }
        throw new IllegalStateException("A check without a key repeats no other.");
    }

    private static ExchangeAnswer answer(Evaluation evaluation) {
        Map<String, Listing> listings = new HashMap<>();
        for (Facts facts : evaluation.draft().facts()) {
            for (StoredListing stored : facts.listings()) {
                listings.put(String.valueOf(stored.listing().entryId()), stored.listing());
            }
        }
        Catalogue catalogue = evaluation.release().catalogue();
        List<ExchangeAnswer.Measure> measures = evaluation.decision().measures().stream()
                .map(measure -> new ExchangeAnswer.Measure(
                        measure.code(),
                        measure.effect(),
                        measure.conditional(),
                        measure.triggeredBy(),
                        measure.citations().stream()
                                .map(citation -> clause(citation, catalogue))
                                .toList()))
                .toList();
        List<ExchangeAnswer.Hit> hits = new ArrayList<>();
        for (DecidedEntry entry : evaluation.decision().entries()) {
            Listing listing = listings.get(entry.entryId());
            hits.add(new ExchangeAnswer.Hit(
                    entry.entryId(),
                    entry.list(),
                    entry.listName(),
                    entry.kind(),
                    entry.recogniser(),
                    entry.docNo(),
                    entry.validFrom(),
                    entry.validTo(),
                    entry.disputed(),
                    listing == null || listing.name() == null ? "" : listing.name(),
                    listing == null ? "" : listing.subject().masked()));
        }
        List<String> notices = new ArrayList<>();
        evaluation.decision().reviews().stream().map(Review::text).forEach(notices::add);
        Map<String, byte[]> exempted =
                ExemptionBook.byMeasure(evaluation.draft().exemptions());
        evaluation.decision().measures().stream()
                .filter(measure -> exempted.containsKey(measure.code()))
                .forEach(measure -> notices.add("措施“" + measure.name() + "”有登记在案的豁免,详见决定记录。"));
        return new ExchangeAnswer(evaluation.draft().id(), evaluation.decision().outcome(), notices, hits, measures);
    }

    private static ExchangeAnswer.Clause clause(Citation citation, Catalogue catalogue) {
        Optional<Instrument> instrument =
                Optional.ofNullable(citation.instrument()).flatMap(catalogue::findInstrument);
        Optional<Provision> provision =
                Optional.ofNullable(citation.provision()).flatMap(catalogue::findProvision);
        return new ExchangeAnswer.Clause(
                String.valueOf(citation.title()),
                instrument.map(Instrument::initiators).orElse(List.of()),
                provision.map(Provision::lists).orElse(List.of()),
                citation.text(),
                citation.clause(),
                citation.verified() && citation.docNoVerified());
    }
}
