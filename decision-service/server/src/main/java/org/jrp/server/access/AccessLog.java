package org.jrp.server.access;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jrp.server.Uuids;
import org.jrp.server.problem.PersonalNumbers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;

/**
 * Who looked at what about whom, and why (访问日志). What is recorded here is written within a moment, several rows at once, by one
 * thread in the background; when more waits than it can hold, or the database is gone for that long, whoever records waits for the
 * writing and is refused when it fails, so that nothing is looked at unrecorded. Decisions are not recorded here: each is a row of the
 * log of decisions already.
 */
@Service
public final class AccessLog implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(AccessLog.class);
    private static final int WAITING = 4_096;
    private static final int GROUP = 256;
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long PAUSE_AFTER_FAILURE = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long LONGEST_CLOSING_MILLIS = 10_000;
    private static final int LONGEST_TEXT = 2_000;

    private final JdbcTemplate jdbc;
    private final InstantSource clock;
    private final BlockingQueue<Entry> waiting = new ArrayBlockingQueue<>(WAITING);
    private final ReentrantLock writing = new ReentrantLock();
    private final List<Entry> group = new ArrayList<>(GROUP);
    private final Thread writer = new Thread(this::writeOn, "access-log");
    private volatile boolean open = true;

    private record Entry(
            UUID id,
            Caller caller,
            String action,
            byte @Nullable [] subject,
            @Nullable String object,
            @Nullable String purpose,
            String outcome) {}

    AccessLog(JdbcTemplate jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
        writer.setDaemon(true);
        writer.start();
    }

    /**
     * Records an access.
     *
     * @param action what was done, kebab-case
     * @param subject reference of the subject looked at; null where it was about no single one
     * @param object id of the decision, entry or key, or code of the list; never a number or name of a subject
     * @param purpose why, in the caller's words
     * @param outcome what came of it, kebab-case
     */
    public void record(
            Caller caller,
            String action,
            byte @Nullable [] subject,
            @Nullable String object,
            @Nullable String purpose,
            String outcome) {
        Entry entry =
                new Entry(Uuids.at(clock.instant()), caller, action, subject, shown(object), shown(purpose), outcome);
        if (open && waiting.offer(entry)) {
            return;
        }
        insert(List.of(entry));
    }

    /** Writes what waits, now. */
    void flush() {
        while (writeGroup()) {
            continue;
        }
    }

    @Override
    public void destroy() throws InterruptedException {
        open = false;
        LockSupport.unpark(writer);
        writer.join(LONGEST_CLOSING_MILLIS);
        try {
            flush();
        } catch (DataAccessException e) {
            log.error("{} accesses could not be recorded.", waiting.size() + group.size(), e);
        }
    }

    private void writeOn() {
        while (open) {
            try {
                if (!writeGroup()) {
                    LockSupport.parkNanos(this, PAUSE);
                }
            } catch (DataAccessException e) {
                log.warn("Accesses could not be recorded yet: {}", e.getClass().getSimpleName());
                LockSupport.parkNanos(this, PAUSE_AFTER_FAILURE);
            }
        }
    }

    /** Writes one group; a group that could not be written is tried again before any other. */
    private boolean writeGroup() {
        writing.lock();
        try {
            if (group.isEmpty()) {
                waiting.drainTo(group, GROUP);
            }
            if (group.isEmpty()) {
                return false;
            }
            insert(group);
            group.clear();
            return true;
        } finally {
            writing.unlock();
        }
    }

    private void insert(List<Entry> entries) {
        jdbc.batchUpdate(
                "insert into access_log (id, department, credential, officer, action, subject, object, purpose, outcome)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (id) do nothing",
                entries,
                entries.size(),
                (statement, entry) -> {
                    statement.setObject(1, entry.id());
                    statement.setString(2, entry.caller().department().code());
                    statement.setString(3, entry.caller().credential());
                    statement.setString(4, entry.caller().officer());
                    statement.setString(5, entry.action());
                    statement.setBytes(6, entry.subject());
                    statement.setString(7, entry.object());
                    statement.setString(8, entry.purpose());
                    statement.setString(9, entry.outcome());
                });
    }

    private static @Nullable String shown(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String masked = PersonalNumbers.masked(text);
        return masked.length() <= LONGEST_TEXT ? masked : masked.substring(0, LONGEST_TEXT);
    }
}
