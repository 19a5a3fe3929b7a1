package org.jrp.seal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jrp.catalogue.Text;
import org.jrp.json.Json;
import org.jrp.json.JsonException;
import org.jrp.record.DecisionRecord;
import org.jspecify.annotations.Nullable;

/** A line of an export, looked at by itself (导出行): what can be said of it without the others. Its number is that within its piece. */
sealed interface ExportLine {

    int number();

    /** The first line of the file, with its bytes. */
    record Header(int number, byte[] bytes) implements ExportLine {}

    /**
     * A decision, checked against its own hashes.
     *
     * @param id null where it has none
     * @param read whether it could be read as far as its id
     * @param leaf hash of its leaf; empty where it cannot be computed
     * @param faults what is wrong with it by itself
     */
    record Record(int number, @Nullable String id, boolean read, byte[] leaf, List<Fault> faults)
            implements ExportLine {}

    /** A decision, seen while reading the log: only where it stands. */
    record Place(int number, @Nullable String id) implements ExportLine {}

    /** Where the log begins. */
    record Seals(int number, Map<?, ?> fields) implements ExportLine {}

    /**
     * A leaf.
     *
     * @param hash null where it has none
     * @param formed whether its form is right
     * @param content null for a decision's, which has none
     */
    record Leaf(
            int number,
            @Nullable Object index,
            @Nullable String kind,
            @Nullable String key,
            byte @Nullable [] hash,
            boolean formed,
            @Nullable Content content)
            implements ExportLine {}

    /** Whether a leaf's text is what was sealed. */
    enum Content {
        SEALED,
        MISSING,
        CHANGED,
        MISNAMED
    }

    /**
     * A tree head.
     *
     * @param note null where it cannot be read
     * @param signed whether one of the keys signed it
     * @param given its number, if it has one and nothing besides
     */
    record Head(
            int number,
            @Nullable Checkpoint note,
            String why,
            boolean signed,
            @Nullable Object given) implements ExportLine {}

    /** The last line. */
    record Footer(int number, @Nullable Object count) implements ExportLine {}

    /** A line of no known kind. */
    record Other(int number, boolean json) implements ExportLine {}

    /** Something wrong with a decision by itself. */
    record Fault(String code, Text message) {}

    /** Looks at lines, for one check (逐行查看). For several threads. */
    final class Reader {

        private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
        private static final Pattern HASH = Pattern.compile("sha256:[0-9a-f]{64}");
        private static final byte[] ID = Scan.ascii("{\"id\":");
        private static final byte[] SEALS = Scan.ascii("{\"seals\"");
        private static final byte[] LEAF_AT = Scan.ascii("{\"leaf\":{\"index\":");
        private static final byte[] KIND = Scan.ascii(",\"kind\":\"");
        private static final byte[] KEY = Scan.ascii("\",\"key\":\"");
        private static final byte[] HASH_AT = Scan.ascii("\",\"hash\":\"");
        private static final byte[] TEXT = Scan.ascii("\",\"text\":\"");
        private static final byte[] END = Scan.ascii("\"}}");
        private static final int HASH_CHARS = 44;
        private static final int MOST_DIGITS = 15;
        private static final Set<String> DECISION = Set.of(
                "id",
                "subject",
                "department",
                "credential",
                "officer",
                "purpose",
                "context",
                "matter",
                "outcome",
                "asOf",
                "decidedAt",
                "engine",
                "decisionHash",
                "recordHash",
                "canonical",
                "personal",
                "exemptions");
        private static final Set<String> LEAF = Set.of("index", "kind", "key", "hash", "text");

        private final Collection<VerifierKey> keys;
        private final boolean quick;
        private final ThreadLocal<DecisionScan> scans = ThreadLocal.withInitial(DecisionScan::new);

        /** @param quick whether lines in the usual form may go the quick way; what comes of them is the same */
        Reader(Collection<VerifierKey> keys, boolean quick) {
            this.keys = keys;
            this.quick = quick;
        }

