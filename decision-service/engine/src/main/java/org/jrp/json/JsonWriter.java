package org.jrp.json;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
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

    /** A field's name, encoded once for many documents (字段名). */
    public static final class Name {

        private final String text;
        private final byte[] bytes;

        public Name(String text) {
            this.text = text;
            JsonWriter writer = new JsonWriter(text.length() + 4);
            writer.put(',');
            writer.text(text);
            writer.put(':');
            this.bytes = writer.toBytes();
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes;
    private int length;
    private boolean first = true;

    public JsonWriter() {
        this(1024);
    }

    /**
     * A writer with room for a document of a known size; it grows past that.
     *
     * @param room in bytes, from 1
     */
    public JsonWriter(int room) {
        bytes = new byte[room];
    }

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

    public JsonWriter name(Name name) {
        int skipped = first ? 1 : 0;
        int size = name.bytes.length - skipped;
        makeRoom(size);
        System.arraycopy(name.bytes, skipped, bytes, length, size);
        length += size;
        first = true;
        return this;
    }

    public JsonWriter value(@Nullable String value) {
        separate();
        if (value == null) {
            put(NULL);
        } else {
            text(value);
        }
        return this;
    }

    public JsonWriter value(boolean value) {
        separate();
        put(value ? TRUE : FALSE);
        return this;
    }

    /** A whole number; beyond ±2⁵³ a canonical number would not be exact, so it is refused. */
    public JsonWriter value(long value) {
        if (Math.abs(value) > 1L << 53) {
            throw new IllegalArgumentException("The number (%d) is not exact in JSON.".formatted(value));
        }
        separate();
        if (value >= 0 && value < 10) {
            put('0' + (int) value);
        } else {
            put(Long.toString(value).getBytes(StandardCharsets.US_ASCII));
        }
        return this;
    }

    /** A day as {@code YYYY-MM-DD}; null as null. */
    public JsonWriter value(@Nullable LocalDate day) {
        if (day == null || day.getYear() < 0 || day.getYear() > 9999) {
            return value(day == null ? (String) null : day.toString());
        }
        separate();
        makeRoom(12);
        bytes[length++] = '"';
        digits(day.getYear() / 100);
        digits(day.getYear() % 100);
        bytes[length++] = '-';
        digits(day.getMonthValue());
        bytes[length++] = '-';
        digits(day.getDayOfMonth());
        bytes[length++] = '"';
        return this;
    }

    private void digits(int number) {
        bytes[length++] = (byte) ('0' + number / 10);
        bytes[length++] = (byte) ('0' + number % 10);
    }

    /**
     * A value that a writer of this kind wrote before, whole.
     *
     * @param value its bytes; they are not looked at
     */
    public JsonWriter written(byte[] value) {
        separate();
        put(value);
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

    public JsonWriter field(Name name, @Nullable String value) {
        return name(name).value(value);
    }

    public JsonWriter field(Name name, boolean value) {
        return name(name).value(value);
    }

    public JsonWriter field(Name name, long value) {
        return name(name).value(value);
    }

    public JsonWriter field(Name name, @Nullable LocalDate value) {
        return name(name).value(value);
    }

    public JsonWriter texts(Name name, List<String> values) {
        name(name).array();
        for (String value : values) {
            value(value);
        }
        return endArray();
    }

    public JsonWriter texts(String name, List<String> values) {
        name(name).array();
        for (String value : values) {
            value(value);
        }
        return endArray();
    }

    /** Forgets what was written, for the next document; the room stays. */
    public JsonWriter clear() {
        length = 0;
        first = true;
        return this;
    }

    /** Whether the bytes written so far are those. */
    public boolean wrote(byte[] expected) {
        return Arrays.equals(bytes, 0, length, expected, 0, expected.length);
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

    /** Room for the worst case is made first, so that no character needs to ask for it. */
    private void text(String text) {
        int size = text.length();
        makeRoom(2L + 6L * size);
        byte[] out = bytes;
        int at = length;
        out[at++] = '"';
        for (int i = 0; i < size; i++) {
            char c = text.charAt(i);
            if (c >= 0x800 && !Character.isSurrogate(c)) {
                out[at++] = (byte) (0xE0 | c >> 12);
                out[at++] = (byte) (0x80 | c >> 6 & 0x3F);
                out[at++] = (byte) (0x80 | c & 0x3F);
            } else if (c >= 0x20 && c < 0x80 && c != '"' && c != '\\') {
                out[at++] = (byte) c;
            } else if (c < 0x80) {
                at = escape(out, at, c);
            } else if (c < 0x800) {
                out[at++] = (byte) (0xC0 | c >> 6);
                out[at++] = (byte) (0x80 | c & 0x3F);
            } else {
                at = pair(out, at, text, i++);
            }
        }
        out[at++] = '"';
        length = at;
    }

    private static int pair(byte[] out, int at, String text, int i) {
        char high = text.charAt(i);
        if (!Character.isHighSurrogate(high)
                || i + 1 == text.length()
                || !Character.isLowSurrogate(text.charAt(i + 1))) {
            throw new IllegalArgumentException("The text holds half a surrogate pair; it is no Unicode.");
        }
        int point = Character.toCodePoint(high, text.charAt(i + 1));
        out[at] = (byte) (0xF0 | point >> 18);
        out[at + 1] = (byte) (0x80 | point >> 12 & 0x3F);
        out[at + 2] = (byte) (0x80 | point >> 6 & 0x3F);
        out[at + 3] = (byte) (0x80 | point & 0x3F);
        return at + 4;
    }

    private static int escape(byte[] out, int at, char c) {
        out[at] = '\\';
        out[at + 1] = (byte)
                switch (c) {
                    case '"', '\\' -> c;
                    case '\b' -> 'b';
                    case '\f' -> 'f';
                    case '\n' -> 'n';
                    case '\r' -> 'r';
                    case '\t' -> 't';
                    default -> 'u';
                };
        if (out[at + 1] != 'u') {
            return at + 2;
        }
        out[at + 2] = '0';
        out[at + 3] = '0';
        out[at + 4] = HEX[c >> 4];
        out[at + 5] = HEX[c & 15];
        return at + 6;
    }

    private void put(byte[] ready) {
        makeRoom(ready.length);
        System.arraycopy(ready, 0, bytes, length, ready.length);
        length += ready.length;
    }

    private void put(int b) {
        if (length == bytes.length) {
            makeRoom(1);
        }
        bytes[length++] = (byte) b;
    }

    private void makeRoom(long more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.toIntExact(Math.max(length + more, 2L * bytes.length)));
        }
    }
}
