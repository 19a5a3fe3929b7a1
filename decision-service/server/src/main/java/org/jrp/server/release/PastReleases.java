package org.jrp.server.release;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jrp.decision.DecisionEngine;
import org.jrp.release.Release;
import org.jrp.release.ReleaseFiles;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.EmptyResultDataAccessException;
import org.springframework.stereotype.Service;

/**
 * Engines of any release that is kept, for computing past decisions again (历次发布版本). One that the node keeps warm anyway is lent
 * from there; besides those a few stay loaded, those last used; the others are given back as soon as nobody uses them. Compiling holds up nobody but who wants that very release.
 */
@Service
public class PastReleases implements DisposableBean {

    private static final int MOST = 3;

    private final Releases releases;
    private final ReleaseStore store;
    private final Map<String, Held> held = new LinkedHashMap<>(MOST + 1, 0.75f, true);

    PastReleases(Releases releases, ReleaseStore store) {
        this.releases = releases;
        this.store = store;
    }

    /** An engine lent (借用的引擎): its release stays loaded until this is closed. */
    public static final class Lease implements AutoCloseable {

        private final DecisionEngine engine;
        private @Nullable Runnable end;

        private Lease(DecisionEngine engine, Runnable end) {
            this.engine = engine;
            this.end = end;
        }

        public DecisionEngine engine() {
            return engine;
        }

        @Override
        public synchronized void close() {
            Runnable ending = end;
            end = null;
            if (ending != null) {
                ending.run();
            }
        }
    }

    /** A loaded release; its fields are guarded by the map's lock. */
    private static final class Held {

        final FutureTask<Optional<DecisionEngine>> loading;
        int users;
        boolean dropped;

        Held(FutureTask<Optional<DecisionEngine>> loading) {
            this.loading = loading;
        }
    }

    /** The hash of the release in use now. */
    public String active() {
        return releases.active().hash();
    }

    /**
     * The engine of that release; empty where no such release is kept. Close it soon, and after the last decision by it.
     *
     * @throws org.jrp.catalogue.InvalidFilesException when what is kept was changed or damaged
     */
    public Optional<Lease> lease(String hash) {
        DecisionEngine warm = releases.borrow(hash).orElse(null);
        if (warm != null) {
            return Optional.of(new Lease(warm, () -> releases.giveBack(hash)));
        }
        Held one = taken(hash);
        try {
            one.loading.run();
            Optional<DecisionEngine> engine = one.loading.get();
            if (engine.isEmpty()) {
                forget(hash, one);
                return Optional.empty();
            }
            return Optional.of(new Lease(engine.get(), () -> giveBack(one)));
        } catch (ExecutionException e) {
            forget(hash, one);
            throw e.getCause() instanceof RuntimeException cause ? cause : new CompletionException(e.getCause());
        } catch (InterruptedException e) {
            giveBack(one);
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
        }
    }

    /** Whether a release of that hash is kept. */
    public boolean keeps(String hash) {
        return files(hash).isPresent();
    }

    /**
     * The files of that release; empty where no such release is kept.
     *
     * @throws org.jrp.catalogue.InvalidFilesException when what is kept was changed or damaged
     */
    public Optional<ReleaseFiles> files(String hash) {
        try {
            ReleaseFiles files = store.kept(hash);
            if (!files.hash().equals(hash)) {
                throw new IllegalStateException("The files kept under " + hash + " are those of another release.");
            }
            return Optional.of(files);
        } catch (EmptyResultDataAccessException e) {
            return Optional.empty();
        }
    }

    /** How many are loaded besides those that the node keeps warm. */
    int loaded() {
        synchronized (held) {
            return held.size();
        }
    }

    private Held taken(String hash) {
        List<Held> over = new ArrayList<>();
        Held one;
        synchronized (held) {
            one = held.computeIfAbsent(hash, wanted -> new Held(new FutureTask<>(() -> load(wanted))));
            one.users++;
            Iterator<Held> eldest = held.values().iterator();
            while (held.size() > MOST && eldest.hasNext()) {
                Held other = eldest.next();
                if (other.users == 0) {
                    eldest.remove();
                    other.dropped = true;
                    over.add(other);
                }
            }
        }
        over.forEach(PastReleases::close);
        return one;
    }

    private void giveBack(Held one) {
        boolean last;
        synchronized (held) {
            one.users--;
            last = one.dropped && one.users == 0;
        }
        if (last) {
            close(one);
        }
    }

    private void forget(String hash, Held one) {
        synchronized (held) {
            one.users--;
            held.remove(hash, one);
        }
    }

    private Optional<DecisionEngine> load(String hash) {
        return files(hash).map(files -> DecisionEngine.of(Release.of(files)));
    }

    private static void close(Held one) {
        try {
            if (one.loading.isDone()) {
                one.loading.get().ifPresent(engine -> engine.release().close());
            }
        } catch (ExecutionException e) {
            return; // it was never loaded
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void destroy() {
        List<Held> all;
        synchronized (held) {
            all = new ArrayList<>(held.values());
            held.clear();
            all.forEach(one -> one.dropped = true);
            all.removeIf(one -> one.users > 0);
        }
        all.forEach(PastReleases::close);
    }
}
