package org.jrp.server.entry;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows in PostgreSQL's binary COPY format (批量写入格式), built in memory, some thousands at a time. */
final class CopyRows {

    /** What comes before the rows. */
    static final byte[] HEAD = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0};

    /** What comes after them. */
    static final byte[] TAIL = {(byte) 0xFF, (byte) 0xFF};

    /** Where the value of a row's first column stands, counted from the row's beginning. */
    static final int FIRST_VALUE = 6;

    private static final int POSTGRES_EPOCH = (int) LocalDate.of(2000, 1, 1).toEpochDay();
    private static final int TEXT = 25;

    private byte[] bytes;
    private int length;

    CopyRows(int room) {
        bytes = new byte[room];
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    /** Begins a row of so many columns. */
    CopyRows row(int columns) {
        room(2);
        put2(columns);
        return this;
    }

    CopyRows int8(long value) {
        room(12);
        put4(8);
        put4((int) (value >>> 32));
        put4((int) value);
        return this;
    }

    /** Overwrites the first column, an int8, of the row that begins there. */
    void setInt8(int row, long value) {
        for (int i = 0; i < 8; i++) {
            bytes[row + FIRST_VALUE + i] = (byte) (value >>> (56 - 8 * i));
        }
    }

    CopyRows int4(int value) {
        room(8);
        put4(4);
        put4(value);
        return this;
    }

    CopyRows int2(int value) {
        room(6);
        put4(2);
        put2(value);
        return this;
    }

    CopyRows bool(@Nullable Boolean value) {
        if (value == null) {
            return none();
        }
        room(5);
        put4(1);
        bytes[length++] = (byte) (value ? 1 : 0);
        return this;
    }

    CopyRows date(@Nullable LocalDate value) {
        return value == null ? none() : int4((int) value.toEpochDay() - POSTGRES_EPOCH);
    }

    CopyRows uuid(UUID value) {
        room(20);
        put4(16);
        put8(value.getMostSignificantBits());
        put8(value.getLeastSignificantBits());
        return this;
    }

    CopyRows bytea(byte[] value) {
        room(4 + value.length);
        put4(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
        return this;
    }

    CopyRows text(@Nullable String value) {
        return value == null ? none() : bytea(value.getBytes(StandardCharsets.UTF_8));
    }

    CopyRows jsonb(byte[] json) {
        room(5 + json.length);
        put4(1 + json.length);
        bytes[length++] = 1;
        System.arraycopy(json, 0, bytes, length, json.length);
        length += json.length;
        return this;
    }

    /** An array of texts; null for one without elements. */
    CopyRows texts(List<String> values) {
        if (values.isEmpty()) {
            return none();
        }
        room(24);
        int start = length;
        put4(0);
        put4(1);
        put4(0);
        put4(TEXT);
        put4(values.size());
        put4(1);
        for (String value : values) {
            text(value);
        }
        int end = length;
        length = start;
        put4(end - start - 4);
        length = end;
        return this;
    }

    CopyRows none() {
        room(4);
        put4(-1);
        return this;
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
        }
    }

    private void put8(long value) {
        put4((int) (value >>> 32));
        put4((int) value);
    }

    private void put4(int value) {
        bytes[length++] = (byte) (value >>> 24);
        bytes[length++] = (byte) (value >>> 16);
        bytes[length++] = (byte) (value >>> 8);
        bytes[length++] = (byte) value;
    }

    private void put2(int value) {
        bytes[length++] = (byte) (value >>> 8);
        bytes[length++] = (byte) value;
    }
}
