package org.jrp.server.entry;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jrp.catalogue.WorkingDays;
import org.jrp.listing.Event;
import org.jrp.listing.EventType;
import org.jrp.listing.Listing;
import org.jrp.listing.State;
import org.jrp.listing.Timers;
import org.jspecify.annotations.Nullable;

/**
 * A time limit that runs for an entry (办理时限).
 *
 * @param since the day it is counted from
 * @param due last day, by the catalogue's working days
 * @param extendedTo last day where it is prolonged; null where it cannot be
 * @param source the document it stands on
 * @param confidence how sure the catalogue is of it
 * @param calendarAssumed whether the calendar of a year concerned is an assumption
 */
public record RunningTimer(
        String code,
        LocalDate since,
        LocalDate due,
        @Nullable LocalDate extendedTo,
        boolean overdue,
        String source,
        String confidence,
        boolean calendarAssumed) {

    private static final String COURT_LIST = "judgment-defaulter";
    private static final String MARKET_REGULATION = "市场监督";

    /** Those that run on that day. */
    public static List<RunningTimer> of(Listing listing, State state, LocalDate today, WorkingDays calendar) {
        List<RunningTimer> running = new ArrayList<>();
        if (state.disputed()) {
            last(listing, EventType.DISPUTED, today).ifPresent(lodged -> {
                Optional<Timers.Timer> check = Timers.on("objection-platform-check", lodged);
                check.ifPresent(timer -> running.add(of(timer, lodged, lodged, today, calendar)));
                LocalDate checked = check.map(timer -> calendar.plus(lodged, timer.workingDays()))
                        .orElse(lodged);
                Timers.on("objection-provider", lodged)
                        .ifPresent(timer -> running.add(of(timer, lodged, checked, today, calendar)));
            });
        }
        if (state.repairPending()) {
            last(listing, EventType.REPAIR_REQUESTED, today)
                    .ifPresent(asked -> repair(listing.recogniser(), asked)
                            .ifPresent(timer -> running.add(of(timer, asked, asked, today, calendar))));
        }
        switch (state.state()) {
            case RECOGNISED -> ending(running, listing, EventType.RECOGNISED, "publish-penalty", today, calendar);
            case WITHDRAWN -> unlessOver(running, listing, EventType.WITHDRAWN, "delete-after-upheld", today, calendar);
            case EXITED -> {
                if (listing.list().equals(COURT_LIST)) {
                    unlessOver(running, listing, EventType.EXITED, "spc-delete", today, calendar);
                }
            }
            default -> {}
        }
        return List.copyOf(running);
    }

    /** The limit for deciding on a repair that was applied for on that day; empty before there was one. */
    public static Optional<Timers.Timer> repair(@Nullable String recogniser, LocalDate asked) {
        Optional<Timers.Timer> market = recogniser != null && recogniser.contains(MARKET_REGULATION)
                ? Timers.on("repair-samr", asked)
                : Optional.empty();
        return market.isPresent() ? market : Timers.on("repair-decide", asked);
    }

    private static void ending(
            List<RunningTimer> running,
            Listing listing,
            EventType from,
            String code,
            LocalDate today,
            WorkingDays calendar) {
        last(listing, from, today)
                .ifPresent(since -> Timers.on(code, since)
                        .ifPresent(timer -> running.add(of(timer, since, since, today, calendar))));
    }

    /** Nobody records that a notice was taken down: past its day such a limit is not shown as missed. */
    private static void unlessOver(
            List<RunningTimer> running,
            Listing listing,
            EventType from,
            String code,
            LocalDate today,
            WorkingDays calendar) {
        ending(running, listing, from, code, today, calendar);
        running.removeIf(timer -> timer.code().equals(code) && timer.overdue());
    }

    private static Optional<LocalDate> last(Listing listing, EventType type, LocalDate today) {
        return listing.events().stream()
                .filter(event -> event.type() == type && !event.at().isAfter(today))
                .map(Event::at)
                .max(LocalDate::compareTo);
    }

    private static RunningTimer of(
            Timers.Timer timer, LocalDate since, LocalDate countedFrom, LocalDate today, WorkingDays calendar) {
        LocalDate due = calendar.plus(countedFrom, timer.workingDays());
        LocalDate extended = timer.extension() == 0 ? null : calendar.plus(due, timer.extension());
        return new RunningTimer(
                timer.code(),
                since,
                due,
                extended,
                today.isAfter(due),
                timer.source(),
                timer.confidence().code(),
                calendar.assumed(since.getYear()) || calendar.assumed(due.getYear()));
    }
}
