package org.jrp.server.entry;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.ListType;
import org.jrp.catalogue.Nearest;
import org.jrp.catalogue.Problem;
import org.jrp.catalogue.Text;
import org.jrp.listing.EntriesReader;
import org.jrp.listing.Listing;
import org.jrp.server.Uuids;
import org.jrp.server.access.Department;
import org.jrp.server.problem.ProblemException;
import org.jrp.server.subject.SubjectVault;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.stereotype.Service;

/**
 * Imports entries (条目导入): one file, one transaction, any length. The caller's thread reads and checks, a second encrypts, a third
 * writes, each a few batches behind the one before.
 */
@Service
class EntryImport {

    private static final Logger log = LoggerFactory.getLogger(EntryImport.class);
    private static final int LOG_EVERY = 100_000;
    /** From this length on a file is worth more than row by row. */
    private static final long LARGE = 4 << 20;

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final byte[] WRONG_CODE = "wrong-code".getBytes(StandardCharsets.US_ASCII);

    private final DataSource source;
    private final SubjectVault vault;
    private final EventChain chain;
    private final CatalogueInUse catalogues;
    private final InstantSource clock;
    private final MeterRegistry meters;

    EntryImport(
            DataSource source,
            SubjectVault vault,
            EventChain chain,
            CatalogueInUse catalogues,
            InstantSource clock,
            MeterRegistry meters) {
        this.source = source;
        this.vault = vault;
        this.chain = chain;
        this.catalogues = catalogues;
        this.clock = clock;
        this.meters = meters;
    }

    /**
     * Imports a file.
     *
     * @param report hears of every error and warning
     * @throws ProblemException when the file as a whole is refused; then nothing of it landed
     */
    ImportResult run(ImportOrder order, ImportFeed feed, ImportReport report) {
        return run(order, feed, report, PATIENCE);
    }

