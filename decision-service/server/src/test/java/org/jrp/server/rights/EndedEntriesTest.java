package org.jrp.server.rights;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jrp.listing.Event;
import org.jrp.listing.EventType;
import org.jrp.listing.Listing;
import org.jrp.server.whole.Ids;
import org.jrp.subject.Uscc;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EndedEntriesTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 1);

    @Test
    void an_entry_ends_on_the_day_of_the_event_that_ended_it() {
        for (EventType type : List.of(EventType.EXITED, EventType.WITHDRAWN)) {
            assertThat(EndedEntries.endedOn(entry(null, type, "2019-06-01"), TODAY))
                    .as(type.code())
                    .hasValue(LocalDate.of(2019, 6, 1));
            assertThat(EndedEntries.endedOn(entry(null, type, "2019-06-01"), LocalDate.of(2019, 5, 31)))
                    .as(type.code())
                    .isEmpty();
        }
    }

    @Test
    void putting_it_away_does_not_prolong_it() {
        Listing exited = entry(null, EventType.EXITED, "2019-06-01");
        Listing archived = exited.with(event(EventType.ARCHIVED, "2021-01-01"));

        assertThat(EndedEntries.endedOn(archived, TODAY)).hasValue(LocalDate.of(2019, 6, 1));
    }

    @Test
    void an_entry_whose_term_ran_out_ended_on_the_first_day_without_it() {
        Listing entry = entry(LocalDate.of(2020, 3, 1), null, "");

        assertThat(EndedEntries.endedOn(entry, LocalDate.of(2020, 2, 29))).isEmpty();
        assertThat(EndedEntries.endedOn(entry, LocalDate.of(2020, 3, 1))).hasValue(LocalDate.of(2020, 3, 1));
    }

    @Test
    void an_entry_that_stands_or_is_stayed_has_not_ended() {
        assertThat(EndedEntries.endedOn(entry(null, null, ""), TODAY)).isEmpty();
        assertThat(EndedEntries.endedOn(entry(LocalDate.of(2020, 3, 1), EventType.SUSPENDED, "2019-01-01"), TODAY))
                .isEmpty();
    }

    private static Listing entry(@Nullable LocalDate validTo, @Nullable EventType type, String at) {
        List<Event> events = new ArrayList<>();
        events.add(event(EventType.PUBLISHED, "2018-03-01"));
        if (type != null) {
            events.add(event(type, at));
        }
        return new Listing(
                "e-1",
                new Uscc(Ids.enterprise(1)),
                "示例企业",
                "judgment-defaulter",
                "示例市人民法院",
                "示例1号",
                "法释〔2017〕7号",
                LocalDate.of(2018, 3, 1),
                LocalDate.of(2018, 3, 1),
                validTo,
                null,
                null,
                false,
                null,
                null,
                List.of(),
                events);
    }

    private static Event event(EventType type, String at) {
        return new Event(
                type, LocalDate.parse(at), Instant.parse(at + "T00:00:00Z"), "rec", "示例1号", "示例", null, Map.of());
    }
}
