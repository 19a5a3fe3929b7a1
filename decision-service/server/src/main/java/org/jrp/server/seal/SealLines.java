package org.jrp.server.seal;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jrp.catalogue.Text;
import org.jrp.json.JsonWriter;
import org.jrp.seal.CompactRange;
import org.jrp.server.Uuids;
import org.jrp.server.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * The lines that prove an export (导出中的封存行), as {@code jrp verify} reads them: {@code {"seals":…}} with where the log begins and the hashes
 * before it; {@code {"leaf":…}} for each leaf from the first to the last decision's, of other kinds with the row's text; after the leaves
 * that it covers, each {@code {"checkpoint":…}}. Docs/seals.md describes them.
 */
@Service
public class SealLines {

    private static final Base64.Encoder BASE64 = Base64.getEncoder();
    private static final int AT_ONCE = 1_000;
    private static final int MOST_TRIES = 100;
    private static final long PAUSE_MILLIS = 100;

    private final SealStore store;
    private final Sealer sealer;
    private final JdbcClient jdbc;

    SealLines(SealStore store, Sealer sealer, JdbcClient jdbc) {
        this.store = store;
        this.sealer = sealer;
        this.jdbc = jdbc;
    }

    /** Takes lines, each a JSON object without a line break. */
    @FunctionalInterface
    public interface Lines {
        void line(byte[] json) throws IOException;
    }

    /**
     * How far the log reaches for one export (截止处): what is sealed later is not in it.
     *
     * @param size how many leaves
     */
    public record Cut(long size) {}

    private record Span(long first, long last) {}

    /**
     * Seals what has been written so far, and says how far the log reaches. Whatever of the range is sealed before it belongs to the export,
     * and nothing else: so the range must not end at the present moment, or a decision made just now might be before the cut and
     * yet out of the range.
     *
     * @param from the smallest id
     * @param to the id before which all of them stand
     */
    public Cut cut(UUID from, UUID to) {
        sealAll(from, to);
        return new Cut(store.last().map(SealStore.Head::size).orElse(0L));
    }

    /** Those of the decisions that stand in the log before the cut: what an export may hold. */
    public Set<UUID> within(Cut cut, Collection<UUID> decisions) {
        return new HashSet<>(jdbc.sql("select key::uuid from seal_leaf where kind = ? and key = any (?) and index < ?")
                .param(LeafKind.DECISION.code())
                .param(decisions.stream().map(UUID::toString).toArray(String[]::new))
                .param(cut.size())
                .query(UUID.class)
                .list());
    }

    /**
     * Writes the lines about decisions of that range.
     *
     * @param from the smallest id
     * @param to the id before which all of them stand
     * @param header the export's first line, that is signed with them
     */
    public void write(Cut cut, UUID from, UUID to, byte[] header, Lines lines) throws IOException {
        Span span = jdbc.sql(
                        "select min(index), max(index) from seal_leaf where kind = ? and key >= ? and key < ? and index < ?")
                .params(LeafKind.DECISION.code(), from.toString(), to.toString(), cut.size())
                .query((row, number) -> row.getObject(1) == null
                        ? new Span(cut.size(), cut.size() - 1)
                        : new Span(row.getLong(1), row.getLong(2)))
                .single();
        SealStore.Head end = cut.size() == 0
                ? null
                : store.covering(reachesTheEnd(cut, to) ? cut.size() : span.last() + 1)
                        .orElse(null);
        long first = span.first();
        long before = end == null ? first : end.size();
        Map<String, @Nullable Object> start = new LinkedHashMap<>();
        start.put("from", first);
        start.put("before", before);
        SealStore.Head begin = first < before ? store.covering(first + 1).orElse(end) : end;
        long firstHead = begin == null ? 0 : begin.number();
        start.put("firstHead", firstHead);
        start.put(
                "left",
                CompactRange.of(first, store.nodes()).hashes().stream()
                        .map(BASE64::encodeToString)
                        .toList());
        start.put("note", sealer.export(header, first, before, firstHead));
        lines.line(JsonWriter.inOrder(Map.of("seals", start)));
        for (long at = first; at < before; ) {
            List<SealStore.Sealed> leaves = store.leaves(at, before, AT_ONCE);
            if (leaves.isEmpty()) {
                break;
            }
            long next = leaves.get(leaves.size() - 1).index() + 1;
            write(leaves, store.between(at, next), lines);
            at = next;
        }
        if (first == before && end != null) {
            lines.line(checkpoint(end)); // no decision at all: the head that says how far the log had come
        }
    }

    /** Whether the range goes on behind the last head: then the export ends with it, and whoever fetched a head before can compare it. */
    private boolean reachesTheEnd(Cut cut, UUID to) {
        return store.covering(cut.size())
                .filter(head -> head.sealedAt().isBefore(Uuids.moment(to)))
                .isPresent();
    }

    private void write(List<SealStore.Sealed> leaves, List<SealStore.Head> heads, Lines lines) throws IOException {
        Map<String, String> texts = texts(leaves);
        int head = 0;
        for (SealStore.Sealed leaf : leaves) {
            Map<String, @Nullable Object> line = new LinkedHashMap<>();
            line.put("index", leaf.index());
            line.put("kind", leaf.kind());
            line.put("key", leaf.key());
            line.put("hash", BASE64.encodeToString(leaf.hash()));
            if (!leaf.kind().equals(LeafKind.DECISION.code())) {
                line.put("text", texts.get(leaf.kind() + ' ' + leaf.key()));
            }
            lines.line(JsonWriter.inOrder(Map.of("leaf", line)));
            while (head < heads.size() && heads.get(head).size() == leaf.index() + 1) {
                lines.line(checkpoint(heads.get(head)));
                head++;
            }
        }
    }

    private static byte[] checkpoint(SealStore.Head head) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("number", head.number());
        line.put("text", head.checkpoint());
        return JsonWriter.inOrder(Map.of("checkpoint", line));
    }

    /** What the rows hold now, by kind and key. */
    private Map<String, String> texts(List<SealStore.Sealed> leaves) {
        Map<String, String> texts = new HashMap<>();
        for (LeafKind kind : LeafKind.values()) {
            List<String> keys = new ArrayList<>();
            if (kind != LeafKind.DECISION) {
                leaves.stream().filter(leaf -> leaf.kind().equals(kind.code())).forEach(leaf -> keys.add(leaf.key()));
            }
            if (!keys.isEmpty()) {
                store.rows(kind, keys).forEach((key, leaf) -> texts.put(kind.code() + ' ' + key, leaf.text()));
            }
        }
        return texts;
    }

    private void sealAll(UUID from, UUID to) {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            if (sealer.sealBetween(from, to)) {
                return;
            }
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        throw ProblemException.later(
                503,
                "sealing",
                new Text("正在封存,请稍后再试。", "The log is being sealed; try again soon."),
                Duration.ofSeconds(2));
    }
}
