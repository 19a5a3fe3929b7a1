package org.jrp.server.publication;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.jrp.catalogue.InvalidFilesException;
import org.jrp.catalogue.Problem;
import org.jrp.catalogue.Text;
import org.jrp.release.ReleaseFiles;
import org.jspecify.annotations.Nullable;

/**
 * The files of an upload (上传文件): those of a release and the scenarios beside them. Read as a stream within fixed bounds; nothing is
 * written to disk. The manifest and signature of a bundle made elsewhere are left alone: here a second person approves. A folder around
 * all of them, as {@code git archive --prefix} makes it, is taken off.
 *
 * @param scenarios by path, such as {@code scenarios/lifecycle.yaml}
 * @param ignored what was left alone, sorted: what a version control keeps beside the files
 */
record UploadedFiles(ReleaseFiles files, SortedMap<String, byte[]> scenarios, List<String> ignored) {

    private static final int MOST_ENTRIES = 2_000;
    private static final int MOST_ENTRY_BYTES = 8 << 20;
    private static final long MOST_BYTES = 64L << 20;
    private static final long RATIO_FROM = 4L << 20;
    private static final int MOST_RATIO = 100;
    private static final int MOST_IGNORED = 20_000;
    private static final Pattern BESIDE =
            Pattern.compile("\\.git/.*|\\.gitignore|\\.gitattributes|(?i:README|LICENSE)(\\.[A-Za-z]+)?");
    private static final Pattern SCENARIO = Pattern.compile("scenarios/[\\p{L}\\p{N}._-]+\\.yaml");

