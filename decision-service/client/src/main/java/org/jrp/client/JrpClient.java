package org.jrp.client;

import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import org.jrp.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/**
 * Asks a JRP server (客户端). Immutable and safe for many threads; make one and keep it. It logs nothing.
 *
 * <p>Every method throws {@link JrpProblemException} when the call is refused, {@link JrpUnavailableException} when no answer could be
 * had after the attempts its {@link RetryPolicy} allows, and {@link JrpMalformedAnswerException} when the answer cannot be relied
 * on. None of them means "clear".
 */
public final class JrpClient {

    private static final String JSON = "application/json";
    private static final String NDJSON = "application/x-ndjson";
    private static final String PROBLEM = ", application/problem+json";
    private static final String ZIP = "application/zip";
    private static final Pattern HASH = Pattern.compile("sha256:[0-9a-f]{64}");
    private static final long LONGEST_WAIT = 60;
    private static final Pattern ID = Pattern.compile("[0-9A-Za-z-]{1,64}");

    /** A window of a stream is sent and answered as a whole, so that it can be sent again with its key. */
    private static final int WINDOW_ROWS = 200;

    /** Less than the system's socket buffers hold: a server that answers while it reads then never waits for us to read. */
    private static final int WINDOW_BYTES = 48 << 10;

    private final Transport transport;
    private final Duration requestTimeout;
    private final Duration bulkTimeout;
    private final Duration total;

    JrpClient(Transport transport, Duration requestTimeout, Duration bulkTimeout, Duration total) {
        this.transport = transport;
        this.requestTimeout = requestTimeout;
        this.bulkTimeout = bulkTimeout;
        this.total = total;
    }

    /**
     * Begins a client.
     *
     * @param base address of the server, without {@code /api/v1}
     */
    public static JrpClientBuilder to(URI base) {
        return new JrpClientBuilder(base);
    }

    /** Asks one question, under a key of its own: it is recorded once, however often it had to be sent. */
    public DecisionAnswer decide(Check check) {
        return decide(check, newKey());
    }

    /**
     * Asks one question under that key: the same key and check give the same answer, from whatever process.
     *
     * @param idempotencyKey as the case's number; visible ASCII, nothing personal
     */
    public DecisionAnswer decide(Check check, String idempotencyKey) {
        return Answers.decision(Fields.read(post("/decisions", check.body(), idempotencyKey)));
    }

    /** Asks one question on another thread. */
    public CompletableFuture<DecisionAnswer> decideAsync(Check check, Executor executor) {
        return CompletableFuture.supplyAsync(() -> decide(check), executor);
    }

    /** Asks about many subjects at once; one result each, in their order. */
    public List<Result> batch(BatchCheck batch) {
        Fields body = Fields.read(post("/decisions/batch", batch.body(), newKey()));
        List<Result> results = new ArrayList<>();
        body.demanding("results")
                .objects("results", Fields::self)
                .forEach(one -> results.add(Answers.result(one, results.size() + 1)));
        if (results.size() != batch.subjects().size()) {
            throw new JrpMalformedAnswerException("The answer has %d results for %d subjects."
                    .formatted(results.size(), batch.subjects().size()));
        }
        return List.copyOf(results);
    }

