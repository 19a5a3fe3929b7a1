package org.jrp.server.release;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jrp.catalogue.InvalidFilesException;
import org.jrp.release.Bundle;
import org.jrp.release.ReleaseFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Copies of the last good releases in the data folder (本地发布副本), for the day on which the stored one is damaged. */
final class ReleaseFolder {

    private static final Logger log = LoggerFactory.getLogger(ReleaseFolder.class);
    private static final int KEPT = 3;
    private static final String ENDING = ".zip";

    private final Path folder;
    private final InstallationKey key;
    private final InstantSource clock;

    ReleaseFolder(Path folder, InstallationKey key, InstantSource clock) {
        this.folder = folder;
        this.key = key;
        this.clock = clock;
    }

    /** Keeps a copy; the oldest copies go. A copy that cannot be written is only told of. */
    synchronized void keep(ReleaseFiles files) {
        Path file = file(files.hash());
        try {
            Files.createDirectories(folder);
            if (find(files.hash()).isEmpty()) {
                Path written = Files.createTempFile(folder, "release", ".tmp");
                Files.write(written, key.bundle(files));
                Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
            Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
            clear();
        } catch (IOException e) {
            log.warn("No copy of release {} could be kept: {}", files.hash(), e.toString());
        }
    }

    /** The copy of that release, where there is one that nobody changed. */
    Optional<ReleaseFiles> find(String hash) {
        Path file = file(hash);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            return Optional.of(Bundle.read(hash, in, List.of(key.open())))
                    .filter(files -> files.hash().equals(hash));
        } catch (IOException | InvalidFilesException e) {
            log.warn("The copy of release {} is damaged.", hash);
            return Optional.empty();
        }
    }

    private void clear() throws IOException {
        List<Path> copies = new ArrayList<>();
        try (Stream<Path> all = Files.list(folder)) {
            all.filter(one -> one.toString().endsWith(ENDING)).forEach(copies::add);
        }
        copies.sort(Comparator.comparing(ReleaseFolder::age).reversed());
        for (Path old : copies.subList(Math.min(KEPT, copies.size()), copies.size())) {
            Files.deleteIfExists(old);
        }
    }

    private static FileTime age(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }

    private Path file(String hash) {
        return folder.resolve(hash.substring(hash.indexOf(':') + 1) + ENDING);
    }
}
