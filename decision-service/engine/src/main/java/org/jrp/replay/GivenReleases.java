package org.jrp.replay;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jrp.decision.DecisionEngine;
import org.jrp.release.Release;
import org.jrp.release.ReleaseFiles;

/** Releases given as files (所给发布版本), each compiled when a record first names it. Safe for many threads; closing closes what was compiled. */
public final class GivenReleases implements Engines, AutoCloseable {

    private final Map<String, ReleaseFiles> files = new LinkedHashMap<>();
    private final ConcurrentHashMap<String, DecisionEngine> compiled = new ConcurrentHashMap<>();

    public GivenReleases(Collection<ReleaseFiles> given) {
        given.forEach(one -> files.put(one.hash(), one));
    }

    @Override
    public String version() {
        return DecisionEngine.VERSION;
    }

    @Override
    public Optional<Decider> find(String release) {
        DecisionEngine known = compiled.get(release);
        if (known == null) {
            ReleaseFiles given = files.get(release);
            if (given == null) {
                return Optional.empty();
            }
            known = compiled.computeIfAbsent(release, hash -> DecisionEngine.of(Release.of(given)));
        }
        return Optional.of(known::decide);
    }

    @Override
    public void close() {
        compiled.values().forEach(engine -> engine.release().close());
        compiled.clear();
    }
}
