package org.jrp.server.release;

import java.time.Instant;
import java.time.InstantSource;
import org.jrp.release.ReleaseFiles;

/** The shipped release, compiled once for all tests that need no store. */
public final class ShippedReleases {

    /** The moment at which it was loaded; a Monday morning in Shanghai. */
    public static final Instant LOADED_AT = Instant.parse("2026-11-23T00:00:00Z");

    private static final Releases RELEASES = new Releases(new OnlyShipped(), InstantSource.fixed(LOADED_AT));

    private ShippedReleases() {}

    public static Releases releases() {
        return RELEASES;
    }

    /** A store of one release that is always active. */
    private static final class OnlyShipped implements ReleaseStore {

        private final ReleaseFiles files = ReleaseFiles.shipped();

        @Override
        public Activation active() {
            return new Activation(files.hash(), 0);
        }

        @Override
        public ReleaseFiles files(String hash) {
            return files;
        }
    }
}