        /** Decisions alone, each checked; and where the log begins. */
        void decision(byte[] bytes, int from, int to, int number, boolean first, List<ExportLine> found) {
            if (first) {
                found.add(new Header(number, Arrays.copyOfRange(bytes, from, to)));
            }
            if (Scan.at(bytes, from, to, ID)) {
                found.add(record(bytes, from, to, number));
            } else if (Scan.at(bytes, from, to, SEALS)) {
                found.add(new Seals(number, Map.of()));
            }
        }

        /** Everything but decisions. */
        void log(byte[] bytes, int from, int to, int number, boolean first, List<ExportLine> found) {
            if (Scan.at(bytes, from, to, ID)) {
                found.add(new Place(number, idOf(bytes, from, to)));
                return;
            }
            ExportLine leaf = quick && Scan.at(bytes, from, to, LEAF_AT) ? quickLeaf(bytes, from, to, number) : null;
            if (leaf != null) {
                found.add(leaf);
                return;
            }
            Map<?, ?> object = object(Arrays.copyOfRange(bytes, from, to));
            if (object == null) {
                found.add(new Other(number, false));
            } else if (object.size() == 1 && object.get("seals") instanceof Map<?, ?> seals) {
                found.add(new Seals(number, seals));
            } else if (object.size() == 1 && object.get("leaf") instanceof Map<?, ?> fields) {
                found.add(leaf(fields, number));
            } else if (object.size() == 1 && object.get("checkpoint") instanceof Map<?, ?> head) {
                found.add(head(head, number));
            } else if (object.size() == 1 && object.containsKey("count")) {
                found.add(new Footer(number, object.get("count")));
            } else if (!first) {
                found.add(new Other(number, true));
            }
        }

        private Record record(byte[] bytes, int from, int to, int number) {
            byte[] leaf = quick ? scans.get().leaf(bytes, from, to) : null;
            if (leaf != null) {
                int id = from + ID.length + 1;
                return new Record(number, Scan.ascii(bytes, id, id + Scan.UUID_LENGTH), true, leaf, List.of());
            }
            Map<?, ?> fields = object(Arrays.copyOfRange(bytes, from, to));
            String id = fields == null ? null : text(fields, "id");
            if (fields == null || id == null || !UUID.matcher(id).matches()) {
                Fault fault = new Fault("malformed-record", new Text("该决定的格式有误。", "The decision is malformed."));
                return new Record(number, idOf(bytes, from, to), false, new byte[0], List.of(fault));
            }
            return judged(fields, id, number);
        }

        private static Record judged(Map<?, ?> fields, String id, int number) {
            DecisionLeaf leaf;
            try {
                leaf = leafOf(fields, id);
            } catch (IllegalArgumentException e) {
                Fault fault = new Fault(
                        "malformed-record", new Text("该决定的格式有误。", "The decision is malformed. " + e.getMessage()));
                return new Record(number, id, true, new byte[0], List.of(fault));
            }
            List<Fault> faults = new ArrayList<>();
            if (!DecisionLeaf.digest(leaf.canonical()).equals(leaf.decisionHash())) {
                faults.add(new Fault(
                        "decision-hash",
                        new Text("决定内容与 decisionHash 不符。", "The content does not have the decisionHash.")));
            }
            String recordHash = new DecisionRecord(
                            new DecisionRecord.Envelope(
                                    id,
                                    leaf.department() + "/" + leaf.credential(),
                                    leaf.officer(),
                                    leaf.purpose(),
                                    leaf.engine(),
                                    Instant.parse(leaf.decidedAt()),
                                    Base64.getEncoder().encodeToString(leaf.personal())),
                            leaf.canonical(),
                            leaf.decisionHash())
                    .recordHash();
            if (!recordHash.equals(leaf.recordHash())) {
                faults.add(new Fault(
                        "record-hash",
                        new Text("决定的信封与 recordHash 不符。", "The envelope does not have the recordHash.")));
            }
            return new Record(number, id, true, MerkleTree.leaf(leaf.bytes()), List.copyOf(faults));
        }

