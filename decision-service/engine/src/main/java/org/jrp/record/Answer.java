package org.jrp.record;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jrp.decision.Applied;
import org.jrp.decision.BasisCitation;
import org.jrp.decision.Checked;
import org.jrp.decision.Citation;
import org.jrp.decision.DecidedEntry;
import org.jrp.decision.Decision;
import org.jrp.decision.NearMiss;
import org.jrp.decision.Question;
import org.jrp.decision.Remedy;
import org.jrp.decision.Review;
import org.jrp.decision.Withheld;
import org.jspecify.annotations.Nullable;

/** A decision in the fields of the HTTP contract, in its order (答复): what the server and the command line print. */
public final class Answer {

    private Answer() {}

    /**
     * The answer to a question.
     *
     * @param name the subject's name as the question gave it; null where it gave none
     * @param engine version of the engine
     */
    public static Map<String, @Nullable Object> of(
            Question question,
            @Nullable String name,
            Decision decision,
            String release,
            String engine,
            String decisionHash) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("outcome", decision.outcome().code());
        Map<String, @Nullable Object> subject = new LinkedHashMap<>();
        subject.put("idType", question.subject().type().code());
        subject.put("id", question.subject().masked());
        subject.put("name", name);
        body.put("subject", subject);
        body.put("context", question.context());
        body.put("matter", question.matter());
        body.put("place", question.place());
        body.put("asOf", question.asOf().toString());
        body.put("knownAt", instant(question.knownAt()));
        body.put("validUntil", text(decision.validUntil()));
        body.put("requiresConfirmation", decision.requiresConfirmation());
        body.put("reviews", list(decision.reviews(), Answer::review));
        body.put("measures", list(decision.measures(), Answer::measure));
        body.put("withheld", list(decision.withheld(), Answer::withheld));
        body.put("nearMisses", list(decision.nearMisses(), Answer::nearMiss));
        body.put("remedies", list(decision.remedies(), Answer::remedy));
        body.put("entries", list(decision.entries(), Answer::entry));
        body.put("checked", checked(decision.checked()));
        body.put("release", release);
        body.put("editions", decision.editions());
        body.put("assumed", decision.assumed());
        body.put("engine", engine);
        body.put("decisionHash", decisionHash);
        return body;
    }

    private static Map<String, @Nullable Object> review(Review review) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("code", review.code());
        fields.put("text", review.text());
        return fields;
    }

    private static Map<String, @Nullable Object> measure(Applied measure) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("code", measure.code());
        fields.put("name", measure.name());
        fields.put("kind", measure.kind().code());
        fields.put("effect", measure.effect().code());
        fields.put("class", measure.measureClass() == 0 ? null : (Integer) measure.measureClass());
        fields.put("category", measure.category());
        fields.put("edition", measure.edition());
        fields.put("departments", measure.departments());
        fields.put("conditional", measure.conditional());
        fields.put("matters", measure.matters());
        fields.put("qualifiers", measure.qualifiers());
        fields.put("basisUnverified", measure.basisUnverified());
        fields.put("disputed", measure.disputed());
        fields.put("citations", list(measure.citations(), Answer::citation));
        fields.put("triggeredBy", measure.triggeredBy());
        fields.put("feedbackDue", measure.feedbackDue().toString());
        return fields;
    }

    private static Map<String, @Nullable Object> citation(Citation citation) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("rule", citation.rule());
        fields.put("file", citation.file());
        fields.put("line", citation.line());
        fields.put("provision", citation.provision());
        fields.put("instrument", citation.instrument());
        fields.put("title", citation.title());
        fields.put("docNo", citation.docNo());
        fields.put("docNoVerified", citation.docNoVerified());
        fields.put("clause", citation.clause());
        fields.put("text", citation.text());
        fields.put("verified", citation.verified());
        fields.put("effect", citation.effect().code());
        fields.put("basisUnverified", citation.basisUnverified());
        fields.put("legalBasis", list(citation.legalBasis(), Answer::basis));
        fields.put("usualBasis", list(citation.usualBasis(), Answer::basis));
        fields.put("departments", citation.departments());
        return fields;
    }

    private static Map<String, @Nullable Object> basis(BasisCitation basis) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("id", basis.id());
        fields.put("statute", basis.statute());
        fields.put("article", basis.article());
        fields.put("docNo", basis.docNo());
        fields.put("level", basis.level().code());
        fields.put("articleVerified", basis.articleVerified());
        fields.put("linkVerified", basis.linkVerified());
        fields.put("inForce", basis.inForce());
        return fields;
    }

    private static Map<String, @Nullable Object> withheld(Withheld withheld) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("code", withheld.code());
        fields.put("name", withheld.name());
        fields.put("kind", withheld.kind().code());
        fields.put("reason", withheld.reason().code());
        fields.put("text", withheld.text());
        Map<String, @Nullable Object> citation = new LinkedHashMap<>();
        citation.put("title", withheld.title());
        citation.put("docNo", withheld.docNo());
        citation.put("clause", withheld.clause());
        citation.put("rule", withheld.rule());
        fields.put("citation", citation);
        fields.put("provisions", withheld.provisions());
        fields.put("triggeredBy", withheld.triggeredBy());
        return fields;
    }

    private static Map<String, @Nullable Object> nearMiss(NearMiss miss) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("rule", miss.rule());
        fields.put("measure", miss.measure());
        fields.put("failed", miss.failed());
        fields.put("value", miss.value());
        fields.put("entryId", miss.entryId());
        return fields;
    }

    private static Map<String, @Nullable Object> remedy(Remedy remedy) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("action", remedy.action());
        fields.put("text", remedy.text());
        fields.put("effectiveFrom", remedy.effectiveFrom().toString());
        fields.put("outcomeThen", remedy.outcomeThen().code());
        fields.put("entryId", remedy.entryId());
        fields.put("source", remedy.source());
        fields.put("verified", remedy.provenance() == org.jrp.catalogue.Provenance.SOURCE);
        return fields;
    }

    private static Map<String, @Nullable Object> entry(DecidedEntry entry) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("entryId", entry.entryId());
        fields.put("list", entry.list());
        fields.put("listName", entry.listName());
        fields.put("kind", entry.kind().code());
        fields.put("state", entry.state().code());
        fields.put("recogniser", entry.recogniser());
        fields.put("docNo", entry.docNo());
        fields.put("validFrom", entry.validFrom().toString());
        fields.put("validTo", text(entry.validTo()));
        fields.put("disputed", entry.disputed());
        fields.put("via", entry.via().code());
        fields.put("role", entry.role());
        return fields;
    }

    private static Map<String, @Nullable Object> checked(Checked checked) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("lists", checked.lists());
        fields.put("relationsTested", checked.relationsTested());
        fields.put("sources", list(checked.sources(), source -> {
            Map<String, @Nullable Object> state = new LinkedHashMap<>();
            state.put("source", source.source());
            state.put("loadedAt", source.loadedAt() == null ? null : instant(source.loadedAt()));
            state.put("stale", source.stale());
            state.put("reachable", source.reachable());
            return state;
        }));
        return fields;
    }

    private static <T> List<Map<String, @Nullable Object>> list(
            List<T> items, java.util.function.Function<T, Map<String, @Nullable Object>> map) {
        List<Map<String, @Nullable Object>> mapped = new ArrayList<>();
        items.forEach(item -> mapped.add(map.apply(item)));
        return mapped;
    }

    private static String instant(Instant instant) {
        return java.time.format.DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(instant.atOffset(Question.SHANGHAI));
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