    /**
     * Asks any number of questions in constant memory; checks are taken, and results given, in order and on this thread. They
     * go out a window at a time, each sent again with its own key where that is needed, so that every check has exactly one
     * result. When a window fails for good, the results before it have all been given.
     *
     * @return number of results given
     */
    public long stream(Iterable<Check> checks, Consumer<Result> results) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        int rows = 0;
        long done = 0;
        for (Check check : checks) {
            byte[] line = JsonWriter.inOrder(check.body());
            if (rows == WINDOW_ROWS || (rows > 0 && lines.size() + line.length >= WINDOW_BYTES)) {
                done += window(lines.toByteArray(), rows, done, results);
                lines.reset();
                rows = 0;
            }
            lines.writeBytes(line);
            lines.write('\n');
            rows++;
        }
        return rows == 0 ? done : done + window(lines.toByteArray(), rows, done, results);
    }

    /** The same for a stream, which is not closed. */
    public long stream(Stream<Check> checks, Consumer<Result> results) {
        Iterator<Check> iterator = checks.iterator();
        return stream(() -> iterator, results);
    }

    private long window(byte[] lines, int rows, long before, Consumer<Result> results) {
        byte[] answer = send(new Transport.Call(
                "POST",
                "/decisions/stream",
                NDJSON + PROBLEM,
                NDJSON,
                BodyPublishers.ofByteArray(lines),
                newKey(),
                bulkTimeout,
                bulkTotal()));
        Result[] found = new Result[rows];
        int place = 0;
        for (byte[] line : Ndjson.lines(answer)) {
            Fields body = Fields.read(line);
            long row = body.numberOr("row", place + 1L);
            if (row < 1 || row > rows || found[(int) row - 1] != null) {
                throw new JrpMalformedAnswerException(
                        "The stream answers row %d of %d twice or not at all.".formatted(row, rows));
            }
            found[(int) row - 1] = Answers.result(body, before + row);
            place++;
        }
        if (place != rows) {
            throw new JrpMalformedAnswerException("The stream answers %d of %d rows.".formatted(place, rows));
        }
        for (Result result : found) {
            results.accept(result);
        }
        return rows;
    }

    /** The record of a decision, as it was answered. */
    public DecisionAnswer decision(String decisionId) {
        return Answers.decision(Fields.read(read("/decisions/" + id(decisionId), JSON + PROBLEM)));
    }

    /** The subject's notice of a decision. */
    public Notice notice(String decisionId, Notice.Format format) {
        return new Notice(format, read("/decisions/" + id(decisionId) + "/notice", format.mediaType() + PROBLEM));
    }

    /** One page of past decisions; go on with {@link Search#after} while the page has a cursor. */
    public Page<DecisionSummary> search(Search search) {
        return Answers.page(post("/decisions/search", search.body(), null), DecisionSummary::of);
    }

    /** The list types that the service knows. */
    public List<ListSummary> lists() {
        List<ListSummary> lists = new ArrayList<>();
        String cursor = null;
        do {
            String query = cursor == null ? "" : "?cursor=" + encoded(cursor);
            Page<ListSummary> page = Answers.page(read("/lists" + query, JSON + PROBLEM), ListSummary::of);
            lists.addAll(page.items());
            cursor = page.cursor();
        } while (cursor != null);
        return List.copyOf(lists);
    }

    /**
     * Sends a file of entries. Good rows land, bad ones are told.
     *
     * @param list code of the list
     * @param file a {@code .csv}, {@code .ndjson} or {@code .xlsx}
     * @param dryRun whether to tell only what would happen
     * @throws UncheckedIOException when the file cannot be read
     */
    public ImportReport importEntries(String list, Path file, boolean dryRun) {
        return ImportReport.of(Fields.read(send(new Transport.Call(
                "POST",
                "/entries/import?list=" + encoded(list) + "&dryRun=" + dryRun,
                JSON + PROBLEM,
                mediaType(file),
                content(file),
                newKey(),
                bulkTimeout,
                bulkTotal()))));
    }

    /**
     * Hash of the release that the service decides by; waits for another than the one known.
     *
     * @param known hash of a release; the answer comes at once where another is in use
     * @param wait how long to wait for another, at most a minute; the answer is the known one where there was none
     */
    public String currentRelease(@Nullable String known, Duration wait) {
        long seconds = Math.max(0, Math.min(LONGEST_WAIT, wait.toSeconds()));
        Transport.Reply reply = transport.send(new Transport.Call(
                "GET",
                "/releases/current?wait=" + seconds,
                JSON + PROBLEM,
                null,
                BodyPublishers.noBody(),
                null,
                known == null ? null : '"' + hash(known) + '"',
                requestTimeout.plusSeconds(seconds),
                total.plusSeconds(seconds)));
        if (reply.body().length == 0 && known != null) {
            return known;
        }
        String hash = Fields.read(reply.body()).text("hash");
        if (!HASH.matcher(hash).matches()) {
            throw new JrpMalformedAnswerException("The answer names no release.");
        }
        return hash;
    }

    /** The signed bundle of a release, unchecked: whoever loads it checks the signature. */
    public byte[] releaseBundle(String hash) {
        return send(new Transport.Call(
                "GET",
                "/releases/" + hash(hash) + "/bundle",
                ZIP + PROBLEM,
                null,
                BodyPublishers.noBody(),
                null,
                bulkTimeout,
                bulkTotal()));
    }

    private static String hash(String hash) {
        if (!HASH.matcher(hash).matches()) {
            throw new IllegalArgumentException("The hash of a release should be sha256: and 64 digits.");
        }
        return hash;
    }

    /**
     * Sends the records of an embedded engine that were not sent yet, also while it writes there. May be broken off and begun again
     * at any moment: each decision lands once. What the server refuses is told, and sent again the next time.
     *
     * @param records the folder with the record files; how far it came is kept there
     * @param key the key they were made with: it opens whom each was about
     * @throws UncheckedIOException when a file cannot be read or written
     * @throws IllegalArgumentException when that is not the key
     */
    public UploadResult upload(Path records, SecretKey key) {
        return upload(records, new PersonalFields(key));
    }

    UploadResult upload(Path records, @Nullable PersonalFields personal) {
        try {
            return new Upload(records, personal, this::uploaded).run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Fields uploaded(byte[] lines) {
        return Fields.read(send(new Transport.Call(
                "POST",
                "/decisions/upload",
                JSON + PROBLEM,
                NDJSON,
                BodyPublishers.ofByteArray(lines),
                newKey(),
                bulkTimeout,
                bulkTotal())));
    }

    private Duration bulkTotal() {
        return total.compareTo(bulkTimeout) > 0 ? total : bulkTimeout;
    }

    private static BodyPublisher content(Path file) {
        try {
            return BodyPublishers.ofFile(file);
        } catch (FileNotFoundException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String mediaType(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(".csv")) {
            return "text/csv";
        }
        if (name.endsWith(".ndjson") || name.endsWith(".jsonl")) {
            return NDJSON;
        }
        if (name.endsWith(".xlsx")) {
            return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        }
        throw new IllegalArgumentException(
                "The name of the file (%s) does not tell its form. Maybe end it in .csv, .ndjson or .xlsx?"
                        .formatted(file.getFileName()));
    }

    private byte[] post(String path, Map<String, @Nullable Object> body, @Nullable String key) {
        return send(new Transport.Call(
                "POST",
                path,
                JSON + PROBLEM,
                JSON,
                BodyPublishers.ofByteArray(JsonWriter.inOrder(body)),
                key == null ? null : Transport.token(key, "idempotency key"),
                requestTimeout,
                total));
    }

    private byte[] read(String path, String accept) {
        return send(
                new Transport.Call("GET", path, accept, null, BodyPublishers.noBody(), null, requestTimeout, total));
    }

    private byte[] send(Transport.Call call) {
        return transport.send(call).body();
    }

    private static String newKey() {
        return UUID.randomUUID().toString();
    }

    private static String id(String decisionId) {
        if (!ID.matcher(decisionId).matches()) {
            throw new IllegalArgumentException("The decisionId is no id of a record.");
        }
        return decisionId;
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
