package org.jrp.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jrp.listing.EntryState.ARCHIVED;
import static org.jrp.listing.EntryState.KEY_ATTENTION;
import static org.jrp.listing.EntryState.PUBLISHED;
import static org.jrp.listing.EntryState.RECOGNISED;
import static org.jrp.listing.EntryState.REPAIRED;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jrp.catalogue.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LifecycleTest {

    /** lifecycle.md §2, written down a second time: from, actor, to. A star stands for any state but ARCHIVED. */
    private static final String EDGES = """
            DRAFT REC NOTICED
            NOTICED SUBJ UNDER_DEFENCE
            NOTICED REC RECOGNISED
            UNDER_DEFENCE REC RECOGNISED
            NOTICED REC DRAFT
            UNDER_DEFENCE REC DRAFT
            RECOGNISED REC PUBLISHED
            RECOGNISED PLAT PUBLISHED
            PUBLISHED REC KEY_ATTENTION
            KEY_ATTENTION REC PUBLISHED
            KEY_ATTENTION REC EXITED
            PUBLISHED REC REPAIRED
            PUBLISHED SYS EXPIRED
            RECOGNISED SYS EXPIRED
            KEY_ATTENTION SYS EXPIRED
            PUBLISHED REC EXITED
            REPAIRED SYS ARCHIVED
            EXPIRED SYS ARCHIVED
            EXITED SYS ARCHIVED
            * REC SUSPENDED
            * REC WITHDRAWN
            SUSPENDED REC *
            """;

    private static final LocalDate DAY = LocalDate.of(2019, 3, 1);
    private static final Circumstances LOCAL =
            new Circumstances(DAY, false, true, true, false, null, Kind.SANCTION, null);

    @Test
    void all_720_triples_of_state_actor_and_target() {
        Set<String> expected = expected();
        int accepted = 0;
        for (EntryState from : EntryState.values()) {
            for (Actor actor : Actor.values()) {
                for (EntryState to : EntryState.values()) {
                    String triple = from + " " + actor + " " + to;
                    assertThat(reaches(from, actor, to)).as(triple).isEqualTo(expected.contains(triple));
                    accepted += expected.contains(triple) ? 1 : 0;
                }
            }
        }
        assertThat(accepted).isEqualTo(expected.size()).isGreaterThan(40);
    }

    @Test
    void flags_are_set_and_cleared_from_exactly_their_states_by_exactly_their_actors() {
        Set<EntryState> active = Set.of(RECOGNISED, PUBLISHED, KEY_ATTENTION);
        for (EntryState from : EntryState.values()) {
            for (Actor actor : Actor.values()) {
                boolean live = active.contains(from);
                boolean party = Set.of(Actor.SUBJ, Actor.REC, Actor.PLAT).contains(actor);
                flag(from, actor, EventType.DISPUTED, live && party);
                flag(from, actor, EventType.DISPUTE_REJECTED, from != ARCHIVED && actor == Actor.REC);
                flag(from, actor, EventType.AMENDED, live && actor == Actor.REC);
                flag(from, actor, EventType.COMMITTED, live && actor == Actor.SUBJ);
                flag(from, actor, EventType.TRAINED, live && (actor == Actor.DEPT || actor == Actor.PLAT));
                flag(
                        from,
                        actor,
                        EventType.REPAIR_REQUESTED,
                        from == PUBLISHED && (actor == Actor.SUBJ || actor == Actor.REC));
                flag(from, actor, EventType.REPAIR_REFUSED, from != ARCHIVED && actor == Actor.REC);
                flag(from, actor, EventType.PUSHED, (from == RECOGNISED || from == PUBLISHED) && actor == Actor.PLAT);
                flag(from, actor, EventType.RECTIFIED, from != ARCHIVED && actor == Actor.REC);
            }
        }
    }

    @Test
    void flags_must_be_set_before_they_are_decided() {
        State plain = state(PUBLISHED, false, null);

        assertThat(code(plain, EventType.DISPUTE_REJECTED, Actor.REC)).contains("objection-open");
        assertThat(code(plain, EventType.AMENDED, Actor.REC)).contains("objection-open");
        assertThat(code(plain, EventType.REPAIR_REQUESTED, Actor.SUBJ)).contains("committed");
        assertThat(code(plain, EventType.REPAIRED, Actor.REC)).contains("repair-pending");
        assertThat(code(plain, EventType.REPAIR_REFUSED, Actor.REC)).contains("repair-pending");
    }

    @ParameterizedTest
    @EnumSource(
            value = EventType.class,
            names = {"RECOGNISED", "REPAIRED", "WITHDRAWN"})
    void departments_and_the_platform_never_recognise_repair_or_withdraw(EventType event) {
        for (EntryState from : EntryState.values()) {
            assertThat(Lifecycle.refusal(state(from, true, null), event, Actor.DEPT, LOCAL))
                    .isPresent();
            assertThat(Lifecycle.refusal(state(from, true, null), event, Actor.PLAT, LOCAL))
                    .isPresent();
        }
    }

    @Test
    void leaving_key_attention_after_the_blacklist_needs_commitment_and_training() {
        assertThat(code(keyAttention(Origin.POST_BLACKLIST, false, false), EventType.EXITED, Actor.REC))
                .contains("committed-and-trained");
        assertThat(code(keyAttention(Origin.POST_BLACKLIST, true, false), EventType.EXITED, Actor.REC))
                .contains("committed-and-trained");
        assertThat(code(keyAttention(Origin.POST_BLACKLIST, false, true), EventType.EXITED, Actor.REC))
                .contains("committed-and-trained");
        assertThat(code(keyAttention(Origin.POST_BLACKLIST, true, true), EventType.EXITED, Actor.REC))
                .isEmpty();
        assertThat(code(keyAttention(Origin.SUB_THRESHOLD, false, false), EventType.EXITED, Actor.REC))
                .isEmpty();
    }

    @Test
    void an_import_carries_the_recognisers_own_exit_repair_and_withdrawal() {
        Circumstances imported = new Circumstances(DAY, true, false, false, false, null, Kind.SANCTION, null);
        for (EntryState from : List.of(RECOGNISED, PUBLISHED)) {
            for (EventType event : List.of(EventType.EXITED, EventType.REPAIRED, EventType.WITHDRAWN)) {
                assertThat(Lifecycle.refusal(state(from, false, null), event, Actor.PLAT, imported))
                        .isEmpty();
                assertThat(Lifecycle.refusal(state(from, false, null), event, Actor.DEPT, imported))
                        .isPresent();
            }
        }
        assertThat(Lifecycle.refusal(
                        keyAttention(Origin.POST_BLACKLIST, true, false), EventType.EXITED, Actor.PLAT, imported))
                .isPresent();
    }

    @Test
    void a_red_entry_may_leave_from_any_active_state() {
        Circumstances red = new Circumstances(DAY, false, true, true, false, null, Kind.INCENTIVE, null);

        assertThat(Lifecycle.refusal(state(RECOGNISED, false, null), EventType.EXITED, Actor.REC, red))
                .isEmpty();
        assertThat(code(state(RECOGNISED, false, null), EventType.EXITED, Actor.REC))
                .contains("transition-not-allowed");
    }

    @ParameterizedTest
    @CsvSource({"2020-12-17, true", "2020-12-18, false"})
    void without_prior_notice_nothing_is_published_from_the_gate_on(LocalDate at, boolean allowed) {
        Circumstances unnoticed = new Circumstances(at, false, false, true, false, null, null, null);

        assertThat(Lifecycle.refusal(state(RECOGNISED, false, null), EventType.PUBLISHED, Actor.REC, unnoticed)
                        .isEmpty())
                .isEqualTo(allowed);
        assertThat(Lifecycle.refusal(null, EventType.PUBLISHED, Actor.REC, unnoticed)
                        .isEmpty())
                .isEqualTo(allowed);
        assertThat(Lifecycle.refusal(null, EventType.PUBLISHED, Actor.PLAT, unnoticed))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"2020-12-17, true", "2020-12-18, false"})
    void the_way_from_the_blacklist_to_key_attention_ended_with_the_gate(LocalDate at, boolean allowed) {
        Circumstances on = new Circumstances(at, false, true, true, false, Origin.POST_BLACKLIST, null, null);

        assertThat(Lifecycle.refusal(state(PUBLISHED, false, null), EventType.MOVED_TO_KEY_ATTENTION, Actor.REC, on)
                        .isEmpty())
                .isEqualTo(allowed);
    }

    @Test
    void going_back_to_the_blacklist_needs_a_new_decision() {
        Circumstances undecided = new Circumstances(DAY, false, true, false, false, null, null, null);

        assertThat(Lifecycle.refusal(
                        keyAttention(Origin.POST_BLACKLIST, false, false), EventType.PUBLISHED, Actor.REC, undecided))
                .map(Refusal::code)
                .contains("new-decision");
    }

    @Test
    void repair_opens_when_the_shortest_publicity_is_over() {
        Circumstances early = new Circumstances(DAY, false, true, true, false, null, null, DAY.plusDays(1));
        Circumstances onTheDay = new Circumstances(DAY, false, true, true, false, null, null, DAY);
        State committed = state(PUBLISHED, true, null);

        assertThat(Lifecycle.refusal(committed, EventType.REPAIR_REQUESTED, Actor.SUBJ, early))
                .map(Refusal::code)
                .contains("repair-open");
        assertThat(Lifecycle.refusal(committed, EventType.REPAIR_REQUESTED, Actor.SUBJ, onTheDay))
                .isEmpty();
    }

    @Test
    void an_entry_expires_when_its_term_is_over_and_not_before() {
        assertThat(code(state(PUBLISHED, false, DAY.plusDays(1)), EventType.EXPIRED, Actor.SYS))
                .contains("term-over");
        assertThat(code(state(PUBLISHED, false, DAY), EventType.EXPIRED, Actor.SYS))
                .isEmpty();
    }

    @Test
    void a_back_dated_recognition_is_refused_of_imports_too() {
        Circumstances backdated = new Circumstances(DAY, true, false, false, true, null, null, null);

        assertThat(Lifecycle.refusal(null, EventType.RECOGNISED, Actor.PLAT, backdated))
                .map(Refusal::code)
                .contains("not-backdated");
    }

    @Test
    void an_archived_entry_is_never_edited() {
        assertThat(Lifecycle.allowed(state(ARCHIVED, true, null), null, LOCAL)).isEmpty();
        for (EventType event : EventType.values()) {
            assertThat(code(state(ARCHIVED, true, null), event, null)).contains("transition-not-allowed");
        }
    }

    @Test
    void a_repaired_entry_is_never_published_again() {
        assertThat(code(state(REPAIRED, true, null), EventType.PUBLISHED, Actor.REC))
                .contains("transition-not-allowed");
    }

    @Test
    void an_entry_begins_by_a_draft_an_import_or_below_the_threshold() {
        List<EventType> openings = Lifecycle.allowed(null, null, LOCAL);

        assertThat(openings)
                .containsExactly(
                        EventType.DRAFTED, EventType.RECOGNISED, EventType.PUBLISHED, EventType.MOVED_TO_KEY_ATTENTION);
        assertThat(Lifecycle.allowed(null, Actor.SUBJ, LOCAL)).isEmpty();
    }

    @Test
    void a_refusal_names_what_is_allowed_instead() {
        Refusal refusal = Lifecycle.refusal(state(PUBLISHED, false, null), EventType.DRAFTED, Actor.SUBJ, LOCAL)
                .orElseThrow();

        assertThat(refusal.code()).isEqualTo("transition-not-allowed");
        assertThat(refusal.allowed()).containsExactly(EventType.DISPUTED, EventType.COMMITTED);
        assertThat(refusal.mend().en()).contains("disputed, committed");
        assertThat(refusal.message().zh()).contains("已公示", "起草");
    }

    @Test
    void a_wrong_actor_is_told_who_may() {
        Refusal refusal = Lifecycle.refusal(state(PUBLISHED, true, null), EventType.REPAIRED, Actor.PLAT, LOCAL)
                .orElseThrow();

        assertThat(refusal.code()).isEqualTo("actor-not-allowed");
        assertThat(refusal.mend().zh()).contains("认定部门");
    }

    @Test
    void every_event_has_a_transition_and_every_number_of_the_table_is_there() {
        assertThat(Lifecycle.TRANSITIONS).extracting(Transition::event).contains(EventType.values());
        assertThat(Lifecycle.TRANSITIONS)
                .extracting(Transition::no)
                .contains(
                        "0", "1", "2", "3", "3b", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "14b",
                        "15", "16", "17", "18", "19", "20", "21", "22", "23");
    }

    @Test
    void timers_are_dated() {
        assertThat(Timers.on("spc-delete", LocalDate.of(2017, 4, 30))).isEmpty();
        assertThat(Timers.on("spc-delete", LocalDate.of(2017, 5, 1)))
                .map(Timers.Timer::workingDays)
                .contains(3);
        assertThat(Timers.ALL).extracting(Timers.Timer::code).doesNotHaveDuplicates();
    }

    private static Set<String> expected() {
        Set<String> expected = new TreeSet<>();
        for (String edge : EDGES.strip().split("\n")) {
            String[] words = edge.split(" ");
            for (EntryState from : states(words[0])) {
                for (EntryState to : states(words[2])) {
                    if (from != to) {
                        expected.add(from + " " + words[1] + " " + to);
                    }
                }
            }
        }
        return expected;
    }

    private static List<EntryState> states(String word) {
        List<EntryState> states = new ArrayList<>(List.of(EntryState.values()));
        states.removeIf(
                state -> word.equals("*") ? state == ARCHIVED : !state.name().equals(word));
        return states;
    }

    /** Whether any event leads there, whatever flags are set. */
    private static boolean reaches(EntryState from, Actor actor, EntryState to) {
        for (EventType event : EventType.values()) {
            for (EntryState before : from == EntryState.SUSPENDED ? EntryState.values() : new EntryState[] {from}) {
                State state = state(from, true, null);
                Optional<Transition> transition = Lifecycle.TRANSITIONS.stream()
                        .filter(one -> one.event() == event && one.from().contains(from))
                        .findFirst();
                if (transition.isPresent()
                        && Lifecycle.refusal(state, event, actor, LOCAL).isEmpty()) {
                    EntryState target = event == EventType.RESUMED
                            ? before
                            : transition.get().to();
                    boolean possible =
                            event != EventType.RESUMED || (before != ARCHIVED && before != EntryState.SUSPENDED);
                    if (target == to && possible) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static void flag(EntryState from, Actor actor, EventType event, boolean allowed) {
        assertThat(Lifecycle.refusal(state(from, true, null), event, actor, LOCAL)
                        .isEmpty())
                .as(String.format(Locale.ROOT, "%s %s %s", from, actor, event))
                .isEqualTo(allowed);
    }

    private static Optional<String> code(State state, EventType event, Actor actor) {
        return Lifecycle.refusal(state, event, actor, LOCAL).map(Refusal::code);
    }

    private static State keyAttention(Origin origin, boolean committed, boolean trained) {
        return new State(
                KEY_ATTENTION,
                false,
                committed,
                trained,
                false,
                true,
                origin,
                false,
                DAY,
                null,
                null,
                null,
                null,
                null);
    }

    private static State state(EntryState state, boolean flags, LocalDate validTo) {
        return new State(
                state,
                flags,
                flags,
                flags,
                flags,
                flags,
                state == KEY_ATTENTION ? Origin.POST_BLACKLIST : null,
                false,
                LocalDate.of(2018, 3, 1),
                validTo,
                null,
                null,
                null,
                null);
    }
}
