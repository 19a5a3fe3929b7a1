package org.jrp.seal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jrp.catalogue.Text;
import org.jspecify.annotations.Nullable;

/**
 * Checks an export without a server (离线核验): that each decision is what its hashes say, that each is the one that was sealed in its
 * place and none is missing, and that the log they stand in is the one under the signed tree heads.
 *
 * <p>The file is read twice at once: decisions in the order of ids, leaves in the order of the log. The two orders differ by seconds,
 * so that no more than a few decisions wait in memory. Lines are looked at by several threads, and what they say is put together by
 * one, in the order of the file: the result is the same however many there are.
 *
 * <p>What a verified file proves: each tree head in it bears a signature of the keys given (each is checked, not the last alone), and
 * its root is that of the leaves up to it; each decision and each row has the hash of its leaf. So nothing in the file can be changed
 * without the signing key, but for the header's and footer's own words, which the note of the line {@code seals} signs.
 */
public final class ExportVerifier {

    private static final int MOST_FINDINGS = 1_000;
    private static final int MOST_THREADS = 4;
    private static final int AHEAD = 2;
    private static final int TIME_DIGITS = 13;

    private static final Set<String> SEALS = Set.of("from", "before", "firstHead", "left", "note");
    private static final ZoneOffset SHANGHAI = org.jrp.decision.Question.SHANGHAI;

    private final Opener file;
    private final Collection<VerifierKey> keys;
    private final @Nullable Checkpoint outside;
    private final boolean quick;
    private final PriorityQueue<Finding> findings =
            new PriorityQueue<>(Comparator.comparingLong(Finding::line).reversed());
    private final List<Finding> notices = new ArrayList<>();
    private final Map<String, Lateness> lateness = new HashMap<>();
    private long found;
    private long noticed;

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
     * @param notices what is no fault by itself: rows that were sealed long after others that are younger; at most a thousand
     * @param noticed how many there were
     * @param head the last tree head of the file; null where it has none
     * @param headMet whether the tree head from outside was compared; true where none was given
     */
    public record Result(
            List<Finding> findings,
            long found,
            List<Finding> notices,
            long noticed,
            long decisions,
            long leaves,
            long checkpoints,
            @Nullable Checkpoint head,
            boolean headMet) {

        public Result {
            findings = List.copyOf(findings);
            notices = List.copyOf(notices);
        }

        public boolean intact() {
            return found == 0;
        }
    }

    private ExportVerifier(Opener file, Collection<VerifierKey> keys, @Nullable Checkpoint outside, boolean quick) {
        this.file = file;
        this.keys = List.copyOf(keys);
        this.outside = outside;
        this.quick = quick;
    }

    /**
     * Checks a file.
     *
     * @param keys whose signatures count
     * @param outside a tree head that was kept elsewhere; null for none
     */
    public static Result verify(Opener file, Collection<VerifierKey> keys, @Nullable Checkpoint outside)
            throws IOException {
        return verify(file, keys, outside, true);
    }

