package org.jrp.server.task;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jrp.listing.EntryState;
import org.jrp.listing.EventType;
import org.jrp.listing.State;
import org.jrp.server.access.Caller;
import org.jrp.server.access.Department;
import org.jrp.server.entry.EntryLife;
import org.jrp.server.entry.ListingStore;
import org.jrp.server.entry.StoredListing;
import org.jrp.server.problem.ProblemException;
import org.jrp.server.subject.SubjectVault;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Writes down what the clock does to entries (到期与归档, lifecycle.md nos. 18 and 20): an entry whose term is over has expired, one that ended long
 * ago goes to the archive. Measures stop by the date alone, whether or not this has run: it makes the end part of the entry's history.
 */
@Component
class EntryEnds {

    private static final Logger log = LoggerFactory.getLogger(EntryEnds.class);
    private static final int TOGETHER = 200;
    private static final Set<EntryState> STANDING =
            Set.of(EntryState.RECOGNISED, EntryState.PUBLISHED, EntryState.KEY_ATTENTION);
    private static final Set<EntryState> OVER = Set.of(EntryState.REPAIRED, EntryState.EXPIRED, EntryState.EXITED);
    private static final Caller CLOCK = new Caller(
            EntryLife.SYSTEM,
            new Department("credit-office", "信用办", List.of(), "341182", Set.of(), Set.of(), 0, 0, false, null),
            Set.of(),
            null);

    private static final String CANDIDATES = """
            select l.id from listing l
            where l.id > ? and l.missing is null
                and not exists (select 1 from listing_event e where e.listing = l.id and e.type in ('archived', 'withdrawn'))
                and (l.valid_to <= ? and not exists (
                        select 1 from listing_event e where e.listing = l.id and e.type in ('expired', 'exited', 'repaired'))
                    or exists (select 1 from listing_event e
                        where e.listing = l.id and e.type in ('expired', 'exited', 'repaired') and e.at <= ?)
                    or exists (select 1 from listing_event e
                        where e.listing = l.id and e.type = 'amended' and jsonb_exists(e.changes, 'validTo')))
            order by l.id limit ?
            """;

    private final JdbcTemplate jdbc;
    private final ListingStore listings;
    private final EntryLife life;
    private final TaskProperties properties;
    private @Nullable LocalDate day;
    private long reached;

    EntryEnds(JdbcTemplate jdbc, ListingStore listings, EntryLife life, TaskProperties properties) {
        this.jdbc = jdbc;
        this.listings = listings;
        this.life = life;
        this.properties = properties;
    }

    /**
     * Goes on with the day's round.
     *
     * @return whether it found any to look at; false at its end
     */
    boolean end(LocalDate today) {
        if (!today.equals(day)) {
            day = today;
            reached = 0;
        }
        List<Long> rows = jdbc.queryForList(
                CANDIDATES,
                Long.class,
                reached,
                today,
                today.minusDays(properties.archiveAfter().toDays()),
                TOGETHER);
        for (Long row : rows) {
            try {
                listings.ofRows(List.of(row)).forEach(entry -> end(entry, today));
            } catch (SubjectVault.UnreadableException e) {
                log.error("The entry of row {} cannot be read; whether it ended is not written down.", row, e);
            }
        }
        if (!rows.isEmpty()) {
            reached = rows.get(rows.size() - 1);
        }
        return rows.size() == TOGETHER;
    }

    private void end(StoredListing entry, LocalDate today) {
        State state = entry.listing().stateAt(today, java.time.Instant.MAX);
        LocalDate over = state.validTo();
        if (STANDING.contains(state.state()) && over != null && !today.isBefore(over)) {
            append(entry, EventType.EXPIRED, over);
        } else if (OVER.contains(state.state()) && longAgo(entry, today)) {
            append(entry, EventType.ARCHIVED, today);
        }
    }

    private boolean longAgo(StoredListing entry, LocalDate today) {
        return entry.listing().events().stream()
                .filter(event -> !event.at().isAfter(today))
                .map(event -> event.at())
                .max(LocalDate::compareTo)
                .map(last -> !last.plusDays(properties.archiveAfter().toDays()).isAfter(today))
                .orElse(false);
    }

    private void append(StoredListing entry, EventType type, LocalDate at) {
        try {
            life.appendByClock(CLOCK, String.valueOf(entry.listing().entryId()), type, at);
        } catch (ProblemException e) {
            log.info("An entry could not become {}: {}.", type.code(), e.code());
        }
    }
}
