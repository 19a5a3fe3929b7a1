package org.jrp.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.InvalidFilesException;
import org.jrp.catalogue.Problem;
import org.jrp.decision.Source;
import org.jrp.listing.EntriesReader;
import org.jspecify.annotations.Nullable;

/**
 * A file of entries (条目文件) in one of the three forms: NDJSON, CSV, YAML. As fresh as its modification time, unless another moment is
 * given. A file with a bad row is refused: silence about that row's subject must not pass for a clean record.
 */
public final class EntryFile implements EntrySource {

    private static final String NAME = "entries-file";

    private final Path file;
    private final @Nullable Instant loadedAt;
    private final @Nullable Consumer<List<Problem>> badRows;

    private EntryFile(Path file, @Nullable Instant loadedAt, @Nullable Consumer<List<Problem>> badRows) {
        this.file = file;
        this.loadedAt = loadedAt;
        this.badRows = badRows;
    }

    /** The entries in that file. */
    public static EntryFile of(Path file) {
        return new EntryFile(file, null, null);
    }

    /** The same, exported at that moment, whenever the file was written. */
    public EntryFile loadedAt(Instant moment) {
        return new EntryFile(file, moment, badRows);
    }

    /** The same, leaving bad rows out; somebody must look at them, so they are told, at each load. */
    public EntryFile leavingOutBadRows(Consumer<List<Problem>> told) {
        return new EntryFile(file, loadedAt, told);
    }

    /**
     * Reads the file.
     *
     * @throws InvalidFilesException with every bad row
     * @throws UncheckedIOException when it cannot be read
     */
    @Override
    public Entries load(Catalogue catalogue) {
        EntriesReader.Format format = EntriesReader.Format.of(String.valueOf(file.getFileName()));
        try {
            // Before it is read: were it replaced meanwhile, it would count as older than it is, never as fresher.
            Instant modified = Files.getLastModifiedTime(file).toInstant();
            EntriesReader.Result result;
            try (InputStream in = Files.newInputStream(file)) {
                result = EntriesReader.read(String.valueOf(file.getFileName()), in, format, catalogue);
            }
            judge(result);
            return new Entries(result.listings(), List.of(Source.file(NAME, loadedAt == null ? modified : loadedAt)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void judge(EntriesReader.Result result) {
        List<Problem> errors = result.problems().stream()
                .filter(problem -> problem.severity() == Problem.Severity.ERROR)
                .toList();
        if (errors.isEmpty()) {
            return;
        }
        if (badRows == null || result.listings().isEmpty()) {
            throw new InvalidFilesException(errors);
        }
        badRows.accept(errors);
    }
}
