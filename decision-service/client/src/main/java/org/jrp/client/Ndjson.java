package org.jrp.client;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One JSON value a line (NDJSON 拆行). */
final class Ndjson {

    private Ndjson() {}

    /** The lines that are not blank, without their ends. */
    static List<byte[]> lines(byte[] text) {
        List<byte[]> lines = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= text.length; i++) {
            if (i == text.length || text[i] == '\n') {
                int to = i > from && text[i - 1] == '\r' ? i - 1 : i;
                if (to > from) {
                    lines.add(Arrays.copyOfRange(text, from, to));
                }
                from = i + 1;
            }
        }
        return lines;
    }
}
