package org.jrp.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Base64;
import org.jrp.catalogue.Coded;
import org.jspecify.annotations.Nullable;

/**
 * Goes through JSON of one known form from its first byte to its last (已知格式的快速读取): names in their order, no blanks, no escapes. Whatever
 * is written otherwise is {@linkplain UnusualException unusual}, and a reader that knows all of JSON is to be asked. One thread.
 */
public final class JsonCursor {

    private static final int WORDS = 1 << 10;
    private static final int LONGEST_WORD = 80;
    private static final byte[] NULL = literal("null");
    private static final byte[] TRUE = literal("true");
    private static final byte[] FALSE = literal("false");
    private static final byte[] NOTHING = {};
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private final @Nullable Word[] words = new Word[WORDS];
    private byte[] in = NOTHING;
    private int at;
    private int limit;

    private record Word(byte[] bytes, String text) {}

    /** The bytes are not written in the form that was expected. */
    public static final class UnusualException extends RuntimeException {

        private static final long serialVersionUID = 1;

        private UnusualException() {
            super("It is not written in the usual form.", null, false, false);
        }
    }

    /** What a name or a mark is in bytes, made once to be {@linkplain #expect expected} often. */
    public static byte[] literal(String ascii) {
        return ascii.getBytes(StandardCharsets.US_ASCII);
    }

    /** Begins with other bytes. */
    public JsonCursor at(byte[] bytes, int from, int until) {
        in = bytes;
        at = from;
        limit = until;
        return this;
    }

    /** Whether the next byte is that; it stays the next. */
    public boolean next(char one) {
        return at < limit && in[at] == one;
    }

    /** Where the next byte stands. */
    public int position() {
        return at;
    }

    /** Whether the list or object that began goes on; behind the comma then, else behind its end. */
    public boolean more(char end) {
        byte next = byteAt(at);
        if (next == end) {
            at++;
            return false;
        }
        if (next == ',') {
            at++;
        }
        return true;
    }

    /** Goes past what must come next. */
    public JsonCursor expect(byte[] literal) {
        int end = at + literal.length;
        if (end > limit || !Arrays.equals(in, at, end, literal, 0, literal.length)) {
            throw new UnusualException();
        }
        at = end;
        return this;
    }

    /** Goes past the mark that must come next. */
    public void expect(char one) {
        if (take() != one) {
            throw new UnusualException();
        }
    }

    /** True, false or null. */
    public @Nullable Boolean flagOrNull() {
        if (isNull()) {
            return null;
        }
        boolean value = next('t');
        expect(value ? TRUE : FALSE);
        return value;
    }

    public boolean flag() {
        return required(flagOrNull());
    }

    public @Nullable String textOrNull() {
        if (isNull()) {
            return null;
        }
        expect('"');
        int from = at;
        int end = end();
        at = end + 1;
        return new String(in, from, end - from, StandardCharsets.UTF_8);
    }

    public String text() {
        return required(textOrNull());
    }

    /** A text that comes again and again; it is decoded once. */
    public @Nullable String wordOrNull() {
        if (isNull()) {
            return null;
        }
        expect('"');
        int from = at;
        int end = at;
        int hash = 0;
        for (byte b = byteAt(end); b != '"'; b = byteAt(++end)) {
            if (b == '\\') {
                throw new UnusualException();
            }
            hash = 31 * hash + b;
        }
        at = end + 1;
        int place = (hash ^ hash >>> 15) & WORDS - 1;
        Word known = words[place];
        if (known != null && Arrays.equals(in, from, end, known.bytes(), 0, known.bytes().length)) {
            return known.text();
        }
        String text = new String(in, from, end - from, StandardCharsets.UTF_8);
        if (end - from <= LONGEST_WORD) {
            words[place] = new Word(Arrays.copyOfRange(in, from, end), text);
        }
        return text;
    }

    public String word() {
        return required(wordOrNull());
    }

