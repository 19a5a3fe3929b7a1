package org.jrp.listing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jrp.subject.Uscc;
import org.junit.jupiter.api.Test;

class ListingTest {

    private static final LocalDate FROM = LocalDate.of(2018, 3, 1);
    private static final LocalDate TO = LocalDate.of(2020, 6, 30);
    private static final Instant LATE = day(LocalDate.of(2026, 11, 23));

    @Test
    void without_events_it_is_published_from_its_first_day_and_was_always_known() {
        Listing listing = listing();

        State state = listing.stateAt(FROM, Instant.EPOCH);

        assertThat(state.state()).isEqualTo(EntryState.PUBLISHED);
        assertThat(state.live(FROM.minusDays(1))).isFalse();
        assertThat(state.live(FROM)).isTrue();
    }

    @Test
    void the_last_day_is_outside() {
        State state = listing().stateAt(TO, LATE);

        assertThat(state.live(LocalDate.of(2020, 6, 29))).isTrue();
        assertThat(state.live(LocalDate.of(2020, 6, 30))).isFalse();
    }

    @Test
    void an_exit_ends_measures_on_its_day() {
        Listing listing = listing(event(EventType.EXITED, "2019-05-05"));

        assertThat(live(listing, "2019-05-04")).isTrue();
        assertThat(live(listing, "2019-05-05")).isFalse();
        assertThat(listing.stateAt(LocalDate.of(2019, 5, 5), LATE).state()).isEqualTo(EntryState.EXITED);
    }

    @Test
    void an_exit_that_is_known_late_counts_from_the_day_it_is_known() {
        LocalDate day = LocalDate.of(2019, 5, 5);
        Listing listing = listing(event(EventType.EXITED, day, day(day.plusDays(2))));

        assertThat(listing.stateAt(day, day(day.plusDays(1))).live(day)).isTrue();
        assertThat(listing.stateAt(day, day(day.plusDays(2))).live(day)).isFalse();
        assertThat(listing.stateAt(day, day(day.plusDays(3))).live(day)).isFalse();
        assertThat(listing.stateAt(day, day(day.plusDays(2)).minusNanos(1)).live(day))
                .isTrue();
    }

    @Test
    void a_full_history_is_gone_through_state_by_state() {
        Listing listing = listing(
                event(EventType.DRAFTED, "2018-01-10"),
                event(EventType.NOTIFIED, "2018-01-20"),
                event(EventType.DEFENCE_OPENED, "2018-01-25"),
                event(EventType.RECOGNISED, "2018-03-01"),
                event(EventType.PUSHED, "2018-03-02"),
                event(EventType.PUBLISHED, "2018-03-05"),
                event(EventType.REPAIR_REQUESTED, "2018-09-01"),
                event(EventType.REPAIRED, "2018-09-10"),
                event(EventType.ARCHIVED, "2018-09-11"));

        assertThat(state(listing, "2018-01-09")).isEqualTo(EntryState.DRAFT);
        assertThat(state(listing, "2018-01-10")).isEqualTo(EntryState.DRAFT);
        assertThat(state(listing, "2018-01-20")).isEqualTo(EntryState.NOTICED);
        assertThat(state(listing, "2018-02-28")).isEqualTo(EntryState.UNDER_DEFENCE);
        assertThat(state(listing, "2018-03-01")).isEqualTo(EntryState.RECOGNISED);
        assertThat(live(listing, "2018-03-01")).as("recognised, not yet pushed").isFalse();
        assertThat(live(listing, "2018-03-02")).as("recognised and pushed").isTrue();
        assertThat(state(listing, "2018-03-05")).isEqualTo(EntryState.PUBLISHED);
        assertThat(listing.stateAt(LocalDate.of(2018, 9, 9), LATE).repairPending())
                .isTrue();
        assertThat(state(listing, "2018-09-10")).isEqualTo(EntryState.REPAIRED);
        assertThat(state(listing, "2018-12-31")).isEqualTo(EntryState.ARCHIVED);
    }

    @Test
    void a_history_not_yet_known_is_not_taken_for_an_entry_without_one() {
        Listing listing = listing(event(EventType.PUBLISHED, FROM, day(LocalDate.of(2018, 6, 1))));
        Instant before = day(LocalDate.of(2018, 5, 1));

        assertThat(listing.stateAt(FROM, before).live(FROM)).isFalse();
        assertThat(listing.knownAt(before).stateAt(FROM, before).live(FROM)).isFalse();
        assertThat(listing.stateAt(FROM, LATE).live(FROM)).isTrue();
    }

    @Test
    void a_history_that_takes_the_publication_for_granted_was_known_always() {
        Listing listing = listing(event(EventType.REPAIRED, "2018-08-31"));
        Instant before = day(LocalDate.of(2018, 4, 1));

        assertThat(listing.stateAt(LocalDate.of(2018, 4, 1), before).live(FROM)).isTrue();
        assertThat(listing.knownAt(before).events()).isEmpty();
        assertThat(live(listing, "2018-08-30")).isTrue();
        assertThat(live(listing, "2018-08-31")).isFalse();
    }

