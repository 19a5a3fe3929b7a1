package org.jrp.server.entry;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.ListType;
import org.jrp.catalogue.Problem;
import org.jrp.catalogue.Text;
import org.jrp.listing.EntriesReader;
import org.jrp.server.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * The one transaction of an import (导入事务): either every good row of the file becomes known at one moment, or none.
 *
 * <p>Rows go straight into {@code listing}. A batch that meets a known entryId is taken back to its savepoint, what is known is looked
 * up, and the rest is written; from then on every batch is looked up first, until one meets nothing known. The first large file of
 * all goes into a table without indexes, which then takes the place of the empty one.
 */
final class ImportTransaction {

    private static final String UNIQUE_VIOLATION = "23505";
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String DEADLOCK = "40P01";

    /** First half of the advisory locks of imports; the second is a list's, or 0 for all. */
    private static final int LOCKS = 0x4A52_5049;

    private static final int IDS_AT_ONCE = 1_000;
    private static final int SLICE = 1 << 16;

    private static final String KNOWN =
            "select id, entry_id, digest, import = ? as mine from listing where entry_id = any (?)";

    /** The moment comes from the row of epoch, so that it is taken after waiting for whoever changes that row. */
    private static final String LAST = """
            with bumped as (update epoch set sources = sources + 1 returning sources),
            moment as materialized (select clock_timestamp() as at from bumped),
            fresh as (
                insert into source_load (list, recorded_at, source, import)
                select covered.list, moment.at, ?, ? from moment, unnest(?) as covered (list))
            insert into import (id, source, list, department, credential, digest, started_at, recorded_at, accepted, unchanged,
                rejected, quarantined, codes_checked, codes_wrong)
            select ?, ?, ?, ?, ?, ?, ?, moment.at, ?, ?, ?, ?, ?, ? from moment
            """;

    private static final String WRONG =
            "insert into wrong_code (code, import) select code, ? from unnest(?) as code order by code on conflict do nothing";

    private final Connection connection;
    private final ImportOrder order;
    private final UUID importId;
    private final Catalogue catalogue;
    private final ImportReport report;
    private final ImportEvents events;
    private final String file;
    private final Set<String> listsSeen = new TreeSet<>();
    private @Nullable SeenIds seen;
    private boolean expectKnown;
    private long nextId;
    private long lastId = -1;
    private long accepted;
    private long unchanged;
    private long quarantined;
    private long codes;
    private long wrongCodes;

    ImportTransaction(
            Connection connection,
            ImportOrder order,
            UUID importId,
            String file,
            Catalogue catalogue,
            ImportReport report,
            ImportEvents events) {
        this.connection = connection;
        this.order = order;
        this.importId = importId;
        this.file = file;
        this.catalogue = catalogue;
        this.report = report;
        this.events = events;
    }

    /** An entry that the store has. */
    record Known(long id, byte[] digest, boolean mine) {}

