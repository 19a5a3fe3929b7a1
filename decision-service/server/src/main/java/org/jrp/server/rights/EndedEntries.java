package org.jrp.server.rights;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jrp.listing.EntryState;
import org.jrp.listing.Event;
import org.jrp.listing.EventType;
import org.jrp.listing.Listing;
import org.jrp.listing.State;
import org.jrp.server.entry.ListingStore;
import org.jrp.server.entry.StoredListing;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Entries that ended long ago (已终止条目). */
@Component
class EndedEntries {

    private static final int CHUNK = 500;
    private static final Set<EntryState> ENDED = EnumSet.of(
            EntryState.REPAIRED, EntryState.EXPIRED, EntryState.EXITED, EntryState.WITHDRAWN, EntryState.ARCHIVED);
    private static final Set<EntryState> STANDING =
            EnumSet.of(EntryState.RECOGNISED, EntryState.PUBLISHED, EntryState.KEY_ATTENTION);
    private static final Set<EventType> ENDING =
            EnumSet.of(EventType.REPAIRED, EventType.EXPIRED, EventType.EXITED, EventType.WITHDRAWN);

    private final JdbcClient jdbc;
    private final ListingStore store;

    EndedEntries(JdbcClient jdbc, ListingStore store) {
        this.jdbc = jdbc;
        this.store = store;
    }

    /** An entry that ended. */
    record Ended(long row, LocalDate on) {}

    /**
     * Those that ended so long before the day and are not blocked yet.
     *
     * @param most how many; the next time gives the others
     */
    List<Ended> beyond(LocalDate asOf, Period kept, int most) {
        // Whatever ended by then has one of these; which of them did, its life says.
        LocalDate last = asOf.minus(kept).plusDays(1);
        List<Ended> found = new ArrayList<>();
        long after = Long.MIN_VALUE;
        while (found.size() < most) {
            List<Long> rows = jdbc.sql("""
                            select id from listing l
                            where id > :after and not exists (select from entry_block b where b.listing = l.id)
                                and (valid_to <= :last or exists (
                                    select from listing_event e where e.listing = l.id and (e.type = 'amended'
                                        or e.at <= :last
                                        and e.type in ('repaired', 'expired', 'exited', 'withdrawn', 'archived'))))
                            order by id limit :chunk
                            """)
                    .param("after", after)
                    .param("last", last)
                    .param("chunk", CHUNK)
                    .query(Long.class)
                    .list();
            for (StoredListing stored : store.ofRows(rows)) {
                endedOn(stored.listing(), asOf)
                        .filter(on -> found.size() < most && !on.plus(kept).isAfter(asOf))
                        .ifPresent(on -> found.add(new Ended(stored.row(), on)));
            }
            if (rows.size() < CHUNK) {
                break;
            }
            after = rows.get(rows.size() - 1);
        }
        return found;
    }

    /** The first day without the entry; empty while it stands, is stayed or in the making. */
    static Optional<LocalDate> endedOn(Listing listing, LocalDate asOf) {
        State state = listing.stateAt(asOf, Instant.MAX);
        if (ENDED.contains(state.state())) {
            Optional<LocalDate> ending = last(listing, asOf, ENDING);
            return ending.isPresent() ? ending : last(listing, asOf, EnumSet.of(EventType.ARCHIVED));
        }
        LocalDate until = state.validTo();
        return STANDING.contains(state.state()) && until != null && !asOf.isBefore(until)
                ? Optional.of(until)
                : Optional.empty();
    }

    private static Optional<LocalDate> last(Listing listing, LocalDate asOf, Set<EventType> types) {
        return listing.events().stream()
                .filter(event -> types.contains(event.type()) && !event.at().isAfter(asOf))
                .map(Event::at)
                .max(LocalDate::compareTo);
    }
}
