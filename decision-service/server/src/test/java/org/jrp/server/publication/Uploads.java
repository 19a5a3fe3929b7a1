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
import org.jrp.scenario.Scenarios;

/** Releases as people upload them: the shipped one with changes. */
final class Uploads {

    static final String RULES = "rules/memoranda/2016-2190-customs-aeo.dslr";
    static final String SCENARIOS = "scenarios/memoranda-2016-2190-customs-aeo.yaml";
    static final String MEASURE = "green-channel-for-approval";

    private Uploads() {}

    /** The shipped release's files. */
    static Map<String, byte[]> shipped() {
        Map<String, byte[]> files = new TreeMap<>();
        ReleaseFiles shipped = ReleaseFiles.shipped();
        shipped.paths().forEach(path -> files.put(path, shipped.bytes(path)));
        return files;
    }

    /** The shipped release without the green channel for licences; a comment makes each variant another release. */
    static Map<String, byte[]> changed(String variant) {
        Map<String, byte[]> files = shipped();
        String rules = text(files.get(RULES));
        String wanted = "    - 业务场景为 行政许可、行政审批\n";
        if (!rules.contains(wanted)) {
            throw new IllegalStateException("The rule is another now.");
        }
        files.put(RULES, bytes("// " + variant + "\n" + rules.replaceFirst(wanted, "    - 业务场景为 行政审批\n")));
        files.put(SCENARIOS, bytes(text(Scenarios.shipped().get(SCENARIOS))));
        return files;
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] zip(Map<String, byte[]> files) {
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
