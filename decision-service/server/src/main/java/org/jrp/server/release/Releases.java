package org.jrp.server.release;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jrp.decision.DecisionEngine;
import org.jrp.release.ReleaseFiles;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.TransactionException;

/**
 * Keeps the release that this node decides by, and those it may soon decide by, compiled and warm (现行发布版本); the store says which one is active.
 * One that cannot be loaded is refused: the last good one goes on deciding.
 */
@Service
public class Releases {

    private static final Logger log = LoggerFactory.getLogger(Releases.class);
    private static final Duration GRACE = Duration.ofMinutes(2);

    private final ReleaseStore store;
    private final InstantSource clock;
    private final ReentrantLock switching = new ReentrantLock();
    private final Condition switched = switching.newCondition();
    private final ReentrantLock keeping = new ReentrantLock();
    private final Map<String, CompletableFuture<DecisionEngine>> loaded = new HashMap<>();
    private final Map<String, Instant> idle = new HashMap<>();
    private final Map<String, Integer> lent = new HashMap<>();
    private volatile ActiveRelease active;
    private volatile @Nullable String before;
    private volatile @Nullable Refusal refusal;

    Releases(ReleaseStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
        this.active = first();
        log.info("Deciding by release {}.", active.hash());
    }

    /**
     * The active release that this node could not load.
     *
     * @param reason in Chinese and English
     */
    public record Refusal(String hash, String reason, Instant at) {}

    /** The release in use now. */
    public ActiveRelease active() {
        return active;
    }

    /** Why this node does not decide by the release that is active; empty where it does. */
    public Optional<Refusal> refusal() {
        return Optional.ofNullable(refusal);
    }

    /** The hashes of those compiled and warm. */
    public Set<String> loaded() {
        keeping.lock();
        try {
            Set<String> hashes = new TreeSet<>();
            loaded.forEach((hash, engine) -> {
                if (engine.isDone() && !engine.isCompletedExceptionally()) {
                    hashes.add(hash);
                }
            });
            return hashes;
        } finally {
            keeping.unlock();
        }
    }

    /** The files of a release that may decide, or did. */
    public ReleaseFiles files(String hash) {
        return store.files(hash);
    }

    /** Looks again which release is active, where the store's counter has moved since. */
    public void refreshIfOlder(long epoch) {
        if (active.number() >= epoch) {
            return;
        }
        switching.lock();
        try {
            if (active.number() < epoch) {
                renew();
            }
        } finally {
            switching.unlock();
        }
    }

    /** Tries again to load the active release that was refused. */
    public void retryRefused() {
        switching.lock();
        try {
            if (refusal != null) {
                renew();
            }
        } finally {
            switching.unlock();
        }
    }

    /**
     * Compiles a release and makes it warm, so that the switch to it costs nothing; at once where that was done.
     *
     * @throws RuntimeException when it cannot be loaded
     */
    public DecisionEngine prepare(String hash) {
        CompletableFuture<DecisionEngine> mine = new CompletableFuture<>();
        CompletableFuture<DecisionEngine> known;
        keeping.lock();
        try {
            idle.remove(hash);
            known = loaded.putIfAbsent(hash, mine);
        } finally {
            keeping.unlock();
        }
        if (known == null) {
            known = mine;
            try {
                mine.complete(compiled(hash));
            } catch (RuntimeException | Error e) {
                forget(hash, mine);
                mine.completeExceptionally(e);
            }
        }
        try {
            return known.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException("The release cannot be loaded: " + e.getCause(), e);
        }
    }

    /** The engine of a release that is compiled already; it stays so until {@link #giveBack}. Empty where it is not. */
    Optional<DecisionEngine> borrow(String hash) {
        keeping.lock();
        try {
            CompletableFuture<DecisionEngine> known = loaded.get(hash);
            if (known == null || !known.isDone() || known.isCompletedExceptionally()) {
                return Optional.empty();
            }
            lent.merge(hash, 1, Integer::sum);
            return Optional.of(known.join());
        } finally {
            keeping.unlock();
        }
    }

