package org.jrp.server.impact;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import java.util.UUID;
import org.jrp.decision.Question;
import org.jrp.server.Uuids;
import org.jspecify.annotations.Nullable;

/** An impact that this node works on, as far as it has got (影响分析作业). */
record Job(
        UUID id,
        String release,
        String against,
        boolean ofDecisions,
        @Nullable LocalDate fromDay,
        @Nullable LocalDate toDay,
        @Nullable LocalDate asOf,
        String stage,
        long upto,
        @Nullable UUID lastId,
        long lastRow) {

    static Job of(ResultSet row, int number) throws SQLException {
        return new Job(
                row.getObject("id", UUID.class),
                row.getString("release"),
                row.getString("against"),
                row.getString("over").equals("decisions"),
                row.getObject("from_day", LocalDate.class),
                row.getObject("to_day", LocalDate.class),
                row.getObject("as_of", LocalDate.class),
                row.getString("stage"),
                row.getLong("upto"),
                row.getObject("last_id", UUID.class),
                row.getLong("last_row"));
    }

    /** The first id that a decision of the period may have. */
    UUID from() {
        return Uuids.first(day(Objects.requireNonNull(fromDay)));
    }

    /** The first id that no decision of the period has any more. */
    UUID until() {
        return Uuids.first(day(Objects.requireNonNull(toDay).plusDays(1)));
    }

    private static Instant day(LocalDate day) {
        return day.atStartOfDay().toInstant(Question.SHANGHAI);
    }
}