    /** @param quick whether lines in the usual form may go the quick way; the result is the same */
    static Result verify(Opener file, Collection<VerifierKey> keys, @Nullable Checkpoint outside, boolean quick)
            throws IOException {
        return new ExportVerifier(file, keys, outside, quick).verify();
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
        int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
        ExecutorService pool = Executors.newFixedThreadPool(threads, work -> {
            Thread thread = new Thread(work, "verify");
            thread.setDaemon(true);
            return thread;
        });
        ExportLine.Reader reader = new ExportLine.Reader(keys, quick);
        try (Pieces<ExportLine> first = new Pieces<>(file.open(), pool, threads * AHEAD, reader::decision);
                Pieces<ExportLine> second = new Pieces<>(file.open(), pool, threads * AHEAD, reader::log)) {
            Decisions records = new Decisions(first);
            records.header();
            leaves(second, records);
            records.rest();
        } finally {
            pool.shutdownNow();
        }
        List<Finding> sorted = new ArrayList<>(findings);
        sorted.sort(Comparator.comparingLong(Finding::line));
        return new Result(
                sorted, found, notices, noticed, decisions, leaves, checkpoints, last, outside == null || outsideMet);
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
    private void leaves(Pieces<ExportLine> lines, Decisions records) throws IOException {
        Log log = new Log(records);
        for (ExportLine line = lines.next(); line != null; line = lines.next()) {
            log.line(line, lines.before() + line.number());
        }
        log.end(lines.before());
    }

    /** The log as far as it has been read. */
    private final class Log {

        private final Decisions records;
        private @Nullable CompactRange range;
        private long before = -1;
        private long checkedTo = -1;
        private long checkedLine;
        private boolean footer;
        private boolean broken;
        private long next;
        private long expected;

        Log(Decisions records) {
            this.records = records;
        }

        void line(ExportLine line, long at) throws IOException {
            if (line instanceof ExportLine.Place place) {
                if (range != null) {
                    find(at, place.id(), "out-of-place", "该行不在应在的位置。", "The line is not where it belongs.");
                }
            } else if (line instanceof ExportLine.Other other && !other.json()) {
                find(at, null, "not-json", "该行不是 JSON 对象。", "The line is no JSON object.");
            } else if (footer) {
                find(at, null, "after-the-end", "结尾行之后还有内容。", "There is a line after the last one.");
            } else if (line instanceof ExportLine.Seals seals) {
                begin(seals.fields(), at);
            } else if (line instanceof ExportLine.Leaf leaf) {
                add(leaf, at);
            } else if (line instanceof ExportLine.Head head) {
                close(head, at);
            } else if (line instanceof ExportLine.Footer end) {
                footer = true;
                records.expect(end.count(), at);
            } else {
                find(at, null, "unknown-line", "不认识该行。", "The line is of no known kind.");
            }
        }

        private void begin(Map<?, ?> seals, long at) throws IOException {
            if (range != null) {
                find(at, null, "repeated-line", "seals 行重复。", "The line seals is there twice.");
                return;
            }
            CompactRange begun = begun(seals, at, records);
            before = seals.get("before") instanceof Long one ? one : -1;
            next = seals.get("firstHead") instanceof Long one ? one : 0;
            broken = begun == null;
            begun = begun == null ? new CompactRange() : begun;
            range = begun;
            compareOutside(begun, at);
            expected = begun.size();
            checkedTo = begun.size();
            checkedLine = at;
        }

        private void add(ExportLine.Leaf leaf, long at) throws IOException {
            leaves++;
            CompactRange grown = range;
            if (grown == null) {
                find(at, null, "leaf-without-start", "叶之前没有 seals 行。", "A leaf comes before the line seals.");
                grown = new CompactRange();
                range = grown;
            }
            leaf(leaf, expected, at, records);
            byte[] hash = leaf.hash();
            if (hash == null || !Long.valueOf(expected).equals(leaf.index())) {
                broken = true;
                expected = leaf.index() instanceof Long index && index >= expected ? index + 1 : expected;
            } else {
                expected++;
            }
            if (!broken && hash != null) {
                grown.append(hash);
                compareOutside(grown, at);
            }
        }

        private void close(ExportLine.Head line, long at) {
            checkpoints++;
            Checkpoint head = head(line, at, next);
            next = line.given() instanceof Long one ? one + 1 : next;
            CompactRange grown = range;
            if (head == null || grown == null || broken) {
                return;
            }
            if (head.size() != grown.size()) {
                find(
                        at,
                        null,
                        "leaves-missing",
                        "封存头为 " + head.size() + " 片叶,至此有 " + grown.size() + " 片。",
                        "The tree head covers %d leaves; up to here there are %d."
                                .formatted(head.size(), grown.size()));
                broken = true;
            } else if (!MessageDigest.isEqual(head.root(), grown.root())) {
                find(
                        checkedLine + 1,
                        "leaf " + checkedTo + "–" + (grown.size() - 1),
                        "root-differs",
                        "第 " + (checkedLine + 1) + " 至 " + (at - 1) + " 行的叶与封存头(第 " + at + " 行)不符。",
                        "The leaves of lines %d to %d are not those under the tree head of line %d."
                                .formatted(checkedLine + 1, at - 1, at));
                broken = true;
            }
            last = head;
            checkedTo = grown.size();
            checkedLine = at;
        }

        void end(long lines) {
            CompactRange whole = range;
            if (whole == null) {
                find(lines + 1, null, "no-seals", "文件中没有封存数据。", "The file holds no seals.");
            } else if (!broken && (checkedTo != whole.size() || last == null && whole.size() > 0)) {
                find(lines + 1, null, "no-head", "最后的叶没有封存头。", "No tree head covers the last leaves.");
            } else if (!broken && before != whole.size()) {
                find(
                        lines + 1,
                        null,
                        "leaves-missing",
                        "应有叶至 " + before + ",实有至 " + whole.size() + "。",
                        "The leaves should go up to %d and go up to %d.".formatted(before, whole.size()));
            }
            if (!footer) {
                find(lines + 1, null, "truncated", "文件没有结尾行,可能被截断。", "The file has no last line; it was cut.");
            }
        }
    }

    private @Nullable CompactRange begun(Map<?, ?> seals, long line, Decisions records) {
        String why = "";
        try {
            if (seals.keySet().equals(SEALS)
                    && seals.get("from") instanceof Long from
                    && seals.get("before") instanceof Long before
                    && seals.get("firstHead") instanceof Long firstHead
                    && seals.get("left") instanceof List<?> left) {
                Checkpoint note = Checkpoint.parse(String.valueOf(seals.get("note")));
                boolean ours = keys.stream().anyMatch(key -> note.origin().equals(exportOrigin(key.name())));
                if (!ours
                        || !note.signedBy(keys)
                        || note.size() != from
                        || !MessageDigest.isEqual(note.root(), exportDigest(records.first, from, before, firstHead))) {
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
     * What the note that signs an export has in the place of a root: the digest of the first line, of how far the leaves go, and of the
     * number of the first tree head, so that none is left out unnoticed. Its size is the index of the first leaf.
     *
     * @param header bytes of the first line, without its end
     * @param firstHead 0 where there is none
     */
    public static byte[] exportDigest(byte[] header, long from, long before, long firstHead) {
        byte[] extent = ("\n" + from + "\n" + before + "\n" + firstHead + "\n").getBytes(StandardCharsets.US_ASCII);
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

    private void leaf(ExportLine.Leaf leaf, long expected, long line, Decisions records) throws IOException {
        String kind = leaf.kind();
        String key = leaf.key();
        byte[] hash = leaf.hash();
        if (!leaf.formed() || kind == null || key == null || hash == null) {
            find(line, key, "malformed-line", "叶的格式有误。", "The leaf is malformed.");
            return;
        }
        String name = kind.equals(DecisionLeaf.KIND) ? key : kind + " " + key;
        if (leaf.index() instanceof Long index && index > expected) {
            find(
                    line,
                    "leaf " + expected,
                    "leaf-missing",
                    "缺第 " + expected + " 至 " + (index - 1) + " 片叶。",
                    "The leaves %d to %d are missing.".formatted(expected, index - 1));
        } else if (!Long.valueOf(expected).equals(leaf.index())) {
            find(
                    line,
                    name,
                    "leaf-out-of-order",
                    "叶的序号为 " + leaf.index() + ",应为 " + expected + "。",
                    "The leaf's index is %s and should be %d.".formatted(leaf.index(), expected));
        }
        late(line, kind, key, name);
        ExportLine.Content content = leaf.content();
        if (content == null) {
            records.compare(key, hash, line);
            return;
        }
        switch (content) {
            case SEALED -> {}
            case MISSING ->
                find(line, name, "row-removed", "该记录已封存,但库中已无此行。", "The row was sealed and is not there any more.");
            case CHANGED -> find(line, name, "row-changed", "该记录与封存时不同。", "The row is not what was sealed.");
            case MISNAMED ->
                find(line, name, "row-changed", "叶的种类或键与内容不符。", "Kind or key of the leaf are not those of its text.");
        }
    }

    private void late(long line, String kind, String key, String name) {
        if (key.length() != Scan.UUID_LENGTH || key.charAt(14) != '7' || key.charAt(8) != '-') {
            return;
        }
        UUID id;
        try {
            id = UUID.fromString(key);
        } catch (IllegalArgumentException e) {
            return;
        }
        if (lateness.computeIfAbsent(kind, one -> new Lateness()).late(id)) {
            noticed++;
            if (notices.size() < MOST_FINDINGS) {
                notices.add(new Finding(
                        line,
                        name,
                        "sealed-late",
                        new Text(
                                "编号所带时间比已封存的同类记录早 15 分钟以上:事后补入(如上传的离线决定),请核实来历。",
                                "By its id it is more than 15 minutes older than what had been sealed: added afterwards, as decisions made"
                                        + " offline are. Ask where it came from.")));
            }
        }
    }

    private @Nullable Checkpoint head(ExportLine.Head line, long at, long next) {
        Checkpoint head = line.note();
        if (head == null) {
            find(at, null, "malformed-head", "封存头格式有误。", "The tree head is malformed. " + line.why());
            return null;
        }
        if (!line.signed()) {
            find(
                    at,
                    null,
                    "head-signature",
                    "封存头的签名无效,或不是所给公钥签的。",
                    "The tree head bears no valid signature of the keys given.");
            return null;
        }
        if (keys.stream().noneMatch(key -> key.name().equals(head.origin()))) {
            find(at, null, "head-origin", "封存头属于另一日志。", "The tree head is of another log.");
        }
        if (!Long.valueOf(next).equals(line.given())) {
            find(
                    at,
                    null,
                    "head-number",
                    "封存头编号为 " + line.given() + ",应为 " + next + "。",
                    "The tree head's number is %s and should be %d.".formatted(line.given(), next));
        }
        return head;
    }

    // The decisions
    // -----------------------------------------------------------------------------------------------------------------

    private record Raw(ExportLine.Record record, String id, long line) {}

    private record Read(String id, byte[] leaf, long line, boolean faulty) {}

    /** Reads decisions as their leaves ask for them. */
    private final class Decisions {

        private final Pieces<ExportLine> lines;
        private final Map<String, Read> waiting = new HashMap<>();
        private @Nullable Read ahead;
        private @Nullable Raw following;
        private boolean over;
        private byte[] first = new byte[0];
        private long fromMillis = Long.MIN_VALUE;
        private long toMillis = Long.MAX_VALUE;
        private @Nullable Object expected;
        private long expectedLine;

        Decisions(Pieces<ExportLine> lines) {
            this.lines = lines;
        }

        void header() throws IOException {
            first = lines.next() instanceof ExportLine.Header line ? line.bytes() : first;
            Map<?, ?> header = ExportLine.Reader.object(first);
            if (header == null
                    || !"jrp-export".equals(header.get("format"))
                    || !Long.valueOf(1).equals(header.get("version"))) {
                find(1, null, "not-an-export", "该文件不是第 1 版的 jrp-export。", "The file is no jrp-export of version 1.");
                return;
            }
            try {
                LocalDate begin = LocalDate.parse(String.valueOf(header.get("from")));
                LocalDate end = LocalDate.parse(String.valueOf(header.get("to")));
                Instant.parse(String.valueOf(header.get("exportedAt")));
                fromMillis = begin.atStartOfDay(SHANGHAI).toInstant().toEpochMilli();
                toMillis = end.plusDays(1).atStartOfDay(SHANGHAI).toInstant().toEpochMilli();
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
                ExportLine line = lines.next();
                if (line == null || line instanceof ExportLine.Seals) {
                    over = true;
                } else if (line instanceof ExportLine.Record record) {
                    decisions++;
                    long at = lines.before() + record.number();
                    String id = record.id();
                    if (record.read() && id != null) {
                        return new Raw(record, id, at);
                    }
                    faults(record, at);
                }
            }
            return null;
        }

        private void faults(ExportLine.Record record, long at) {
            for (ExportLine.Fault fault : record.faults()) {
                find(
                        at,
                        record.id(),
                        fault.code(),
                        fault.message().zh(),
                        fault.message().en());
            }
        }

        /** A decision in its place; null for one that is not, which is put aside. */
        private @Nullable Read read(Raw raw, @Nullable Raw next) {
            String id = raw.id();
            String before = lastId;
            ExportLine.Record record = raw.record();
            faults(record, raw.line());
            Read read = new Read(id, record.leaf(), raw.line(), !record.faults().isEmpty());
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
                waiting.putIfAbsent(id, new Read(id, read.leaf(), raw.line(), true));
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
            return read;
        }

        /** Whether a decision of that id belongs to the export, by the time that its id carries. */
        private boolean within(String id) {
            long millis = 0;
            for (int i = 0; i < TIME_DIGITS; i++) {
                if (i != 8) {
                    millis = millis << 4 | Character.digit(id.charAt(i), 16);
                }
            }
            return millis >= fromMillis && millis < toMillis;
        }
    }
}
