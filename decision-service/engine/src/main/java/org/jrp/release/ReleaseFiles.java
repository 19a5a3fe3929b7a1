package org.jrp.release;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jrp.catalogue.InvalidFilesException;
import org.jrp.catalogue.Problem;
import org.jrp.catalogue.Text;

/**
 * The files of a release by their path (发布文件): {@code rules/memoranda/*.dslr}, {@code rules/principles/*.dslr},
 * {@code measure-catalogue/*.yaml} and its folders {@code editions} and {@code instruments}. Immutable.
 */
public final class ReleaseFiles {

    static final Pattern NAME = Pattern.compile(
            "rules/(memoranda|principles)/[\\p{L}\\p{N}._-]+\\.dslr|measure-catalogue/((editions|instruments)/)?[\\p{L}\\p{N}._-]+\\.yaml");

    private final SortedMap<String, byte[]> files;

    ReleaseFiles(Map<String, byte[]> files) {
        this.files = new TreeMap<>(files);
    }

    /**
     * Files from anywhere, such as drafts.
     *
     * @throws InvalidFilesException for a path that no release has
     */
    public static ReleaseFiles of(Map<String, byte[]> files) {
        for (String path : files.keySet()) {
            if (!holds(path)) {
                throw new InvalidFilesException(
                        Problem.error(
                                "unexpected-file",
                                path,
                                0,
                                0,
                                null,
                                new Text("发布版本中没有这样的文件。", "No file of a release is called so."),
                                new Text(
                                        "只接受 rules/ 与 measure-catalogue/ 中的规则和目录文件;文件名用字母、数字、点和连字符。",
                                        "Only files of rules/ and measure-catalogue/ are accepted, named with letters, digits, dots and hyphens.")));
            }
        }
        return new ReleaseFiles(files);
    }

    /** Whether a release may hold a file of that path. */
    public static boolean holds(String path) {
        return NAME.matcher(path).matches() && !path.contains("..");
    }

    /** The release that ships inside the jars on the class path. */
    public static ReleaseFiles shipped() {
        TreeMap<String, byte[]> files = new TreeMap<>();
        for (String root : List.of("rules", "measure-catalogue")) {
            String index = new String(resource(root + "/index.txt"), StandardCharsets.UTF_8);
            for (String name : index.split("\\r?\\n")) {
                if (!name.isBlank()) {
                    String path = root + '/' + name.strip().replace('\\', '/');
                    files.put(path, resource(path));
                }
            }
        }
        return new ReleaseFiles(files);
    }

    /**
     * The files below a folder that holds {@code rules/} and {@code measure-catalogue/}; other files are left alone.
     *
     * @throws InvalidFilesException when the folder lacks either
     */
    public static ReleaseFiles fromFolder(Path folder) {
        TreeMap<String, byte[]> files = new TreeMap<>();
        for (String root : List.of(
                "rules/memoranda",
                "rules/principles",
                "measure-catalogue",
                "measure-catalogue/editions",
                "measure-catalogue/instruments")) {
            Path directory = folder.resolve(root);
            if (!Files.isDirectory(directory)) {
                throw new InvalidFilesException(Problem.error(
                        "missing-folder",
                        root,
                        0,
                        0,
                        null,
                        new Text(
                                "文件夹 " + folder + " 中没有 " + root + "/。",
                                "The folder " + folder + " has no " + root + "/."),
                        new Text(
                                "请指定同时含 rules/ 和 measure-catalogue/ 的文件夹。",
                                "Name a folder that holds rules/ and measure-catalogue/.")));
            }
            try (Stream<Path> children = Files.list(directory)) {
                for (Path child : children.sorted().toList()) {
                    String path = root + '/' + child.getFileName();
                    if (NAME.matcher(path).matches() && Files.isRegularFile(child)) {
                        files.put(path, Files.readAllBytes(child));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new ReleaseFiles(files);
    }

    /** The same files, but those with other bytes; a null takes a file away. For mutation and drafts. */
    public ReleaseFiles with(String path, byte[] bytes) {
        TreeMap<String, byte[]> changed = new TreeMap<>(files);
        changed.put(path, bytes);
        return new ReleaseFiles(changed);
    }

    /** Every path, sorted. */
    public List<String> paths() {
        return List.copyOf(files.keySet());
    }

    /** The bytes of one file. */
    public byte[] bytes(String path) {
        byte[] bytes = files.get(path);
        if (bytes == null) {
            throw new IllegalArgumentException("The release has no file (%s).".formatted(path));
        }
        return bytes.clone();
    }

    /** The files below a folder, by their path inside it. */
    public Map<String, byte[]> below(String folder) {
        TreeMap<String, byte[]> below = new TreeMap<>();
        files.forEach((path, bytes) -> {
            if (path.startsWith(folder + '/')) {
                below.put(path.substring(folder.length() + 1), bytes);
            }
        });
        return below;
    }

    /** The content address: SHA-256 over the sorted lines {@code path NUL sha256-of-bytes LF}. */
    public String hash() {
        MessageDigest digest = sha256();
        digests().forEach((path, sha) -> digest.update((path + '\0' + sha + '\n').getBytes(StandardCharsets.UTF_8)));
        return "sha256:" + HexFormat.of().formatHex(digest.digest());
    }

    /** SHA-256 of each file in hexadecimal, by path. */
    SortedMap<String, String> digests() {
        TreeMap<String, String> digests = new TreeMap<>();
        files.forEach((path, bytes) -> digests.put(path, HexFormat.of().formatHex(sha256().digest(bytes))));
        return digests;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    private static byte[] resource(String path) {
        try (InputStream in = ReleaseFiles.class.getClassLoader().getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException(
                        "The class path holds no " + path + ". Add jrp-rules and jrp-measure-catalogue.");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
