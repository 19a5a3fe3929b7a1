package org.jrp.server.release;

import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jrp.decision.DecisionEngine;
import org.jrp.release.ReleaseFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/** Keeps the release that this node decides by (现行发布版本); the store says which one that is. */
@Service
public class Releases {

    private static final Logger log = LoggerFactory.getLogger(Releases.class);

    private final ReleaseStore store;
    private final InstantSource clock;
    private final Map<String, ActiveRelease> loaded = new ConcurrentHashMap<>();
    private volatile ActiveRelease active;

    Releases(ReleaseStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
        this.active = load();
        log.info("Deciding by release {}.", active.hash());
    }

    /** The release in use now. */
    public ActiveRelease active() {
        return active;
    }

    /** Looks again which release is active, where the store's counter has moved since. */
    public synchronized void refreshIfOlder(long epoch) {
        if (active.number() < epoch) {
            active = load();
        }
    }

    private ActiveRelease load() {
        ReleaseStore.Activation wanted = store.active();
        ActiveRelease known = loaded.computeIfAbsent(wanted.hash(), hash -> {
            ReleaseFiles files = store.files(hash);
            DecisionEngine engine = files.hash().equals(ReleaseFiles.shipped().hash())
                    ? ShippedRelease.engine()
                    : ShippedRelease.engine(files);
            return new ActiveRelease(engine.release(), engine, wanted.epoch(), clock.instant());
        });
        return new ActiveRelease(known.release(), known.engine(), wanted.epoch(), known.loadedAt());
    }
}
