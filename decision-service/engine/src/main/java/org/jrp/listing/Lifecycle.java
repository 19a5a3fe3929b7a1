package org.jrp.listing;

import static org.jrp.listing.Actor.DEPT;
import static org.jrp.listing.Actor.PLAT;
import static org.jrp.listing.Actor.REC;
import static org.jrp.listing.Actor.SUBJ;
import static org.jrp.listing.Actor.SYS;
import static org.jrp.listing.EntryState.ARCHIVED;
import static org.jrp.listing.EntryState.DRAFT;
import static org.jrp.listing.EntryState.EXITED;
import static org.jrp.listing.EntryState.EXPIRED;
import static org.jrp.listing.EntryState.KEY_ATTENTION;
import static org.jrp.listing.EntryState.NOTICED;
import static org.jrp.listing.EntryState.PUBLISHED;
import static org.jrp.listing.EntryState.RECOGNISED;
import static org.jrp.listing.EntryState.REPAIRED;
import static org.jrp.listing.EntryState.SUSPENDED;
import static org.jrp.listing.EntryState.UNDER_DEFENCE;
import static org.jrp.listing.EntryState.WITHDRAWN;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jrp.catalogue.Kind;
import org.jrp.catalogue.Text;
import org.jrp.listing.Transition.Scope;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of an entry (生命周期): lifecycle.md §2 as data, and the questions one asks of it.
 *
 * <p>Where that table names two parties ("SUBJ lodges, REC/PLAT marks"), either may stand as the actor. "Any" state is any but
 * ARCHIVED, and never the state the transition leads to.
 */
public final class Lifecycle {

    private static final List<EntryState> ACTIVE = List.of(RECOGNISED, PUBLISHED, KEY_ATTENTION);
    private static final List<EntryState> OUTSIDE = List.of();

    /** Every transition, in the order of the table. */
    public static final List<Transition> TRANSITIONS = List.of(
            row("draft", EventType.DRAFTED, OUTSIDE, DRAFT, by(REC)),
            row("0", EventType.RECOGNISED, OUTSIDE, RECOGNISED, by(PLAT), Scope.ANY, Guard.NOT_BACKDATED),
            row("0", EventType.PUBLISHED, OUTSIDE, PUBLISHED, by(PLAT)),
            row("0", EventType.RECOGNISED, OUTSIDE, RECOGNISED, by(REC), Scope.ANY, Guard.NOTICED, Guard.NOT_BACKDATED),
            row("0", EventType.PUBLISHED, OUTSIDE, PUBLISHED, by(REC), Scope.ANY, Guard.NOTICED),
            row("1", EventType.NOTIFIED, List.of(DRAFT), NOTICED, by(REC)),
            row("2", EventType.DEFENCE_OPENED, List.of(NOTICED), UNDER_DEFENCE, by(SUBJ)),
            row(
                    "3",
                    EventType.RECOGNISED,
                    List.of(NOTICED, UNDER_DEFENCE),
                    RECOGNISED,
                    by(REC),
                    Scope.ANY,
                    Guard.NOT_BACKDATED),
            row("3b", EventType.CLOSED, List.of(NOTICED, UNDER_DEFENCE), DRAFT, by(REC)),
            row("4", EventType.PUBLISHED, List.of(RECOGNISED), PUBLISHED, by(REC, PLAT), Scope.ANY, Guard.NOTICED),
            row("5", EventType.PUSHED, List.of(RECOGNISED, PUBLISHED), null, by(PLAT)),
            row("6", EventType.DISPUTED, ACTIVE, null, by(SUBJ, REC, PLAT)),
            row("7", EventType.DISPUTE_REJECTED, anyBut(ARCHIVED), null, by(REC), Scope.ANY, Guard.OBJECTION_OPEN),
            row("8", EventType.AMENDED, ACTIVE, null, by(REC), Scope.ANY, Guard.OBJECTION_OPEN),
            row("rectify", EventType.RECTIFIED, anyBut(ARCHIVED), null, by(REC)),
            row(
                    "9",
                    EventType.MOVED_TO_KEY_ATTENTION,
                    List.of(PUBLISHED),
                    KEY_ATTENTION,
                    by(REC),
                    Scope.ANY,
                    Guard.AFTER_BLACKLIST,
                    Guard.BEFORE_GATE),
            row(
                    "10",
                    EventType.MOVED_TO_KEY_ATTENTION,
                    OUTSIDE,
                    KEY_ATTENTION,
                    by(REC),
                    Scope.ANY,
                    Guard.BELOW_BLACKLIST),
            row("11", EventType.PUBLISHED, List.of(KEY_ATTENTION), PUBLISHED, by(REC), Scope.ANY, Guard.NEW_DECISION),
            row("12", EventType.COMMITTED, ACTIVE, null, by(SUBJ)),
            row("13", EventType.TRAINED, ACTIVE, null, by(DEPT, PLAT)),
            row(
                    "14",
                    EventType.EXITED,
                    List.of(KEY_ATTENTION),
                    EXITED,
                    by(REC),
                    Scope.POST_BLACKLIST,
                    Guard.COMMITTED_AND_TRAINED),
            row("14b", EventType.EXITED, List.of(KEY_ATTENTION), EXITED, by(REC), Scope.SUB_THRESHOLD),
            row(
                    "15",
                    EventType.REPAIR_REQUESTED,
                    List.of(PUBLISHED),
                    null,
                    by(SUBJ, REC),
                    Scope.ANY,
                    Guard.COMMITTED,
                    Guard.REPAIR_OPEN),
            row("16", EventType.REPAIRED, List.of(PUBLISHED), REPAIRED, by(REC), Scope.ANY, Guard.REPAIR_PENDING),
            row("17", EventType.REPAIR_REFUSED, anyBut(ARCHIVED), null, by(REC), Scope.ANY, Guard.REPAIR_PENDING),
            row("18", EventType.EXPIRED, ACTIVE, EXPIRED, by(SYS), Scope.ANY, Guard.TERM_OVER),
            row("19", EventType.EXITED, List.of(PUBLISHED), EXITED, by(REC)),
            row("20", EventType.ARCHIVED, List.of(REPAIRED, EXPIRED, EXITED), ARCHIVED, by(SYS)),
            row("21", EventType.EXITED, ACTIVE, EXITED, by(REC), Scope.RED_LIST),
            row("22", EventType.SUSPENDED, anyBut(SUSPENDED, ARCHIVED), SUSPENDED, by(REC)),
            row("22", EventType.RESUMED, List.of(SUSPENDED), null, by(REC)),
            row("23", EventType.WITHDRAWN, anyBut(WITHDRAWN, ARCHIVED), WITHDRAWN, by(REC)),
            row("import", EventType.EXITED, List.of(RECOGNISED), EXITED, by(REC), Scope.IMPORTED),
            row("import", EventType.REPAIRED, List.of(RECOGNISED, KEY_ATTENTION), REPAIRED, by(REC), Scope.IMPORTED));

