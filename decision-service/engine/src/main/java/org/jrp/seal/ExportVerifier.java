package org.jrp.seal;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.regex.Pattern;
import org.jrp.catalogue.Text;
import org.jrp.json.Json;
import org.jrp.json.JsonException;
import org.jrp.record.DecisionRecord;
import org.jspecify.annotations.Nullable;

/**
 * Checks an export without a server (离线核验): that each decision is what its hashes say, that each is the one that was sealed in its
 * place and none is missing, and that the log they stand in is the one under the signed tree heads.
 *
 * <p>The file is read twice at once: decisions in the order of ids, leaves in the order of the log. The two orders differ by seconds,
 * so that no more than a few decisions wait in memory.
 */
public final class ExportVerifier {

    private static final int LONGEST_LINE = 32 << 20;
    private static final int ID_AT = "{\"id\":\"".length();
    private static final int MOST_FINDINGS = 1_000;
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern HASH = Pattern.compile("sha256:[0-9a-f]{64}");
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
    private static final Set<String> SEALS = Set.of("from", "before", "left", "note");
    private static final Set<String> LEAF = Set.of("index", "kind", "key", "hash", "text");

    private final Opener file;
    private final Collection<VerifierKey> keys;
    private final @Nullable Checkpoint outside;
    private final PriorityQueue<Finding> findings =
            new PriorityQueue<>(Comparator.comparingLong(Finding::line).reversed());
    private long found;

    private long decisions;
    private long leaves;
    private long checkpoints;
    private boolean outsideMet;
    private @Nullable String lastId;
    private @Nullable Checkpoint last;

    /** Opens the export from its beginning; called twice. */
    @FunctionalInterface
    public interface Opener {
        InputStream open() throws IOException;
    }

    /**
     * Something that is not as it should be.
     *
     * @param line of the file, from 1; 0 where the file as a whole is concerned
     * @param id of the record, or kind and key of the leaf; null where none is concerned
     * @param code kebab-case
     */
    public record Finding(long line, @Nullable String id, String code, Text message) {}

    /**
     * What came of it.
     *
     * @param findings in the order of lines, at most a thousand
     * @param found how many there were
     * @param head the last tree head of the file; null where it has none
     * @param headMet whether the tree head from outside was compared; true where none was given
     */
    public record Result(
            List<Finding> findings,
            long found,
            long decisions,
            long leaves,
            long checkpoints,
            @Nullable Checkpoint head,
            boolean headMet) {

        public Result {
            findings = List.copyOf(findings);
        }

        public boolean intact() {
            return found == 0;
        }
    }

    private ExportVerifier(Opener file, Collection<VerifierKey> keys, @Nullable Checkpoint outside) {
        this.file = file;
        this.keys = List.copyOf(keys);
        this.outside = outside;
    }

    /**
     * Checks a file.
     *
     * @param keys whose signatures count
     * @param outside a tree head that was kept elsewhere; null for none
     */
    public static Result verify(Opener file, Collection<VerifierKey> keys, @Nullable Checkpoint outside)
            throws IOException {
        return new ExportVerifier(file, keys, outside).verify();
    }

    private Result verify() throws IOException {
        if (outside != null && !outside.signedBy(keys)) {
            find(
                    0,
                    null,
                    "outside-head-signature",
                    "库外封存头的签名无效。",
                    "The signature of the tree head from outside is not valid.");
        }
        try (Lines first = new Lines(file.open());
                Lines second = new Lines(file.open())) {
            Decisions records = new Decisions(first);
            records.header();
            leaves(second, records);
            records.rest();
        }
        List<Finding> sorted = new ArrayList<>(findings);
        sorted.sort(Comparator.comparingLong(Finding::line));
        return new Result(sorted, found, decisions, leaves, checkpoints, last, outside == null || outsideMet);
    }

    private void find(long line, @Nullable String id, String code, String zh, String en) {
        found++;
        findings.add(new Finding(line, id, code, new Text(zh, en)));
        if (findings.size() > MOST_FINDINGS) {
            findings.remove();
        }
    }

