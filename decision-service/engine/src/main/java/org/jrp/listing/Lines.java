package org.jrp.listing;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The lines of a stream as bytes (行读取); of an overlong line no more than the limit is ever held. */
final class Lines {

    /** Longest line held, in bytes. */
    static final int LONGEST = 1 << 20;

    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private int from;
    private int to;
    private int number;
    private byte[] line = new byte[1 << 10];

    Lines(InputStream in) {
        this.in = in;
    }

    /** A line without its end; of one longer than {@link #LONGEST} nothing but its number. */
    static final class Line {

        private final int number;
        private final byte[] bytes;
        private final boolean overlong;

        Line(int number, byte[] bytes, boolean overlong) {
            this.number = number;
            this.bytes = bytes;
            this.overlong = overlong;
        }

        /** From 1. */
        int number() {
            return number;
        }

        byte[] bytes() {
            return bytes;
        }

        boolean overlong() {
            return overlong;
        }

        boolean blank() {
            for (byte b : bytes) {
                if (b != ' ' && b != '\t') {
                    return false;
                }
            }
            return !overlong;
        }

        boolean holdsNul() {
            for (byte b : bytes) {
                if (b == 0) {
                    return true;
                }
            }
            return false;
        }
    }

    /** The next line; null at the end. A line ends with LF, CR LF or CR. */
    @Nullable Line next() throws IOException {
        int length = 0;
        boolean overlong = false;
        boolean any = false;
        while (fill()) {
            any = true;
            int end = from;
            while (end < to && buffer[end] != '\n' && buffer[end] != '\r') {
                end++;
            }
            int part = end - from;
            if (overlong || length + part > LONGEST) {
                overlong = true;
            } else {
                if (length + part > line.length) {
                    line = Arrays.copyOf(line, Math.max(length + part, line.length * 2));
                }
                System.arraycopy(buffer, from, line, length, part);
                length += part;
            }
            from = end;
            if (end < to) {
                boolean carriageReturn = buffer[from++] == '\r';
                if (carriageReturn && fill() && buffer[from] == '\n') {
                    from++;
                }
                break;
            }
        }
        if (!any) {
            return null;
        }
        number++;
        return new Line(number, overlong ? new byte[0] : Arrays.copyOf(line, length), overlong);
    }

    private boolean fill() throws IOException {
        if (from < to) {
            return true;
        }
        from = 0;
        to = Math.max(0, in.read(buffer, 0, buffer.length));
        return to > 0;
    }
}
