package org.jrp.server.repair;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jrp.catalogue.Kind;
import org.jrp.listing.Actor;
import org.jrp.listing.Circumstances;
import org.jrp.listing.EntryState;
import org.jrp.listing.EventType;
import org.jrp.listing.Lifecycle;
import org.jrp.listing.Origin;
import org.jrp.listing.Refusal;
import org.jrp.listing.State;
import org.junit.jupiter.api.Test;

/** Every state with every actor and every event against the table of the document (lifecycle.md §5.1). */
class LifecycleCrossProductTest {

    private static final LocalDate DAY = LocalDate.of(2019, 3, 1);
    private static final Circumstances FAVOURABLE =
            new Circumstances(DAY, false, true, true, false, null, Kind.SANCTION, null);

    private static State state(EntryState state, boolean flags) {
        return new State(
                state,
                flags,
                flags,
                flags,
                flags,
                flags,
                state == EntryState.KEY_ATTENTION ? Origin.POST_BLACKLIST : null,
                false,
                LocalDate.of(2018, 3, 1),
                DAY,
                null,
                null,
                null,
                null);
    }

    @Test
    void the_table_is_whole() {
        assertThat(LifecycleTable.unknownWords()).isEmpty();
        assertThat(LifecycleTable.numbers())
                .containsExactly(
                        "1", "2", "3", "3b", "4", "5", "6", "7", "8", "9", "11", "12", "13", "14", "15", "16", "17",
                        "18", "19", "20", "22", "23", "-");
        assertThat(EntryState.values()).hasSize(12);
        assertThat(Actor.values()).hasSize(5);
    }

    @Test
    void what_the_document_allows_is_accepted_and_nothing_else() {
        List<String> wrong = new ArrayList<>();
        int accepted = 0;
        for (EntryState state : EntryState.values()) {
            for (Actor actor : Actor.values()) {
                for (EventType event : EventType.values()) {
                    boolean expected =
                            LifecycleTable.target(state, event, actor).isPresent();
                    boolean found = Lifecycle.refusal(state(state, true), event, actor, FAVOURABLE)
                            .isEmpty();
                    accepted += found ? 1 : 0;
                    if (found != expected) {
                        wrong.add(state + " " + actor + " " + event + (found ? " is accepted" : " is refused"));
                    }
                }
            }
        }

        assertThat(wrong).isEmpty();
        // Of 12 states × 5 actors × 23 events: 53 by the five rows with a star, 45 by the others; counted by hand.
        assertThat(accepted).isEqualTo(98);
    }

    @Test
    void what_rests_on_a_flag_is_refused_without_it_by_its_name() {
        List<String> wrong = new ArrayList<>();
        for (EntryState state : EntryState.values()) {
            for (Actor actor : Actor.values()) {
                for (EventType event : EventType.values()) {
                    boolean allowed = LifecycleTable.target(state, event, actor).isPresent();
                    LifecycleTable.Needs needs = LifecycleTable.needs(state, event);
                    Optional<String> found = Lifecycle.refusal(state(state, false), event, actor, FAVOURABLE)
                            .map(Refusal::code);
                    boolean right = !allowed
                            ? found.isPresent()
                            : needs == null
                                    ? found.isEmpty()
                                    : found.filter(needs.refusal()::equals).isPresent();
                    if (!right) {
                        wrong.add(state + " " + actor + " " + event + ": " + found);
                    }
                }
            }
        }

        assertThat(wrong).isEmpty();
    }
}