    // The log
    // -----------------------------------------------------------------------------------------------------------------------

    /** Leaves and tree heads in their order; each decision's leaf is held against the decision. */
    private void leaves(Lines lines, Decisions records) throws IOException {
        CompactRange range = null;
        long before = -1;
        long checkedTo = -1;
        long checkedLine = 0;
        boolean footer = false;
        boolean broken = false;
        long number = 0;
        long expected = 0;
        for (byte[] line = lines.next(); line != null; line = lines.next()) {
            if (isDecision(line)) {
                if (range != null) {
                    find(lines.number(), idOf(line), "out-of-place", "该行不在应在的位置。", "The line is not where it belongs.");
                }
                continue;
            }
            Map<?, ?> object = object(line);
            if (object == null) {
                find(lines.number(), null, "not-json", "该行不是 JSON 对象。", "The line is no JSON object.");
                continue;
            }
            if (footer) {
                find(lines.number(), null, "after-the-end", "结尾行之后还有内容。", "There is a line after the last one.");
                continue;
            }
            if (object.size() == 1 && object.get("seals") instanceof Map<?, ?> seals) {
                if (range != null) {
                    find(lines.number(), null, "repeated-line", "seals 行重复。", "The line seals is there twice.");
                    continue;
                }
                range = begun(seals, lines.number(), records);
                before = seals.get("before") instanceof Long one ? one : -1;
                broken = range == null;
                range = range == null ? new CompactRange() : range;
                compareOutside(range, lines.number());
                expected = range.size();
                checkedTo = range.size();
                checkedLine = lines.number();
            } else if (object.size() == 1 && object.get("leaf") instanceof Map<?, ?> leaf) {
                leaves++;
                if (range == null) {
                    find(
                            lines.number(),
                            null,
                            "leaf-without-start",
                            "叶之前没有 seals 行。",
                            "A leaf comes before the line seals.");
                    range = new CompactRange();
                }
                byte[] hash = leaf(leaf, expected, lines.number(), records);
                boolean next = Long.valueOf(expected).equals(leaf.get("index"));
                if (hash == null || !next) {
                    broken = true;
                    expected = leaf.get("index") instanceof Long index && index >= expected ? index + 1 : expected;
                } else {
                    expected++;
                }
                if (!broken && hash != null) {
                    range.append(hash);
                    compareOutside(range, lines.number());
                }
            } else if (object.size() == 1 && object.get("checkpoint") instanceof Map<?, ?> checkpoint) {
                checkpoints++;
                Checkpoint head = head(checkpoint, lines.number(), number);
                number = checkpoint.get("number") instanceof Long one ? one : number;
                if (head != null && range != null && !broken) {
                    if (head.size() != range.size()) {
                        find(
                                lines.number(),
                                null,
                                "leaves-missing",
                                "封存头为 " + head.size() + " 片叶,至此有 " + range.size() + " 片。",
                                "The tree head covers %d leaves; up to here there are %d."
                                        .formatted(head.size(), range.size()));
                        broken = true;
                    } else if (!MessageDigest.isEqual(head.root(), range.root())) {
                        find(
                                checkedLine + 1,
                                "leaf " + checkedTo + "–" + (range.size() - 1),
                                "root-differs",
                                "第 " + (checkedLine + 1) + " 至 " + (lines.number() - 1) + " 行的叶与封存头(第 " + lines.number()
                                        + " 行)不符。",
                                "The leaves of lines %d to %d are not those under the tree head of line %d."
                                        .formatted(checkedLine + 1, lines.number() - 1, lines.number()));
                        broken = true;
                    }
                    last = head;
                    checkedTo = range.size();
                    checkedLine = lines.number();
                }
            } else if (object.size() == 1 && object.containsKey("count")) {
                footer = true;
                records.expect(object.get("count"), lines.number());
            } else if (lines.number() > 1) {
                find(lines.number(), null, "unknown-line", "不认识该行。", "The line is of no known kind.");
            }
        }
        if (range == null) {
            find(lines.number() + 1, null, "no-seals", "文件中没有封存数据。", "The file holds no seals.");
        } else if (!broken && (checkedTo != range.size() || last == null && range.size() > 0)) {
            find(lines.number() + 1, null, "no-head", "最后的叶没有封存头。", "No tree head covers the last leaves.");
        } else if (!broken && before != range.size()) {
            find(
                    lines.number() + 1,
                    null,
                    "leaves-missing",
                    "应有叶至 " + before + ",实有至 " + range.size() + "。",
                    "The leaves should go up to %d and go up to %d.".formatted(before, range.size()));
        }
        if (!footer) {
            find(lines.number() + 1, null, "truncated", "文件没有结尾行,可能被截断。", "The file has no last line; it was cut.");
        }
    }