    @Test
    void what_was_known_at_a_moment_folds_alike_in_the_copy() {
        Random random = new Random(5);
        for (int i = 0; i < 5_000; i++) {
            Listing listing = listing(randomEvents(random));
            Instant knownAt = day(FROM.plusDays(random.nextInt(900)));
            LocalDate asOf = FROM.plusDays(random.nextInt(900));

            assertThat(listing.knownAt(knownAt).stateAt(asOf, knownAt)).isEqualTo(listing.stateAt(asOf, knownAt));
        }
    }

    @Test
    void the_order_in_which_events_are_given_does_not_matter() {
        Random random = new Random(6);
        for (int i = 0; i < 5_000; i++) {
            List<Event> events = new ArrayList<>(Arrays.asList(randomEvents(random)));
            events.removeIf(event -> events.stream()
                            .filter(other -> other.at().equals(event.at())
                                    && other.recordedAt().equals(event.recordedAt()))
                            .count()
                    > 1);
            List<Event> shuffled = new ArrayList<>(events);
            Collections.shuffle(shuffled, random);
            LocalDate asOf = FROM.plusDays(random.nextInt(900));

            assertThat(listing(shuffled.toArray(Event[]::new)).stateAt(asOf, LATE))
                    .isEqualTo(listing(events.toArray(Event[]::new)).stateAt(asOf, LATE));
        }
    }

    @Test
    void a_suspension_takes_measures_away_until_it_is_lifted() {
        Listing listing = listing(event(EventType.SUSPENDED, "2018-06-01"), event(EventType.RESUMED, "2018-08-01"));

        assertThat(live(listing, "2018-05-31")).isTrue();
        assertThat(live(listing, "2018-06-01")).isFalse();
        assertThat(live(listing, "2018-07-31")).isFalse();
        assertThat(live(listing, "2018-08-01")).isTrue();
        assertThat(state(listing, "2018-08-01")).isEqualTo(EntryState.PUBLISHED);
    }

    @Test
    void a_suspension_returns_to_the_state_before_it() {
        Listing listing = listing(
                event(EventType.RECOGNISED, "2018-03-01"),
                event(EventType.SUSPENDED, "2018-03-02"),
                event(EventType.RESUMED, "2018-03-03"));

        assertThat(state(listing, "2018-03-03")).isEqualTo(EntryState.RECOGNISED);
    }

    @Test
    void an_objection_flags_the_entry_until_it_is_decided() {
        Listing disputed = listing(event(EventType.DISPUTED, "2018-06-01"));

        assertThat(disputed.stateAt(LocalDate.of(2018, 5, 31), LATE).disputed()).isFalse();
        assertThat(disputed.stateAt(LocalDate.of(2018, 6, 1), LATE).disputed()).isTrue();
        assertThat(live(disputed, "2018-06-01")).isTrue();
        assertThat(disputed.with(event(EventType.DISPUTE_REJECTED, "2018-06-10"))
                        .stateAt(LocalDate.of(2018, 6, 10), LATE)
                        .disputed())
                .isFalse();
        State withdrawn =
                disputed.with(event(EventType.WITHDRAWN, "2018-06-10")).stateAt(LocalDate.of(2018, 6, 10), LATE);
        assertThat(withdrawn.disputed()).isFalse();
        assertThat(withdrawn.live(LocalDate.of(2018, 6, 10))).isFalse();
    }

    @Test
    void an_amendment_changes_what_it_names_from_when_it_is_known() {
        LocalDate day = LocalDate.of(2018, 3, 1);
        Event amended = new Event(
                EventType.AMENDED,
                day,
                day(LocalDate.of(2018, 10, 1)),
                null,
                null,
                null,
                null,
                Map.of("validTo", "2018-06-01", "severity", "minor", "courtOrder", "", "corrected", "true"));
        Listing listing = listing(event(EventType.DISPUTED, "2018-02-28"), amended);

        State before = listing.stateAt(LocalDate.of(2018, 7, 1), day(LocalDate.of(2018, 9, 30)));
        State after = listing.stateAt(LocalDate.of(2018, 7, 1), day(LocalDate.of(2018, 10, 1)));

        assertThat(before.live(LocalDate.of(2018, 7, 1))).isTrue();
        assertThat(before.disputed()).isTrue();
        assertThat(after.live(LocalDate.of(2018, 7, 1))).isFalse();
        assertThat(after.disputed()).isFalse();
        assertThat(after.severity()).isEqualTo(Severity.MINOR);
        assertThat(after.courtOrder()).isNull();
        assertThat(after.corrected()).isTrue();
        assertThat(before.courtOrder()).isTrue();
    }

