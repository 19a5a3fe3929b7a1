package org.jrp.server.embedded;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;
import redis.embedded.core.ExecutableProvider;
import redis.embedded.model.OsArchitecture;

/**
 * The executables of PostgreSQL and Redis, unpacked from their jars (可执行文件). Each is unpacked beside its place and then moved
 * there, so that what lies in place is whole, whenever the service was killed.
 */
record Binaries(Path folder) {

    /** The folder that holds PostgreSQL's {@code bin}, {@code lib} and {@code share}. */
    Path postgres() throws IOException {
        byte[] archive = postgresArchive();
        Path home = folder.resolve("postgres-" + digest(archive));
        if (!Files.isDirectory(home)) {
            Path unpacked = Files.createTempDirectory(Files.createDirectories(folder), "postgres-new");
            unpack(archive, unpacked);
            moveInto(unpacked, home);
        }
        return home;
    }

    /** Redis's executable. */
    Path redis() throws IOException {
        String name = ExecutableProvider.newProvidedVersionsMap().get(OsArchitecture.detectOSandArchitecture());
        if (name == null) {
            throw new IOException("No Redis for this operating system.");
        }
        String file = name.substring(name.lastIndexOf('/') + 1);
        Path home = folder.resolve("redis-" + file.replaceFirst("^redis-server-", ""));
        if (!Files.isDirectory(home)) {
            Path unpacked = Files.createTempDirectory(Files.createDirectories(folder), "redis-new");
            ExecutableProvider.newJarResourceProvider(unpacked.toFile()).get();
            moveInto(unpacked, home);
        }
        return home.resolve(file);
    }

    private static byte[] postgresArchive() throws IOException {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String name = system.startsWith("windows") ? "Windows" : system.startsWith("mac") ? "Darwin" : "Linux";
        String machine = System.getProperty("os.arch", "");
        try (InputStream in = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(
                name, machine.equals("amd64") ? "x86_64" : machine)) {
            if (in == null) {
                throw new StartRefusedException(
                        "没有适用于本系统(%s %s)的内嵌 PostgreSQL。请用 --jrp.database.url 指定一个外部数据库。".formatted(name, machine),
                        "There is no embedded PostgreSQL for this system (%s %s). Name a database with --jrp.database.url."
                                .formatted(name, machine));
            }
            return in.readAllBytes();
        }
    }

    private static String digest(byte[] archive) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(archive);
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    private static void unpack(byte[] archive, Path target) throws IOException {
        try (TarArchiveInputStream entries =
                new TarArchiveInputStream(new XZInputStream(new ByteArrayInputStream(archive)))) {
            TarArchiveEntry entry;
            while ((entry = entries.getNextEntry()) != null) {
                Path place = target.resolve(entry.getName()).normalize();
                if (!place.startsWith(target)) {
                    throw new IOException("The archive's entry (%s) lies outside of it.".formatted(entry.getName()));
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(place);
                    continue;
                }
                Files.createDirectories(place.resolveSibling("."));
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(place, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(entries, place);
                    if (place.startsWith(target.resolve("bin"))
                            && !place.toFile().setExecutable(true, true)) {
                        throw new IOException("(%s) cannot be made executable.".formatted(place));
                    }
                }
            }
        }
    }

    private static void moveInto(Path unpacked, Path home) throws IOException {
        try {
            Files.move(unpacked, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failed) {
            // Somebody else who shares the folder was faster; theirs is the same.
            delete(unpacked);
            if (!Files.isDirectory(home)) {
                throw failed;
            }
        }
    }

    /** Deletes a folder and everything in it, if it exists. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failed) throws IOException {
                if (failed != null) {
                    throw failed;
                }
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