    private @Nullable CompactRange begun(Map<?, ?> seals, long line, Decisions records) {
        String why = "";
        try {
            if (seals.keySet().equals(SEALS)
                    && seals.get("from") instanceof Long from
                    && seals.get("before") instanceof Long before
                    && seals.get("left") instanceof List<?> left) {
                Checkpoint note = Checkpoint.parse(String.valueOf(seals.get("note")));
                boolean ours = keys.stream().anyMatch(key -> note.origin().equals(exportOrigin(key.name())));
                if (!ours
                        || !note.signedBy(keys)
                        || note.size() != from
                        || !MessageDigest.isEqual(note.root(), exportDigest(records.first, from, before))) {
                    find(
                            line,
                            null,
                            "export-signature",
                            "首行或导出范围与签名不符,或不是所给公钥签的。",
                            "First line and extent of the export are not those that were signed, or not by the keys given.");
                }
                List<byte[]> hashes = new ArrayList<>();
                for (Object hash : left) {
                    hashes.add(VerifierKey.base64(String.valueOf(hash), "a hash"));
                }
                return new CompactRange(from, hashes);
            }
        } catch (InvalidSealException | IllegalArgumentException e) {
            why = " " + e.getMessage();
        }
        find(line, null, "malformed-line", "seals 行格式有误。", "The line seals is malformed." + why);
        return null;
    }

    /** The origin of the note that signs an export of that log: no tree head bears it. */
    public static String exportOrigin(String log) {
        return log + "/export";
    }

    /**
     * What the note that signs an export has in the place of a root: the digest of the first line and of how far the leaves go. Its size
     * is the index of the first leaf.
     *
     * @param header bytes of the first line, without its end
     */
    public static byte[] exportDigest(byte[] header, long from, long before) {
        byte[] extent = ("\n" + from + "\n" + before + "\n").getBytes(StandardCharsets.US_ASCII);
        byte[] all = Arrays.copyOf(header, header.length + extent.length);
        System.arraycopy(extent, 0, all, header.length, extent.length);
        return MerkleTree.leaf(all);
    }

    private void compareOutside(CompactRange range, long line) {
        Checkpoint head = outside;
        if (head != null && head.size() == range.size()) {
            outsideMet = true;
            if (!MessageDigest.isEqual(head.root(), range.root())) {
                find(
                        line,
                        null,
                        "outside-head-differs",
                        "前 " + head.size() + " 片叶与库外封存头不符。",
                        "The first %d leaves are not those under the tree head from outside.".formatted(head.size()));
            }
        }
    }

