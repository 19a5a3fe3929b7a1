package org.jrp.replay;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Hands an export out in pieces of whole lines (导出文件的分段) to whoever is idle; the line that a piece ends in begins the next one. Safe for
 * many threads.
 */
final class ExportFile {

    private static final int ROOM = 1 << 20;
    private static final int LONGEST_LINE = 32 << 20;

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

    private static int afterLastLine(byte[] bytes, int length) {
        int end = length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        return end;
    }
}
