package org.jrp.server.replay;

import java.io.IOException;
import java.util.UUID;

/**
 * What another feature adds to an export (导出附加行), such as the seals over its decisions. Every bean of this type is asked, in the order
 * of Spring, after the last decision and before the footer. A line is one JSON object; its first name says what it is, and is none of
 * {@code format}, {@code id} and {@code count}, which are the export's own.
 */
public interface ExportExtra {

    /**
     * Writes its lines.
     *
     * @param from the smallest id that the export could hold
     * @param to the id before which every one of its decisions stands
     */
    void write(UUID from, UUID to, Lines lines) throws IOException;

    /** Takes lines. */
    interface Lines {

        /** @param json one JSON object without a line break */
        void line(byte[] json) throws IOException;
    }
}