    private byte @Nullable [] leaf(Map<?, ?> leaf, long expected, long line, Decisions records) throws IOException {
        String kind = text(leaf, "kind");
        String key = text(leaf, "key");
        byte[] hash = hash(leaf.get("hash"));
        if (kind == null || key == null || hash == null || !LEAF.containsAll(leaf.keySet())) {
            find(line, key, "malformed-line", "叶的格式有误。", "The leaf is malformed.");
            return hash;
        }
        String name = kind.equals(DecisionLeaf.KIND) ? key : kind + " " + key;
        if (leaf.get("index") instanceof Long index && index > expected) {
            find(
                    line,
                    "leaf " + expected,
                    "leaf-missing",
                    "缺第 " + expected + " 至 " + (index - 1) + " 片叶。",
                    "The leaves %d to %d are missing.".formatted(expected, index - 1));
        } else if (!Long.valueOf(expected).equals(leaf.get("index"))) {
            find(
                    line,
                    name,
                    "leaf-out-of-order",
                    "叶的序号为 " + leaf.get("index") + ",应为 " + expected + "。",
                    "The leaf's index is %s and should be %d.".formatted(leaf.get("index"), expected));
        }
        if (kind.equals(DecisionLeaf.KIND)) {
            if (!UUID.matcher(key).matches()) {
                find(line, key, "malformed-line", "叶的键不是决定编号。", "The leaf's key is no id of a decision.");
            } else {
                records.compare(key, hash, line);
            }
        } else if (!(leaf.get("text") instanceof String content)) {
            find(line, name, "row-removed", "该记录已封存,但库中已无此行。", "The row was sealed and is not there any more.");
        } else if (!MessageDigest.isEqual(hash, MerkleTree.leaf(content.getBytes(StandardCharsets.UTF_8)))) {
            find(line, name, "row-changed", "该记录与封存时不同。", "The row is not what was sealed.");
        } else if (!names(content, kind, key)) {
            find(line, name, "row-changed", "叶的种类或键与内容不符。", "Kind or key of the leaf are not those of its text.");
        }
        return hash;
    }

    private static boolean names(String content, String kind, String key) {
        try {
            return Json.read(content) instanceof Map<?, ?> map
                    && kind.equals(map.get("kind"))
                    && key.equals(map.get("key"));
        } catch (JsonException e) {
            return false;
        }
    }

    private @Nullable Checkpoint head(Map<?, ?> checkpoint, long line, long number) {
        Checkpoint head;
        try {
            head = Checkpoint.parse(String.valueOf(checkpoint.get("text")));
        } catch (InvalidSealException e) {
            find(line, null, "malformed-head", "封存头格式有误。", "The tree head is malformed. " + e.getMessage());
            return null;
        }
        if (!head.signedBy(keys)) {
            find(
                    line,
                    null,
                    "head-signature",
                    "封存头的签名无效,或不是所给公钥签的。",
                    "The tree head bears no valid signature of the keys given.");
            return null;
        }
        if (keys.stream().noneMatch(key -> key.name().equals(head.origin()))) {
            find(line, null, "head-origin", "封存头属于另一日志。", "The tree head is of another log.");
        }
        if (checkpoint.size() != 2
                || !(checkpoint.get("number") instanceof Long given)
                || given < 1
                || number != 0 && given != number + 1) {
            find(
                    line,
                    null,
                    "head-number",
                    "封存头编号为 " + checkpoint.get("number") + ",前一个为 " + number + "。",
                    "The tree head's number is %s; the one before is %d.".formatted(checkpoint.get("number"), number));
        }
        return head;
    }

    // The decisions
    // -----------------------------------------------------------------------------------------------------------------

    private record Raw(String id, Map<?, ?> fields, long line) {}

    private record Read(String id, byte[] leaf, long line, boolean faulty) {}

    /** Reads decisions as their leaves ask for them. */
    private final class Decisions {

        private final Lines lines;
        private final Map<String, Read> waiting = new HashMap<>();
        private @Nullable Read ahead;
        private @Nullable Raw following;
        private boolean over;
        private byte[] first = new byte[0];
        private @Nullable LocalDate from;
        private @Nullable LocalDate to;
        private @Nullable Object expected;
        private long expectedLine;

        Decisions(Lines lines) {
            this.lines = lines;
        }

        void header() throws IOException {
            byte[] line = lines.next();
            first = line == null ? first : line;
            Map<?, ?> header = line == null ? null : object(line);
            if (header == null
                    || !"jrp-export".equals(header.get("format"))
                    || !Long.valueOf(1).equals(header.get("version"))) {
                find(1, null, "not-an-export", "该文件不是第 1 版的 jrp-export。", "The file is no jrp-export of version 1.");
                return;
            }
            try {
                from = LocalDate.parse(String.valueOf(header.get("from")));
                to = LocalDate.parse(String.valueOf(header.get("to")));
                Instant.parse(String.valueOf(header.get("exportedAt")));
            } catch (DateTimeException e) {
                find(1, null, "malformed-line", "首行的日期有误。", "The dates of the first line are malformed.");
            }
        }

