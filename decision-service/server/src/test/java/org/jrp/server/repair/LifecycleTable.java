package org.jrp.server.repair;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jrp.catalogue.Coded;
import org.jrp.listing.Actor;
import org.jrp.listing.EntryState;
import org.jrp.listing.EventType;
import org.jspecify.annotations.Nullable;

/**
 * lifecycle.md §2 copied out by hand, for tests: which event leads from which state to which, by whom. Not a word of it comes from the
 * program. A star stands for every state but ARCHIVED and the one the event leads to; {@code =} for a flag, the state staying as it is.
 * Where the document names two parties, both may act. What an import is allowed besides (no. 0) is not in it.
 *
 * <p>Two rows say more than the document: no. 18 lets what was recognised or stands on key attention expire as well, not only what
 * is published; {@code rectified} is not in its table, though its nos. 9 and 18 speak of a corrected act.
 */
final class LifecycleTable {

    private static final String TEXT = """
            1   | draft                              | notified               | noticed       | rec
            2   | noticed                            | defence-opened         | under-defence | subj
            3   | noticed under-defence              | recognised             | recognised    | rec
            3b  | noticed under-defence              | closed                 | draft         | rec
            4   | recognised                         | published              | published     | rec plat
            5   | recognised published               | pushed                 | =             | plat
            6   | recognised published key-attention | disputed               | =             | subj rec plat
            7   | *                                  | dispute-rejected       | =             | rec
            8   | recognised published key-attention | amended                | =             | rec
            9   | published                          | moved-to-key-attention | key-attention | rec
            11  | key-attention                      | published              | published     | rec
            12  | recognised published key-attention | committed              | =             | subj
            13  | recognised published key-attention | trained                | =             | dept plat
            14  | key-attention                      | exited                 | exited        | rec
            15  | published                          | repair-requested       | =             | subj rec
            16  | published                          | repaired               | repaired      | rec
            17  | *                                  | repair-refused         | =             | rec
            18  | recognised published key-attention | expired                | expired       | sys
            19  | published                          | exited                 | exited        | rec
            20  | repaired expired exited            | archived               | archived      | sys
            22  | *                                  | suspended              | suspended     | rec
            22  | suspended                          | resumed                | previous      | rec
            23  | *                                  | withdrawn              | withdrawn     | rec
            -   | *                                  | rectified              | =             | rec
            """;

    /** A flag that must be set before the event, by its name in an entry's state; and the code of the refusal where it is not. */
    record Needs(List<String> flags, String refusal) {}

    private record Row(Set<String> from, String event, String to, Set<String> by) {

        static Row of(String line) {
            String[] cells = line.split("\\|");
            return new Row(words(cells[1]), cells[2].strip(), cells[3].strip(), words(cells[4]));
        }

        private static Set<String> words(String cell) {
            return Set.of(cell.strip().split(" "));
        }

        boolean starts(EntryState state) {
            return from.contains(state.code())
                    || (from.contains("*") && state != EntryState.ARCHIVED && !to.equals(state.code()));
        }
    }

    private static final List<Row> ROWS =
            Arrays.stream(TEXT.strip().split("\n")).map(Row::of).toList();

    private LifecycleTable() {}

    /** The state that the event leads to; empty where it is not allowed. A flag leads to the state itself, {@code resumed} to null. */
    static Optional<String> target(EntryState state, EventType event, Actor actor) {
        return ROWS.stream()
                .filter(row -> row.event().equals(event.code())
                        && row.starts(state)
                        && row.by().contains(actor.code()))
                .map(row -> row.to().equals("=") ? state.code() : row.to())
                .findFirst();
    }

    /** What must be set on an entry first. */
    static @Nullable Needs needs(EntryState state, EventType event) {
        return switch (event) {
            case DISPUTE_REJECTED, AMENDED -> new Needs(List.of("disputed"), "objection-open");
            case REPAIR_REQUESTED -> new Needs(List.of("committed"), "committed");
            case REPAIRED, REPAIR_REFUSED -> new Needs(List.of("repairPending"), "repair-pending");
            case EXITED ->
                state == EntryState.KEY_ATTENTION
                        ? new Needs(List.of("committed", "trained"), "committed-and-trained")
                        : null;
            default -> null;
        };
    }

    /** The numbers of the document's table that are in this one. */
    static List<String> numbers() {
        return Arrays.stream(TEXT.strip().split("\n"))
                .map(line -> line.substring(0, line.indexOf('|')).strip())
                .distinct()
                .toList();
    }

    /** Words of the table that name no state, event or actor. */
    static List<String> unknownWords() {
        return ROWS.stream()
                .flatMap(row -> java.util.stream.Stream.of(
                                row.from().stream()
                                        .filter(word -> !word.equals("*")
                                                && Coded.find(EntryState.class, word)
                                                        .isEmpty()),
                                java.util.stream.Stream.of(row.event())
                                        .filter(word -> Coded.find(EventType.class, word)
                                                .isEmpty()),
                                row.by().stream()
                                        .filter(word ->
                                                Coded.find(Actor.class, word).isEmpty()))
                        .flatMap(words -> words))
                .toList();
    }
}