    private static final Map<EventType, List<Transition>> BY_EVENT = TRANSITIONS.stream()
            .collect(Collectors.groupingBy(
                    Transition::event, () -> new EnumMap<>(EventType.class), Collectors.toUnmodifiableList()));

    /** What the recogniser decides and an import carries. */
    private static final List<EventType> CARRIED = List.of(EventType.EXITED, EventType.REPAIRED, EventType.WITHDRAWN);

    /** The entry before its first event. */
    private static final State NOTHING = new State(
            DRAFT, false, false, false, false, false, null, false, LocalDate.EPOCH, null, null, null, null, null);

    private Lifecycle() {}

    /**
     * Why an event cannot happen; empty where it can.
     *
     * @param state the entry before it; null before the entry's first event
     * @param actor who acts; null where that is not known, then anybody who may will do
     */
    public static Optional<Refusal> refusal(
            @Nullable State state, EventType event, @Nullable Actor actor, Circumstances on) {
        State before = state == null ? NOTHING : state;
        List<Transition> fromHere = of(event).stream()
                .filter(one -> starts(one, state) && meant(one, before, on))
                .toList();
        List<Transition> theirs =
                fromHere.stream().filter(one -> may(one, actor, on)).toList();
        if (theirs.stream().anyMatch(one -> one.failing(before, on).isEmpty())) {
            return Optional.empty();
        }
        List<EventType> allowed = allowed(state, actor, on);
        if (fromHere.isEmpty()) {
            return Optional.of(new Refusal(
                    "transition-not-allowed",
                    null,
                    state == null
                            ? new Text(
                                    "尚未建立的条目不能“" + event.chinese() + "”。",
                                    "An entry cannot begin with the event (" + event.code() + ").")
                            : new Text(
                                    "处于“" + state.state().chinese() + "”的条目不能“" + event.chinese() + "”。",
                                    "The event (" + event.code() + ") cannot follow the state "
                                            + state.state().code() + "."),
                    mend(allowed),
                    allowed));
        }
        if (theirs.isEmpty()) {
            List<Actor> actors = fromHere.stream()
                    .flatMap(one -> one.actors().stream())
                    .distinct()
                    .sorted()
                    .toList();
            return Optional.of(new Refusal(
                    "actor-not-allowed",
                    null,
                    new Text(
                            "“" + event.chinese() + "”不能由" + (actor == null ? "" : actor.chinese()) + "作出。",
                            "The event (" + event.code() + ") is not for the actor "
                                    + (actor == null ? "" : actor.code()) + "."),
                    new Text(
                            "应由" + actors.stream().map(Actor::chinese).collect(Collectors.joining("、")) + "作出。",
                            "It is for: " + actors.stream().map(Actor::code).collect(Collectors.joining(", ")) + "."),
                    allowed));
        }
        Guard failing = theirs.stream()
                .flatMap(one -> one.failing(before, on).stream())
                .findFirst()
                .orElseThrow();
        return Optional.of(new Refusal(failing.code(), null, failing.message(), failing.mend(), allowed));
    }

