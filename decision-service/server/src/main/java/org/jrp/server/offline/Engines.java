package org.jrp.server.offline;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jrp.catalogue.InvalidFilesException;
import org.jrp.decision.DecisionEngine;
import org.jrp.server.release.PastReleases;

/** The engines that one upload needs, each lent once (借用的引擎). Few at a time, so that no file keeps many releases loaded. */
final class Engines implements AutoCloseable {

    private static final int MOST = 2;

    private final PastReleases releases;
    private final Predicate<String> approved;
    private final Map<String, PastReleases.Lease> leases = new HashMap<>();

    Engines(PastReleases releases, Predicate<String> approved) {
        this.releases = releases;
        this.approved = approved;
    }

    /**
     * The engine of that release; good until the next is asked for.
     *
     * @throws RowRefused when it is not kept here, or is damaged
     */
    DecisionEngine of(String release) {
        PastReleases.Lease known = leases.get(release);
        if (known != null) {
            return known.engine();
        }
        if (leases.size() == MOST) {
            close();
        }
        try {
            Optional<PastReleases.Lease> lease = releases.lease(release);
            PastReleases.Lease fresh = lease.orElseThrow(() -> new RowRefused(
                    "decision.release",
                    "unknown-release",
                    "本服务没有该决定所依据的发布版本,无从复算。请政策人员先上传该发布包(POST /api/v1/releases),再重传本行。",
                    "The release that the decision rests on is not kept here, so that it cannot be decided again. Have policy staff upload"
                            + " that bundle (POST /api/v1/releases), then send the row again."));
            if (!approved.test(release)) {
                fresh.close();
                throw new RowRefused(
                        "decision.release",
                        "release-not-approved",
                        "该决定依据的发布版本只是草案,未经审批,不得据以作出决定。",
                        "The release that the decision rests on is a draft that nobody approved; nothing may be decided by it.");
            }
            leases.put(release, fresh);
            return fresh.engine();
        } catch (InvalidFilesException | IllegalStateException e) {
            throw new RowRefused(
                    "decision.release",
                    "release-damaged",
                    "本服务所存的该发布版本已损坏,无从复算。请联系管理员。",
                    "The release as it is kept here is damaged, so that the decision cannot be made again. Tell the administrator.");
        }
    }

    @Override
    public void close() {
        leases.values().forEach(PastReleases.Lease::close);
        leases.clear();
    }
}
