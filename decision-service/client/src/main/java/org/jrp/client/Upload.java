package org.jrp.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jrp.json.Json;
import org.jrp.json.JsonException;
import org.jrp.json.JsonWriter;
import org.jrp.record.DecisionRecord;
import org.jspecify.annotations.Nullable;

/**
 * Sends the records of a folder that were not sent yet, some at a time (补录). How far it came stands in a file beside them, written
 * once the server has answered for a window: killed at any moment it sends at most that window twice, and the server takes each
 * record once. What the server refused is noted there by its id and sent again the next time.
 */
final class Upload {

    static final String PROGRESS = "decisions-uploaded.json";

    private static final int WINDOW_RECORDS = 100;
    private static final int WINDOW_BYTES = 1 << 20;

    private final Path folder;
    private final @Nullable PersonalFields personal;
    private final Function<byte[], Fields> send;

    private final Map<String, Object> sentTo = new TreeMap<>();
    private final Set<String> open = new LinkedHashSet<>();

    private final ByteArrayOutputStream window = new ByteArrayOutputStream();
    private final List<Sending> sending = new ArrayList<>();
    private long accepted;
    private long unchanged;
    private long withoutSubject;
    private final List<UploadResult.Rejected> rejected = new ArrayList<>();

    /** A record under way. */
    private record Sending(String decisionId, String file, long endsAt) {}

    /**
     * An upload.
     *
     * @param personal null where records were made without a key
     * @param send sends a window of lines and gives the server's answer
     */
    Upload(Path folder, @Nullable PersonalFields personal, Function<byte[], Fields> send) {
        this.folder = folder;
        this.personal = personal;
        this.send = send;
    }

    UploadResult run() throws IOException {
        readProgress();
        List<Recovery.Torn> torn = new ArrayList<>();
        List<Recovery.Damaged> damaged = new ArrayList<>();
        for (Path file : RecordFiles.list(folder)) {
            String name = String.valueOf(file.getFileName());
            long from = sentTo.get(name) instanceof Long before ? before : 0;
            RecordScan scan = RecordScan.of(file, (record, endsAt) -> {
                if (endsAt > from || open.contains(record.envelope().decisionId())) {
                    add(record, name, endsAt);
                }
            });
            scan.damaged().forEach(line -> damaged.add(new Recovery.Damaged(name, line)));
            if (scan.linesTo() < scan.length()) {
                torn.add(new Recovery.Torn(name, scan.linesTo(), scan.length() - scan.linesTo()));
            }
        }
        flush();
        return new UploadResult(accepted, unchanged, rejected, withoutSubject, new Recovery(torn, damaged));
    }

    private void add(DecisionRecord record, String file, long endsAt) throws IOException {
        String id = record.envelope().decisionId();
        String ciphertext = record.envelope().personalCiphertext();
        if (personal == null || ciphertext == null) {
            withoutSubject++;
            return;
        }
        byte[] line = line(record, personal.decrypt(id, ciphertext));
        if (!sending.isEmpty() && (sending.size() == WINDOW_RECORDS || window.size() + line.length > WINDOW_BYTES)) {
            flush();
        }
        window.writeBytes(line);
        sending.add(new Sending(id, file, endsAt));
    }

    /** The line of the record file, with whom it is about before its last field. */
    private static byte[] line(DecisionRecord record, Map<?, ?> personalFields) {
        byte[] kept = RecordLine.of(record);
        byte[] fields = JsonWriter.inOrder(personalFields);
        ByteArrayOutputStream line = new ByteArrayOutputStream(kept.length + fields.length);
        line.write(fields, 0, fields.length - 1);
        line.write(',');
        line.write(kept, 1, kept.length - 1);
        return line.toByteArray();
    }

    private void flush() throws IOException {
        if (sending.isEmpty()) {
            return;
        }
        Fields answer = send.apply(window.toByteArray()).demanding("errors");
        accepted += answer.number("accepted");
        unchanged += answer.number("unchanged");
        long refused = answer.number("rejected");
        List<UploadResult.Rejected> errors = answer.objects("errors", error -> {
            long row = error.numberOr("row", 0);
            if (row < 1 || row > sending.size()) {
                throw new JrpMalformedAnswerException(
                        "The answer speaks of row %d of %d.".formatted(row, sending.size()));
            }
            return new UploadResult.Rejected(
                    sending.get((int) row - 1).decisionId(),
                    error.textOrNull("field"),
                    error.text("code"),
                    error.textOr("message", ""));
        });
        long told = answer.number("accepted") + answer.number("unchanged") + refused;
        if (told != sending.size() || refused != errors.size()) {
            throw new JrpMalformedAnswerException(
                    "The answer tells of %d of %d records.".formatted(told, sending.size()));
        }
        for (Sending one : sending) {
            open.remove(one.decisionId());
            long before = sentTo.get(one.file()) instanceof Long known ? known : 0;
            sentTo.put(one.file(), Math.max(before, one.endsAt()));
        }
        errors.forEach(error -> open.add(error.decisionId()));
        rejected.addAll(errors);
        writeProgress();
        sending.clear();
        window.reset();
    }

    /** A file of progress that cannot be read makes all records be sent again, which changes nothing at the server. */
    private void readProgress() throws IOException {
        Path file = folder.resolve(PROGRESS);
        if (Files.notExists(file)) {
            return;
        }
        try {
            if (Json.read(Files.readAllBytes(file)) instanceof Map<?, ?> progress
                    && progress.get("sentTo") instanceof Map<?, ?> files
                    && progress.get("open") instanceof List<?> ids) {
                files.forEach((name, to) -> {
                    if (to instanceof Long) {
                        sentTo.put(String.valueOf(name), to);
                    }
                });
                ids.forEach(id -> open.add(String.valueOf(id)));
            }
        } catch (JsonException e) {
            sentTo.clear();
            open.clear();
        }
    }

    private void writeProgress() throws IOException {
        Map<String, Object> progress = new TreeMap<>();
        progress.put("version", 1L);
        progress.put("sentTo", sentTo);
        progress.put("open", List.copyOf(open));
        Path fresh = folder.resolve(PROGRESS + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, RecordStorage.onlyOwner(fresh, "rw-------"));
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            java.nio.ByteBuffer bytes = java.nio.ByteBuffer.wrap(JsonWriter.inOrder(progress));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(
                fresh, folder.resolve(PROGRESS), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
