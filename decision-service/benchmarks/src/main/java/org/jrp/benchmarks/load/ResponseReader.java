package org.jrp.benchmarks.load;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Reads answers off one connection in whatever pieces they arrive (响应读取): status line, {@code Content-Length}, {@code Connection},
 * and nothing else. The body is passed over unless it is to be kept.
 */
final class ResponseReader {

    private static final int LONGEST_HEAD = 16_384;

    private final byte[] line = new byte[LONGEST_HEAD];
    private final boolean keeping;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private int length;
    private int head;
    private boolean first = true;
    private boolean inBody;
    private long left;
    private int status;
    private boolean closing;

    ResponseReader(boolean keeping) {
        this.keeping = keeping;
    }

    /**
     * Takes bytes up to the end of one answer.
     *
     * @return whether the answer is whole; what follows it stays in the buffer
     * @throws IllegalStateException when the bytes are no answer this can read
     */
    boolean read(ByteBuffer in) {
        while (!inBody && in.hasRemaining()) {
            byte b = in.get();
            if (++head > LONGEST_HEAD) {
                throw new IllegalStateException("The head of an answer is longer than " + LONGEST_HEAD + " bytes.");
            }
            if (b == '\n') {
                line();
            } else if (b != '\r') {
                line[length++] = b;
            }
        }
        if (!inBody) {
            return false;
        }
        int taken = (int) Math.min(left, in.remaining());
        if (keeping) {
            byte[] some = new byte[taken];
            in.get(some);
            kept.writeBytes(some);
        } else {
            in.position(in.position() + taken);
        }
        left -= taken;
        return left == 0;
    }

    private void line() {
        if (first) {
            if (length < 12 || line[0] != 'H' || line[8] != ' ') {
                throw new IllegalStateException("An answer does not begin with a status line.");
            }
            status = (line[9] - '0') * 100 + (line[10] - '0') * 10 + line[11] - '0';
            first = false;
        } else if (length == 0) {
            inBody = true;
        } else if (named("content-length:")) {
            left = Long.parseLong(value("content-length:"));
        } else if (named("connection:")) {
            closing = value("connection:").toLowerCase(Locale.ROOT).equals("close");
        } else if (named("transfer-encoding:")) {
            throw new IllegalStateException("An answer comes without its length.");
        }
        length = 0;
    }

    private boolean named(String name) {
        if (length < name.length()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            int c = line[i] >= 'A' && line[i] <= 'Z' ? line[i] + 32 : line[i];
            if (c != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private String value(String name) {
        return new String(line, name.length(), length - name.length(), StandardCharsets.ISO_8859_1).strip();
    }

    int status() {
        return status;
    }

    /** Whether the server closes the connection after this answer. */
    boolean closing() {
        return closing;
    }

    byte[] body() {
        return kept.toByteArray();
    }

    /** Makes ready for the next answer. */
    void next() {
        length = 0;
        head = 0;
        first = true;
        inBody = false;
        left = 0;
        status = 0;
        closing = false;
        kept.reset();
    }
}
