package org.jrp.catalogue;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.CollectionNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A YAML 1.2 file as a tree that knows its lines (YAML 文件).
 *
 * <p>Bounded on purpose: at most {@value #MOST_BYTES} bytes, {@value #DEEPEST} levels, no anchors or aliases (a file of ours
 * says each thing where it belongs, and an alias is what a YAML bomb is made of), no duplicate keys.
 */
public final class YamlFile {

    /** Largest file accepted, in bytes. */
    public static final int MOST_BYTES = 8 << 20;

    private static final int DEEPEST = 40;

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private YamlFile() {}

    /**
     * Reads one document whose top level is a mapping.
     *
     * @return null when the file cannot be read; the reason is then among the problems
     */
    public static @Nullable YamlMap readMap(String file, byte[] bytes, List<Problem> problems) {
        Node root = compose(file, bytes, problems);
        if (root == null) {
            return null;
        }
        if (root instanceof MappingNode mapping) {
            return new YamlMap(file, mapping, problems);
        }
        problems.add(YamlMap.problem(
                "not-a-mapping",
                file,
                root,
                null,
                new Text("文件的最外层应为“键: 值”。", "The top level must be a mapping."),
                new Text("请以“键: 值”开头。", "Begin with key: value.")));
        return null;
    }

    /** Reads one document whose top level is a sequence of mappings; empty when it cannot be read. */
    public static List<YamlMap> readMaps(String file, byte[] bytes, List<Problem> problems) {
        Node root = compose(file, bytes, problems);
        if (root == null) {
            return List.of();
        }
        if (root instanceof SequenceNode sequence) {
            return YamlMap.maps(file, sequence, problems);
        }
        problems.add(YamlMap.problem(
                "not-a-list",
                file,
                root,
                null,
                new Text("文件的最外层应为列表。", "The top level must be a list."),
                new Text("请以“- ”开头,每项一条。", "Begin each item with \"- \".")));
        return List.of();
    }

    private static @Nullable Node compose(String file, byte[] bytes, List<Problem> problems) {
        if (bytes.length > MOST_BYTES) {
            problems.add(whole(
                    "too-large",
                    file,
                    new Text(
                            "文件有 " + bytes.length + " 字节,超过上限 " + MOST_BYTES + "。",
                            "The file has " + bytes.length + " bytes, more than " + MOST_BYTES + "."),
                    new Text("请拆分为多个文件。", "Split it.")));
            return null;
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            text = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            problems.add(whole(
                    "not-utf-8",
                    file,
                    new Text("文件不是 UTF-8 编码。", "The file is not UTF-8."),
                    new Text("请另存为 UTF-8。", "Save it as UTF-8.")));
            return null;
        }
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setAllowDuplicateKeys(false)
                .setMaxAliasesForCollections(Integer.MAX_VALUE)
                .setCodePointLimit(MOST_BYTES)
                .build();
        try {
            Optional<Node> root = new Compose(settings).composeString(text);
            if (root.isEmpty()) {
                problems.add(whole(
                        "empty-file",
                        file,
                        new Text("文件是空的。", "The file is empty."),
                        new Text("请写入内容,或删除此文件。", "Write something into it, or delete it.")));
                return null;
            }
            return sound(file, root.get(), problems) ? root.get() : null;
        } catch (MarkedYamlEngineException e) {
            Mark mark = e.getProblemMark().orElse(null);
            problems.add(Problem.error(
                    "yaml-syntax",
                    file,
                    mark == null ? 0 : mark.getLine() + 1,
                    mark == null ? 0 : mark.getColumn() + 1,
                    null,
                    new Text("YAML 语法错误:" + e.getProblem() + "。", "YAML syntax: " + e.getProblem() + "."),
                    new Text("请检查缩进、引号和冒号。", "Check indentation, quotes and colons.")));
            return null;
        } catch (YamlEngineException | StackOverflowError e) {
            problems.add(whole(
                    "yaml-syntax",
                    file,
                    new Text("无法读取 YAML(嵌套过深或格式错误)。", "The YAML cannot be read (nested too deeply, or malformed)."),
                    new Text("请检查文件结构。", "Check the structure of the file.")));
            return null;
        }
    }

    private static boolean sound(String file, Node root, List<Problem> problems) {
        Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        return walk(file, root, 1, seen, problems);
    }

    /** False at the first thing that is not allowed; nodes are shared where there are aliases, never copied. */
    private static boolean walk(String file, Node node, int depth, Set<Node> seen, List<Problem> problems) {
        if (!seen.add(node)) {
            problems.add(YamlMap.problem(
                    "yaml-alias",
                    file,
                    node,
                    null,
                    new Text("不允许使用锚点和别名(& *)。", "Anchors and aliases (& *) are not allowed."),
                    new Text("请把内容写在使用处。", "Write the content where it is used.")));
            return false;
        }
        if (depth > DEEPEST) {
            problems.add(YamlMap.problem(
                    "yaml-too-deep",
                    file,
                    node,
                    null,
                    new Text("嵌套超过 " + DEEPEST + " 层。", "Nested deeper than " + DEEPEST + " levels."),
                    new Text("请减少层级。", "Use fewer levels.")));
            return false;
        }
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (!walk(file, tuple.getKeyNode(), depth + 1, seen, problems)
                        || !walk(file, tuple.getValueNode(), depth + 1, seen, problems)) {
                    return false;
                }
            }
        } else if (node instanceof CollectionNode<?> collection) {
            for (Object child : collection.getValue()) {
                if (!walk(file, (Node) child, depth + 1, seen, problems)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static Problem whole(String code, String file, Text message, Text mend) {
        return Problem.error(code, file, 0, 0, null, message, mend);
    }
}