        private static DecisionLeaf leafOf(Map<?, ?> fields, String id) {
            if (!DECISION.equals(fields.keySet())) {
                throw new IllegalArgumentException("Its fields are not those of a decision.");
            }
            String decisionHash = required(fields, "decisionHash");
            String recordHash = required(fields, "recordHash");
            String decidedAt = required(fields, "decidedAt");
            if (!HASH.matcher(decisionHash).matches()
                    || !HASH.matcher(recordHash).matches()) {
                throw new IllegalArgumentException("A hash is sha256: and 64 digits.");
            }
            try {
                if (!Instant.parse(decidedAt).toString().equals(decidedAt)) {
                    throw new IllegalArgumentException("decidedAt is not in its one form.");
                }
            } catch (DateTimeException e) {
                throw new IllegalArgumentException("decidedAt is no instant.", e);
            }
            String exemptions = optional(fields, "exemptions");
            return new DecisionLeaf(
                    id,
                    required(fields, "subject"),
                    required(fields, "department"),
                    required(fields, "credential"),
                    optional(fields, "officer"),
                    required(fields, "purpose"),
                    required(fields, "context"),
                    optional(fields, "matter"),
                    required(fields, "outcome"),
                    required(fields, "asOf"),
                    decidedAt,
                    required(fields, "engine"),
                    decisionHash,
                    recordHash,
                    base64(required(fields, "canonical")),
                    base64(required(fields, "personal")),
                    exemptions == null ? null : exemptions.getBytes(StandardCharsets.UTF_8));
        }

        /** A leaf in the usual form whose text is what was sealed; null for any other. */
        private static @Nullable Leaf quickLeaf(byte[] bytes, int from, int to, int number) {
            int at = from + LEAF_AT.length;
            int digits = at;
            long index = 0;
            while (at < to && bytes[at] >= '0' && bytes[at] <= '9' && at - digits < MOST_DIGITS) {
                index = 10 * index + bytes[at++] - '0';
            }
            if (at == digits || bytes[digits] == '0' && at > digits + 1 || !Scan.at(bytes, at, to, KIND)) {
                return null;
            }
            int kind = at + KIND.length;
            int kindTo = Scan.textEnd(bytes, kind, to);
            if (kindTo < 0 || !Scan.at(bytes, kindTo, to, KEY)) {
                return null;
            }
            int key = kindTo + KEY.length;
            int keyTo = Scan.textEnd(bytes, key, to);
            if (keyTo < 0 || !Scan.at(bytes, keyTo, to, HASH_AT)) {
                return null;
            }
            int hashAt = keyTo + HASH_AT.length;
            int hashTo = hashAt + HASH_CHARS;
            byte[] hash = hashTo > to ? null : Scan.base64(bytes, hashAt, hashTo);
            if (hash == null || hash.length != MerkleTree.HASH_BYTES) {
                return null;
            }
            String name = new String(bytes, kind, kindTo - kind, StandardCharsets.UTF_8);
            String row = new String(bytes, key, keyTo - key, StandardCharsets.UTF_8);
            if (name.equals(DecisionLeaf.KIND)) {
                return to - hashTo == END.length && Scan.at(bytes, hashTo, to, END) && Scan.uuid(bytes, key, keyTo)
                        ? new Leaf(number, index, DecisionLeaf.KIND, row, hash, true, null)
                        : null;
            }
            int textTo = to - END.length;
            if (!Scan.at(bytes, hashTo, to, TEXT)
                    || textTo < hashTo + TEXT.length
                    || !Scan.at(bytes, textTo, to, END)) {
                return null;
            }
            byte[] text = unescaped(bytes, hashTo + TEXT.length, textTo);
            if (text == null || !MessageDigest.isEqual(hash, MerkleTree.leaf(text))) {
                return null;
            }
            byte[] names = Arrays.copyOfRange(bytes, kind, kindTo);
            byte[] rows = Arrays.copyOfRange(bytes, key, keyTo);
            return ends(text, rows, names) ? new Leaf(number, index, name, row, hash, true, Content.SEALED) : null;
        }

        /** The text of a JSON string that has no escapes but those of quotation mark and backslash; null for any other. */
        private static byte @Nullable [] unescaped(byte[] bytes, int from, int to) {
            byte[] text = new byte[to - from];
            int length = 0;
            for (int i = from; i < to; i++) {
                byte b = bytes[i];
                if (b == '\\') {
                    i++;
                    if (i == to || bytes[i] != '"' && bytes[i] != '\\') {
                        return null;
                    }
                    b = bytes[i];
                } else if (b == '"' || b >= 0 && b < 0x20) {
                    return null;
                }
                text[length++] = b;
            }
            return Arrays.copyOf(text, length);
        }

