package org.jrp.server.entry;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jrp.catalogue.Problem;
import org.jrp.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/**
 * Every error and warning of an import (导入报告), by row. Beyond a few they stand in a file of the service's own, so that a file
 * with a million bad rows is answered in full from little memory. For one thread.
 */
final class ImportReport implements AutoCloseable {

    private static final int IN_MEMORY = 1 << 18;

    private final Path folder;
    private final Locale locale;
    private byte[] memory = new byte[1 << 12];
    private int length;
    private @Nullable Path file;
    private @Nullable OutputStream out;
    private long shown;
    private long warnings;

    ImportReport(Path folder, Locale locale) {
        this.folder = folder;
        this.locale = locale;
    }

    void add(@Nullable String field, Problem problem) {
        boolean warning = problem.severity() == Problem.Severity.WARNING;
        JsonWriter json = new JsonWriter();
        json.object()
                .field("row", problem.line())
                .field("field", field == null ? null : MaskedText.of(field))
                .field("severity", warning ? "warning" : "error")
                .field("code", problem.code())
                .field("message", MaskedText.of(problem.message().in(locale)))
                .field("value", problem.value() == null ? null : MaskedText.of(problem.value()))
                .field("mend", MaskedText.of(problem.mend().in(locale)))
                .endObject();
        if (shown > 0) {
            write(new byte[] {','});
        }
        write(json.toBytes());
        shown++;
        if (warning) {
            warnings++;
        }
    }

    long warnings() {
        return warnings;
    }

    long errors() {
        return shown - warnings;
    }

    /** Writes the whole answer. */
    void write(ImportResult result, OutputStream to) throws IOException {
        JsonWriter head = new JsonWriter();
        head.object()
                .field(
                        "importId",
                        result.importId() == null ? null : result.importId().toString())
                .field("accepted", result.accepted())
                .field("unchanged", result.unchanged())
                .field("quarantined", result.quarantined())
                .field("rejected", result.rejected())
                .field("warnings", warnings)
                .field("errorsShown", shown)
                .name("errors");
        to.write(head.toBytes());
        to.write('[');
        if (out != null) {
            out.flush();
        }
        if (file != null) {
            Files.copy(file, to);
        }
        to.write(memory, 0, length);
        to.write("]}".getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
        try {
            if (out != null) {
                out.close();
            }
        } finally {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        }
    }

    private void write(byte[] bytes) {
        if (length + bytes.length > IN_MEMORY) {
            spill();
        }
        if (length + bytes.length > memory.length) {
            memory = java.util.Arrays.copyOf(memory, Math.max(length + bytes.length, memory.length * 2));
        }
        System.arraycopy(bytes, 0, memory, length, bytes.length);
        length += bytes.length;
    }

    private void spill() {
        try {
            if (out == null) {
                Files.createDirectories(folder);
                file = Files.createTempFile(folder, "import-", ".report");
                out = Files.newOutputStream(file);
            }
            out.write(memory, 0, length);
            length = 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
