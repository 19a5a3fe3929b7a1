package org.jrp.client;

import java.util.List;

/**
 * What was found in the record files when they were opened (打开留痕文件时的检查结果).
 *
 * @param torn ends of files that were never acknowledged, as a crash leaves them; cut off
 * @param damaged lines that are no longer what was written; left as they are, in a file that is not touched any more
 */
public record Recovery(List<Torn> torn, List<Damaged> damaged) {

    /** The end of a file, cut off. */
    public record Torn(String file, long from, long bytes) {}

    /** A line that is no record, although it was written to its end. */
    public record Damaged(String file, long line) {}

    public Recovery {
        torn = List.copyOf(torn);
        damaged = List.copyOf(damaged);
    }

    /** Whether nothing was amiss. */
    public boolean clean() {
        return torn.isEmpty() && damaged.isEmpty();
    }
}
