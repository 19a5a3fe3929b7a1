package org.jrp.replay;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import org.jrp.json.Json;
import org.jrp.json.JsonCursor;
import org.jrp.json.JsonException;
import org.jspecify.annotations.Nullable;

/**
 * Decides every record of an export again, without a server (离线复算). Each thread takes a piece of the file, reads it and decides it; what is
 * in memory is a piece a thread. Whether the file is the one that was sealed, it does not tell: that is
 * {@link org.jrp.seal.ExportVerifier}'s.
 */
public final class ExportReplay {

    /** How many differences are kept, the first ones of the file. */
    public static final int MOST_DIFFERENCES = 10_000;

    private static final int MOST_CAUSES = 5;
    private static final int MOST_RELEASES = 1_000;
    private static final byte[] COUNT = "{\"count\":".getBytes(StandardCharsets.US_ASCII);

    private final ExportFile file;
    private final Engines engines;
    private final LongConsumer progress;
    private final PriorityQueue<Difference> differences = new PriorityQueue<>(Difference.IN_ORDER.reversed());
    private final Map<Integer, Integer> lines = new TreeMap<>();
    private final Map<String, Long> missing = new TreeMap<>();
    private long bytes;
    private long identical;
    private long sameMeasures;
    private long differs;
    private long erased;
    private boolean begun;
    private @Nullable Long count;

    private ExportReplay(InputStream in, Engines engines, LongConsumer progress) {
        this.file = new ExportFile(in);
        this.engines = engines;
        this.progress = progress;
    }

    /**
     * A decision that did not come out the same (差异).
     *
     * @param line of the file, from 1
     * @param id of the decision; empty where its line cannot be read
     * @param engine version that decided then; empty where its line cannot be read
     * @param verdict {@code same-measures} or {@code differs}
     * @param causes the first few
     */
    public record Difference(long line, String id, String engine, String verdict, List<Cause> causes) {

        static final Comparator<Difference> IN_ORDER = Comparator.comparingLong(Difference::line);

        private Difference at(long place) {
            return new Difference(place, id, engine, verdict, causes);
        }
    }

    /**
     * What came of it.
     *
     * @param differences in the order of lines, no more than {@link #MOST_DIFFERENCES}
     * @param missing how many decisions name a release that was not given, by its hash
     * @param complete whether the file begins and ends as an export does, with as many decisions as its end says
     */
    public record Result(
            long identical,
            long sameMeasures,
            long differs,
            long erased,
            List<Difference> differences,
            Map<String, Long> missing,
            boolean complete) {

        public Result {
            differences = List.copyOf(differences);
            missing = Map.copyOf(missing);
        }

        public long decisions() {
            return identical + sameMeasures + differs + erased;
        }

        /** Whether all that was not erased came out as the same bytes, and nothing of the file is missing. */
        public boolean same() {
            return complete && sameMeasures == 0 && differs == 0;
        }
    }

