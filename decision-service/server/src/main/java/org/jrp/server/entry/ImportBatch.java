package org.jrp.server.entry;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jrp.catalogue.Problem;
import org.jrp.listing.Listing;
import org.jspecify.annotations.Nullable;

/** Some thousands of rows on their way into the store (批次), with what was found wrong among them. */
final class ImportBatch {

    /** Rows, and problems, that a batch holds at most. */
    static final int MOST = 2_048;

    /** Rows, persons and events that a batch holds at most. */
    private static final int HEAVIEST = 4 * MOST;

    /** What the encoded rows of a batch take, more or less. */
    static final int BYTES = MOST * 450;

    private final List<Parsed> parsed = new ArrayList<>(MOST);
    private final List<ImportEntry> entries = new ArrayList<>(MOST);
    private @Nullable CopyRows rows;
    private final List<Found> problems = new ArrayList<>();
    private final List<byte[]> wrongCodes = new ArrayList<>();
    private int weight;

    /** A good row as it was read. */
    private record Parsed(int line, Listing listing) {}

    /** A problem and the field it is at. */
    record Found(@Nullable String field, Problem problem) {}

    boolean full() {
        return parsed.size() >= MOST || problems.size() >= MOST || weight >= HEAVIEST;
    }

    void add(int line, Listing listing) {
        parsed.add(new Parsed(line, listing));
        weight += 1 + listing.related().size() + listing.events().size();
    }

    /**
     * Encodes what was read; afterwards the entries are there instead of it.
     *
     * @param into room for the rows; what stands there is lost
     */
    void seal(ImportSealer sealer, CopyRows into) {
        into.clear();
        for (Parsed one : parsed) {
            entries.add(sealer.seal(one.line(), one.listing(), into));
        }
        parsed.clear();
        rows = into;
    }

    /** The encoded rows, without keys. */
    CopyRows rows() {
        return Objects.requireNonNull(rows, "not sealed");
    }

    List<ImportEntry> entries() {
        return entries;
    }

    List<Found> problems() {
        return problems;
    }

    /** Keyed hashes of codes of legal persons that were refused. */
    List<byte[]> wrongCodes() {
        return wrongCodes;
    }

    void addWrongCode(byte[] hash) {
        wrongCodes.add(hash);
    }

    void add(@Nullable String field, Problem problem) {
        problems.add(new Found(field, problem));
    }
}
