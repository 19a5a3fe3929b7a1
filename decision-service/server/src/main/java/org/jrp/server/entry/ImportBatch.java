package org.jrp.server.entry;

import java.util.ArrayList;
import java.util.List;
import org.jrp.catalogue.Problem;
import org.jspecify.annotations.Nullable;

/** Some thousands of rows on their way into the store (批次), with what was found wrong among them. */
final class ImportBatch {

    /** Rows, and problems, that a batch holds at most. */
    static final int MOST = 8_192;

    private static final int ROOM = MOST * 512;

    private final CopyRows rows = new CopyRows(ROOM);
    private final List<ImportEntry> entries = new ArrayList<>(MOST);
    private final List<Found> problems = new ArrayList<>();
    private int bad;

    /** A problem and the field it is at. */
    record Found(@Nullable String field, Problem problem) {}

    boolean full() {
        return entries.size() >= MOST || problems.size() >= MOST || rows.length() >= ROOM - (ROOM >> 3);
    }

    /** The encoded rows, without keys. */
    CopyRows rows() {
        return rows;
    }

    List<ImportEntry> entries() {
        return entries;
    }

    List<Found> problems() {
        return problems;
    }

    void add(@Nullable String field, Problem problem) {
        problems.add(new Found(field, problem));
    }

    /** Counts a row that was refused. */
    void refuse() {
        bad++;
    }

    int refused() {
        return bad;
    }
}
