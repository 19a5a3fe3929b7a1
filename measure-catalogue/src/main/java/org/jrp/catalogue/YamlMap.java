package org.jrp.catalogue;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * One mapping of a YAML file, read strictly (键值): a missing key, a wrong type or a key nobody asked for becomes a problem
 * with its line. After a problem the methods give back a stand-in, so that reading goes on and finds the rest; whoever
 * reads must throw the results away when there were errors.
 */
public final class YamlMap {

    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

    private final String file;
    private final MappingNode node;
    private final List<Problem> problems;
    private final Map<String, NodeTuple> tuples = new LinkedHashMap<>();
    private final Set<String> asked = new LinkedHashSet<>();
    private final Set<Node> refused = Collections.newSetFromMap(new IdentityHashMap<>());

    YamlMap(String file, MappingNode node, List<Problem> problems) {
        this.file = file;
        this.node = node;
        this.problems = problems;
        for (NodeTuple tuple : node.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode key) {
                if (tuples.putIfAbsent(key.getValue(), tuple) != null) {
                    add(
                            "duplicate-key",
                            key,
                            key.getValue(),
                            new Text("键“" + key.getValue() + "”重复。", "The key (" + key.getValue() + ") stands twice."),
                            new Text("请删除其一。", "Remove one of them."));
                }
            } else {
                add(
                        "key-not-text",
                        tuple.getKeyNode(),
                        null,
                        new Text("键应为文字。", "A key must be text."),
                        new Text("请改为“键: 值”。", "Write key: value."));
            }
        }
    }

    /** Path of the file this mapping stands in. */
    public String file() {
        return file;
    }

    /** Line on which the mapping begins, from 1. */
    public int line() {
        return lineOf(node);
    }

    /** Line of that key's value; the mapping's line where the key is missing. */
    public int line(String key) {
        NodeTuple tuple = tuples.get(key);
        return tuple == null ? line() : lineOf(tuple.getValueNode());
    }

    /** Whether the key is there, even with an empty value. */
    public boolean has(String key) {
        asked.add(key);
        return tuples.containsKey(key);
    }

    /** The keys as written, in order. Counts as asking for all of them. */
    public List<String> keys() {
        asked.addAll(tuples.keySet());
        return List.copyOf(tuples.keySet());
    }

    /** Text that must be there. */
    public String text(String key) {
        String value = textOrNull(key);
        if (value == null) {
            missing(key);
            return "";
        }
        return value;
    }

    /** Text or null. */
    public @Nullable String textOrNull(String key) {
        Node value = value(key);
        if (value == null) {
            return null;
        }
        if (value instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        wrongType(key, value, "文字", "text");
        return null;
    }

    /** A date that must be there. */
    public LocalDate date(String key) {
        String value = textOrNull(key);
        if (value == null) {
            missing(key);
            return LocalDate.EPOCH;
        }
        LocalDate date = parseDate(key, valueNode(key), value);
        return date == null ? LocalDate.EPOCH : date;
    }

    /** A date or null. */
    public @Nullable LocalDate dateOrNull(String key) {
        String value = textOrNull(key);
        return value == null ? null : parseDate(key, valueNode(key), value);
    }

    /** Dates; empty when the key is missing. What is no date is left out. */
    public List<LocalDate> dates(String key) {
        List<LocalDate> dates = new ArrayList<>();
        for (String value : texts(key)) {
            LocalDate date = parseDate(key, place(key, value), value);
            if (date != null) {
                dates.add(date);
            }
        }
        return dates;
    }

    /** A whole number or null. */
    public @Nullable Integer intOrNull(String key) {
        String value = textOrNull(key);
        if (value == null) {
            return null;
        }
        try {
            return Integer.valueOf(value);
        } catch (NumberFormatException e) {
            add(
                    "not-a-number",
                    valueNode(key),
                    value,
                    new Text(
                            "“" + key + "”应为整数,实为“" + value + "”。",
                            "The " + key + " (" + value + ") is no whole number."),
                    new Text("请写数字。", "Write digits."));
            return null;
        }
    }

    /** A whole number that must be there. */
    public int number(String key) {
        Integer value = intOrNull(key);
        if (value == null && !tuples.containsKey(key)) {
            missing(key);
        }
        return value == null ? 0 : value;
    }

    /** True or false; the stand-in when the key is missing. */
    public boolean bool(String key, boolean otherwise) {
        String value = textOrNull(key);
        if (value == null) {
            return otherwise;
        }
        if (value.equals("true") || value.equals("false")) {
            return value.equals("true");
        }
        wrongType(key, valueNode(key), "true 或 false", "true or false");
        return otherwise;
    }

    /** True, false or null. */
    public @Nullable Boolean boolOrNull(String key) {
        return textOrNull(key) == null ? null : (Boolean) bool(key, false);
    }

    /** A constant that must be there, by its code. */
    public <E extends Enum<E> & Coded> E coded(String key, Class<E> type) {
        E value = codedOrNull(key, type);
        if (value == null) {
            if (textOrNull(key) == null) {
                missing(key);
            }
            return type.getEnumConstants()[0];
        }
        return value;
    }

    /** A constant by its code, or null. */
    public <E extends Enum<E> & Coded> @Nullable E codedOrNull(String key, Class<E> type) {
        String value = textOrNull(key);
        if (value == null) {
            return null;
        }
        E constant = Coded.find(type, value).orElse(null);
        if (constant == null) {
            List<String> known =
                    Arrays.stream(type.getEnumConstants()).map(Coded::code).toList();
            add(
                    "unknown-word",
                    valueNode(key),
                    value,
                    new Text("“" + key + "”不认识“" + value + "”。", "The " + key + " (" + value + ") is not known."),
                    Nearest.mend(
                            value,
                            known,
                            new Text("可用:" + String.join("、", known), "Known: " + String.join(", ", known))));
        }
        return constant;
    }

    /** Texts; empty when the key is missing. A single text counts as a list of one. */
    public List<String> texts(String key) {
        Node value = value(key);
        if (value == null) {
            return List.of();
        }
        if (value instanceof ScalarNode scalar) {
            return List.of(scalar.getValue());
        }
        List<String> texts = new ArrayList<>();
        if (value instanceof SequenceNode sequence) {
            for (Node item : sequence.getValue()) {
                if (item instanceof ScalarNode scalar && scalar.getTag() != Tag.NULL) {
                    texts.add(scalar.getValue());
                } else {
                    wrongType(key, item, "文字", "text");
                }
            }
        } else {
            wrongType(key, value, "列表", "a list");
        }
        return texts;
    }

    /** Mappings; empty when the key is missing. */
    public List<YamlMap> maps(String key) {
        Node value = value(key);
        if (value == null) {
            return List.of();
        }
        if (value instanceof SequenceNode sequence) {
            return maps(file, sequence, problems);
        }
        wrongType(key, value, "列表", "a list");
        return List.of();
    }

    /** A mapping or null. */
    public @Nullable YamlMap map(String key) {
        Node value = value(key);
        if (value == null) {
            return null;
        }
        if (value instanceof MappingNode mapping) {
            return new YamlMap(file, mapping, problems);
        }
        wrongType(key, value, "“键: 值”", "a mapping");
        return null;
    }

    /** Whether the value is a list. */
    public boolean isList(String key) {
        return value(key) instanceof SequenceNode;
    }

    /** Reports every key that nobody asked for, with the nearest one that was. */
    public void finish() {
        for (Map.Entry<String, NodeTuple> entry : tuples.entrySet()) {
            if (!asked.contains(entry.getKey())) {
                add(
                        "unknown-key",
                        entry.getValue().getKeyNode(),
                        entry.getKey(),
                        new Text("不认识的键“" + entry.getKey() + "”。", "The key (" + entry.getKey() + ") is not known."),
                        Nearest.mend(
                                entry.getKey(),
                                asked,
                                new Text(
                                        "请删除,或使用:" + String.join("、", asked),
                                        "Remove it, or use one of: " + String.join(", ", asked))));
            }
        }
    }

    /** Adds an error at the value of that key; where the value is a list that holds {@code value}, at that item. */
    public void error(String code, String key, @Nullable String value, Text message, Text mend) {
        add(code, place(key, value), value, message, mend);
    }

    /** Adds a warning at the value of that key; where the value is a list that holds {@code value}, at that item. */
    public void warning(String code, String key, @Nullable String value, Text message, Text mend) {
        Node at = place(key, value);
        problems.add(Problem.warning(code, file, lineOf(at), columnOf(at), value, message, mend));
    }

    MappingNode node() {
        return node;
    }

    static List<YamlMap> maps(String file, SequenceNode sequence, List<Problem> problems) {
        List<YamlMap> maps = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            if (item instanceof MappingNode mapping) {
                maps.add(new YamlMap(file, mapping, problems));
            } else {
                problems.add(problem(
                        "not-a-mapping",
                        file,
                        item,
                        item instanceof ScalarNode scalar ? scalar.getValue() : null,
                        new Text("列表的每一项应为“键: 值”。", "Each item of the list must be a mapping."),
                        new Text("请写成“- 键: 值”。", "Write - key: value.")));
            }
        }
        return maps;
    }

    static Problem problem(String code, String file, Node node, @Nullable String value, Text message, Text mend) {
        return Problem.error(code, file, lineOf(node), columnOf(node), value, message, mend);
    }

    private static int lineOf(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    private static int columnOf(Node node) {
        return node.getStartMark().map(mark -> mark.getColumn() + 1).orElse(0);
    }

    private Node place(String key, @Nullable String value) {
        Node at = valueNode(key);
        if (value != null && at instanceof SequenceNode sequence) {
            for (Node item : sequence.getValue()) {
                if (item instanceof ScalarNode scalar && scalar.getValue().equals(value)) {
                    return item;
                }
            }
        }
        return at;
    }

    private @Nullable Node value(String key) {
        asked.add(key);
        NodeTuple tuple = tuples.get(key);
        if (tuple == null || tuple.getValueNode().getTag() == Tag.NULL) {
            return null;
        }
        return tuple.getValueNode();
    }

    private Node valueNode(String key) {
        NodeTuple tuple = tuples.get(key);
        return tuple == null ? node : tuple.getValueNode();
    }

    private @Nullable LocalDate parseDate(String key, Node at, String value) {
        if (DATE.matcher(value).matches()) {
            try {
                return LocalDate.parse(value);
            } catch (DateTimeParseException e) {
                // No such day in the calendar; reported below.
            }
        }
        if (refused.add(at)) {
            add(
                    "not-a-date",
                    at,
                    value,
                    new Text("“" + key + "”的值“" + value + "”不是日期。", "The " + key + " (" + value + ") is no date."),
                    new Text("请写成 2018-09-01 的形式,且须为真实日期。", "Write a real date as 2018-09-01."));
        }
        return null;
    }

    private void missing(String key) {
        add(
                "missing-key",
                node,
                null,
                new Text("缺少“" + key + "”。", "The key (" + key + ") is missing."),
                new Text("请补上“" + key + ": …”。", "Add " + key + ": …"));
    }

    private void wrongType(String key, Node at, String zh, String en) {
        add(
                "wrong-type",
                at,
                at instanceof ScalarNode scalar ? scalar.getValue() : null,
                new Text("“" + key + "”应为" + zh + "。", "The " + key + " must be " + en + "."),
                new Text("请按格式改写。", "Write it in that form."));
    }

    private void add(String code, Node at, @Nullable String value, Text message, Text mend) {
        problems.add(problem(code, file, at, value, message, mend));
    }
}
