package org.jrp.server.subject;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jrp.json.Json;
import org.jrp.json.JsonException;
import org.jrp.json.JsonWriter;
import org.jrp.server.PrivateFiles;

/**
 * The secrets under which subjects are referred to and encrypted (密钥), oldest first; new rows are written under the newest, old
 * ones stay readable under theirs. They stand in one file of mode 0600, outside the database, and nowhere else.
 */
public record SubjectKeys(List<Version> versions) {

    private static final int BYTES = 32;
    private static final int MOST_VERSIONS = 100;

    /**
     * One generation of secrets.
     *
     * @param number from 1
     * @param index for keyed hashes
     * @param seal for encryption
     */
    public record Version(int number, byte[] index, byte[] seal) {

        public Version {
            if (number < 1 || number > MOST_VERSIONS || index.length != BYTES || seal.length != BYTES) {
                throw new IllegalArgumentException("A key version has a number from 1 and two secrets of 32 bytes.");
            }
            index = index.clone();
            seal = seal.clone();
        }

        static Version random(int number) {
            SecureRandom random = new SecureRandom();
            byte[] index = new byte[BYTES];
            byte[] seal = new byte[BYTES];
            random.nextBytes(index);
            random.nextBytes(seal);
            return new Version(number, index, seal);
        }

        @Override
        public String toString() {
            return "Version[" + number + "]";
        }
    }

    public SubjectKeys {
        versions = List.copyOf(versions);
        if (versions.isEmpty()
                || versions.stream()
                                .map(Version::number)
                                .collect(Collectors.toSet())
                                .size()
                        != versions.size()) {
            throw new IllegalArgumentException("There must be keys, each version once.");
        }
    }

    /** Fresh keys of one version. */
    public static SubjectKeys random() {
        return new SubjectKeys(List.of(Version.random(1)));
    }

    /**
     * The keys in that file; made and written there first where there is none.
     *
     * @throws IllegalStateException when the file is no file of keys
     */
    public static SubjectKeys readOrCreate(Path file) throws IOException {
        if (Files.exists(file)) {
            return read(file);
        }
        SubjectKeys keys = random();
        keys.write(file);
        return keys;
    }

    /** These keys and one version more, written to the file in one step. */
    public SubjectKeys rotate(Path file) throws IOException {
        List<Version> more = new ArrayList<>(versions);
        more.add(Version.random(newest().number() + 1));
        SubjectKeys rotated = new SubjectKeys(more);
        rotated.write(file);
        return rotated;
    }

    /** The one that new rows are written under. */
    public Version newest() {
        return versions.get(versions.size() - 1);
    }

    private void write(Path file) throws IOException {
        List<Map<String, Object>> list = new ArrayList<>();
        for (Version version : versions) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("version", (long) version.number());
            fields.put("index", Base64.getEncoder().encodeToString(version.index()));
            fields.put("seal", Base64.getEncoder().encodeToString(version.seal()));
            list.add(fields);
        }
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        PrivateFiles.write(beside, JsonWriter.inOrder(Map.of("keys", list)));
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static SubjectKeys read(Path file) throws IOException {
        try {
            List<Version> versions = new ArrayList<>();
            if (Json.read(Files.readString(file, StandardCharsets.UTF_8)) instanceof Map<?, ?> root
                    && root.get("keys") instanceof List<?> list) {
                for (Object item : list) {
                    if (item instanceof Map<?, ?> fields
                            && fields.get("version") instanceof Long number
                            && fields.get("index") instanceof String index
                            && fields.get("seal") instanceof String seal) {
                        versions.add(new Version(
                                number.intValue(),
                                Base64.getDecoder().decode(index),
                                Base64.getDecoder().decode(seal)));
                    }
                }
            }
            return new SubjectKeys(versions);
        } catch (JsonException | IllegalArgumentException e) {
            throw new IllegalStateException(
                    "The file " + file.getFileName()
                            + " holds no keys; restore it from its backup. Without it no entry can be read.",
                    e);
        }
    }

    @Override
    public String toString() {
        return "SubjectKeys" + versions;
    }
}