    /**
     * Replays a file.
     *
     * @param in the export; not closed
     * @param threads from 1
     * @param progress told now and then how many bytes are done
     */
    public static Result replay(InputStream in, Engines engines, int threads, LongConsumer progress)
            throws IOException {
        ExportReplay replay = new ExportReplay(in, engines, progress);
        if (threads == 1) {
            replay.work();
            return replay.result();
        }
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> working = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                working.add(pool.submit(() -> {
                    replay.work();
                    return null;
                }));
            }
            for (Future<?> one : working) {
                one.get();
            }
            return replay.result();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException unreadable) {
                throw unreadable;
            }
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted.", e);
        } finally {
            pool.shutdownNow();
        }
    }

    private void work() throws IOException {
        ExportFile.Piece piece = new ExportFile.Piece();
        Worker worker = new Worker();
        while (file.next(piece)) {
            worker.replay(piece);
            add(worker, piece);
        }
    }

    /** One thread's readers, and what a piece came to; the lines of its differences count from the piece's beginning. */
    private final class Worker {

        private final ExportLine reader = new ExportLine();
        private final Replayer replayer = new Replayer(engines, row -> true);
        private final List<Difference> found = new ArrayList<>();
        private int line;
        private long identical;
        private long sameMeasures;
        private long differs;
        private long erased;

        void replay(ExportFile.Piece piece) {
            found.clear();
            line = 0;
            identical = 0;
            sameMeasures = 0;
            differs = 0;
            erased = 0;
            int end;
            for (int from = 0; from < piece.length; from = end + 1) {
                end = JsonCursor.indexOf(piece.bytes, from, piece.length, '\n');
                line++;
                if (begins(piece.bytes, from, end, ExportLine.ID)) {
                    decision(piece.bytes, from, end);
                } else if (piece.number == 0 && line == 1 || begins(piece.bytes, from, end, COUNT)) {
                    edge(Arrays.copyOfRange(piece.bytes, from, end));
                }
            }
        }

        private void decision(byte[] bytes, int from, int until) {
            Recorded row;
            try {
                row = reader.read(bytes, from, until);
            } catch (ExportLine.UnreadableException e) {
                differs++;
                found.add(new Difference(
                        line,
                        "",
                        "",
                        "differs",
                        List.of(new Cause(
                                "line",
                                Cause.FACT_MISSING,
                                "导出文件的这一行无法读取:" + e.getMessage(),
                                "This line of the export cannot be read. " + e.getMessage()))));
                return;
            }
            Replayer.Replay replay = replayer.replay(row, null);
            switch (replay.verdict()) {
                case "identical" -> identical++;
                case "same-measures" -> sameMeasures++;
                case "erased" -> erased++;
                default -> differs++;
            }
            if (!replay.causes().isEmpty()) {
                found.add(new Difference(
                        line,
                        row.id(),
                        row.engine(),
                        replay.verdict(),
                        replay.causes().stream().limit(MOST_CAUSES).toList()));
                String release = replay.release();
                if (release != null
                        && replay.causes().stream()
                                .anyMatch(cause -> cause.code().equals(Cause.RELEASE_MISSING))) {
                    missing(release);
                }
            }
        }
    }

    private synchronized void add(Worker worker, ExportFile.Piece piece) {
        identical += worker.identical;
        sameMeasures += worker.sameMeasures;
        differs += worker.differs;
        erased += worker.erased;
        lines.put(piece.number, worker.line);
        for (Difference one : worker.found) {
            differences.add(one.at((long) piece.number << Integer.SIZE | one.line()));
            if (differences.size() > MOST_DIFFERENCES) {
                differences.remove();
            }
        }
        bytes += piece.length;
        progress.accept(bytes);
    }

    private synchronized void missing(String release) {
        if (missing.containsKey(release) || missing.size() < MOST_RELEASES) {
            missing.merge(release, 1L, Long::sum);
        }
    }

    /** The first line, or one that looks like the last. */
    private synchronized void edge(byte[] line) {
        try {
            if (Json.read(line) instanceof Map<?, ?> fields) {
                begun |= "jrp-export".equals(fields.get("format"))
                        && Long.valueOf(1).equals(fields.get("version"));
                if (fields.get("count") instanceof Long number) {
                    count = number;
                }
            }
        } catch (JsonException e) {
            return; // then the file is not complete
        }
    }

    private synchronized Result result() {
        List<Difference> found = new ArrayList<>(differences);
        found.sort(Difference.IN_ORDER);
        List<Difference> placed = new ArrayList<>();
        int piece = 0;
        long before = 0;
        for (Difference one : found) {
            for (; piece < one.line() >>> Integer.SIZE; piece++) {
                before += lines.getOrDefault(piece, 0);
            }
            placed.add(one.at(before + (int) one.line()));
        }
        long decisions = identical + sameMeasures + differs + erased;
        boolean complete = begun && Long.valueOf(decisions).equals(count);
        return new Result(identical, sameMeasures, differs, erased, placed, missing, complete);
    }

    private static boolean begins(byte[] bytes, int from, int until, byte[] with) {
        int end = from + with.length;
        return end <= until && Arrays.equals(bytes, from, end, with, 0, with.length);
    }
}
