package org.jrp.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import org.jrp.catalogue.InvalidFilesException;
import org.jrp.catalogue.Text;
import org.jrp.release.Bundle;
import org.jrp.release.Release;
import org.jrp.release.ReleaseFiles;
import org.jspecify.annotations.Nullable;

/** Where a release comes from (发布版本来源): the one shipped with the program, a folder, or a signed zip file. */
final class ReleaseSource {

    private ReleaseSource() {}

    /** Its files; of a zip file only when one of the trusted keys signed it. */
    static ReleaseFiles files(String option, @Nullable Path path, List<Path> trust) {
        if (path == null) {
            return ReleaseFiles.shipped();
        }
        try {
            if (Files.isDirectory(path)) {
                return ReleaseFiles.fromFolder(path);
            }
            return bundle(option, path, trust);
        } catch (InvalidFilesException e) {
            throw InvalidInputException.files(e);
        } catch (UncheckedIOException e) {
            throw InvalidInputException.unreadable(option, path, e);
        }
    }

    static ReleaseFiles bundle(String option, Path zip, List<Path> trust) {
        try (InputStream in = Files.newInputStream(zip)) {
            if (trust.isEmpty()) {
                throw InvalidInputException.option(
                        "missing-trust",
                        "--trust",
                        new Text("发布包须注明受信任的公钥。", "A bundle needs a trusted public key."),
                        new Text("请加上 --trust public.pem。", "Add --trust public.pem."));
            }
            List<PublicKey> keys = new ArrayList<>();
            trust.forEach(key -> keys.add(Pem.publicKey("--trust", key)));
            return Bundle.read(String.valueOf(zip.getFileName()), in, keys);
        } catch (InvalidFilesException e) {
            throw InvalidInputException.files(e);
        } catch (IOException e) {
            throw InvalidInputException.unreadable(option, zip, e);
        }
    }

    /** The release of those files, compiled. */
    static Release compile(ReleaseFiles files) {
        try {
            return Release.of(files);
        } catch (InvalidFilesException e) {
            throw InvalidInputException.files(e.problems());
        }
    }
}
