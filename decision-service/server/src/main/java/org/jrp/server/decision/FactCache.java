package org.jrp.server.decision;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jrp.subject.SubjectId;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.stereotype.Component;

/**
 * The facts about subjects, near at hand (案卷缓存): in this process, then in Redis, then in PostgreSQL.
 *
 * <p>Neither cache is trusted. What was decided on their facts is checked by the statement that records it: it counts the rows about
 * each subject again, in the same snapshot in which it writes, and where the count differs nothing is written and the question is
 * answered anew from PostgreSQL. So an entry that was committed before a question came is in its answer, on every node, whatever the
 * caches hold.
 */
@Component
class FactCache implements DisposableBean {

    private static final int MOST_WEIGHT = 400_000;
    private static final int LISTING_WEIGHT = 8;
    private static final int MOST_TOGETHER = 256;
    private static final int LOADERS = 2;
    private static final int QUEUE = 8_192;
    private static final int WAIT_SECONDS = 20;

    private final FactStore store;
    private final SharedFacts shared;
    private final Cache<SubjectId, Facts> near;
    private final BlockingQueue<Miss> misses = new ArrayBlockingQueue<>(QUEUE);
    private final List<Thread> loaders = new ArrayList<>();
    private final Counter hits;
    private final Counter fromShared;
    private final Counter fromStore;
    private volatile boolean closed;

    FactCache(FactStore store, SharedFacts shared, MeterRegistry meters) {
        this.store = store;
        this.shared = shared;
        this.near = Caffeine.newBuilder()
                .maximumWeight(MOST_WEIGHT)
                .weigher((SubjectId id, Facts facts) ->
                        1 + LISTING_WEIGHT * facts.listings().size())
                .build();
        this.hits = meters.counter("jrp.facts", "from", "process");
        this.fromShared = meters.counter("jrp.facts", "from", "redis");
        this.fromStore = meters.counter("jrp.facts", "from", "postgresql");
        for (int i = 0; i < LOADERS; i++) {
            Thread loader = new Thread(this::load, "jrp-facts-" + i);
            loader.setDaemon(true);
            loader.start();
            loaders.add(loader);
        }
    }

    /** A subject that is not near at hand, and whoever waits for it. */
    private record Miss(SubjectId subject, CompletableFuture<Facts> facts) {}

    /**
     * The facts about each subject.
     *
     * @throws org.springframework.dao.DataAccessException when PostgreSQL cannot be asked
     */
    Map<SubjectId, Facts> about(Collection<SubjectId> subjects) {
        Map<SubjectId, Facts> facts = new HashMap<>();
        List<Miss> waiting = new ArrayList<>();
        for (SubjectId subject : subjects) {
            Facts known = near.getIfPresent(subject);
            if (known != null) {
                facts.put(subject, known);
            } else if (!facts.containsKey(subject)) {
                waiting.add(new Miss(subject, new CompletableFuture<>()));
            }
        }
        hits.increment(facts.size());
        for (Miss miss : waiting) {
            if (closed || !offered(miss)) {
                throw new DataAccessResourceFailureException("Too many subjects wait to be read.");
            }
        }
        for (Miss miss : waiting) {
            facts.put(miss.subject(), arrived(miss));
        }
        return facts;
    }

    /** Reads them from PostgreSQL, past both caches, and keeps what it finds. */
    void renew(Set<SubjectId> subjects) {
        Map<SubjectId, Facts> read = store.read(subjects);
        fromStore.increment(read.size());
        read.forEach(near::put);
        shared.put(read.values());
    }

    private boolean offered(Miss miss) {
        try {
            return misses.offer(miss, WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Facts arrived(Miss miss) {
        try {
            return miss.facts().get(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DataAccessResourceFailureException("Interrupted while facts were read.", e);
        } catch (TimeoutException e) {
            throw new DataAccessResourceFailureException("The facts took too long to read.", e);
        } catch (ExecutionException | CompletionException e) {
            throw new DataAccessResourceFailureException("The facts could not be read.", e.getCause());
        }
    }

    private void load() {
        while (!closed) {
            List<Miss> together = new ArrayList<>();
            try {
                together.add(misses.take());
                misses.drainTo(together, MOST_TOGETHER - 1);
                load(together);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                together.forEach(miss -> miss.facts().completeExceptionally(e));
            }
        }
    }

    private void load(List<Miss> together) {
        Map<SubjectId, List<Ref>> wanted = new HashMap<>();
        Map<SubjectId, Facts> found = new HashMap<>();
        for (Miss miss : together) {
            Facts known = near.getIfPresent(miss.subject());
            if (known == null) {
                wanted.computeIfAbsent(miss.subject(), store::refs);
            } else {
                found.put(miss.subject(), known);
            }
        }
        if (!wanted.isEmpty()) {
            Map<SubjectId, Facts> cached = shared.find(wanted);
            fromShared.increment(cached.size());
            found.putAll(cached);
            wanted.keySet().removeAll(cached.keySet());
        }
        if (!wanted.isEmpty()) {
            Map<SubjectId, Facts> read = store.read(wanted.keySet());
            fromStore.increment(read.size());
            found.putAll(read);
            shared.put(read.values());
        }
        found.forEach(near::put);
        together.forEach(miss -> miss.facts().complete(found.get(miss.subject())));
    }

    @Override
    public void destroy() {
        closed = true;
        loaders.forEach(Thread::interrupt);
    }
}
