package org.jrp.server.repair;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jrp.json.JsonWriter;
import org.jrp.listing.Actor;
import org.jrp.listing.EntryState;
import org.jrp.listing.EventType;
import org.jrp.server.whole.Ids;
import org.jrp.server.whole.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The table of the document held against the service itself: an entry brought into each state by legal steps, then every event by every
 * actor with a real key. What is accepted must lead where the table says; what is refused must leave the entry as it was.
 */
class LifecycleOverHttpTest extends RepairTest {

    private static final String BEFORE_RECOGNITION = "2019-01-15";
    private static final String AFTER = "2019-06-03";
    private static final Set<EntryState> EARLY =
            EnumSet.of(EntryState.DRAFT, EntryState.NOTICED, EntryState.UNDER_DEFENCE);

    /** The clock alone brings an entry here; over HTTP its history comes by a file. */
    private static final Set<EntryState> BY_THE_CLOCK = EnumSet.of(EntryState.EXPIRED, EntryState.ARCHIVED);

    private String key(Actor actor) {
        return switch (actor) {
            case REC, SYS -> manager();
            case PLAT -> creditOffice();
            case DEPT, SUBJ -> officer();
        };
    }

    private Reply sent(String entryId, EventType type, Actor actor, String at) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", type.code());
        body.put("at", at);
        body.put("actor", actor.code());
        body.put("docNo", "示例1号");
        body.put("reason", "依规定办理");
        if (type == EventType.AMENDED) {
            body.put("changes", Map.of("ground", "更正后的事由"));
        }
        return service.post("/api/v1/entries/" + entryId + "/events", key(actor), body);
    }

    private void step(String entryId, EventType type, Actor actor, String at) {
        Reply reply = sent(entryId, type, actor, at);
        assertThat(reply.status()).as(type + " " + reply).isEqualTo(201);
    }

    /** An entry in that state, with every flag set that may be. */
    private String in(EntryState state) {
        if (BY_THE_CLOCK.contains(state)) {
            return imported(state);
        }
        Reply begun = send(
                "/entries",
                manager(),
                "list",
                COURT_LIST,
                "subject",
                body("id", Ids.enterprise(next()), "name", "示例主体"),
                "basis",
                "法释〔2017〕7号",
                "at",
                "2019-01-02",
                "validFrom",
                "2019-01-20");
        assertThat(begun.status()).as(begun.toString()).isEqualTo(201);
        String id = begun.field("entryId");
        if (state == EntryState.DRAFT) {
            return id;
        }
        step(id, EventType.NOTIFIED, Actor.REC, "2019-01-04");
        if (state == EntryState.NOTICED) {
            return id;
        }
        if (state == EntryState.UNDER_DEFENCE) {
            step(id, EventType.DEFENCE_OPENED, Actor.SUBJ, "2019-01-05");
            return id;
        }
        step(id, EventType.RECOGNISED, Actor.REC, "2019-01-18");
        step(id, EventType.DISPUTED, Actor.PLAT, "2019-01-19");
        step(id, EventType.COMMITTED, Actor.SUBJ, "2019-01-19");
        step(id, EventType.TRAINED, Actor.DEPT, "2019-01-19");
        if (state == EntryState.RECOGNISED) {
            return id;
        }
        step(id, EventType.PUBLISHED, Actor.PLAT, "2019-01-21");
        step(id, EventType.REPAIR_REQUESTED, Actor.SUBJ, "2019-05-06");
        switch (state) {
            case KEY_ATTENTION -> step(id, EventType.MOVED_TO_KEY_ATTENTION, Actor.REC, "2019-05-07");
            case REPAIRED -> step(id, EventType.REPAIRED, Actor.REC, "2019-05-07");
            case EXITED -> step(id, EventType.EXITED, Actor.REC, "2019-05-07");
            case WITHDRAWN -> step(id, EventType.WITHDRAWN, Actor.REC, "2019-05-07");
            case SUSPENDED -> step(id, EventType.SUSPENDED, Actor.REC, "2019-05-07");
            default -> assertThat(state).isEqualTo(EntryState.PUBLISHED);
        }
        return id;
    }

    private String imported(EntryState state) {
        int number = next();
        String id = "clock-" + number;
        List<Map<String, Object>> events = new ArrayList<>(List.of(
                body("type", "drafted", "at", "2019-01-02"),
                body("type", "notified", "at", "2019-01-04"),
                body("type", "recognised", "at", "2019-01-18", "docNo", "示例1号"),
                body("type", "published", "at", "2019-01-21"),
                body("type", "disputed", "at", "2019-01-22"),
                body("type", "committed", "at", "2019-01-22"),
                body("type", "trained", "at", "2019-01-22"),
                body("type", "repair-requested", "at", "2019-05-06")));
        events.add(body("type", "expired", "at", "2019-05-20"));
        if (state == EntryState.ARCHIVED) {
            events.add(body("type", "archived", "at", "2019-05-21"));
        }
        Reply reply = service.imported(
                "application/x-ndjson",
                JsonWriter.inOrder(body(
                        "entryId",
                        id,
                        "id",
                        Ids.enterprise(number),
                        "name",
                        "示例主体",
                        "list",
                        COURT_LIST,
                        "recogniser",
                        "示例市人民法院",
                        "docNo",
                        "示例1号",
                        "basis",
                        "法释〔2017〕7号",
                        "recognisedAt",
                        "2019-01-18",
                        "validFrom",
                        "2019-01-20",
                        "validTo",
                        "2019-05-20",
                        "events",
                        events)),
                "");
        assertThat(reply.json().get("accepted")).as(reply.toString()).isEqualTo(1L);
        return id;
    }

    private static String day(EntryState state) {
        return EARLY.contains(state) ? BEFORE_RECOGNITION : AFTER;
    }

    @ParameterizedTest
    @EnumSource(EntryState.class)
    void every_event_by_every_actor(EntryState state) {
        List<String> wrong = new ArrayList<>();
        int accepted = 0;
        for (Actor actor : Actor.values()) {
            String entry = in(state);
            Map<?, ?> before = state(entry);
            assertThat(before.get("state")).isEqualTo(state.code());
            for (EventType event : EventType.values()) {
                Reply reply = sent(entry, event, actor, day(state));
                Optional<String> expected = expected(state, event, actor, before);
                String told = state + " " + actor + " " + event + ": " + reply;
                if (expected.isEmpty()) {
                    boolean refused = actor == Actor.SYS
                            ? reply.status() == 403 && reply.code().equals("actor-not-granted")
                            : reply.status() == 409;
                    if (!refused) {
                        wrong.add(told);
                    }
                } else if (reply.status() != 201 || !arrived(reply, expected.get())) {
                    wrong.add(told);
                }
                if (reply.status() == 201) {
                    accepted++;
                    entry = in(state);
                }
            }
            assertThat(state(entry)).as("what was refused left no trace").isEqualTo(before);
        }

        assertThat(wrong).isEmpty();
        assertThat(accepted).as("of " + state).isEqualTo(accepted(state));
    }

    /** What the table allows over HTTP, where nobody is the clock, on an entry with those flags. */
    private static Optional<String> expected(EntryState state, EventType event, Actor actor, Map<?, ?> flags) {
        LifecycleTable.Needs needs = LifecycleTable.needs(state, event);
        boolean flagged =
                needs == null || needs.flags().stream().allMatch(flag -> Boolean.TRUE.equals(flags.get(flag)));
        return actor != Actor.SYS && flagged ? LifecycleTable.target(state, event, actor) : Optional.empty();
    }

    private static boolean arrived(Reply reply, String target) {
        String wanted = target.equals("previous") ? "published" : target;
        return reply.field("toState").equals(wanted);
    }

    /** Counted by hand, so that a table read wrongly does not pass unseen. */
    private static int accepted(EntryState state) {
        return switch (state) {
            case DRAFT -> 4; // notified; and the three: rectified, suspended, withdrawn
            case NOTICED -> 6; // defence opened, recognised, closed; the three
            case UNDER_DEFENCE -> 5; // recognised, closed; the three
            case RECOGNISED ->
                14; // published 2, pushed, disputed 3, rejected, amended, committed, trained 2; the three
            // pushed, disputed 3, rejected, amended, moved, committed, trained 2, asked 2, repaired, refused, exited;
            // the three
            case PUBLISHED -> 18;
            // disputed 3, rejected, amended, published, committed, trained 2, refused, exited; the three
            case KEY_ATTENTION -> 14;
            case REPAIRED -> 4; // rejected; the three
            case EXITED, EXPIRED -> 5; // rejected, refused; the three
            case WITHDRAWN -> 3; // refused; rectified, suspended
            case SUSPENDED -> 5; // resumed, rejected, refused; rectified, withdrawn
            case ARCHIVED -> 0;
        };
    }

    @Test
    void each_key_acts_as_its_own_parties_alone() {
        String entry = in(EntryState.PUBLISHED);
        Map<String, Set<Actor>> parties = Map.of(
                manager(), EnumSet.of(Actor.REC, Actor.SUBJ),
                creditOffice(), EnumSet.of(Actor.PLAT),
                officer(), EnumSet.of(Actor.DEPT, Actor.SUBJ),
                taxManager(), EnumSet.noneOf(Actor.class));
        parties.forEach((key, own) -> {
            for (Actor actor : Actor.values()) {
                Reply reply = service.post(
                        "/api/v1/entries/" + entry + "/events",
                        key,
                        body("type", "drafted", "at", AFTER, "actor", actor.code(), "docNo", "示例1号", "reason", "x"));
                assertThat(reply.code())
                        .as(own + " " + actor)
                        .isEqualTo(own.contains(actor) ? "transition-not-allowed" : "actor-not-granted");
            }
        });
    }

    @Test
    void a_red_entry_leaves_from_any_active_state() {
        service.grant("state-tax-bureau", "{\"lists\": [\"" + TAX_LIST + "\", \"tax-credit-a\"]}");
        int number = next();
        String id = "red-" + number;
        service.imported(
                "application/x-ndjson",
                JsonWriter.inOrder(body(
                        "entryId",
                        id,
                        "id",
                        Ids.enterprise(number),
                        "name",
                        "示例主体",
                        "list",
                        "tax-credit-a",
                        "recogniser",
                        "示例市税务局",
                        "docNo",
                        "示例1号",
                        "basis",
                        "发改财金〔2016〕1467号",
                        "recognisedAt",
                        "2019-01-18",
                        "validFrom",
                        "2019-01-20",
                        "events",
                        List.of(
                                body("type", "drafted", "at", "2019-01-02"),
                                body("type", "notified", "at", "2019-01-04"),
                                body("type", "recognised", "at", "2019-01-18", "docNo", "示例1号")))),
                "");

        Reply reply = service.post(
                "/api/v1/entries/" + id + "/events",
                taxManager(),
                body("type", "exited", "at", AFTER, "reason", "被列入黑名单"));

        assertThat(reply.status()).as(reply.toString()).isEqualTo(201);
        assertThat(reply.field("fromState")).isEqualTo("recognised");
        assertThat(reply.field("toState")).isEqualTo("exited");
    }
}