        void expect(@Nullable Object count, long line) {
            expected = count;
            expectedLine = line;
        }

        /** Holds a decision's leaf against the decision. */
        void compare(String id, byte[] hash, long leafLine) throws IOException {
            Read read = waiting.remove(id);
            while (read == null) {
                Read next = peek();
                if (next == null || next.id().compareTo(id) > 0) {
                    break;
                }
                ahead = null;
                if (next.id().equals(id)) {
                    read = next;
                } else {
                    waiting.put(next.id(), next);
                }
            }
            if (read == null) {
                if (within(id)) {
                    find(
                            leafLine,
                            id,
                            "record-removed",
                            "该决定已封存,但文件中没有。",
                            "The decision was sealed and is not in the file.");
                }
            } else if (!read.faulty() && !MessageDigest.isEqual(read.leaf(), hash)) {
                find(read.line(), id, "record-changed", "该决定与封存时不同。", "The decision is not what was sealed.");
            }
        }

        /** Whatever no leaf asked for was not sealed. */
        void rest() throws IOException {
            for (Read next = peek(); next != null; next = peek()) {
                ahead = null;
                waiting.put(next.id(), next);
            }
            for (Read read : waiting.values()) {
                if (read.faulty()) {
                    continue;
                }
                find(read.line(), read.id(), "record-inserted", "该决定没有封存过。", "The decision was never sealed.");
            }
            if (expected != null && !Long.valueOf(decisions).equals(expected)) {
                find(
                        expectedLine,
                        null,
                        "count-differs",
                        "结尾行称有 " + expected + " 个决定,实有 " + decisions + " 个。",
                        "The last line says %s decisions; there are %d.".formatted(expected, decisions));
            }
        }

        private @Nullable Read peek() throws IOException {
            while (ahead == null) {
                Raw raw = following == null ? raw() : following;
                if (raw == null) {
                    return null;
                }
                following = raw();
                ahead = read(raw, following);
            }
            return ahead;
        }

        /** The next decision that has an id. */
        private @Nullable Raw raw() throws IOException {
            while (!over) {
                byte[] line = lines.next();
                if (line == null || startsWith(line, "{\"seals\"")) {
                    over = true;
                } else if (isDecision(line)) {
                    decisions++;
                    Map<?, ?> fields = object(line);
                    String id = fields == null ? null : text(fields, "id");
                    if (fields != null && id != null && UUID.matcher(id).matches()) {
                        return new Raw(id, fields, lines.number());
                    }
                    find(lines.number(), idOf(line), "malformed-record", "该决定的格式有误。", "The decision is malformed.");
                }
            }
            return null;
        }

        /** A decision in its place; null for one that is not, which is put aside. */
        private @Nullable Read read(Raw raw, @Nullable Raw next) {
            String id = raw.id();
            String before = lastId;
            Read read = decision(raw.fields(), id, raw.line());
            boolean back = before != null && before.compareTo(id) >= 0;
            boolean ahead = next != null
                    && next.id().compareTo(id) < 0
                    && (before == null || next.id().compareTo(before) > 0);
            if (back || ahead) {
                boolean twice = id.equals(before) || waiting.containsKey(id);
                find(
                        raw.line(),
                        id,
                        twice ? "record-repeated" : "record-out-of-order",
                        twice ? "该决定重复出现。" : "该决定不在应在的位置。",
                        twice ? "The decision is there twice." : "The decision is not where it belongs.");
                waiting.putIfAbsent(id, new Read(id, read == null ? new byte[0] : read.leaf(), raw.line(), true));
                return null;
            }
            lastId = id;
            if (!within(id)) {
                find(
                        raw.line(),
                        id,
                        "record-out-of-range",
                        "该决定不在导出的日期范围内。",
                        "The decision is not of the days of the export.");
            }
            return read == null ? new Read(id, new byte[0], raw.line(), true) : read;
        }

