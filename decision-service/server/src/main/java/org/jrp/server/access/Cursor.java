package org.jrp.server.access;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;
import org.jrp.catalogue.Text;
import org.jrp.server.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/** Where a page of a list ordered by UUIDv7, newest first, goes on (分页游标). */
public final class Cursor {

    private static final int MOST = 200;
    private static final int BYTES = 16;
    private static final UUID NEWEST = new UUID(-1, -1);

    private Cursor() {}

    /** What stands for that id. */
    public static String of(UUID last) {
        byte[] bytes = ByteBuffer.allocate(BYTES)
                .putLong(last.getMostSignificantBits())
                .putLong(last.getLeastSignificantBits())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The id below which the page begins; above all ids for the first page. */
    public static UUID before(@Nullable String cursor) {
        if (cursor == null) {
            return NEWEST;
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(cursor);
            if (bytes.length == BYTES) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                return new UUID(buffer.getLong(), buffer.getLong());
            }
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
        throw invalid();
    }

    /** How many a page holds; refused where it is out of range. */
    public static int limit(@Nullable Integer limit) {
        if (limit == null) {
            return MOST;
        }
        if (limit < 1 || limit > MOST) {
            throw ProblemException.field(
                    400,
                    "invalid-parameter",
                    "limit",
                    "out-of-range",
                    new Text("参数 limit 应为 1 至 200。", "The parameter limit is from 1 to 200."));
        }
        return limit;
    }

    private static ProblemException invalid() {
        return ProblemException.field(
                400,
                "invalid-parameter",
                "cursor",
                "invalid-cursor",
                new Text("参数 cursor 不是上一页给出的值。", "The parameter cursor is not what the page before gave."));
    }
}
