package org.jrp.server.release;

import org.jrp.release.ReleaseFiles;

/** Where releases are kept, and which of them is active (发布版本库). */
interface ReleaseStore {

    /** The release that decides now. */
    Activation active();

    /** The files of a release that is kept. */
    ReleaseFiles files(String hash);

    /**
     * A release made active.
     *
     * @param epoch the counter that every activation moves
     */
    record Activation(String hash, long epoch) {}
}