    @Test
    void the_seeds_way_from_black_by_key_attention_to_exit() {
        Listing listing = listing(
                event(EventType.RECTIFIED, "2018-08-30"),
                event(EventType.MOVED_TO_KEY_ATTENTION, "2018-08-31"),
                event(EventType.COMMITTED, "2018-09-10"),
                event(EventType.TRAINED, "2018-10-10"),
                event(EventType.EXITED, "2018-11-01"));

        State onKeyAttention = listing.stateAt(LocalDate.of(2018, 9, 1), LATE);
        assertThat(onKeyAttention.state()).isEqualTo(EntryState.KEY_ATTENTION);
        assertThat(onKeyAttention.origin()).isEqualTo(Origin.POST_BLACKLIST);
        assertThat(onKeyAttention.corrected()).isTrue();
        assertThat(onKeyAttention.live(LocalDate.of(2018, 9, 1))).isTrue();
        assertThat(live(listing, "2018-11-01")).isFalse();
        assertThat(Lifecycle.refusal(listing, null)).isEmpty();
    }

    @Test
    void the_seeds_way_without_training_is_an_impossible_history() {
        Listing listing = listing(
                event(EventType.MOVED_TO_KEY_ATTENTION, "2018-08-31"),
                event(EventType.COMMITTED, "2018-09-10"),
                event(EventType.EXITED, "2018-11-01"));

        assertThat(Lifecycle.refusal(listing, null)).hasValueSatisfying(refusal -> {
            assertThat(refusal.code()).isEqualTo("committed-and-trained");
            assertThat(refusal.event()).isEqualTo(listing.events().get(2));
        });
    }

    @Test
    void an_entry_may_begin_on_key_attention() {
        Listing listing = listing(event(EventType.MOVED_TO_KEY_ATTENTION, FROM.toString()));

        State state = listing.stateAt(FROM, LATE);

        assertThat(state.state()).isEqualTo(EntryState.KEY_ATTENTION);
        assertThat(state.origin()).isEqualTo(Origin.SUB_THRESHOLD);
        assertThat(Lifecycle.refusal(listing, null)).isEmpty();
    }

    @Test
    void a_local_procedure_is_held_against_every_guard() {
        Listing unnoticed = listing(event(EventType.DRAFTED, "2018-01-10"), event(EventType.RECOGNISED, "2018-03-01"));
        Listing unrequested = listing(
                event(EventType.DRAFTED, "2018-01-10"),
                event(EventType.NOTIFIED, "2018-01-20"),
                event(EventType.RECOGNISED, "2018-03-01"),
                event(EventType.PUBLISHED, "2018-03-05"),
                event(EventType.REPAIRED, "2018-09-10"));

        assertThat(Lifecycle.refusal(unnoticed, null)).map(Refusal::code).contains("transition-not-allowed");
        assertThat(Lifecycle.refusal(unrequested, null)).map(Refusal::code).contains("repair-pending");
    }

    @Test
    void an_ended_entry_does_not_come_back_whatever_follows() {
        Listing listing = listing(
                event(EventType.REPAIRED, "2018-08-31"),
                event(EventType.PUBLISHED, "2018-09-15"),
                event(EventType.RESUMED, "2018-09-16"));

        assertThat(live(listing, "2018-12-31")).isFalse();
        assertThat(Lifecycle.refusal(listing, null)).isPresent();
    }

    @Test
    void folding_never_throws() {
        Random random = new Random(8);
        for (int i = 0; i < 5_000; i++) {
            Listing listing = listing(randomEvents(random));

            assertThat(listing.stateAt(FROM.plusDays(random.nextInt(900)), LATE))
                    .isNotNull();
            assertThat(Lifecycle.refusal(listing, null)).isNotNull();
        }
    }

    private static Event[] randomEvents(Random random) {
        Event[] events = new Event[random.nextInt(6)];
        for (int i = 0; i < events.length; i++) {
            EventType type = EventType.values()[random.nextInt(EventType.values().length)];
            LocalDate at = FROM.plusDays(random.nextInt(900));
            events[i] = event(type, at, day(at.plusDays(random.nextInt(60) - 5)));
        }
        return events;
    }

    private static boolean live(Listing listing, String day) {
        return listing.stateAt(LocalDate.parse(day), LATE).live(LocalDate.parse(day));
    }

    private static EntryState state(Listing listing, String day) {
        return listing.stateAt(LocalDate.parse(day), LATE).state();
    }

    private static Event event(EventType type, String at) {
        return event(type, LocalDate.parse(at), day(LocalDate.parse(at)));
    }

    private static Event event(EventType type, LocalDate at, Instant recordedAt) {
        return new Event(type, at, recordedAt, null, null, null, null, Map.of());
    }

    private static Instant day(LocalDate day) {
        return day.atStartOfDay(ZoneId.of("Asia/Shanghai")).toInstant();
    }

    private static Listing listing(Event... events) {
        return new Listing(
                "e1",
                new Uscc("91349999M00000019Y"),
                "示例企业一",
                "judgment-defaulter",
                null,
                null,
                null,
                null,
                FROM,
                TO,
                null,
                Severity.GENERAL,
                false,
                true,
                null,
                List.of(),
                List.of(events));
    }
}
