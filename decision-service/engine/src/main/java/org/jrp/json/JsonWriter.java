package org.jrp.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON as UTF-8 bytes, in the form RFC 8785 demands (规范化 JSON): no blanks, the shortest escapes, whole numbers only.
 * The order of names is the caller's duty; {@link #canonical(Object)} sorts them. One writer, one document, one thread.
 */
public final class JsonWriter {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes = new byte[1024];
    private int length;
    private boolean first = true;

    /** The canonical bytes of maps, collections, texts, whole numbers, booleans and nulls. */
    public static byte[] canonical(@Nullable Object value) {
        JsonWriter writer = new JsonWriter();
        writer.any(value, true);
        return writer.toBytes();
    }

    /** The same, names in the order of the maps. */
    public static byte[] inOrder(@Nullable Object value) {
        JsonWriter writer = new JsonWriter();
        writer.any(value, false);
        return writer.toBytes();
    }

    private void any(@Nullable Object value, boolean sorted) {
        if (value instanceof Map<?, ?> map) {
            object();
            for (Map.Entry<?, ?> entry : (sorted ? new TreeMap<>(map) : map).entrySet()) {
                name((String) entry.getKey());
                any(entry.getValue(), sorted);
            }
            endObject();
        } else if (value instanceof Collection<?> collection) {
            array();
            for (Object item : collection) {
                any(item, sorted);
            }
            endArray();
        } else if (value instanceof Boolean bool) {
            value(bool);
        } else if (value instanceof Integer || value instanceof Long) {
            value(((Number) value).longValue());
        } else if (value == null || value instanceof String) {
            value((String) value);
        } else {
            throw new IllegalArgumentException("JSON of ours holds no %s.".formatted(value.getClass()));
        }
    }

    public JsonWriter object() {
        separate();
        put('{');
        first = true;
        return this;
    }

    public JsonWriter endObject() {
        put('}');
        first = false;
        return this;
    }

    public JsonWriter array() {
        separate();
        put('[');
        first = true;
        return this;
    }

    public JsonWriter endArray() {
        put(']');
        first = false;
        return this;
    }

    public JsonWriter name(String name) {
        separate();
        text(name);
        put(':');
        first = true;
        return this;
    }

    public JsonWriter value(@Nullable String value) {
        separate();
        if (value == null) {
            put('n');
            put('u');
            put('l');
            put('l');
        } else {
            text(value);
        }
        return this;
    }

    public JsonWriter value(boolean value) {
        separate();
        for (char c : (value ? "true" : "false").toCharArray()) {
            put(c);
        }
        return this;
    }

    /** A whole number; beyond ±2⁵³ a canonical number would not be exact, so it is refused. */
    public JsonWriter value(long value) {
        if (Math.abs(value) > 1L << 53) {
            throw new IllegalArgumentException("The number (%d) is not exact in JSON.".formatted(value));
        }
        separate();
        for (char c : Long.toString(value).toCharArray()) {
            put(c);
        }
        return this;
    }

    public JsonWriter field(String name, @Nullable String value) {
        return name(name).value(value);
    }

    public JsonWriter field(String name, boolean value) {
        return name(name).value(value);
    }

    public JsonWriter field(String name, long value) {
        return name(name).value(value);
    }

    public JsonWriter texts(String name, List<String> values) {
        name(name).array();
        for (String value : values) {
            value(value);
        }
        return endArray();
    }

    /** The bytes written so far. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    private void separate() {
        if (!first) {
            put(',');
        }
        first = false;
    }

    private void text(String text) {
        put('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x20 && c < 0x80 && c != '"' && c != '\\') {
                put(c);
            } else if (c >= 0x80) {
                i = wide(text, i, c);
            } else {
                escape(c);
            }
        }
        put('"');
    }

    private int wide(String text, int i, char c) {
        if (c < 0x800) {
            put(0xC0 | c >> 6);
        } else if (Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1))) {
            int point = Character.toCodePoint(c, text.charAt(i + 1));
            put(0xF0 | point >> 18);
            put(0x80 | point >> 12 & 0x3F);
            put(0x80 | point >> 6 & 0x3F);
            put(0x80 | point & 0x3F);
            return i + 1;
        } else if (Character.isSurrogate(c)) {
            throw new IllegalArgumentException("The text holds half a surrogate pair; it is no Unicode.");
        } else {
            put(0xE0 | c >> 12);
            put(0x80 | c >> 6 & 0x3F);
        }
        put(0x80 | c & 0x3F);
        return i;
    }

    private void escape(char c) {
        put('\\');
        switch (c) {
            case '"', '\\' -> put(c);
            case '\b' -> put('b');
            case '\f' -> put('f');
            case '\n' -> put('n');
            case '\r' -> put('r');
            case '\t' -> put('t');
            default -> {
                put('u');
                put('0');
                put('0');
                put(HEX[c >> 4]);
                put(HEX[c & 15]);
            }
        }
    }

    private void put(int b) {
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, length * 2);
        }
        bytes[length++] = (byte) b;
    }
}