        /** Whether a leaf's text ends in that key and kind, as every text of ours does. */
        private static boolean ends(byte[] text, byte[] key, byte[] kind) {
            byte[] end = Scan.ascii("\",\"version\":1}");
            byte[] middle = Scan.ascii("\",\"kind\":\"");
            byte[] begin = Scan.ascii("},\"key\":\"");
            int at = text.length - end.length - kind.length - middle.length - key.length - begin.length;
            byte[] wanted = new byte[Math.max(0, text.length - at)];
            int length = 0;
            for (byte[] part : List.of(begin, key, middle, kind, end)) {
                System.arraycopy(part, 0, wanted, length, part.length);
                length += part.length;
            }
            return at > 0 && Scan.at(text, at, text.length, wanted);
        }

        private static Leaf leaf(Map<?, ?> leaf, int number) {
            String kind = text(leaf, "kind");
            String key = text(leaf, "key");
            byte[] hash = hash(leaf.get("hash"));
            boolean decision = DecisionLeaf.KIND.equals(kind);
            boolean formed = kind != null && key != null && hash != null && LEAF.containsAll(leaf.keySet());
            Content content = null;
            if (kind != null && key != null && hash != null && formed) {
                if (decision) {
                    formed = UUID.matcher(key).matches();
                } else {
                    content = content(leaf.get("text"), kind, key, hash);
                }
            }
            return new Leaf(number, leaf.get("index"), kind, key, hash, formed, content);
        }

        private static Content content(@Nullable Object text, String kind, String key, byte[] hash) {
            if (!(text instanceof String content)) {
                return Content.MISSING;
            }
            if (!MessageDigest.isEqual(hash, MerkleTree.leaf(content.getBytes(StandardCharsets.UTF_8)))) {
                return Content.CHANGED;
            }
            try {
                return Json.read(content) instanceof Map<?, ?> map
                                && kind.equals(map.get("kind"))
                                && key.equals(map.get("key"))
                        ? Content.SEALED
                        : Content.MISNAMED;
            } catch (JsonException e) {
                return Content.MISNAMED;
            }
        }

        private Head head(Map<?, ?> fields, int number) {
            Object given = fields.size() == 2 ? fields.get("number") : null;
            try {
                Checkpoint note = Checkpoint.parse(String.valueOf(fields.get("text")));
                return new Head(number, note, "", note.signedBy(keys), given);
            } catch (InvalidSealException e) {
                return new Head(number, null, String.valueOf(e.getMessage()), false, given);
            }
        }

        private static byte[] base64(String text) {
            try {
                return VerifierKey.base64(text, "a field");
            } catch (InvalidSealException e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
        }

        private static String required(Map<?, ?> fields, String name) {
            if (fields.get(name) instanceof String text) {
                return text;
            }
            throw new IllegalArgumentException("The field %s is no text.".formatted(name));
        }

        private static @Nullable String optional(Map<?, ?> fields, String name) {
            return fields.get(name) == null ? null : required(fields, name);
        }

        private static @Nullable String text(Map<?, ?> fields, String name) {
            return fields.get(name) instanceof String text ? text : null;
        }

        private static byte @Nullable [] hash(@Nullable Object value) {
            try {
                byte[] hash = VerifierKey.base64(String.valueOf(value), "a hash");
                return hash.length == MerkleTree.HASH_BYTES ? hash : null;
            } catch (InvalidSealException e) {
                return null;
            }
        }

        static @Nullable Map<?, ?> object(byte[] line) {
            try {
                return Json.read(line) instanceof Map<?, ?> map ? map : null;
            } catch (JsonException e) {
                return null;
            }
        }

        /** The id that a decision's line begins with, for a message; null where it has none. */
        static @Nullable String idOf(byte[] bytes, int from, int to) {
            int at = from + ID.length + 1;
            return at + Scan.UUID_LENGTH <= to && Scan.uuid(bytes, at, at + Scan.UUID_LENGTH)
                    ? Scan.ascii(bytes, at, at + Scan.UUID_LENGTH)
                    : null;
        }
    }
}