    /**
     * Reads a zip file.
     *
     * @throws InvalidFilesException when it is none, is too large, or holds what no release has
     */
    static UploadedFiles read(InputStream body) throws IOException {
        SortedMap<String, byte[]> rules = new TreeMap<>();
        SortedMap<String, byte[]> scenarios = new TreeMap<>();
        SortedSet<String> ignored = new TreeSet<>();
        Counted counted = new Counted(body);
        String around = null;
        int entries = 0;
        int left = 0;
        long total = 0;
        try (ZipInputStream zip = new ZipInputStream(counted, StandardCharsets.UTF_8)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries++;
                if (entry.isDirectory()) {
                    if (entries > MOST_IGNORED) {
                        throw tooLarge(entry.getName());
                    }
                    continue;
                }
                if (around == null) {
                    around = around(entry.getName());
                }
                if (!entry.getName().startsWith(around)) {
                    throw unexpected(entry.getName());
                }
                String path = entry.getName().substring(around.length());
                boolean beside = beside(path);
                if (!beside && !taken(path)) {
                    throw unexpected(entry.getName());
                }
                if (beside ? ++left > MOST_IGNORED : rules.size() + scenarios.size() >= MOST_ENTRIES) {
                    throw tooLarge(entry.getName());
                }
                byte[] bytes = bytes(zip, path, total, counted);
                total += bytes.length;
                if (beside) {
                    ignored.add(path.startsWith(".git/") ? ".git/" : path);
                } else if ((SCENARIO.matcher(path).matches() ? scenarios : rules).put(path, bytes) != null) {
                    throw refused(
                            "repeated-entry",
                            path,
                            new Text("文件在压缩包中出现两次。", "The file stands twice in the zip."),
                            new Text("请重新打包。", "Make the zip again."));
                }
            }
        } catch (ZipException | EOFException | IllegalArgumentException e) {
            throw notZip();
        }
        if (entries == 0) {
            throw notZip();
        }
        for (String folder : new String[] {"rules/", "measure-catalogue/"}) {
            if (rules.keySet().stream().noneMatch(path -> path.startsWith(folder))) {
                throw refused(
                        "missing-folder",
                        folder,
                        new Text("压缩包中没有 " + folder + "。", "The zip holds no " + folder + "."),
                        new Text(
                                "压缩包根目录须同时含 rules/ 与 measure-catalogue/,另可含 scenarios/。",
                                "At its root the zip holds rules/ and measure-catalogue/, and may hold scenarios/."));
            }
        }
        return new UploadedFiles(ReleaseFiles.of(rules), scenarios, List.copyOf(ignored));
    }

    /** Whether an upload may hold a file of that path. */
    static boolean taken(String path) {
        return ReleaseFiles.holds(path) || scenario(path);
    }

    static boolean scenario(String path) {
        return SCENARIO.matcher(path).matches() && !path.contains("..");
    }

    private static boolean beside(String path) {
        return path.equals("manifest.json")
                || path.equals("manifest.sig")
                || (BESIDE.matcher(path).matches() && !path.contains(".."));
    }

    /** The folder around all files, told by the first of them; empty where there is none. */
    private static String around(String first) {
        int slash = first.indexOf('/');
        if (slash <= 0 || taken(first) || beside(first)) {
            return "";
        }
        String inside = first.substring(slash + 1);
        return taken(inside) || beside(inside) ? first.substring(0, slash + 1) : "";
    }

    /** The scenarios as a zip file, to be kept; null where there are none. */
    byte @Nullable [] scenarioZip() {
        if (scenarios.isEmpty()) {
            return null;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
            for (Map.Entry<String, byte[]> one : scenarios.entrySet()) {
                zip.putNextEntry(new ZipEntry(one.getKey()));
                zip.write(one.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** The scenarios in such a zip file. */
    static SortedMap<String, byte[]> scenarios(byte @Nullable [] kept) {
        SortedMap<String, byte[]> scenarios = new TreeMap<>();
        if (kept == null) {
            return scenarios;
        }
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(kept), StandardCharsets.UTF_8)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                scenarios.put(entry.getName(), zip.readAllBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return scenarios;
    }

    private static byte[] bytes(InputStream in, String path, long before, Counted counted) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[16 << 10];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            out.write(buffer, 0, read);
            long total = before + out.size();
            if (out.size() > MOST_ENTRY_BYTES
                    || total > MOST_BYTES
                    || (total > RATIO_FROM && total / MOST_RATIO > counted.count)) {
                throw tooLarge(path);
            }
        }
        return out.toByteArray();
    }

    private static InvalidFilesException notZip() {
        return refused(
                "not-a-zip",
                "",
                new Text("不是有效的 zip 文件。", "It is no valid zip file."),
                new Text("请以 application/zip 上传。", "Send it as application/zip."));
    }

    private static InvalidFilesException unexpected(String path) {
        return refused(
                "unexpected-file",
                org.jrp.server.problem.Problems.shown(path),
                new Text("发布版本中没有这样的文件。", "No file of a release is called so."),
                new Text(
                        "只接受 rules/memoranda、rules/principles 中的 .dslr,measure-catalogue/ 中的 .yaml 和 scenarios/ 中的 .yaml。",
                        "Only .dslr files in rules/memoranda and rules/principles, and .yaml files in measure-catalogue/ and"
                                + " scenarios/ are accepted."));
    }

    private static InvalidFilesException tooLarge(String path) {
        return refused(
                "too-large",
                org.jrp.server.problem.Problems.shown(path),
                new Text("压缩包解开后过大、文件过多或压缩比异常。", "Unpacked, the zip is too large or holds too many files."),
                new Text(
                        "单个文件不超过 8 MB,共不超过 64 MB、2000 个文件,压缩比不超过 100。",
                        "At most 8 MB a file, 64 MB and 2,000 files in all, compressed at most a hundred times."));
    }

    private static InvalidFilesException refused(String code, String file, Text message, Text mend) {
        return new InvalidFilesException(Problem.error(code, file, 0, 0, null, message, mend));
    }

    /** Counts what was read of the zip itself. */
    private static final class Counted extends FilterInputStream {

        private long count;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int one = in.read();
            if (one >= 0) {
                count++;
            }
            return one;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = in.read(bytes, offset, length);
            if (read > 0) {
                count += read;
            }
            return read;
        }
    }
}
