package org.jrp.server.task;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jrp.decision.Question;
import org.jrp.server.entry.ListingStore;
import org.jrp.server.entry.StoredListing;
import org.jrp.subject.SubjectId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Follows up what comes and changes (变更跟进): imports, events, days, successions, releases. One node at a time does it, by a lock that ends
 * with its transaction; what is done and how far it got are one transaction too, so that a kill at any moment loses nothing and does
 * nothing twice.
 */
@Component
class FollowUp implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(FollowUp.class);
    private static final long LOCK = 0x6a72702d74617364L;
    private static final int TOGETHER = 200;
    private static final Duration FRESH = Duration.ofSeconds(5);

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final Reconciler reconciler;
    private final ListingStore listings;
    private final SubjectsByReference subjects;
    private final EntryEnds ends;
    private final TaskProperties properties;
    private final InstantSource clock;
    private final Counter opened;
    private final Counter closed;
    private final Counter aside;
    private boolean resting;
    private int together = TOGETHER;
    private int careful;
    private volatile Backlog backlog = new Backlog(0, 0, Instant.MIN);
    private @Nullable LocalDate lastDay;
    private @Nullable ScheduledThreadPoolExecutor worker;

    private record Backlog(long open, double oldestSeconds, Instant readAt) {}

    FollowUp(
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            Reconciler reconciler,
            ListingStore listings,
            SubjectsByReference subjects,
            EntryEnds ends,
            TaskProperties properties,
            InstantSource clock,
            MeterRegistry meters) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.reconciler = reconciler;
        this.listings = listings;
        this.subjects = subjects;
        this.ends = ends;
        this.properties = properties;
        this.clock = clock;
        this.opened = meters.counter("jrp.tasks.opened");
        this.closed = meters.counter("jrp.tasks.closed");
        this.aside = meters.counter("jrp.followup.aside");
        Gauge.builder("jrp.followup.backlog", this, one -> one.backlog().open())
                .description("Changes of entries not followed up yet")
                .register(meters);
        Gauge.builder("jrp.followup.oldest.age", this, one -> one.backlog().oldestSeconds())
                .description("Age in seconds of the oldest of them")
                .register(meters);
    }

    /** A change not followed up yet. */
    private record Change(
            long id,
            String cause,
            @Nullable UUID importId,
            @Nullable Long listing,
            byte @Nullable [] subject,
            long reached) {

        boolean pages() {
            return importId != null || cause.equals("release");
        }
    }

    /**
     * Follows up some of what is open. What cannot be followed up, such as an entry whose ciphertext is damaged, is found by going on one
     * by one, and put aside with its reason: it keeps nothing else from its department.
     *
     * @return whether there was something to do
     */
    boolean step() {
        try {
            boolean some = locked(() -> stepLocked(together));
            careful = Math.max(0, careful - 1);
            together = careful == 0 ? TOGETHER : 1;
            return some;
        } catch (TransientDataAccessException
                | RecoverableDataAccessException
                | DataAccessResourceFailureException
                | TransactionException e) {
            throw e;
        } catch (RuntimeException e) {
            careful = TOGETHER;
            if (together > 1) {
                together = 1;
                return true;
            }
            log.error("A change of an entry cannot be followed up and is put aside.", e);
            return locked(() -> putAside(e));
        }
    }

    private boolean locked(BooleanSupplier work) {
        return Boolean.TRUE.equals(transaction.execute(status -> {
            boolean mine = Boolean.TRUE.equals(
                    jdbc.queryForObject("select pg_try_advisory_xact_lock(?)", Boolean.class, LOCK));
            return mine && work.getAsBoolean();
        }));
    }

    /** Passes the first that is open, or the next entry of it. */
    private boolean putAside(RuntimeException e) {
        String error = e.getClass().getSimpleName();
        List<Change> open = open(1);
        if (open.isEmpty()) {
            return false;
        }
        Change change = open.get(0);
        List<Long> rows = change.pages() ? rows(change, reached(change), 1) : List.of();
        if (rows.isEmpty()) {
            jdbc.update(
                    "update entry_change set done_at = clock_timestamp(), error = ? where id = ?", error, change.id());
        } else {
            jdbc.update(
                    "insert into entry_change (cause, listing, done_at, error) values ('event', ?, clock_timestamp(), ?)",
                    rows.get(0),
                    error);
            jdbc.update("update entry_change set reached = ? where id = ?", rows.get(0), change.id());
        }
        aside.increment();
        return true;
    }

    private List<Change> open(int limit) {
        return jdbc.query(
                """
                select id, cause, import, listing, subject, reached from entry_change
                where done_at is null order by id limit ?
                """,
                (row, number) -> new Change(
                        row.getLong("id"),
                        row.getString("cause"),
                        row.getObject("import", UUID.class),
                        row.getObject("listing", Long.class),
                        row.getBytes("subject"),
                        row.getLong("reached")),
                limit);
    }

    private boolean stepLocked(int limit) {
        List<Change> open = open(limit);
        if (open.isEmpty()) {
            return days();
        }
        Change first = open.get(0);
        if (first.pages()) {
            page(first, limit);
        } else {
            singles(open.stream().takeWhile(one -> !one.pages()).toList());
        }
        return true;
    }

    /** Some entries of an import, or of all where the release changed. */
    private void page(Change change, int limit) {
        if (change.reached() == 0 && change.importId() != null) {
            // Events that the file brought for entries of earlier files are followed up one by one.
            jdbc.update(
                    """
                    insert into entry_change (cause, listing)
                    select distinct 'event', e.listing from listing_event e join listing l on l.id = e.listing
                    where e.import = ? and l.import <> e.import
                    """,
                    change.importId());
        }
        List<Long> rows = rows(change, reached(change), limit);
        reconcile(change.id(), change.cause(), rows, List.of(), change.importId() != null);
        if (rows.size() < limit) {
            done(List.of(change));
        } else {
            jdbc.update(
                    "update entry_change set reached = ? where id = ?", rows.get(rows.size() - 1), change.id());
        }
    }

    /** The entry after which a change goes on; of an import that was not begun, the one before its first. */
    private long reached(Change change) {
        if (change.reached() > 0 || change.importId() == null) {
            return change.reached();
        }
        Long first =
                jdbc.queryForObject("select min(id) from listing where import = ?", Long.class, change.importId());
        return first == null ? Long.MAX_VALUE : first - 1;
    }

    private List<Long> rows(Change change, long after, int limit) {
        return change.importId() == null
                ? jdbc.queryForList("select id from listing where id > ? order by id limit ?", Long.class, after, limit)
                : jdbc.queryForList(
                        "select id from listing where id > ? and import = ? order by id limit ?",
                        Long.class,
                        after,
                        change.importId(),
                        limit);
    }

    private void singles(List<Change> changes) {
        List<Long> rows = changes.stream()
                .map(Change::listing)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        List<byte[]> references =
                changes.stream().map(Change::subject).filter(Objects::nonNull).toList();
        Change last = changes.get(changes.size() - 1);
        reconcile(last.id(), last.cause(), rows, references, false);
        done(changes);
    }

    private void reconcile(long change, String cause, List<Long> rows, List<byte[]> references, boolean arrived) {
        Set<SubjectId> concerned = new LinkedHashSet<>();
        for (StoredListing entry : listings.ofRows(rows)) {
            concerned.add(entry.listing().subject());
            entry.listing().related().forEach(person -> concerned.add(person.id()));
        }
        concerned.addAll(subjects.of(references));
        // Who took somebody's place is concerned by what changes about that one.
        concerned.addAll(subjects.successorsOf(concerned));
        boolean changed = !cause.equals("release");
        Reconciler.Done done = reconciler.reconcile(
                new Reconciler.Scope(change, cause, concerned, changed ? new HashSet<>(rows) : Set.of(), arrived));
        opened.increment(done.opened());
        closed.increment(done.closed());
    }

    private void done(List<Change> changes) {
        jdbc.update("update entry_change set done_at = clock_timestamp() where id = any (?)", (Object)
                changes.stream().map(Change::id).toArray(Long[]::new));
    }

    /** What the day itself changes: once a day entries end whose time is over, and at any time subjects whose day has come are looked at. */
    private boolean days() {
        LocalDate today = clock.instant().atOffset(Question.SHANGHAI).toLocalDate();
        if (!today.equals(lastDay)) {
            if (ends.end(today)) {
                return true;
            }
            lastDay = today;
        }
        return jdbc.update("""
                        with due as (
                            delete from subject_turn where subject in (select subject from subject_turn where day <= ? order by day limit ?)
                            returning subject)
                        insert into entry_change (cause, subject) select 'day', subject from due
                        """, today, TOGETHER) > 0;
    }

    private Backlog backlog() {
        Backlog last = backlog;
        Instant now = clock.instant();
        if (last.readAt().plus(FRESH).isAfter(now)) {
            return last;
        }
        try {
            Backlog fresh = jdbc.queryForObject(
                    "select count(*), min(recorded_at) from entry_change where done_at is null", (row, number) -> {
                        Timestamp oldest = row.getTimestamp(2);
                        double age = Optional.ofNullable(oldest)
                                .map(at -> Duration.between(at.toInstant(), now).toMillis() / 1000.0)
                                .orElse(0.0);
                        return new Backlog(row.getLong(1), age, now);
                    });
            backlog = Objects.requireNonNull(fresh);
        } catch (DataAccessException e) {
            return last;
        }
        return backlog;
    }

    /** Nothing that fails is lost: it is tried again at the next look. Said once, and not at each look, while it lasts. */
    private void run() {
        try {
            while (running() && step()) {
                Thread.onSpinWait();
            }
            resting = false;
        } catch (DataAccessException | TransactionException e) {
            if (!resting) {
                log.warn("Following up rests for a while: {}", e.getClass().getSimpleName());
            }
            resting = true;
        } catch (RuntimeException e) {
            if (!resting) {
                log.error("Following up rests for a while.", e);
            }
            resting = true;
        }
    }

    private synchronized boolean running() {
        return worker != null;
    }

    @Override
    public synchronized void start() {
        ScheduledThreadPoolExecutor fresh = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "jrp-follow-up");
            thread.setDaemon(true);
            return thread;
        });
        worker = fresh;
        long poll = properties.poll().toMillis();
        fresh.scheduleWithFixedDelay(this::run, poll, poll, TimeUnit.MILLISECONDS);
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
    public boolean isRunning() {
        return running();
    }
}
