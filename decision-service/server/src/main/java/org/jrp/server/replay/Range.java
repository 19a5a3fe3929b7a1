package org.jrp.server.replay;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jrp.catalogue.Text;
import org.jrp.decision.Question;
import org.jrp.server.Uuids;
import org.jrp.server.access.Inputs;
import org.jspecify.annotations.Nullable;

/**
 * Days of Shanghai (日期范围), both included, and the ids of the decisions made on them. What is made after it was asked for does not
 * belong to it.
 *
 * @param first the smallest id
 * @param until the id before which all stand
 */
record Range(LocalDate from, LocalDate to, UUID first, UUID until) {

    private static final int FIRST_YEAR = 2016;
    private static final int LAST_YEAR = 4999;

    /**
     * The range between two days.
     *
     * @param prefix before the names of the two, such as a slash
     * @throws org.jrp.server.problem.ProblemException 422 where a day is missing or out of range
     */
    static Range of(@Nullable LocalDate from, @Nullable LocalDate to, Instant now, String prefix) {
        Inputs inputs = new Inputs();
        check(from, prefix + "from", inputs);
        check(to, prefix + "to", inputs);
        if (from != null && to != null && to.isBefore(from)) {
            inputs.wrong(
                    prefix + "to", "out-of-range", new Text("截止日不能早于起始日。", "The last day is not before the first."));
        }
        inputs.refuseIfWrong();
        if (from == null || to == null) {
            throw new IllegalStateException("A day is missing, and that was not refused.");
        }
        Instant end = to.plusDays(1).atStartOfDay(Question.SHANGHAI).toInstant();
        return new Range(
                from,
                to,
                Uuids.first(from.atStartOfDay(Question.SHANGHAI).toInstant()),
                Uuids.first(end.isBefore(now) ? end : now.plusMillis(1)));
    }

    /** The same days, the last one to its end: for what ends elsewhere than at the present moment. */
    Range whole() {
        return new Range(
                from,
                to,
                first,
                Uuids.first(to.plusDays(1).atStartOfDay(Question.SHANGHAI).toInstant()));
    }

    /** The largest id that is smaller. */
    static UUID before(UUID id) {
        return id.getLeastSignificantBits() == 0
                ? new UUID(id.getMostSignificantBits() - 1, -1)
                : new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits() - 1);
    }

    private static void check(@Nullable LocalDate day, String pointer, Inputs inputs) {
        if (day == null) {
            inputs.wrong(pointer, "required", new Text("请写明日期。", "The day is missing."));
        } else if (day.getYear() < FIRST_YEAR || day.getYear() > LAST_YEAR) {
            inputs.wrong(
                    pointer, "out-of-range", new Text("日期应在 2016 年以后。", "The day is not before 2016 or after 4999."));
        }
    }
}