    /**
     * Waits until no other import touches the same lists.
     *
     * @param large whether the file is worth a table of its own, should it be the first
     * @throws ProblemException when that takes longer
     */
    void begin(Duration patience, boolean large) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set local lock_timeout = " + patience.toMillis());
            if (order.list() == null) {
                statement.execute("select pg_advisory_xact_lock(" + LOCKS + ", 0)");
            } else {
                statement.execute("select pg_advisory_xact_lock_shared(" + LOCKS + ", 0)");
                statement.execute("select pg_advisory_xact_lock(" + LOCKS + ", "
                        + (order.list().hashCode() | 1) + ")");
            }
            if (large) {
                try (ResultSet row = statement.executeQuery("select begin_first_load()")) {
                    row.next();
                    seen = row.getBoolean(1) ? new SeenIds() : null;
                }
            }
            statement.execute("set local lock_timeout = 0");
        } catch (SQLException e) {
            if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                throw running();
            }
            throw e;
        }
    }

    void write(ImportBatch batch) throws SQLException {
        List<ImportBatch.Found> found = new ArrayList<>(batch.problems());
        if (!batch.wrongCodes().isEmpty()) {
            wrong(batch.wrongCodes());
        }
        List<ImportEntry> entries = batch.entries();
        if (seen != null) {
            copy(batch.rows(), notSeen(seen, entries, found));
            entries = List.of();
        }
        while (!entries.isEmpty()) {
            entries = writeOnce(batch.rows(), entries, found);
        }
        found.sort(Comparator.comparingInt(one -> one.problem().line()));
        found.forEach(one -> report.add(one.field(), one.problem()));
    }

    /** What became of the rows; the last statement makes them known. */
    ImportResult finish(long rows, OffsetDateTime startedAt, byte[] fileDigest) throws SQLException {
        long rejected = rows - accepted - unchanged - quarantined;
        if (order.dryRun()) {
            connection.rollback();
            return new ImportResult(null, accepted, unchanged, quarantined, rejected);
        }
        if (seen != null) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("select finish_first_load()");
            }
        }
        try (PreparedStatement last = connection.prepareStatement(LAST)) {
            int place = 1;
            last.setString(place++, order.source());
            last.setObject(place++, importId);
            last.setArray(place++, connection.createArrayOf("text", fresh().toArray()));
            last.setObject(place++, importId);
            last.setString(place++, order.source());
            last.setString(place++, order.list());
            last.setString(place++, order.caller().department().code());
            last.setString(place++, order.caller().credential());
            last.setBytes(place++, fileDigest);
            last.setObject(place++, startedAt.withOffsetSameInstant(ZoneOffset.UTC));
            last.setLong(place++, accepted);
            last.setLong(place++, unchanged);
            last.setLong(place++, rejected);
            last.setLong(place++, quarantined);
            last.setLong(place++, codes + wrongCodes);
            last.setLong(place++, wrongCodes);
            last.executeUpdate();
        }
        connection.commit();
        return new ImportResult(importId, accepted, unchanged, quarantined, rejected);
    }

    /** The problem behind a failure of the store where the caller can do something about it. */
    static @Nullable ProblemException conflict(SQLException e) {
        return UNIQUE_VIOLATION.equals(e.getSQLState()) || DEADLOCK.equals(e.getSQLState())
                ? ProblemException.of(
                        409,
                        "changed-meanwhile",
                        "导入期间有人写入了相同条目,本次未写入任何内容;请重新导入。",
                        "Somebody wrote the same entries meanwhile. Nothing of this file landed; import it again.")
                : null;
    }

    /** The lists that are as fresh as this file; none where nothing of it could be used. */
    private Collection<String> fresh() {
        if (accepted + unchanged + quarantined == 0 && report.errors() > 0) {
            return List.of();
        }
        if (order.list() != null) {
            return List.of(order.list());
        }
        return order.all() ? catalogue.lists().stream().map(ListType::code).toList() : listsSeen;
    }

    /** Those that come first under their ids; the others are settled. */
    private List<ImportEntry> notSeen(SeenIds ids, List<ImportEntry> entries, List<ImportBatch.Found> found) {
        List<ImportEntry> fresh = new ArrayList<>(entries.size());
        for (ImportEntry entry : entries) {
            switch (ids.add(entry)) {
                case NEW -> fresh.add(entry);
                case SAME_CONTENT -> same(entry);
                case OTHER_CONTENT ->
                    found.add(new ImportBatch.Found(
                            "entryId", EntriesReader.duplicate(file, entry.line(), entry.entryId())));
            }
        }
        return fresh;
    }

    /** Writes what has no double among the entries; gives back the doubles. */
    private List<ImportEntry> writeOnce(CopyRows rows, List<ImportEntry> entries, List<ImportBatch.Found> found)
            throws SQLException {
        Set<String> ids = new HashSet<>(entries.size() * 2);
        List<ImportEntry> doubles = new ArrayList<>();
        List<ImportEntry> singles = entries;
        for (ImportEntry entry : entries) {
            if (!ids.add(entry.entryId())) {
                doubles.add(entry);
            }
        }
        if (!doubles.isEmpty()) {
            Set<ImportEntry> apart = java.util.Collections.newSetFromMap(new java.util.IdentityHashMap<>());
            apart.addAll(doubles);
            singles = entries.stream().filter(entry -> !apart.contains(entry)).toList();
        }
        if (expectKnown || !copied(rows, singles)) {
            Map<String, Known> known = known(singles);
            expectKnown = !known.isEmpty() || !doubles.isEmpty();
            List<ImportEntry> fresh = singles.stream()
                    .filter(entry -> !known.containsKey(entry.entryId()))
                    .toList();
            copy(rows, fresh);
            settle(singles, known, found);
        }
        expectKnown |= !doubles.isEmpty();
        return doubles;
    }

    /** Whether the rows could be written as if none were known. */
    private boolean copied(CopyRows rows, List<ImportEntry> entries) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            copy(rows, entries);
        } catch (SQLException e) {
            if (!UNIQUE_VIOLATION.equals(e.getSQLState())) {
                throw e;
            }
            connection.rollback(before);
            return false;
        }
        connection.releaseSavepoint(before);
        return true;
    }

    private void copy(CopyRows rows, List<ImportEntry> entries) throws SQLException {
        if (entries.isEmpty()) {
            return;
        }
        for (ImportEntry entry : entries) {
            long id = id();
            rows.setInt8(entry.from(), id);
            if (entry.listing() != null) {
                events.begin(id, entry);
            }
        }
        CopyIn in = copyIn((seen == null ? "listing (" : "listing_first (") + ImportSealer.COLUMNS + ")");
        try {
            int from = entries.get(0).from();
            for (int i = 0; i < entries.size(); i++) {
                int to = entries.get(i).to();
                if (i + 1 == entries.size() || entries.get(i + 1).from() != to) {
                    send(in, rows, from, to);
                    from = i + 1 == entries.size() ? to : entries.get(i + 1).from();
                }
            }
            end(in);
        } catch (SQLException e) {
            events.clear();
            throw e;
        } finally {
            if (in.isActive()) {
                in.cancelCopy();
            }
        }
        writeEvents();
        for (ImportEntry entry : entries) {
            count(entry);
            if (!entry.person()) {
                codes++;
            }
        }
    }

    /** Counts those that were not refused before. Imports that could meet the same ones wait for each other. */
    private void wrong(List<byte[]> refused) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(WRONG)) {
            insert.setObject(1, importId);
            insert.setArray(2, connection.createArrayOf("bytea", refused.toArray(byte[][]::new)));
            wrongCodes += insert.executeUpdate();
        }
    }

    private void writeEvents() throws SQLException {
        copyAll("listing_event (" + ImportEvents.EVENT_COLUMNS + ")", events.events());
        copyAll("listing_related (" + ImportEvents.RELATED_COLUMNS + ")", events.related());
        events.clear();
    }

    private void copyAll(String into, CopyRows rows) throws SQLException {
        if (rows.length() == 0) {
            return;
        }
        CopyIn in = copyIn(into);
        try {
            send(in, rows, 0, rows.length());
            end(in);
        } finally {
            if (in.isActive()) {
                in.cancelCopy();
            }
        }
    }

    private CopyIn copyIn(String into) throws SQLException {
        CopyIn in = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("copy " + into + " from stdin (format binary)");
        in.writeToCopy(CopyRows.HEAD, 0, CopyRows.HEAD.length);
        return in;
    }

    private static void send(CopyIn in, CopyRows rows, int from, int to) throws SQLException {
        for (int at = from; at < to; at += SLICE) {
            in.writeToCopy(rows.bytes(), at, Math.min(SLICE, to - at));
        }
    }

    private static void end(CopyIn in) throws SQLException {
        in.writeToCopy(CopyRows.TAIL, 0, CopyRows.TAIL.length);
        in.endCopy();
    }

    private void count(ImportEntry entry) {
        listsSeen.add(entry.list());
        if (entry.quarantined()) {
            quarantined++;
        } else {
            accepted++;
        }
    }

    private Map<String, Known> known(List<ImportEntry> entries) throws SQLException {
        Map<String, Known> known = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(KNOWN)) {
            Array ids = connection.createArrayOf(
                    "text", entries.stream().map(ImportEntry::entryId).toArray());
            select.setObject(1, importId);
            select.setArray(2, ids);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    known.put(
                            row.getString("entry_id"),
                            new Known(row.getLong("id"), row.getBytes("digest"), row.getBoolean("mine")));
                }
            }
        }
        return known;
    }

    /** Compares rows with the entries the store has under their ids. */
    private void settle(List<ImportEntry> entries, Map<String, Known> known, List<ImportBatch.Found> found)
            throws SQLException {
        Map<Long, ImportEntry> withEvents = new HashMap<>();
        for (ImportEntry entry : entries) {
            Known stored = known.get(entry.entryId());
            if (stored == null) {
                continue;
            }
            if (!Arrays.equals(stored.digest(), entry.digest())) {
                found.add(new ImportBatch.Found(
                        "entryId",
                        stored.mine() ? EntriesReader.duplicate(file, entry.line(), entry.entryId()) : differs(entry)));
            } else if (entry.listing() == null || entry.listing().events().isEmpty()) {
                same(entry);
            } else {
                withEvents.put(stored.id(), entry);
            }
        }
        if (withEvents.isEmpty()) {
            return;
        }
        events.follow(connection, withEvents, (id, entry, outcome, problem) -> {
            Known stored = known.get(entry.entryId());
            if (problem != null) {
                found.add(new ImportBatch.Found("events", problem));
            } else if (outcome == 0) {
                same(entry);
            } else if (stored != null && stored.mine()) {
                found.add(
                        new ImportBatch.Found("entryId", EntriesReader.duplicate(file, entry.line(), entry.entryId())));
                return false;
            } else {
                count(entry);
            }
            return true;
        });
        writeEvents();
    }

    private void same(ImportEntry entry) {
        listsSeen.add(entry.list());
        unchanged++;
    }

    private Problem differs(ImportEntry entry) {
        return Problem.error(
                "entry-differs",
                file,
                entry.line(),
                0,
                entry.entryId(),
                new Text("该编号的条目已经入库,内容与本行不同。", "The entry of that id is stored already, with other content."),
                new Text(
                        "已入库的条目不改写:变更请写入 events,新的决定请用新的编号。",
                        "What is stored is never changed: put a change into events, give a new decision a new entryId."));
    }

    private long id() throws SQLException {
        if (nextId > lastId) {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("select nextval('listing_id')")) {
                row.next();
                nextId = row.getLong(1);
                lastId = nextId + IDS_AT_ONCE - 1;
            }
        }
        return nextId++;
    }

    private static ProblemException running() {
        return ProblemException.later(
                409,
                "import-running",
                new Text("同一名单正在导入,请稍后再试。", "The same list is being imported; try again soon."),
                Duration.ofSeconds(30));
    }
}
