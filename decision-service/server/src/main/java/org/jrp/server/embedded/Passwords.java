package org.jrp.server.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import org.jrp.server.PrivateFiles;

/**
 * Passwords of the embedded PostgreSQL's roles (数据库口令), in a file of the form that PostgreSQL's own tools read
 * ({@code PGPASSFILE}).
 *
 * @param admin of {@code postgres}: backup, and making the two others
 * @param owner of {@code jrp_owner}: owns the tables, migrates them
 * @param app of {@code jrp_app}: what the service works as
 */
record Passwords(String admin, String owner, String app) {

    static final String ADMIN = "postgres";
    static final String OWNER = "jrp_owner";
    static final String APP = "jrp_app";

    private static final SecureRandom RANDOM = new SecureRandom();

    /** Reads the file, or makes it where there is no cluster yet. */
    static Passwords readOrCreate(Path file, boolean mayCreate) throws IOException {
        if (Files.exists(file)) {
            List<String> lines = Files.readAllLines(file);
            return new Passwords(
                    password(lines, ADMIN, file), password(lines, OWNER, file), password(lines, APP, file));
        }
        if (!mayCreate) {
            throw lost(file);
        }
        Passwords made = new Passwords(random(), random(), random());
        String text = line(ADMIN, made.admin) + line(OWNER, made.owner) + line(APP, made.app);
        PrivateFiles.write(file, text.getBytes(StandardCharsets.US_ASCII));
        return made;
    }

    static String random() {
        byte[] bytes = new byte[24];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String line(String role, String password) {
        return "127.0.0.1:*:*:" + role + ":" + password + "\n";
    }

    private static String password(List<String> lines, String role, Path file) {
        String start = "127.0.0.1:*:*:" + role + ":";
        return lines.stream()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()).strip())
                .findFirst()
                .orElseThrow(() -> lost(file));
    }

    private static StartRefusedException lost(Path file) {
        return new StartRefusedException(
                "数据库口令文件(%s)丢失或不完整,而数据库已存在。请从备份恢复该文件。".formatted(file),
                "The file of the database's passwords (%s) is missing or not whole, while the database exists. Restore the file from a backup."
                        .formatted(file));
    }
}
