package org.jrp.replay;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Hands an export out in pieces of whole lines (导出文件的分段) to whoever is idle; the line that a piece ends in begins the next one. Safe for
 * many threads.
 */
final class ExportFile {

    private static final int ROOM = 1 << 20;
    private static final int LONGEST_LINE = 32 << 20;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long LINE_FEEDS = '\n' * ONES;

    private final InputStream in;
    private byte[] rest = {};
    private int number;
    private boolean ended;

    ExportFile(InputStream in) {
        this.in = in;
    }

    /** Room for a piece, used again for the next. */
    static final class Piece {

        byte[] bytes = new byte[ROOM];
        int length;
        int number;
    }

    /** Fills in the next piece; false where there is none. */
    synchronized boolean next(Piece piece) throws IOException {
        if (ended) {
            return false;
        }
        if (piece.bytes.length < rest.length + ROOM) {
            piece.bytes = new byte[rest.length + ROOM];
        }
        System.arraycopy(rest, 0, piece.bytes, 0, rest.length);
        int length = rest.length;
        int end;
        while (true) {
            int read = in.readNBytes(piece.bytes, length, piece.bytes.length - length);
            length += read;
            ended = length < piece.bytes.length;
            end = ended ? length : afterLastLine(piece.bytes, length);
            if (ended || end > 0) {
                break;
            }
            if (length > LONGEST_LINE) {
                throw new IOException("A line is longer than " + LONGEST_LINE + " bytes.");
            }
            piece.bytes = Arrays.copyOf(piece.bytes, 2 * length);
        }
        rest = Arrays.copyOfRange(piece.bytes, end, length);
        piece.length = end;
        piece.number = number++;
        return end > 0;
    }

    /** Where the line ends that begins there: at its LF, or at the end of all. */
    static int endOfLine(byte[] bytes, int from, int until) {
        int at = from;
        for (; at + Long.BYTES <= until; at += Long.BYTES) {
            long differing = (long) LONGS.get(bytes, at) ^ LINE_FEEDS;
            long zeros = differing - ONES & ~differing & HIGH_BITS; // the lowest bit set is that of the first LF
            if (zeros != 0) {
                return at + Long.numberOfTrailingZeros(zeros) / Byte.SIZE;
            }
        }
        while (at < until && bytes[at] != '\n') {
            at++;
        }
        return at;
    }

    private static int afterLastLine(byte[] bytes, int length) {
        int end = length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        return end;
    }
}