    /** Ends one {@link #borrow}. */
    void giveBack(String hash) {
        keeping.lock();
        try {
            lent.computeIfPresent(hash, (key, users) -> users == 1 ? null : users - 1);
        } finally {
            keeping.unlock();
        }
    }

    /** Closes those that nobody has needed for a while; the active one, the one before it, those lent and those named stay. */
    public void sweep(Set<String> wanted) {
        switching.lock();
        keeping.lock();
        try {
            Instant now = clock.instant();
            for (String hash : List.copyOf(loaded.keySet())) {
                CompletableFuture<DecisionEngine> engine = loaded.get(hash);
                if (engine == null
                        || !engine.isDone()
                        || wanted.contains(hash)
                        || lent.containsKey(hash)
                        || hash.equals(active.hash())
                        || hash.equals(before)
                        || hash.equals(ShippedRelease.HASH)) {
                    idle.remove(hash);
                } else if (idle.computeIfAbsent(hash, key -> now).isBefore(now.minus(GRACE))) {
                    idle.remove(hash);
                    loaded.remove(hash);
                    engine.join().release().close();
                    log.info("Release {} was given back.", hash);
                }
            }
        } finally {
            keeping.unlock();
            switching.unlock();
        }
    }

    /** Waits until another release than that one is active on this node, but no longer than so. */
    public void awaitOther(String hash, Duration longest) throws InterruptedException {
        long left = longest.toNanos();
        switching.lock();
        try {
            while (active.hash().equals(hash) && left > 0) {
                left = switched.awaitNanos(left);
            }
        } finally {
            switching.unlock();
        }
    }

    private void renew() {
        ReleaseStore.Activation wanted = store.active();
        ActiveRelease now = active;
        try {
            DecisionEngine engine = prepare(wanted.hash());
            if (!wanted.hash().equals(now.hash())) {
                before = now.hash();
                log.info("Deciding by release {} (activation {}).", wanted.hash(), wanted.epoch());
            }
            Instant since = wanted.hash().equals(now.hash()) ? now.loadedAt() : clock.instant();
            active = new ActiveRelease(engine.release(), engine, wanted.epoch(), since);
            refusal = null;
        } catch (DataAccessException | TransactionException e) {
            throw e;
        } catch (RuntimeException e) {
            refuse(wanted.hash(), e);
            active = new ActiveRelease(now.release(), now.engine(), wanted.epoch(), now.loadedAt());
        }
        switched.signalAll();
    }

    /** The active release; where it cannot be loaded, the last before it that can. */
    private ActiveRelease first() {
        ReleaseStore.Activation wanted = store.active();
        try {
            DecisionEngine engine = prepare(wanted.hash());
            return new ActiveRelease(engine.release(), engine, wanted.epoch(), clock.instant());
        } catch (DataAccessException | TransactionException e) {
            throw e;
        } catch (RuntimeException e) {
            refuse(wanted.hash(), e);
            for (String earlier : store.before()) {
                try {
                    DecisionEngine engine = prepare(earlier);
                    return new ActiveRelease(engine.release(), engine, wanted.epoch(), clock.instant());
                } catch (RuntimeException again) {
                    log.warn("Release {} cannot be loaded either.", earlier);
                }
            }
            throw e;
        }
    }

    private void refuse(String hash, RuntimeException e) {
        refusal = new Refusal(hash, Refusals.reason(e), clock.instant());
        log.error("The active release {} is refused; the last good one goes on deciding.", hash, e);
    }

    private DecisionEngine compiled(String hash) {
        ReleaseFiles files = store.files(hash);
        if (files.hash().equals(ShippedRelease.HASH)) {
            return ShippedRelease.engine();
        }
        DecisionEngine engine = ShippedRelease.engine(files);
        store.loaded(files);
        return engine;
    }

    private void forget(String hash, CompletableFuture<DecisionEngine> engine) {
        keeping.lock();
        try {
            loaded.remove(hash, engine);
        } finally {
            keeping.unlock();
        }
    }
}
