package org.jrp.sample;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jrp.decision.CaseFile;
import org.jrp.decision.Decision;
import org.jrp.json.JsonWriter;
import org.jrp.record.CanonicalDecision;
import org.jrp.record.DecisionRecord;
import org.jrp.replay.Recorded;
import org.jspecify.annotations.Nullable;

/** Records of made-up decisions, and the lines of an export that holds them (留痕样例). */
public final class SampleRecords {

    private static final Instant FIRST = Instant.parse("2026-11-20T01:00:00.5Z");
    private static final String DEPARTMENT = "finance-bureau";
    private static final String CREDENTIAL = "key-1";

    private SampleRecords() {}

    /** The first line of an export. */
    public static String header() {
        return "{\"format\":\"jrp-export\",\"version\":1,\"from\":\"2026-11-20\",\"to\":\"2026-11-21\","
                + "\"exportedAt\":\"2026-11-26T00:00:00Z\",\"engine\":\"1.0.0\"}";
    }

    /** Its last line. */
    public static String footer(long count) {
        return "{\"count\":" + count + "}";
    }

    /**
     * The record of a decision.
     *
     * @param number tells records apart
     */
    public static Recorded record(int number, CaseFile file, Decision decision, String release, String engine) {
        return record(
                number, file, decision.outcome().code(), CanonicalDecision.bytes(file, decision, release), engine);
    }

    /** The record of any bytes, under hashes that fit them. */
    public static Recorded record(int number, CaseFile file, String outcome, byte[] canonical, String engine) {
        DecisionRecord.Envelope envelope = new DecisionRecord.Envelope(
                String.format(Locale.ROOT, "01a20000-0000-7000-8000-%012x", number),
                DEPARTMENT + "/" + CREDENTIAL,
                number % 2 == 0 ? null : "王某",
                "办公设备采购资格审查",
                engine,
                FIRST.plusMillis(number),
                Base64.getEncoder().encodeToString(("personal " + number).getBytes(StandardCharsets.UTF_8)));
        String hash = CanonicalDecision.hash(canonical);
        return new Recorded(
                envelope,
                file.context(),
                file.matter(),
                outcome,
                file.asOf().toString(),
                hash,
                new DecisionRecord(envelope, new byte[0], hash).recordHash(),
                canonical);
    }

    /** A record as a line of an export. */
    public static String line(Recorded row) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("id", row.id());
        line.put("subject", "00".repeat(32));
        line.put("department", DEPARTMENT);
        line.put("credential", CREDENTIAL);
        line.put("officer", row.envelope().officer());
        line.put("purpose", row.envelope().purpose());
        line.put("context", row.context());
        line.put("matter", row.matter());
        line.put("outcome", row.outcome());
        line.put("asOf", row.asOf());
        line.put("decidedAt", row.envelope().decidedAt().toString());
        line.put("engine", row.engine());
        line.put("decisionHash", row.decisionHash());
        line.put("recordHash", row.recordHash());
        line.put("canonical", Base64.getEncoder().encodeToString(row.canonical()));
        line.put("personal", row.envelope().personalCiphertext());
        line.put("exemptions", null);
        return new String(JsonWriter.inOrder(line), StandardCharsets.UTF_8);
    }
}
