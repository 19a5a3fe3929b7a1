package org.jrp.server.impact;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jrp.catalogue.Context;
import org.jrp.decision.CaseFile;
import org.jrp.decision.Decision;
import org.jrp.decision.DecisionEngine;
import org.jrp.decision.DecisionEngine.Explanation;
import org.jrp.decision.Question;
import org.jrp.record.CanonicalDecision;
import org.jrp.server.Uuids;
import org.jrp.server.decision.Weighing;
import org.jrp.server.entry.ListingStore;
import org.jrp.server.entry.StoredListing;
import org.jrp.server.release.PastReleases;
import org.jrp.server.subject.SubjectVault;
import org.jrp.subject.SubjectId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Works impacts off (影响分析执行), one at a time on each node, a page to a transaction: what was compared and how far it got are written together, so
 * that a node that dies leaves a job that another goes on with. Both engines remember patterns of facts, so that the rules are
 * asked once for each pattern and not for each decision.
 */
@Component
class ImpactWorker implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ImpactWorker.class);
    private static final int PAGE = 500;
    private static final String LEASE = "interval '2 minutes'";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final PastReleases releases;
    private final Weighing weighing;
    private final ListingStore listings;
    private final SubjectVault vault;
    private final String place;
    private final UUID node = UUID.randomUUID();
    private @Nullable ScheduledThreadPoolExecutor worker;

    ImpactWorker(
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            PastReleases releases,
            Weighing weighing,
            ListingStore listings,
            SubjectVault vault,
            @Value("${jrp.place:341182}") String place) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.releases = releases;
        this.weighing = weighing;
        this.listings = listings;
        this.vault = vault;
        this.place = place;
    }

    /** A job that this node holds. */
    private record Job(
            UUID id,
            String release,
            String against,
            boolean ofDecisions,
            @Nullable LocalDate from,
            @Nullable LocalDate to,
            @Nullable LocalDate asOf,
            @Nullable UUID lastId,
            long lastRow) {}

    /** What a page came to. */
    private static final class Page {

        private final List<Object[]> cases = new ArrayList<>();
        private long done;
        private long decided;
        private long beforeNanos;
        private long afterNanos;
        private @Nullable UUID lastId;
        private long lastRow;
        private boolean last;
    }

    /** Both releases, loaded while the job runs. */
    private record Engines(PastReleases.Lease before, PastReleases.Lease after) implements AutoCloseable {

        @Override
        public void close() {
            before.close();
            after.close();
        }
    }

    /**
     * Works off one job as far as this node is let.
     *
     * @return whether there was one
     */
    boolean work() {
        Optional<Job> taken = take();
        if (taken.isEmpty()) {
            return false;
        }
        Job job = taken.get();
        try (Engines engines = engines(job)) {
            if (job.lastId() == null && job.lastRow() == 0) {
                count(job);
            }
            while (isRunning()) {
                Page page = job.ofDecisions() ? decisions(job, engines) : subjects(job, engines);
                if (!write(job, page) || page.last) {
                    return true;
                }
                job = new Job(
                        job.id(),
                        job.release(),
                        job.against(),
                        job.ofDecisions(),
                        job.from(),
                        job.to(),
                        job.asOf(),
                        page.lastId,
                        page.lastRow);
            }
        } catch (DataAccessException | TransactionException e) {
            throw e;
        } catch (RuntimeException e) {
            log.error("The impact {} failed.", job.id(), e);
            jdbc.update(
                    "update impact set state = 'failed', failure = ?, finished_at = clock_timestamp(), holder = null where id = ?",
                    e.getClass().getSimpleName(),
                    job.id());
        }
        return true;
    }

    private Optional<Job> take() {
        return jdbc
                .query(
                        "update impact set state = 'running', holder = ?, held_until = clock_timestamp() + " + LEASE
                                + """
                                , started_at = coalesce(started_at, clock_timestamp())
                                where id = (select id from impact where state in ('waiting', 'running')
                                    and (holder is null or holder = ? or held_until < clock_timestamp())
                                    order by id limit 1 for update skip locked)
                                returning *
                                """,
                        (row, number) -> new Job(
                                row.getObject("id", UUID.class),
                                row.getString("release"),
                                row.getString("against"),
                                row.getString("over").equals("decisions"),
                                row.getObject("from_day", LocalDate.class),
                                row.getObject("to_day", LocalDate.class),
                                row.getObject("as_of", LocalDate.class),
                                row.getObject("last_id", UUID.class),
                                row.getLong("last_row")),
                        node,
                        node)
                .stream()
                .findFirst();
    }

    private Engines engines(Job job) {
        PastReleases.Lease before = releases.lease(job.against())
                .orElseThrow(() -> new IllegalStateException("The release to hold it against is gone."));
        try {
            return new Engines(
                    before,
                    releases.lease(job.release())
                            .orElseThrow(() -> new IllegalStateException("The candidate is gone.")));
        } catch (RuntimeException e) {
            before.close();
            throw e;
        }
    }

    private void count(Job job) {
        if (job.ofDecisions()) {
            jdbc.update(
                    "update impact set total = (select count(*) from decision where id >= ? and id < ?) where id = ?",
                    first(job),
                    until(job),
                    job.id());
        } else {
            jdbc.update(
                    "update impact set total = (select count(distinct subject) from listing) where id = ?", job.id());
        }
    }

    private static UUID first(Job job) {
        return Uuids.first(day(Objects.requireNonNull(job.from())));
    }

    private static UUID until(Job job) {
        return Uuids.first(day(Objects.requireNonNull(job.to()).plusDays(1)));
    }

    private static Instant day(LocalDate day) {
        return day.atStartOfDay().toInstant(Question.SHANGHAI);
    }

    private record Recorded(UUID id, byte[] subject, String department, byte[] canonical) {

        static Recorded of(ResultSet row, int number) throws SQLException {
            return new Recorded(
                    row.getObject("id", UUID.class),
                    row.getBytes("subject"),
                    row.getString("department"),
                    row.getBytes("canonical"));
        }
    }

    /** Recorded cases, each decided anew under both: what differs is the release alone. */
    private Page decisions(Job job, Engines engines) {
        List<Recorded> rows = jdbc.query(
                "select id, subject, department, canonical from decision where id > ? and id >= ? and id < ? order by id limit ?",
                Recorded::of,
                job.lastId() == null ? new UUID(0, 0) : job.lastId(),
                first(job),
                until(job),
                PAGE);
        Page page = new Page();
        for (Recorded row : rows) {
            CaseFile file = CanonicalDecision.read(row.canonical()).caseFile();
            compare(page, engines, file)
                    .ifPresent(one -> page.cases.add(
                            columns(job, row.id(), null, row.subject(), row.department(), file.context(), one)));
            page.done++;
            page.lastId = row.id();
        }
        page.last = rows.size() < PAGE;
        return page;
    }

    /** Every listed subject, in every context, today. */
    private Page subjects(Job job, Engines engines) {
        List<Long> rows = jdbc.queryForList("""
                select l.id from listing l
                where l.id > ? and not exists (select from listing o where o.subject = l.subject and o.id < l.id)
                order by l.id limit ?
                """, Long.class, job.lastRow(), PAGE);
        Map<SubjectId, Long> subjects = new LinkedHashMap<>();
        for (StoredListing entry : listings.ofRows(rows)) {
            subjects.putIfAbsent(entry.listing().subject(), entry.row());
        }
        Page page = new Page();
        Weighing.Scales scales = weighing.scales();
        LocalDate asOf = Objects.requireNonNull(job.asOf());
        Map<SubjectId, List<StoredListing>> about = weighing.listings(subjects.keySet());
        subjects.forEach((subject, row) -> {
            for (Context context :
                    engines.before().engine().release().catalogue().contexts()) {
                if (context.offered()) {
                    Question question =
                            new Question(subject, null, context.code(), null, place, asOf, scales.now(), List.of());
                    CaseFile file = weighing.file(scales, question, about.getOrDefault(subject, List.of()));
                    compare(page, engines, file)
                            .ifPresent(one -> page.cases.add(columns(
                                    job, null, row, vault.references(subject).get(0), null, context.code(), one)));
                }
            }
        });
        page.done = rows.size();
        page.lastRow = rows.isEmpty() ? job.lastRow() : rows.get(rows.size() - 1);
        page.last = rows.size() < PAGE;
        return page;
    }

    private static Optional<Comparison> compare(Page page, Engines engines, CaseFile file) {
        long begun = System.nanoTime();
        Decision before = decided(engines.before().engine(), file);
        long between = System.nanoTime();
        Decision after = decided(engines.after().engine(), file);
        page.beforeNanos += between - begun;
        page.afterNanos += System.nanoTime() - between;
        page.decided++;
        return Comparison.of(before, after);
    }

    private static Decision decided(DecisionEngine engine, CaseFile file) {
        return engine.decide(file, Explanation.NONE);
    }

    private static Object[] columns(
            Job job,
            @Nullable UUID decision,
            @Nullable Long listing,
            byte[] subject,
            @Nullable String department,
            String context,
            Comparison one) {
        return new Object[] {
            job.id(),
            decision,
            listing,
            subject,
            department,
            context,
            one.kind(),
            one.outcomeBefore(),
            one.outcomeAfter(),
            one.added().toArray(String[]::new),
            one.removed().toArray(String[]::new),
            one.rulesAdded().toArray(String[]::new),
            one.rulesRemoved().toArray(String[]::new)
        };
    }

    /** Whether the job is still this node's and goes on. */
    private boolean write(Job job, Page page) {
        return Boolean.TRUE.equals(transaction.execute(status -> {
            int mine = jdbc.update(
                    "update impact set done = done + ?, decided = decided + ?, before_nanos = before_nanos + ?, after_nanos = after_nanos + ?,"
                            + " last_id = coalesce(?, last_id), last_row = ?, held_until = clock_timestamp() + " + LEASE
                            + ", state = ?, finished_at = case when ? then clock_timestamp() end, holder = case when ? then null else holder end"
                            + " where id = ? and holder = ? and state = 'running'",
                    page.done,
                    page.decided,
                    page.beforeNanos,
                    page.afterNanos,
                    page.lastId,
                    page.lastRow,
                    page.last ? "done" : "running",
                    page.last,
                    page.last,
                    job.id(),
                    node);
            if (mine > 0 && !page.cases.isEmpty()) {
                jdbc.batchUpdate("""
                        insert into impact_case (impact, decision, listing, subject, department, context, kind, outcome_before, outcome_after,
                            added, removed, rules_added, rules_removed)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """, page.cases);
            }
            return mine > 0;
        }));
    }

    private void run() {
        try {
            while (isRunning() && work()) {
                Thread.onSpinWait();
            }
        } catch (DataAccessException | TransactionException e) {
            log.warn("Impacts rest for a while: {}", e.getClass().getSimpleName());
        }
    }

    @Override
    public synchronized void start() {
        ScheduledThreadPoolExecutor fresh = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "jrp-impact");
            thread.setDaemon(true);
            return thread;
        });
        worker = fresh;
        fresh.scheduleWithFixedDelay(this::run, 1, 1, TimeUnit.SECONDS);
    }

    @Override
    public void stop() {
        ScheduledThreadPoolExecutor before;
        synchronized (this) {
            before = worker;
            worker = null;
        }
        if (before != null) {
            before.shutdown();
            try {
                before.awaitTermination(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return worker != null;
    }
}
