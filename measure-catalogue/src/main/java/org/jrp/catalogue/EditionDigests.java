package org.jrp.catalogue;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Digests of editions (版次摘要), by which a published edition is known to be unchanged.
 *
 * <p>A digest is SHA-256 over the edition's content in one canonical form: keys sorted, empty values left out, every other
 * value with its length. Comments, line breaks, the order of keys and the way a value is quoted do not count; everything
 * else does, notes included.
 */
public final class EditionDigests {

    static final Pattern FORM = Pattern.compile("sha256:[0-9a-f]{64}");

    private static final String FOLDER = "editions/";
    private static final String ENDING = ".yaml";
    private static final String HEAD = """
            # Digests (摘要) of the published editions: SHA-256 over an edition's content, comments and layout aside.
            # An edition once published never changes; a correction is a new revision in a file of its own. Written by `jrp catalogue digest`.

            digests:
            """;

    private EditionDigests() {}

    /**
     * The digest of every published edition among the files of a catalogue, by edition id; drafts and files that cannot be
     * read are left out.
     *
     * @param files bytes by path inside {@code measure-catalogue/}
     */
    public static SortedMap<String, String> of(Map<String, byte[]> files) {
        SortedMap<String, String> digests = new TreeMap<>();
        files.forEach((file, bytes) -> {
            if (file.startsWith(FOLDER) && file.endsWith(ENDING)) {
                String id = file.substring(FOLDER.length(), file.length() - ENDING.length());
                YamlMap top = YamlFile.readMap(file, bytes, new ArrayList<>());
                if (top != null && !Edition.DRAFT.equals(top.textOrNull("status"))) {
                    digests.put(id, digest(top));
                }
            }
        });
        return digests;
    }

    /** The text of {@code digests.yaml} that records those digests. */
    public static String fileText(SortedMap<String, String> digests) {
        StringBuilder text = new StringBuilder(HEAD);
        digests.forEach((edition, digest) ->
                text.append("  ").append(edition).append(": ").append(digest).append('\n'));
        return digests.isEmpty() ? text.toString().replace("digests:\n", "digests: {}\n") : text.toString();
    }

    private static String digest(YamlMap top) {
        StringBuilder canonical = new StringBuilder();
        write(top.node(), canonical);
        byte[] hash = sha256().digest(canonical.toString().getBytes(StandardCharsets.UTF_8));
        return "sha256:" + HexFormat.of().formatHex(hash);
    }

    private static void write(Node node, StringBuilder out) {
        if (node instanceof MappingNode mapping) {
            SortedMap<String, Node> values = new TreeMap<>();
            for (NodeTuple tuple : mapping.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode key
                        && !tuple.getValueNode().getTag().equals(Tag.NULL)) {
                    values.put(key.getValue(), tuple.getValueNode());
                }
            }
            out.append('{');
            values.forEach((key, value) -> {
                text(key, out);
                write(value, out);
            });
            out.append('}');
        } else if (node instanceof SequenceNode sequence) {
            List<Node> items = sequence.getValue();
            out.append('[');
            items.forEach(item -> write(item, out));
            out.append(']');
        } else if (node instanceof ScalarNode scalar) {
            text(scalar.getValue(), out);
        }
    }

    private static void text(String value, StringBuilder out) {
        out.append(value.length()).append(':').append(value);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
