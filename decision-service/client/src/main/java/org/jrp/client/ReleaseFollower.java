package org.jrp.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jrp.catalogue.InvalidFilesException;
import org.jrp.release.Bundle;
import org.jrp.release.Release;
import org.jrp.release.ReleaseFiles;
import org.jspecify.annotations.Nullable;

/**
 * Follows the server's release (跟随发布版本) in a thread of its own: waits for another, fetches its bundle, checks signature and hash, and only
 * then has it decided by. The last good one is kept on the disk. Whatever goes wrong changes nothing but the status.
 */
final class ReleaseFollower {

    private static final String COPY = "release.zip";
    private static final Duration WAIT = Duration.ofSeconds(50);
    private static final long CLOSING_MILLIS = 5_000;

    private final JrpClient client;
    private final PublicKey key;
    private final Path folder;
    private final InstantSource clock;
    private final Duration pause;

    /** Held from the moment in which a release is taken into use until its copy is kept: closing waits for that. */
    private final ReentrantLock switching = new ReentrantLock();

    private volatile @Nullable Instant checkedAt;
    private volatile @Nullable String refused;
    private volatile @Nullable String error;
    private volatile boolean closed;
    private @Nullable Thread thread;

    /**
     * One that does nothing yet.
     *
     * @param pause how long to wait after a failure
     */
    ReleaseFollower(JrpClient client, PublicKey key, Path folder, InstantSource clock, Duration pause) {
        this.client = client;
        this.key = key;
        this.folder = folder;
        this.clock = clock;
        this.pause = pause;
    }

    /** The last good release on the disk; null where there is none that can be used, which the status tells. */
    @Nullable Release lastGood() {
        Path copy = folder.resolve(COPY);
        if (!Files.isRegularFile(copy)) {
            return null;
        }
        try {
            return Release.fromZip(copy, List.of(key));
        } catch (RuntimeException e) {
            error = "The copy on the disk cannot be used: " + reason(e);
            return null;
        }
    }

    /**
     * Begins to follow.
     *
     * @param present what is decided by
     * @param use takes a release into use, or throws and leaves all as it is
     */
    synchronized void start(Supplier<String> present, Consumer<Release> use) {
        Thread follower = new Thread(() -> follow(present, use), "jrp-release-follower");
        follower.setDaemon(true);
        follower.start();
        thread = follower;
    }

    ReleaseStatus status(Ruled ruled) {
        return new ReleaseStatus(ruled.release().hash(), ruled.since(), checkedAt, refused, error);
    }

    synchronized void close() {
        closed = true;
        Thread follower = thread;
        if (follower == null) {
            return;
        }
        switching.lock();
        try {
            follower.interrupt();
        } finally {
            switching.unlock();
        }
        try {
            follower.join(CLOSING_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow(Supplier<String> present, Consumer<Release> use) {
        while (!closed) {
            try {
                String bad = refused;
                String wanted = client.currentRelease(bad == null ? present.get() : bad, WAIT);
                checkedAt = clock.instant();
                if (wanted.equals(present.get())) {
                    refused = null;
                    error = null;
                } else {
                    take(wanted, use);
                }
            } catch (JrpUnavailableException | JrpProblemException | JrpMalformedAnswerException e) {
                if (closed) {
                    return;
                }
                error = String.valueOf(e.getMessage());
                rest();
            } catch (RuntimeException e) {
                error = reason(e);
                rest();
            }
        }
    }

    /** Fetches a release and takes it into use; a refused one is asked for again when the server was asked once more. */
    private void take(String hash, Consumer<Release> use) {
        byte[] bundle = client.releaseBundle(hash);
        Release release = null;
        try {
            ReleaseFiles files = Bundle.read("release " + hash, new ByteArrayInputStream(bundle), List.of(key));
            if (!files.hash().equals(hash)) {
                throw new IllegalStateException("The bundle is that of another release (%s).".formatted(files.hash()));
            }
            release = Release.of(files);
            switching.lock();
            try {
                use.accept(release);
                release = null;
                refused = null;
                error = null;
                keep(bundle);
            } finally {
                switching.unlock();
            }
        } catch (IOException | RuntimeException e) {
            boolean again = hash.equals(refused);
            refused = hash;
            error = reason(e);
            if (again) {
                rest();
            }
        } finally {
            if (release != null) {
                release.close();
            }
        }
    }

    /** All or nothing: a half-written copy is never found. */
    private void keep(byte[] bundle) {
        try {
            write(bundle);
        } catch (IOException e) {
            error = "The release is in use, but no copy could be kept: " + e;
        }
    }

    private void write(byte[] bundle) throws IOException {
        Files.createDirectories(folder, RecordStorage.onlyOwner(folder, "rwx------"));
        Path written = Files.createTempFile(folder, "release", ".tmp");
        try {
            Files.write(written, bundle);
            try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(
                    written, folder.resolve(COPY), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            RecordStorage.flushFolder(folder);
        } finally {
            Files.deleteIfExists(written);
        }
    }

    private void rest() {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }

    private static String reason(Exception e) {
        return e instanceof InvalidFilesException invalid && !invalid.problems().isEmpty()
                ? invalid.problems().get(0).toString()
                : String.valueOf(e.getMessage());
    }
}
