package org.jrp.catalogue;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The calendar of working days (工作日历): the State Council's holidays and make-up days, year by year.
 *
 * <p>A year without an entry counts Monday to Friday and is assumed.
 */
public final class WorkingDays {

    private final TreeMap<Integer, Year> years;

    WorkingDays(Map<Integer, Year> years) {
        this.years = new TreeMap<>(years);
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
}
