package org.jrp.server.access;

import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jrp.catalogue.Text;
import org.jrp.server.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * All usable keys and all departments, in memory, with the epoch they were read at (权限缓存). Every change of either adds one to
 * {@code epoch.access} in its own transaction; what is in memory serves for two seconds before that number is read again, by one
 * small query for all who wait. Who reads the number himself, as the statement that records decisions does, calls
 * {@link #refreshIfOlder} and {@link #again}.
 *
 * <p>Without the database what was read before serves for thirty seconds more; keys that were not read are answered 503.
 */
@Service
public final class AccessCache implements DisposableBean {

    private static final int MOST_SUCCESSIONS = 20;
    private static final long AHEAD = TimeUnit.SECONDS.toNanos(1);
    private static final long FRESH = TimeUnit.SECONDS.toNanos(2);
    private static final long FRESH_FOR_UNKNOWN = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long WITHOUT_DATABASE = TimeUnit.SECONDS.toNanos(32);
    private static final long LONGEST_WAIT_MILLIS = 1_000;
    private static final String TOKEN = "jwt:";

    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final LongSupplier ticker;
    private final ExecutorService reader = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "access-cache");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicReference<@Nullable CompletableFuture<State>> underWay = new AtomicReference<>();
    private volatile @Nullable State state;

    @Autowired
    AccessCache(JdbcClient jdbc, InstantSource clock) {
        this(jdbc, clock, System::nanoTime);
    }

    AccessCache(JdbcClient jdbc, InstantSource clock, LongSupplier ticker) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.ticker = ticker;
    }

    /** A usable key. */
    private record Known(byte[] hash, Caller caller, Instant expiresAt) {}

    /**
     * What was read.
     *
     * @param checkedAt when the epoch was last found unchanged, by the ticker
     */
    private record State(
            long epoch,
            long checkedAt,
            Map<String, Known> byPrefix,
            Map<String, Known> byId,
            Map<String, Department> departments) {}

    /** The epoch that the data in memory were read at; -1 before the first reading. */
    public long epoch() {
        State now = state;
        return now == null ? -1 : now.epoch();
    }

    /**
     * Reads again where the data in memory are older than that epoch.
     *
     * @throws ProblemException 503 when the database cannot be asked
     */
    public void refreshIfOlder(long epoch) {
        for (int i = 0; i < 3 && epoch() < epoch; i++) {
            // The reading that is under way may have begun before the change: the second is sure to come after it.
            await(true);
        }
    }

    /**
     * Who signs in by that key; empty where there is no such key, or it is revoked or has expired.
     *
     * @throws ProblemException 503 when the key is not in memory and the database cannot be asked
     */
    public Optional<Caller> signIn(String key) {
        if (!ApiKey.wellFormed(key)) {
            return Optional.empty();
        }
        String prefix = ApiKey.prefixOf(key);
        Known known = fresh(FRESH, false).byPrefix().get(prefix);
        if (known == null) {
            known = fresh(FRESH_FOR_UNKNOWN, true).byPrefix().get(prefix);
        }
        // The hash is made for unknown keys as well, so that time does not tell which prefixes there are.
        byte[] hash = ApiKey.hash(key);
        return known != null
                        && MessageDigest.isEqual(hash, known.hash())
                        && clock.instant().isBefore(known.expiresAt())
                ? Optional.of(known.caller())
                : Optional.empty();
    }

    /**
     * The same caller with what it is granted now; empty when its key was revoked or has expired meanwhile, or its department is no
     * longer there.
     */
    public Optional<Caller> again(Caller caller) {
        State last = state;
        State now = last == null ? await(true) : last;
        if (caller.credential().startsWith(TOKEN)) {
            return Optional.ofNullable(now.departments().get(caller.department().code()))
                    .map(department -> new Caller(caller.credential(), department, caller.roles(), caller.officer()));
        }
        return Optional.ofNullable(now.byId().get(caller.credential()))
                .filter(known -> clock.instant().isBefore(known.expiresAt()))
                .map(Known::caller);
    }

    /** The department of that code, as registered here. */
    public Optional<Department> findDepartment(String code) {
        return Optional.ofNullable(fresh(FRESH, false).departments().get(code));
    }

    /** Whether a department answers for what that one did: it is that one, or took over from it, directly or by steps. */
    public boolean answersFor(Department department, String other) {
        String at = other;
        for (int step = 0; at != null && step < MOST_SUCCESSIONS; step++) {
            if (at.equals(department.code())) {
                return true;
            }
            at = findDepartment(at).map(Department::successor).orElse(null);
        }
        return false;
    }

    /** The name under which a bearer of a token is known in the log. */
    static String tokenCredential(String subject) {
        return TOKEN + subject;
    }

    /** To be called inside the transaction of every change of keys, departments, grants or exemptions. */
    public void changed() {
        long epoch = jdbc.sql("update epoch set access = access + 1 returning access")
                .query(Long.class)
                .single();
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    refreshQuietly(epoch);
                }
            });
        } else {
            refreshQuietly(epoch);
        }
    }

    @Override
    public void destroy() {
        reader.shutdownNow();
    }

    private void refreshQuietly(long epoch) {
        try {
            refreshIfOlder(epoch);
        } catch (ProblemException e) {
            // The change is committed; this node learns of it with its next reading.
            return;
        }
    }

    private State fresh(long mostAge, boolean strictly) {
        State now = state;
        if (now != null) {
            long age = ticker.getAsLong() - now.checkedAt();
            if (age <= mostAge) {
                if (age > AHEAD) {
                    begin();
                }
                return now;
            }
        }
        return await(strictly);
    }

    private State await(boolean strictly) {
        try {
            return begin().get(LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            State last = state;
            if (!strictly && last != null && ticker.getAsLong() - last.checkedAt() <= WITHOUT_DATABASE) {
                return last;
            }
        }
        throw ProblemException.later(
                503,
                "store-unavailable",
                new Text("数据库暂时无法访问,请稍后再试。", "The database cannot be reached; try again soon."),
                Duration.ofSeconds(2));
    }

    private CompletableFuture<State> begin() {
        CompletableFuture<State> mine = new CompletableFuture<>();
        CompletableFuture<State> other = underWay.compareAndExchange(null, mine);
        if (other != null) {
            return other;
        }
        reader.execute(() -> {
            try {
                State read = read();
                state = read;
                underWay.set(null);
                mine.complete(read);
            } catch (RuntimeException | Error e) {
                underWay.set(null);
                mine.completeExceptionally(e);
            }
        });
        return mine;
    }

    private State read() {
        // The epoch first: what is read after it is at least as new as it says.
        long checkedAt = ticker.getAsLong();
        long epoch = jdbc.sql("select access from epoch").query(Long.class).single();
        State last = state;
        if (last != null && last.epoch() == epoch) {
            return new State(epoch, checkedAt, last.byPrefix(), last.byId(), last.departments());
        }
        Map<String, Department> departments = new HashMap<>();
        jdbc.sql("select * from department")
                .query((rs, row) -> Departments.read(rs))
                .list()
                .forEach(one -> departments.put(one.code(), one));
        Map<String, Known> byPrefix = new HashMap<>();
        Map<String, Known> byId = new HashMap<>();
        jdbc.sql("select id, prefix, hash, department, roles, expires_at from credential"
                        + " where revoked_at is null and expires_at > clock_timestamp()")
                .query(rs -> {
                    Department department = departments.get(rs.getString("department"));
                    if (department != null) {
                        Known known = known(rs, department);
                        byPrefix.put(rs.getString("prefix"), known);
                        byId.put(known.caller().credential(), known);
                    }
                });
        return new State(epoch, checkedAt, Map.copyOf(byPrefix), Map.copyOf(byId), Map.copyOf(departments));
    }

    private static Known known(ResultSet rs, Department department) throws SQLException {
        return new Known(
                rs.getBytes("hash"),
                new Caller(
                        rs.getObject("id", UUID.class).toString(),
                        department,
                        Role.known(Rows.texts(rs, "roles")),
                        null),
                Rows.instant(rs, "expires_at"));
    }
}
