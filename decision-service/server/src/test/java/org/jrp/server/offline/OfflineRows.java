package org.jrp.server.offline;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jrp.catalogue.Catalogue;
import org.jrp.decision.CaseFile;
import org.jrp.decision.Decision;
import org.jrp.decision.DecisionEngine;
import org.jrp.decision.Question;
import org.jrp.decision.Source;
import org.jrp.json.Json;
import org.jrp.json.JsonWriter;
import org.jrp.listing.EntriesReader;
import org.jrp.listing.Listing;
import org.jrp.listing.RelatedPerson;
import org.jrp.record.DecisionRecord;
import org.jrp.release.Release;
import org.jrp.release.ReleaseFiles;
import org.jrp.server.Uuids;
import org.jrp.subject.IdType;
import org.jrp.subject.SubjectIds;
import org.jspecify.annotations.Nullable;

/** Records as an embedded engine keeps them, with whom they are about, as rows of an upload. */
public final class OfflineRows {

    private static final Release SHIPPED = Release.shipped();

    private OfflineRows() {}

    /** One decision made offline. */
    public static final class Row {

        String requester = "finance-bureau";
        String purpose = "办公设备采购资格审查";
        String context = "government-procurement";
        Instant decidedAt = Instant.now().truncatedTo(ChronoUnit.MICROS).minusSeconds(3_600);
        LocalDate asOf = LocalDate.of(2018, 9, 1);

        @Nullable UUID id;

        @Nullable String name = "示例企业";

        @Nullable String releaseNamed;

        @Nullable Map<String, String> related;

        Release release = SHIPPED;
        private final String subject;
        private final List<String> entries = new ArrayList<>();

        private Row(String subject) {
            this.subject = subject;
        }

        /** Listed in the engine's own file of entries. */
        public Row listed(String entryId, String list, String validFrom) {
            entries.add(
                    "{\"entryId\":\"%s\",\"idType\":\"%s\",\"id\":\"%s\",\"list\":\"%s\",\"validFrom\":\"%s\",\"recogniser\":\"示例市人民法院\"}"
                            .formatted(entryId, type(subject).code(), subject, list, validFrom));
            return this;
        }

        public Row about(String purposeText) {
            purpose = purposeText;
            return this;
        }

        Row at(Instant moment) {
            decidedAt = moment.truncatedTo(ChronoUnit.MICROS);
            return this;
        }

        Row with(UUID decisionId) {
            id = decisionId;
            return this;
        }

        Row by(String department) {
            requester = department;
            return this;
        }

        Row named(String role, String otherId) {
            Map<String, String> all = related == null ? new TreeMap<>() : related;
            all.put(role, otherId);
            related = all;
            return this;
        }

        /** Told by its beginning: some numbers are well formed as either. */
        private static IdType type(String id) {
            return id.startsWith("341182") ? IdType.CITIZEN_ID : IdType.USCC;
        }

        public String decisionId() {
            UUID known = id;
            if (known == null) {
                known = Uuids.at(decidedAt);
                id = known;
            }
            return known.toString();
        }

        /** As a row's fields; may be changed. */
        public Map<String, Object> fields() {
            Catalogue catalogue = release.catalogue();
            List<Listing> listings = EntriesReader.read(
                            "entries.ndjson",
                            new ByteArrayInputStream(String.join("\n", entries).getBytes(StandardCharsets.UTF_8)),
                            EntriesReader.Format.NDJSON,
                            catalogue)
                    .listings();
            Map<String, String> others = related == null ? Map.of() : related;
            List<RelatedPerson> people = others.entrySet().stream()
                    .map(one -> new RelatedPerson(
                            one.getKey(),
                            SubjectIds.parse(type(one.getValue()), one.getValue(), LocalDate.MAX)
                                    .id(),
                            null))
                    .toList();
            Question question = new Question(
                    SubjectIds.parse(type(subject), subject, LocalDate.MAX).id(),
                    null,
                    context,
                    null,
                    "341182",
                    asOf,
                    decidedAt,
                    people);
            CaseFile file = CaseFile.assemble(question, listings, List.of(Source.file("entries-file", decidedAt)));
            Decision decision = DecisionEngine.of(release).decide(file);
            String named = releaseNamed == null ? release.hash() : releaseNamed;
            DecisionRecord record = DecisionRecord.of(
                    new DecisionRecord.Envelope(
                            decisionId(), requester, null, purpose, DecisionEngine.VERSION, decidedAt, "AQ=="),
                    file,
                    decision,
                    named);
            return fields(record, others);
        }

        Map<String, Object> fields(DecisionRecord record, Map<String, String> others) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("version", 1L);
            row.put("decisionId", record.envelope().decisionId());
            row.put("decidedAt", record.envelope().decidedAt().toString());
            row.put("requester", requester);
            row.put("officer", null);
            row.put("purpose", purpose);
            row.put("engineBuild", record.envelope().engineBuild());
            row.put("personalCiphertext", "AQ==");
            row.put("decisionHash", record.decisionHash());
            row.put("recordHash", record.recordHash());
            Map<String, Object> who = new LinkedHashMap<>();
            who.put("idType", type(subject).code());
            who.put("id", subject);
            who.put("name", name);
            row.put("subject", who);
            row.put(
                    "relatedPersons",
                    others.entrySet().stream()
                            .map(one -> Map.of(
                                    "role",
                                    one.getKey(),
                                    "idType",
                                    type(one.getValue()).code(),
                                    "id",
                                    one.getValue()))
                            .toList());
            row.put("decision", Json.read(record.canonical()));
            return row;
        }
    }

    /** A decision about that subject. */
    public static Row of(String subject) {
        return new Row(subject);
    }

    /** Rows as a body. */
    @SafeVarargs
    public static byte[] body(Map<String, Object>... rows) {
        StringBuilder body = new StringBuilder();
        for (Map<String, Object> row : rows) {
            body.append(new String(JsonWriter.inOrder(row), StandardCharsets.UTF_8))
                    .append('\n');
        }
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The shipped files under another name: a release of its own that decides the same. */
    static ReleaseFiles renamed(String comment) {
        ReleaseFiles files = ReleaseFiles.shipped();
        String path = "rules/memoranda/2016-2190-customs-aeo.dslr";
        String text = "// " + comment + "\n" + new String(files.bytes(path), StandardCharsets.UTF_8);
        return files.with(path, text.getBytes(StandardCharsets.UTF_8));
    }
}
