package org.jrp.catalogue;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The calendar of working days (工作日历): the State Council's holidays and make-up days, year by year.
 *
 * <p>A year without an entry counts Monday to Friday and is assumed.
 */
public final class WorkingDays {

    private final TreeMap<Integer, Year> years;
    private final long firstDay;
    private final int[] workedUpTo;
    private final long[] workedDays;

    WorkingDays(Map<Integer, Year> years) {
        this.years = new TreeMap<>(years);
        int first = years.isEmpty() ? 2016 : this.years.firstKey();
        int last = years.isEmpty() ? 2016 : this.years.lastKey();
        LocalDate from = LocalDate.of(first, 1, 1);
        int days = (int) ChronoUnit.DAYS.between(from, LocalDate.of(last + 2, 1, 1));
        this.firstDay = from.toEpochDay();
        this.workedUpTo = new int[days];
        long[] found = new long[days];
        int count = 0;
        for (int i = 0; i < days; i++) {
            if (worked(from.plusDays(i))) {
                found[count++] = firstDay + i;
            }
            workedUpTo[i] = count;
        }
        this.workedDays = Arrays.copyOf(found, count);
    }

    /** One year's arrangement. */
    record Year(int year, boolean assumed, Set<LocalDate> holidays, Set<LocalDate> workdays) {

        Year {
            holidays = Set.copyOf(holidays);
            workdays = Set.copyOf(workdays);
        }
    }

    /** Whether that day is worked. */
    public boolean worked(LocalDate day) {
        Year year = years.get(day.getYear());
        if (year != null && year.workdays().contains(day)) {
            return true;
        }
        if (year != null && year.holidays().contains(day)) {
            return false;
        }
        return day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY;
    }

    /** The {@code n}-th working day after that day; the day itself for 0. */
    public LocalDate plus(LocalDate day, int n) {
        long index = day.toEpochDay() - firstDay;
        if (n > 0 && index >= 0 && index < workedUpTo.length && workedUpTo[(int) index] + n <= workedDays.length) {
            return LocalDate.ofEpochDay(workedDays[workedUpTo[(int) index] + n - 1]);
        }
        LocalDate at = day;
        for (int left = n; left > 0; ) {
            at = at.plusDays(1);
            if (worked(at)) {
                left--;
            }
        }
        return at;
    }

    /** Whether that year's arrangement is an assumption. */
    public boolean assumed(int year) {
        Year known = years.get(year);
        return known == null || known.assumed();
    }

    /** The years that have an entry. */
    public Set<Integer> years() {
        return Set.copyOf(years.keySet());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof WorkingDays that && years.equals(that.years);
    }

    @Override
    public int hashCode() {
        return years.hashCode();
    }
}