    ImportResult run(ImportOrder order, ImportFeed feed, ImportReport report, Duration patience) {
        Catalogue catalogue = catalogues.now();
        ListType list = list(order, catalogue);
        Instant startedAt = clock.instant();
        UUID importId = Uuids.at(startedAt);
        ImportEvents events = new ImportEvents(vault, chain, importId, catalogue, feed.name());
        ImportResult result;
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            try {
                ImportTransaction transaction =
                        new ImportTransaction(connection, order, importId, feed.name(), catalogue, report, events);
                transaction.begin(patience, feed.length() >= LARGE);
                ImportLine line = new ImportLine(new ImportSealer(vault, importId), transaction);
                long rows = fed(feed, catalogue, list, new Intake(order, list, importId, line), line);
                result = transaction.finish(
                        rows, OffsetDateTime.ofInstant(startedAt, ZoneOffset.UTC), vault.digest(feed.digest()));
            } finally {
                if (!connection.isClosed()) {
                    connection.rollback();
                    connection.setAutoCommit(true);
                }
            }
        } catch (SQLException e) {
            ProblemException conflict = ImportTransaction.conflict(e);
            throw conflict == null ? new DataAccessResourceFailureException("An import failed.", e) : conflict;
        }
        if (!order.dryRun()) {
            count("accepted", result.accepted());
            count("unchanged", result.unchanged());
            count("quarantined", result.quarantined());
            count("rejected", result.rejected());
        }
        double seconds =
                Math.max(1, Duration.between(startedAt, clock.instant()).toMillis()) / 1_000.0;
        log.info(
                "Import {}: {} rows in {} s; accepted {}, unchanged {}, quarantined {}, rejected {}{}",
                importId,
                result.rows(),
                seconds,
                result.accepted(),
                result.unchanged(),
                result.quarantined(),
                result.rejected(),
                order.dryRun() ? "; dry run, nothing kept" : "");
        return result;
    }

    /** Reads the whole file while the other thread writes; afterwards everything is written, or an exception tells why not. */
    private static long fed(
            ImportFeed feed, Catalogue catalogue, @Nullable ListType list, Intake intake, ImportLine line)
            throws SQLException {
        boolean whole = false;
        try {
            long rows = feed.read(catalogue, list, intake);
            intake.flush();
            whole = true;
            return rows;
        } catch (IOException | UncheckedIOException e) {
            throw ProblemException.of(
                    400,
                    "truncated-upload",
                    "文件没有传完,未写入任何内容;请重新上传。",
                    "The file did not arrive whole. Nothing of it landed; send it again.");
        } finally {
            line.close(whole);
        }
    }

    private static @Nullable ListType list(ImportOrder order, Catalogue catalogue) {
        Department department = order.caller().department();
        String code = order.list();
        if (code == null) {
            if (order.all() && !catalogue.lists().stream().allMatch(one -> department.manages(one.code()))) {
                throw notGranted();
            }
            return null;
        }
        ListType list = catalogue.findList(code).orElseThrow(() -> unknown(code, catalogue));
        if (!department.manages(list.code())) {
            throw notGranted();
        }
        return list;
    }

    static ProblemException unknown(String word, Catalogue catalogue) {
        Text mend = Nearest.mend(
                word,
                catalogue.lists().stream()
                        .flatMap(one -> java.util.stream.Stream.of(one.code(), one.name()))
                        .toList(),
                new Text("名单见 /api/v1/lists。", "The lists are at /api/v1/lists."));
        Text message = new Text("没有所给的名单。" + mend.zh(), "There is no such list. " + mend.en());
        return ProblemException.field(400, "unknown-list", "list", "unknown-list", message);
    }

    private static ProblemException notGranted() {
        return ProblemException.of(403, "list-not-granted", "贵部门无权导入该名单。", "Your department may not import that list.");
    }

    private void count(String outcome, long rows) {
        meters.counter("jrp.import.rows", "result", outcome).increment(rows);
    }

    /** Takes the rows of the file, one by one. */
    private final class Intake implements EntriesReader.Sink {

        private final ImportOrder order;
        private final @Nullable ListType only;
        private final UUID importId;
        private final ImportLine line;
        private final long begun = System.nanoTime();
        private ImportBatch batch = new ImportBatch();
        private long taken;

        Intake(ImportOrder order, @Nullable ListType only, UUID importId, ImportLine line) {
            this.order = order;
            this.only = only;
            this.importId = importId;
            this.line = line;
        }

        @Override
        public void entry(int row, Listing listing) {
            Problem refusal = refusal(row, listing);
            String personal = PersonalTexts.find(listing).orElse(null);
            if (refusal == null && personal != null) {
                batch.add(personal, PersonalTexts.problem(row));
            } else if (refusal == null) {
                batch.add(row, listing);
                List<String> missing = ImportSealer.missing(listing);
                if (!missing.isEmpty()) {
                    warn(row, missing);
                }
            } else {
                batch.add("list", refusal);
            }
            if (batch.full()) {
                flush();
            }
            if (++taken % LOG_EVERY == 0 && log.isInfoEnabled()) {
                log.info(
                        "Import {}: {} rows, {} rows/s",
                        importId,
                        String.format("%,d", taken),
                        String.format("%,d", taken * 1_000_000_000L / Math.max(1, System.nanoTime() - begun)));
            }
        }

        @Override
        public void problem(@Nullable String field, Problem problem) {
            batch.add(field, problem);
            String code = WrongCodes.find(field, problem);
            if (code != null) {
                batch.addWrongCode(vault.digest(
                        WRONG_CODE,
                        (only == null ? "" : only.code()).getBytes(StandardCharsets.UTF_8),
                        code.getBytes(StandardCharsets.UTF_8)));
            }
            if (batch.full()) {
                flush();
            }
        }

        void flush() {
            line.put(batch);
            batch = new ImportBatch();
        }

        private void warn(int row, List<String> missing) {
            String names = String.join(", ", missing);
            batch.add(
                    missing.get(0),
                    Problem.warning(
                            "quarantined",
                            "",
                            row,
                            0,
                            null,
                            new Text(
                                    "缺少必备项(" + names + "),已留存,不作为决定依据。",
                                    "Required fields are missing (" + names
                                            + "): the entry is kept, and no decision rests on it."),
                            new Text("请补齐后以同一编号重新导入。", "Complete it and import it again under the same id.")));
        }

        private @Nullable Problem refusal(int row, Listing listing) {
            if (only != null) {
                return listing.list().equals(only.code())
                        ? null
                        : Problem.error(
                                "other-list",
                                "",
                                row,
                                0,
                                listing.list(),
                                new Text(
                                        "该行属于其他名单,本次只导入“" + only.name() + "”。",
                                        "The row is for another list; this import is for " + only.code() + "."),
                                new Text("请删除该行,或不指定 list。", "Remove the row, or import without list."));
            }
            return order.caller().department().manages(listing.list())
                    ? null
                    : Problem.error(
                            "list-not-granted",
                            "",
                            row,
                            0,
                            listing.list(),
                            new Text("贵部门无权导入该名单。", "Your department may not import that list."),
                            new Text("请删除该行,或由有权部门导入。", "Remove the row, or leave it to a department that may."));
        }
    }
}
