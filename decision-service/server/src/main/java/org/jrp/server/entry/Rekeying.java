package org.jrp.server.entry;

import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jrp.server.subject.Personal;
import org.jrp.server.subject.SubjectVault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Encrypts entries anew that stand under an older key (密钥轮换). It goes through them in the order of their keys, a thousand to a
 * transaction, and rests as long as it worked; what is done stays done when it is cut short.
 *
 * <p>Only {@code listing} and {@code listing_related} change: personal fields, reference, key version. Events, decisions and the access
 * log are never changed; they stay under the references they were written with, which {@link SubjectVault#references} goes on
 * to give as long as the old key stands in the file. So counting a subject's rows by its references gives the same number before,
 * during and after.
 */
@Component
class Rekeying implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Rekeying.class);
    private static final int BATCH = 1_000;
    private static final Duration BETWEEN_PASSES = Duration.ofHours(1);

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final SubjectVault vault;
    private final ScheduledThreadPoolExecutor worker;
    private volatile boolean running;
    private long after = Long.MIN_VALUE;
    private long done;

    Rekeying(DataSource source, PlatformTransactionManager transactions, SubjectVault vault) {
        this.jdbc = new JdbcTemplate(source);
        this.transaction = new TransactionTemplate(transactions);
        this.vault = vault;
        this.worker = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "rekeying");
            thread.setDaemon(true);
            return thread;
        });
        worker.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public void start() {
        running = true;
        if (vault.keyVersion() > 1) {
            later(Duration.ofSeconds(1));
        }
    }

    @Override
    public void stop() {
        running = false;
        ((ScheduledExecutorService) worker).shutdown();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void later(Duration pause) {
        if (running && !worker.isShutdown()) {
            worker.schedule(this::step, pause.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void step() {
        long began = System.nanoTime();
        boolean more = false;
        try {
            more = batch();
        } catch (DataAccessException | TransactionException | SubjectVault.UnreadableException e) {
            log.warn("Re-encryption under key {} rests until the next hour: {}", vault.keyVersion(), e.getMessage());
            after = Long.MIN_VALUE;
        }
        later(more ? Duration.ofNanos(System.nanoTime() - began) : BETWEEN_PASSES);
    }

    /** Goes through everything at once, without resting. */
    void pass() {
        while (batch()) {
            log.debug("Re-encrypted up to row {}.", after);
        }
    }

    /**
     * One thousand rows.
     *
     * @return whether the pass goes on; false when it reached the end
     */
    synchronized boolean batch() {
        List<Long> rows = after > Long.MIN_VALUE || anyOlder() ? older(after) : List.of();
        if (rows.isEmpty()) {
            if (done > 0) {
                log.info("Re-encrypted {} entries under key {}.", done, vault.keyVersion());
            }
            done = 0;
            after = Long.MIN_VALUE;
            return false;
        }
        transaction.executeWithoutResult(status -> rekey(rows));
        done += rows.size();
        after = rows.get(rows.size() - 1);
        return true;
    }

    /** Answered by the indexes on key versions, so that asking every hour costs next to nothing. */
    private boolean anyOlder() {
        return Boolean.TRUE.equals(jdbc.queryForObject("""
                select exists (select from listing where key_version < ?)
                    or exists (select from listing_related where key_version < ?)
                """, Boolean.class, vault.keyVersion(), vault.keyVersion()));
    }

    /** Keys of entries that stand under an older key themselves, or name somebody under one. */
    private List<Long> older(long from) {
        int version = vault.keyVersion();
        return jdbc.queryForList("""
                select id from (
                    (select id from listing where id > ? and key_version < ? order by id limit ?)
                    union
                    (select distinct listing from listing_related where listing > ? and key_version < ? order by listing limit ?)
                ) as one order by id limit ?
                """, Long.class, from, version, BATCH, from, version, BATCH, BATCH);
    }

    private record Sealed(long id, String entryId, int version, byte[] personal) {}

    private void rekey(List<Long> rows) {
        int version = vault.keyVersion();
        List<Sealed> sealed = jdbc.query(
                "select id, entry_id, key_version, personal from listing where id = any (?) order by id for update",
                (row, number) -> new Sealed(
                        row.getLong("id"),
                        row.getString("entry_id"),
                        row.getInt("key_version"),
                        row.getBytes("personal")),
                (Object) rows.toArray(Long[]::new));
        Map<Long, Personal> personal = new HashMap<>();
        List<Object[]> listings = new ArrayList<>();
        for (Sealed one : sealed) {
            byte[] place = ListingStore.place(one.entryId());
            byte[] plain = vault.open(one.personal(), place);
            Personal read = Personal.read(plain);
            personal.put(one.id(), read);
            if (one.version() < version) {
                listings.add(new Object[] {vault.seal(plain, place), vault.reference(read.id()), version, one.id()});
            }
        }
        jdbc.batchUpdate("update listing set personal = ?, subject = ?, key_version = ? where id = ?", listings);
        related(rows, personal, version);
    }

    private record Named(long listing, int seq, String role, byte[] subject) {}

    private void related(List<Long> rows, Map<Long, Personal> personal, int version) {
        List<Named> named = jdbc.query(
                "select listing, seq, role, subject from listing_related where listing = any (?) and key_version < ?",
                (row, number) -> new Named(
                        row.getLong("listing"), row.getInt("seq"), row.getString("role"), row.getBytes("subject")),
                rows.toArray(Long[]::new),
                version);
        jdbc.batchUpdate(
                "update listing_related set subject = ?, key_version = ?"
                        + " where subject = ? and listing = ? and seq = ? and role = ?",
                named,
                BATCH,
                (PreparedStatement update, Named one) -> {
                    update.setBytes(1, reference(one, Objects.requireNonNull(personal.get(one.listing()))));
                    update.setInt(2, version);
                    update.setBytes(3, one.subject());
                    update.setLong(4, one.listing());
                    update.setInt(5, one.seq());
                    update.setString(6, one.role());
                });
    }

    /** The new reference of the person that the old one spoke of. */
    private byte[] reference(Named one, Personal personal) {
        return personal.related().stream()
                .filter(person -> vault.references(person.id()).stream()
                        .anyMatch(reference -> Arrays.equals(reference, one.subject())))
                .map(person -> vault.reference(person.id()))
                .findFirst()
                .orElse(one.subject());
    }
}
