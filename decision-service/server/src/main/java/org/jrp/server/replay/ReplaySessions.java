package org.jrp.server.replay;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jrp.decision.DecisionEngine;
import org.jrp.replay.Engines;
import org.jrp.replay.Recorded;
import org.jrp.replay.Replayer;
import org.jrp.server.release.PastReleases;
import org.jrp.server.subject.SubjectVault;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Lends what replays of the log need (复算会话): the releases that are kept, and the vault that tells what was erased. Safe for many threads. */
@Component
class ReplaySessions {

    private final PastReleases releases;
    private final SubjectVault vault;

    ReplaySessions(PastReleases releases, SubjectVault vault) {
        this.releases = releases;
        this.vault = vault;
    }

    /** A session for one thread for a while; close it. */
    Session open() {
        return new Session();
    }

    /** Releases in use by one thread. */
    final class Session implements Engines, AutoCloseable {

        private final Map<String, PastReleases.Lease> leases = new HashMap<>();
        private final Map<String, RuntimeException> damaged = new HashMap<>();
        private final Replayer replayer = new Replayer(this, ReplaySessions.this::erased);

        private Session() {}

        /**
         * Replays one.
         *
         * @param other hash of the release to decide by; null for that of the record
         */
        Replayer.Replay replay(StoredDecision row, @Nullable String other) {
            return replayer.replay(row.recorded(), other);
        }

        @Override
        public String version() {
            return DecisionEngine.VERSION;
        }

        @Override
        public Optional<Decider> find(String release) {
            PastReleases.Lease known = leases.get(release);
            if (known == null) {
                RuntimeException failure = damaged.get(release);
                if (failure != null) {
                    throw failure;
                }
                known = lease(release);
                if (known == null) {
                    return Optional.empty();
                }
                leases.put(release, known);
            }
            return Optional.of(known.engine()::decide);
        }

        private PastReleases.@Nullable Lease lease(String release) {
            try {
                return releases.lease(release).orElse(null);
            } catch (org.jrp.catalogue.InvalidFilesException | IllegalStateException e) {
                damaged.put(release, e);
                throw e;
            }
        }

        @Override
        public void close() {
            leases.values().forEach(PastReleases.Lease::close);
            leases.clear();
        }
    }

    /** Whether the key of the personal fields is destroyed: what an erasure leaves behind. */
    private boolean erased(Recorded row) {
        String personal = row.envelope().personalCiphertext();
        try {
            vault.open(
                    Base64.getDecoder().decode(personal == null ? "" : personal),
                    ("decision:" + row.id()).getBytes(StandardCharsets.UTF_8));
            return false;
        } catch (SubjectVault.UnreadableException e) {
            return true;
        }
    }
}
