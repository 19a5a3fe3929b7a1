package org.jrp.record;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jrp.decision.Applied;
import org.jrp.decision.BasisCitation;
import org.jrp.decision.CaseEntry;
import org.jrp.decision.CaseFile;
import org.jrp.decision.Checked;
import org.jrp.decision.Citation;
import org.jrp.decision.DecidedEntry;
import org.jrp.decision.Decision;
import org.jrp.decision.NearMiss;
import org.jrp.decision.RelatedSubject;
import org.jrp.decision.Remedy;
import org.jrp.decision.Review;
import org.jrp.decision.Source;
import org.jrp.decision.Withheld;
import org.jrp.json.JsonWriter;
import org.jrp.listing.Event;
import org.jspecify.annotations.Nullable;

/**
 * Case file, decision and release as canonical JSON, version 1 (规范化决定; RFC 8785: names in order, no blanks). Written directly for
 * speed; a test holds it against a library. It holds no id and no name of anybody.
 */
public final class CanonicalDecision {

    private final JsonWriter out = new JsonWriter();

    private CanonicalDecision() {}

    /** The bytes that {@code decisionHash} covers. */
    public static byte[] bytes(CaseFile file, Decision decision, String release) {
        CanonicalDecision canonical = new CanonicalDecision();
        JsonWriter out = canonical.out;
        out.object();
        canonical.caseFile(file);
        canonical.decision(decision);
        out.field("release", release).field("version", 1).endObject();
        return out.toBytes();
    }

    /** {@code sha256:} and the SHA-256 of the canonical bytes. */
    public static String hash(CaseFile file, Decision decision, String release) {
        return Sha256.of(bytes(file, decision, release));
    }

    private void caseFile(CaseFile file) {
        out.name("caseFile").object();
        out.field("asOf", file.asOf().toString());
        out.field("context", file.context());
        out.name("entries").array();
        file.entries().forEach(this::caseEntry);
        out.endArray();
        out.field("kind", file.kind().code());
        out.field("knownAt", file.knownAt().toString());
        out.field("matter", file.matter());
        out.field("place", file.place());
        out.name("related").array();
        for (RelatedSubject related : file.related()) {
            out.object()
                    .field("ref", related.ref())
                    .field("role", related.role())
                    .endObject();
        }
        out.endArray();
        out.name("sources").array();
        for (Source source : file.sources()) {
            out.object().texts("lists", source.lists());
            out.field("loadedAt", text(source.loadedAt()));
            out.field("name", source.name());
            out.field("reachable", source.reachable()).endObject();
        }
        out.endArray();
        out.field("subject", CaseFile.SUBJECT);
        out.field("underage", file.underage());
        out.endObject();
    }

    private void caseEntry(CaseEntry entry) {
        out.object();
        out.field("about", entry.about());
        out.field("basis", entry.basis());
        out.field("corrected", entry.corrected());
        bool("courtOrder", entry.courtOrder());
        out.field("docNo", entry.docNo());
        out.field("entryId", entry.entryId());
        out.name("events").array();
        entry.events().forEach(this::event);
        out.endArray();
        out.field("ground", entry.ground());
        out.field("list", entry.list());
        bool("personalResponsibility", entry.personalResponsibility());
        bool("personallyResponsible", entry.personallyResponsible());
        out.field("recognisedAt", text(entry.recognisedAt()));
        out.field("recogniser", entry.recogniser());
        out.field("role", entry.role());
        out.field("severity", entry.severity() == null ? null : entry.severity().code());
        out.field("validFrom", entry.validFrom().toString());
        out.field("validTo", text(entry.validTo()));
        out.field("via", entry.via().code());
        out.endObject();
    }

    private void event(Event event) {
        out.object();
        out.field("at", event.at().toString());
        out.name("changes").object();
        for (Map.Entry<String, String> change : new TreeMap<>(event.changes()).entrySet()) {
            out.field(change.getKey(), change.getValue());
        }
        out.endObject();
        out.field("origin", event.origin() == null ? null : event.origin().code());
        out.field("recordedAt", event.recordedAt().toString());
        out.field("type", event.type().code());
        out.endObject();
    }

    private void decision(Decision decision) {
        out.name("decision").object();
        out.texts("assumed", decision.assumed());
        Checked checked = decision.checked();
        out.name("checked").object().field("lists", checked.lists());
        out.texts("relationsTested", checked.relationsTested());
        out.name("sources").array();
        for (Checked.SourceState source : checked.sources()) {
            out.object().field("loadedAt", text(source.loadedAt()));
            out.field("reachable", source.reachable()).field("source", source.source());
            out.field("stale", source.stale()).endObject();
        }
        out.endArray().endObject();
        out.texts("editions", decision.editions());
        out.name("entries").array();
        decision.entries().forEach(this::entry);
        out.endArray();
        out.name("measures").array();
        decision.measures().forEach(this::measure);
        out.endArray();
        out.name("nearMisses").array();
        for (NearMiss miss : decision.nearMisses()) {
            out.object().field("entryId", miss.entryId()).field("failed", miss.failed());
            out.field("measure", miss.measure()).field("rule", miss.rule());
            out.field("value", miss.value()).endObject();
        }
        out.endArray();
        out.field("outcome", decision.outcome().code());
        out.name("remedies").array();
        decision.remedies().forEach(this::remedy);
        out.endArray();
        out.field("requiresConfirmation", decision.requiresConfirmation());
        out.name("reviews").array();
        for (Review review : decision.reviews()) {
            out.object()
                    .field("code", review.code())
                    .field("text", review.text())
                    .endObject();
        }
        out.endArray();
        out.field("validUntil", text(decision.validUntil()));
        out.name("withheld").array();
        decision.withheld().forEach(this::withheld);
        out.endArray();
        out.endObject();
    }

