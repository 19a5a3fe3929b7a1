package org.jrp.server.replay;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jrp.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/**
 * The lines of an export (导出文件的行), format {@code jrp-export} version 1: NDJSON, UTF-8, one line each ended by LF.
 *
 * <ol>
 *   <li>the header {@code {"format":"jrp-export","version":1,"from","to","exportedAt","engine"}}; days of Shanghai, both included
 *   <li>a line a decision, in the order of ids: {@code {"id",…}}, see {@link #decision}
 *   <li>the lines of {@link org.jrp.server.seal.SealLines}, which prove what stands above; then those of others ({@link ExportExtra})
 *   <li>the footer {@code {"count":n}} with the number of decisions; an export without it was cut
 * </ol>
 *
 * <p>{@code decisionHash} is SHA-256 of the bytes of {@code canonical}. {@code recordHash} is that of the envelope as
 * {@link org.jrp.record.DecisionRecord#recordHash} writes it, its requester being {@code department/credential} and its personal ciphertext
 * {@code personal} as it stands here.
 */
final class ExportLines {

    static final String FORMAT = "jrp-export";
    static final int VERSION = 1;

    private static final HexFormat HEX = HexFormat.of();
    private static final Base64.Encoder BASE64 = Base64.getEncoder();

    private ExportLines() {}

    static byte[] header(LocalDate from, LocalDate to, Instant exportedAt, String engine) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("format", FORMAT);
        line.put("version", VERSION);
        line.put("from", from.toString());
        line.put("to", to.toString());
        line.put("exportedAt", exportedAt.toString());
        line.put("engine", engine);
        return JsonWriter.inOrder(line);
    }

    /** A decision: what the log holds of it, texts as they are, {@code subject} as hexadecimal reference, bytes as base64. */
    static byte[] decision(StoredDecision one) {
        byte[] exemptions = one.exemptions();
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("id", one.id().toString());
        line.put("subject", HEX.formatHex(one.subject()));
        line.put("department", one.department());
        line.put("credential", one.credential());
        line.put("officer", one.officer());
        line.put("purpose", one.purpose());
        line.put("context", one.context());
        line.put("matter", one.matter());
        line.put("outcome", one.outcome());
        line.put("asOf", one.asOf().toString());
        line.put("decidedAt", one.decidedAt().toString());
        line.put("engine", one.engine());
        line.put("decisionHash", one.decisionHash());
        line.put("recordHash", one.recordHash());
        line.put("canonical", BASE64.encodeToString(one.canonical()));
        line.put("personal", BASE64.encodeToString(one.personal()));
        line.put("exemptions", exemptions == null ? null : new String(exemptions, StandardCharsets.UTF_8));
        return JsonWriter.inOrder(line);
    }

    static byte[] footer(long count) {
        return JsonWriter.inOrder(Map.of("count", count));
    }
}
