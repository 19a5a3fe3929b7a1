package org.jrp.replay;

import static org.jrp.json.JsonCursor.literal;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.jrp.json.Json;
import org.jrp.json.JsonCursor;
import org.jrp.json.JsonException;
import org.jrp.record.DecisionRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of an export (导出文件的一行): as the server writes them at full speed, as any other writer may put them the long way. One
 * thread.
 */
final class ExportLine {

    /** How the line of a decision begins. */
    static final byte[] ID = literal("{\"id\":");

    private static final byte[] SUBJECT = literal(",\"subject\":");
    private static final byte[] DEPARTMENT = literal(",\"department\":");
    private static final byte[] CREDENTIAL = literal(",\"credential\":");
    private static final byte[] OFFICER = literal(",\"officer\":");
    private static final byte[] PURPOSE = literal(",\"purpose\":");
    private static final byte[] CONTEXT = literal(",\"context\":");
    private static final byte[] MATTER = literal(",\"matter\":");
    private static final byte[] OUTCOME = literal(",\"outcome\":");
    private static final byte[] AS_OF = literal(",\"asOf\":");
    private static final byte[] DECIDED_AT = literal(",\"decidedAt\":");
    private static final byte[] ENGINE = literal(",\"engine\":");
    private static final byte[] DECISION_HASH = literal(",\"decisionHash\":");
    private static final byte[] RECORD_HASH = literal(",\"recordHash\":");
    private static final byte[] CANONICAL = literal(",\"canonical\":");
    private static final byte[] PERSONAL = literal(",\"personal\":");

    private final JsonCursor in = new JsonCursor();

    /** The line cannot be read as that of a decision. */
    static final class UnreadableException extends RuntimeException {

        private static final long serialVersionUID = 1;

        UnreadableException(String message) {
            super(message);
        }
    }

    /**
     * The decision of that line.
     *
     * @throws UnreadableException when a field is missing or of another kind
     */
    Recorded read(byte[] bytes, int from, int until) {
        try {
            return usual(bytes, from, until);
        } catch (JsonCursor.UnusualException e) {
            return any(Arrays.copyOfRange(bytes, from, until));
        }
    }

    private Recorded usual(byte[] bytes, int from, int until) {
        in.at(bytes, from, until);
        String id = in.expect(ID).text();
        in.expect(SUBJECT).text();
        String department = in.expect(DEPARTMENT).word();
        String credential = in.expect(CREDENTIAL).word();
        String officer = in.expect(OFFICER).wordOrNull();
        String purpose = in.expect(PURPOSE).word();
        String context = in.expect(CONTEXT).word();
        String matter = in.expect(MATTER).wordOrNull();
        String outcome = in.expect(OUTCOME).word();
        String asOf = in.expect(AS_OF).word();
        Instant decidedAt = in.expect(DECIDED_AT).instant();
        String engine = in.expect(ENGINE).word();
        String decisionHash = in.expect(DECISION_HASH).text();
        String recordHash = in.expect(RECORD_HASH).text();
        byte[] canonical = in.expect(CANONICAL).base64();
        String personal = in.expect(PERSONAL).text();
        return new Recorded(
                new DecisionRecord.Envelope(
                        id, department + "/" + credential, officer, purpose, engine, decidedAt, personal),
                context,
                matter,
                outcome,
                asOf,
                decisionHash,
                recordHash,
                canonical);
    }

    private static Recorded any(byte[] line) {
        try {
            if (!(Json.read(line) instanceof Map<?, ?> fields)) {
                throw new UnreadableException("It is no object.");
            }
            return new Recorded(
                    new DecisionRecord.Envelope(
                            text(fields, "id"),
                            text(fields, "department") + "/" + text(fields, "credential"),
                            textOrNull(fields, "officer"),
                            text(fields, "purpose"),
                            text(fields, "engine"),
                            Instant.parse(text(fields, "decidedAt")),
                            text(fields, "personal")),
                    text(fields, "context"),
                    textOrNull(fields, "matter"),
                    text(fields, "outcome"),
                    text(fields, "asOf"),
                    text(fields, "decisionHash"),
                    text(fields, "recordHash"),
                    Base64.getDecoder().decode(text(fields, "canonical")));
        } catch (JsonException | DateTimeException | IllegalArgumentException e) {
            throw new UnreadableException(String.valueOf(e.getMessage()));
        }
    }

    private static String text(Map<?, ?> fields, String name) {
        String text = textOrNull(fields, name);
        if (text == null) {
            throw new UnreadableException("The field (" + name + ") is missing.");
        }
        return text;
    }

    private static @Nullable String textOrNull(Map<?, ?> fields, String name) {
        Object value = fields.get(name);
        if (value != null && !(value instanceof String)) {
            throw new UnreadableException("The field (" + name + ") is no text.");
        }
        return (String) value;
    }
}
