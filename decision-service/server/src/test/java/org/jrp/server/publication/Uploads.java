package org.jrp.server.publication;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jrp.release.ReleaseFiles;

/** Releases as people upload them: the shipped one with changes. */
public final class Uploads {

    public static final String RULES = "rules/memoranda/2016-2190-customs-aeo.dslr";
    public static final String MEASURE = "green-channel-approval";

    private Uploads() {}

    /** The shipped release's files. */
    public static Map<String, byte[]> shipped() {
        Map<String, byte[]> files = new TreeMap<>();
        ReleaseFiles shipped = ReleaseFiles.shipped();
        shipped.paths().forEach(path -> files.put(path, shipped.bytes(path)));
        return files;
    }

    /**
     * The shipped release, but the green channel opens only three months after the listing; a comment makes each variant another
     * release.
     */
    public static Map<String, byte[]> changed(String variant) {
        Map<String, byte[]> files = shipped();
        String wanted = "    - 业务场景为 行政许可、行政审批\n";
        String rules = text(files.get(RULES));
        if (!rules.contains(wanted)) {
            throw new IllegalStateException("The rule is another now.");
        }
        files.put(RULES, bytes("// " + variant + "\n" + rules.replaceFirst(wanted, wanted + "    - 列入已满 3 个月\n")));
        return files;
    }

    /** Those files with one place changed. */
    public static Map<String, byte[]> with(Map<String, byte[]> files, String path, String from, String to) {
        Map<String, byte[]> changed = new TreeMap<>(files);
        String text = text(files.get(path));
        if (!text.contains(from)) {
            throw new IllegalStateException("The file is another now: " + path);
        }
        changed.put(path, bytes(text.replace(from, to)));
        return changed;
    }

    public static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static byte[] zip(Map<String, byte[]> files) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
            for (Map.Entry<String, byte[]> one : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(one.getKey()));
                zip.write(one.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