    private void entry(DecidedEntry entry) {
        out.object().field("about", entry.about());
        out.field("disputed", entry.disputed());
        out.field("docNo", entry.docNo());
        out.field("entryId", entry.entryId());
        out.field("kind", entry.kind().code());
        out.field("list", entry.list());
        out.field("listName", entry.listName());
        out.field("recogniser", entry.recogniser());
        out.field("role", entry.role());
        out.field("state", entry.state().code());
        out.field("validFrom", entry.validFrom().toString());
        out.field("validTo", text(entry.validTo()));
        out.field("via", entry.via().code()).endObject();
    }

    private void measure(Applied measure) {
        out.object();
        out.field("basisUnverified", measure.basisUnverified());
        out.field("category", measure.category());
        out.name("citations").array();
        measure.citations().forEach(this::citation);
        out.endArray();
        out.field("class", measure.measureClass());
        out.field("code", measure.code());
        out.field("conditional", measure.conditional());
        out.texts("departments", measure.departments());
        out.field("disputed", measure.disputed());
        out.field("edition", measure.edition());
        out.field("effect", measure.effect().code());
        out.field("feedbackDue", measure.feedbackDue().toString());
        out.field("kind", measure.kind().code());
        out.texts("matters", measure.matters());
        out.field("name", measure.name());
        out.texts("qualifiers", measure.qualifiers());
        out.texts("triggeredBy", measure.triggeredBy());
        out.endObject();
    }

    private void citation(Citation citation) {
        out.object();
        out.field("basisUnverified", citation.basisUnverified());
        out.field("clause", citation.clause());
        out.texts("departments", citation.departments());
        out.field("docNo", citation.docNo());
        out.field("docNoVerified", citation.docNoVerified());
        out.field("effect", citation.effect().code());
        out.field("file", citation.file());
        out.field("instrument", citation.instrument());
        bases("legalBasis", citation.legalBasis());
        out.field("line", citation.line());
        out.field("provision", citation.provision());
        out.field("rule", citation.rule());
        out.field("text", citation.text());
        out.field("title", citation.title());
        bases("usualBasis", citation.usualBasis());
        out.field("verified", citation.verified());
        out.endObject();
    }

    private void bases(String name, List<BasisCitation> bases) {
        out.name(name).array();
        for (BasisCitation basis : bases) {
            out.object().field("article", basis.article());
            out.field("articleVerified", basis.articleVerified());
            out.field("docNo", basis.docNo());
            out.field("id", basis.id());
            out.field("inForce", basis.inForce());
            out.field("level", basis.level().code());
            out.field("linkVerified", basis.linkVerified());
            out.field("statute", basis.statute()).endObject();
        }
        out.endArray();
    }

    private void remedy(Remedy remedy) {
        out.object().field("action", remedy.action());
        out.field("effectiveFrom", remedy.effectiveFrom().toString());
        out.field("entryId", remedy.entryId());
        out.field("outcomeThen", remedy.outcomeThen().code());
        out.field("provenance", remedy.provenance().code());
        out.field("source", remedy.source());
        out.field("text", remedy.text()).endObject();
    }

    private void withheld(Withheld withheld) {
        out.object().field("clause", withheld.clause());
        out.field("code", withheld.code());
        out.field("docNo", withheld.docNo());
        out.field("kind", withheld.kind().code());
        out.field("name", withheld.name());
        out.texts("provisions", withheld.provisions());
        out.field("reason", withheld.reason().code());
        out.field("rule", withheld.rule());
        out.field("text", withheld.text());
        out.field("title", withheld.title());
        out.texts("triggeredBy", withheld.triggeredBy()).endObject();
    }

    private void bool(String name, @Nullable Boolean value) {
        if (value == null) {
            out.field(name, (String) null);
        } else {
            out.field(name, (boolean) value);
        }
    }

    private static @Nullable String text(@Nullable Object value) {
        if (value instanceof Instant instant) {
            return instant.toString();
        }
        return value == null ? null : value.toString();
    }

    /** Hexadecimal digests. */
    static final class Sha256 {

        private Sha256() {}

        static String of(byte[] bytes) {
            try {
                return "sha256:"
                        + HexFormat.of()
                                .formatHex(java.security.MessageDigest.getInstance("SHA-256")
                                        .digest(bytes));
            } catch (java.security.NoSuchAlgorithmException e) {
                throw new IllegalStateException("Every Java platform has SHA-256.", e);
            }
        }
    }
}
