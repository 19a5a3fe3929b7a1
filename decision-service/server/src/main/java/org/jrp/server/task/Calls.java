package org.jrp.server.task;

import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Context;
import org.jrp.catalogue.Effect;
import org.jrp.decision.Applied;
import org.jrp.decision.Decision;
import org.jrp.decision.Question;
import org.jrp.server.decision.Ref;
import org.jrp.server.decision.Weighing;
import org.jrp.server.entry.StoredListing;
import org.jrp.subject.SubjectId;
import org.jspecify.annotations.Nullable;

/**
 * What the entries about a subject call for (触发), found by asking the engine about it in every business context. What binds nobody
 * ({@code inform}) calls on nobody.
 *
 * @param calls by which call it is
 * @param turns first day on which this may change by itself; null where none is known
 */
record Calls(Map<Call.Key, Call> calls, @Nullable LocalDate turns) {

    /**
     * Asks.
     *
     * @param reference of the subject, as tasks keep it
     * @param successors departments that took over, by the code of the one before
     */
    static Calls of(
            Weighing weighing,
            Weighing.Scales scales,
            SubjectId subject,
            byte[] reference,
            Collection<StoredListing> listings,
            LocalDate today,
            String place,
            Map<String, String> successors) {
        Catalogue catalogue = scales.release().catalogue();
        Map<String, StoredListing> byId = new HashMap<>();
        listings.forEach(one -> byId.put(String.valueOf(one.listing().entryId()), one));
        Map<Call.Key, Call> calls = new LinkedHashMap<>();
        LocalDate turns = null;
        if (listings.isEmpty()) {
            return new Calls(calls, null);
        }
        Ref about = Ref.of(reference);
        for (Context context : catalogue.contexts()) {
            if (!context.offered()) {
                continue;
            }
            Decision decision = weighing.decide(
                    scales,
                    new Question(subject, null, context.code(), null, place, today, scales.now(), List.of()),
                    listings);
            LocalDate until = decision.validUntil();
            turns = turns == null || (until != null && until.isBefore(turns)) ? until : turns;
            for (Applied measure : decision.measures()) {
                if (measure.effect() != Effect.INFORM) {
                    add(calls, about, measure, context.code(), byId, successors);
                }
            }
        }
        return new Calls(calls, turns);
    }

    private static void add(
            Map<Call.Key, Call> calls,
            Ref about,
            Applied measure,
            String context,
            Map<String, StoredListing> byId,
            Map<String, String> successors) {
        for (String entryId : measure.triggeredBy()) {
            StoredListing entry = byId.get(entryId);
            if (entry == null) {
                continue;
            }
            for (String code : measure.departments()) {
                Call.Key key = new Call.Key(entry.row(), about, successors.getOrDefault(code, code), measure.code());
                calls.merge(key, Call.of(key, entryId, entry.listing().list(), measure, context), Call::and);
            }
        }
    }
}