    /**
     * The first event of an entry's history that cannot follow those before it; empty where the whole history is possible.
     * A history that begins before the recognition is its recogniser's own procedure and is held against every guard; any
     * other is an import.
     */
    public static Optional<Refusal> refusal(Listing listing, @Nullable Kind kind) {
        if (listing.events().isEmpty()) {
            return Optional.empty();
        }
        boolean imported = Fold.imported(listing);
        Fold fold = Fold.begin(listing);
        for (Event event : Fold.sorted(listing.events())) {
            Optional<Refusal> refusal = refusal(
                    fold.state(),
                    event.type(),
                    actor(listing, event, imported),
                    Circumstances.of(listing, fold.settled(event), imported, kind, null));
            if (refusal.isPresent()) {
                return Optional.of(refusal.get().of(event));
            }
            fold.apply(event);
        }
        return Optional.empty();
    }

    /**
     * One event of a history (变更步骤) with the states around it.
     *
     * @param from null where the event opens the entry
     * @param to the state after it; the same as before where it changes a flag only, or nothing
     */
    public record Step(Event event, @Nullable EntryState from, EntryState to) {}

    /** A history step by step, in the order in which its events take effect. */
    public static List<Step> steps(History history) {
        Fold fold = Fold.begin(history);
        List<Step> steps = new ArrayList<>();
        for (Event event : Fold.sorted(history.events())) {
            State before = fold.state();
            fold.apply(event);
            State after = fold.state();
            steps.add(new Step(
                    event, before == null ? null : before.state(), after == null ? EntryState.DRAFT : after.state()));
        }
        return steps;
    }

    /** Whether an entry came recognised from elsewhere: its history does not begin before the recognition. */
    public static boolean imported(History listing) {
        return Fold.imported(listing);
    }

    /** What an actor may do to an entry in that state, in the order of {@link EventType}. */
    public static List<EventType> allowed(@Nullable State state, @Nullable Actor actor, Circumstances on) {
        State before = state == null ? NOTHING : state;
        return TRANSITIONS.stream()
                .filter(one -> starts(one, state)
                        && meant(one, before, on)
                        && may(one, actor, on)
                        && one.failing(before, on).isEmpty())
                .map(Transition::event)
                .distinct()
                .sorted()
                .toList();
    }

    /** The transition that an event makes from a state when nobody asks who did it and why. */
    static Optional<Transition> find(@Nullable State state, EventType event) {
        return of(event).stream().filter(one -> starts(one, state)).findFirst();
    }

    /** The actor an event names by code or word, or by being the recogniser; null where it is somebody else. */
    private static @Nullable Actor actor(Listing listing, Event event, boolean imported) {
        String name = event.actor();
        if (name == null) {
            return null;
        }
        for (Actor actor : Actor.values()) {
            if (actor.code().equals(name) || actor.chinese().equals(name)) {
                return actor;
            }
        }
        return name.equals(listing.recogniser()) && !imported ? REC : null;
    }

    private static List<Transition> of(EventType event) {
        return BY_EVENT.getOrDefault(event, List.of());
    }

    private static boolean may(Transition one, @Nullable Actor actor, Circumstances on) {
        return actor == null
                || one.actors().contains(actor)
                || (on.imported()
                        && actor == PLAT
                        && CARRIED.contains(one.event())
                        && one.actors().contains(REC));
    }

    private static boolean starts(Transition one, @Nullable State state) {
        return state == null ? one.opens() : one.from().contains(state.state());
    }

    private static boolean meant(Transition one, State state, Circumstances on) {
        return switch (one.scope()) {
            case ANY -> true;
            case IMPORTED -> on.imported();
            case RED_LIST -> on.kind() == Kind.INCENTIVE;
            case POST_BLACKLIST -> state.origin() == Origin.POST_BLACKLIST;
            case SUB_THRESHOLD -> state.origin() == Origin.SUB_THRESHOLD;
        };
    }

    private static Text mend(List<EventType> allowed) {
        return allowed.isEmpty()
                ? new Text("此时不能作任何变更。", "Nothing is allowed here.")
                : new Text(
                        "可以:" + allowed.stream().map(EventType::chinese).collect(Collectors.joining("、")) + "。",
                        "Allowed: " + allowed.stream().map(EventType::code).collect(Collectors.joining(", ")) + ".");
    }

    private static List<EntryState> anyBut(EntryState... excluded) {
        return Stream.of(EntryState.values())
                .filter(state -> !Arrays.asList(excluded).contains(state))
                .toList();
    }

    private static List<Actor> by(Actor... actors) {
        return List.of(actors);
    }

    private static Transition row(
            String no, EventType event, List<EntryState> from, @Nullable EntryState to, List<Actor> actors) {
        return row(no, event, from, to, actors, Scope.ANY);
    }

    private static Transition row(
            String no,
            EventType event,
            List<EntryState> from,
            @Nullable EntryState to,
            List<Actor> actors,
            Scope scope,
            Guard... guards) {
        return new Transition(no, event, from, to, actors, scope, List.of(guards));
    }
}
