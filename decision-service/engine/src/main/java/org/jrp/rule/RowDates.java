package org.jrp.rule;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/** Arithmetic of spans since an entry began (列入时长). */
public final class RowDates {

    private RowDates() {}

    /** Full months from the start of validity to the day asked about; 0 before the start. */
    public static int fullMonths(LocalDate validFrom, LocalDate asOf) {
        return (int) Math.max(0, ChronoUnit.MONTHS.between(validFrom, asOf));
    }

    /** The first day on which that many full months have passed: the 31st of a shorter month is reached a day later. */
    static LocalDate fullMonthsReached(LocalDate validFrom, int months) {
        LocalDate day = validFrom.plusMonths(months);
        return day.getDayOfMonth() < validFrom.getDayOfMonth() ? day.plusDays(1) : day;
    }
}