        private @Nullable Read decision(Map<?, ?> fields, String id, long number) {
            DecisionLeaf leaf;
            try {
                leaf = leafOf(fields, id);
            } catch (IllegalArgumentException e) {
                find(number, id, "malformed-record", "该决定的格式有误。", "The decision is malformed. " + e.getMessage());
                return null;
            }
            boolean faulty = false;
            if (!DecisionLeaf.digest(leaf.canonical()).equals(leaf.decisionHash())) {
                find(
                        number,
                        id,
                        "decision-hash",
                        "决定内容与 decisionHash 不符。",
                        "The content does not have the decisionHash.");
                faulty = true;
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
                find(number, id, "record-hash", "决定的信封与 recordHash 不符。", "The envelope does not have the recordHash.");
                faulty = true;
            }
            return new Read(id, MerkleTree.leaf(leaf.bytes()), number, faulty);
        }

        /** Whether a decision of that id belongs to the export, by the time that its id carries. */
        private boolean within(String id) {
            LocalDate first = from;
            LocalDate until = to;
            if (first == null || until == null) {
                return true;
            }
            long millis = Long.parseLong(id.substring(0, 8) + id.substring(9, 13), 16);
            LocalDate day = Instant.ofEpochMilli(millis)
                    .atOffset(org.jrp.decision.Question.SHANGHAI)
                    .toLocalDate();
            return !day.isBefore(first) && !day.isAfter(until);
        }
    }

    private static DecisionLeaf leafOf(Map<?, ?> fields, String id) {
        if (!DECISION.equals(fields.keySet())) {
            throw new IllegalArgumentException("Its fields are not those of a decision.");
        }
        String decisionHash = required(fields, "decisionHash");
        String recordHash = required(fields, "recordHash");
        String decidedAt = required(fields, "decidedAt");
        if (!HASH.matcher(decisionHash).matches() || !HASH.matcher(recordHash).matches()) {
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

    private static @Nullable Map<?, ?> object(byte[] line) {
        try {
            return Json.read(line) instanceof Map<?, ?> map ? map : null;
        } catch (JsonException e) {
            return null;
        }
    }

    /** The id that a decision's line begins with, for a message; null where it has none. */
    private static @Nullable String idOf(byte[] line) {
        int length = ID_AT + 36;
        if (line.length < length) {
            return null;
        }
        String id = new String(line, ID_AT, 36, StandardCharsets.ISO_8859_1);
        return UUID.matcher(id).matches() ? id : null;
    }

    private static boolean isDecision(byte[] line) {
        return startsWith(line, "{\"id\":");
    }

    private static boolean startsWith(byte[] line, String text) {
        byte[] wanted = text.getBytes(StandardCharsets.US_ASCII);
        return line.length >= wanted.length && Arrays.equals(line, 0, wanted.length, wanted, 0, wanted.length);
    }

    /** Lines ended by LF, as bytes. */
    private static final class Lines implements Closeable {

        private final InputStream in;
        private final byte[] buffer = new byte[1 << 16];
        private int at;
        private int end;
        private long number;

        Lines(InputStream in) {
            this.in = in;
        }

        long number() {
            return number;
        }

        byte @Nullable [] next() throws IOException {
            ByteArrayOutputStream line = null;
            while (true) {
                for (int i = at; i < end; i++) {
                    if (buffer[i] == '\n') {
                        byte[] piece = Arrays.copyOfRange(buffer, at, i);
                        at = i + 1;
                        number++;
                        if (line == null) {
                            return piece;
                        }
                        line.writeBytes(piece);
                        return line.toByteArray();
                    }
                }
                if (end > at) {
                    line = line == null ? new ByteArrayOutputStream() : line;
                    line.write(buffer, at, end - at);
                    if (line.size() > LONGEST_LINE) {
                        throw new IOException("Line %d is longer than %d bytes.".formatted(number + 1, LONGEST_LINE));
                    }
                }
                at = 0;
                end = in.read(buffer);
                if (end < 0) {
                    end = 0;
                    if (line == null) {
                        return null;
                    }
                    number++;
                    return line.toByteArray();
                }
            }
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
