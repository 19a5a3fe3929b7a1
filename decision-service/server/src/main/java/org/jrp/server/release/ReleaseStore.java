package org.jrp.server.release;

import java.util.List;
import org.jrp.release.ReleaseFiles;

/** Where releases are kept, and which of them is active (发布版本库). */
interface ReleaseStore {

    /** The release that decides now. */
    Activation active();

    /**
     * The files of a release that may decide, checked: nothing of them has changed, and those that people uploaded were approved.
     *
     * @throws org.jrp.catalogue.InvalidFilesException where that does not hold
     */
    ReleaseFiles files(String hash);

    /**
     * The files of any release that is kept, a draft too: for weighing, never for deciding. Nothing of them has changed.
     *
     * @throws org.jrp.catalogue.InvalidFilesException where that does not hold
     */
    default ReleaseFiles kept(String hash) {
        return files(hash);
    }

    /** The releases that were active before, latest first, each once. */
    default List<String> before() {
        return List.of();
    }

    /** Notes that this node could load that release, and may decide by it. */
    default void loaded(ReleaseFiles files) {}

    /**
     * A release made active.
     *
     * @param epoch the counter that every activation moves
     */
    record Activation(String hash, long epoch) {}
}