    public <E extends Enum<E> & Coded> @Nullable E codeOrNull(Class<E> type) {
        String code = wordOrNull();
        return code == null ? null : Coded.find(type, code).orElseThrow(UnusualException::new);
    }

    public <E extends Enum<E> & Coded> E code(Class<E> type) {
        return required(codeOrNull(type));
    }

    /** A day as {@code YYYY-MM-DD}. */
    public @Nullable LocalDate dayOrNull() {
        if (isNull()) {
            return null;
        }
        expect('"');
        LocalDate day = bareDay();
        expect('"');
        return day;
    }

    public LocalDate day() {
        return required(dayOrNull());
    }

    /** An instant of UTC as {@link Instant#toString()} writes it. */
    public @Nullable Instant instantOrNull() {
        if (isNull()) {
            return null;
        }
        expect('"');
        long seconds = bareDay().toEpochDay() * 86_400;
        expect('T');
        seconds += two(24) * 3_600L;
        expect(':');
        seconds += two(60) * 60L;
        expect(':');
        seconds += two(60);
        long nanos = 0;
        if (next('.')) {
            at++;
            int digits = 0;
            for (; !next('Z') && digits < 9; digits++) {
                nanos = nanos * 10 + digit();
            }
            for (; digits < 9; digits++) {
                nanos *= 10;
            }
        }
        expect('Z');
        expect('"');
        return Instant.ofEpochSecond(seconds, nanos);
    }

    public Instant instant() {
        return required(instantOrNull());
    }

    /** Bytes as base64 (RFC 4648, section 4). */
    public byte[] base64() {
        expect('"');
        int end = indexOf(in, at, limit, '"');
        if (end == limit) {
            throw new UnusualException();
        }
        try {
            byte[] decoded = Base64.getDecoder()
                    .decode(ByteBuffer.wrap(in, at, end - at))
                    .array();
            at = end + 1;
            return decoded;
        } catch (IllegalArgumentException e) {
            throw new UnusualException();
        }
    }

    /** Where that ASCII character stands next, eight bytes at a time; {@code until} where it does not. */
    public static int indexOf(byte[] bytes, int from, int until, char wanted) {
        long pattern = wanted * ONES;
        int place = from;
        for (; place + Long.BYTES <= until; place += Long.BYTES) {
            long differing = (long) LONGS.get(bytes, place) ^ pattern;
            long zeros = differing - ONES & ~differing & HIGH_BITS; // its lowest bit is that of the first one wanted
            if (zeros != 0) {
                return place + Long.numberOfTrailingZeros(zeros) / Byte.SIZE;
            }
        }
        while (place < until && bytes[place] != wanted) {
            place++;
        }
        return place;
    }

    private boolean isNull() {
        if (!next('n')) {
            return false;
        }
        expect(NULL);
        return true;
    }

    private LocalDate bareDay() {
        int year = two(100) * 100 + two(100);
        expect('-');
        int month = two(13);
        expect('-');
        int day = two(32);
        try {
            return LocalDate.of(year, month, day);
        } catch (DateTimeException e) {
            throw new UnusualException();
        }
    }

    private int two(int below) {
        int number = digit() * 10 + digit();
        if (number >= below) {
            throw new UnusualException();
        }
        return number;
    }

    private int digit() {
        int digit = take() - '0';
        if (digit < 0 || digit > 9) {
            throw new UnusualException();
        }
        return digit;
    }

    /** Where the text ends that begins here. */
    private int end() {
        int end = at;
        for (byte b = byteAt(end); b != '"'; b = byteAt(++end)) {
            if (b == '\\') {
                throw new UnusualException();
            }
        }
        return end;
    }

    private byte take() {
        return byteAt(at++);
    }

    private byte byteAt(int place) {
        if (place >= limit) {
            throw new UnusualException();
        }
        return in[place];
    }

    private static <T> T required(@Nullable T value) {
        if (value == null) {
            throw new UnusualException();
        }
        return value;
    }
}
