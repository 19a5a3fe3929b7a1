package org.jrp.server.entry;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jrp.listing.State;
import org.jrp.server.subject.Personal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Random histories asked at random days, as known at random moments. What the store and the engine say is held against the rows
 * themselves, read by other SQL and folded by the table of lifecycle.md, written down here once more.
 */
class TwoClocksTest {

    private static final int HISTORIES = "full".equals(System.getProperty("jrp.scale")) ? 10_000 : 1_000;
    private static final int QUESTIONS = 4;
    private static final int BATCH = 500;
    private static final LocalDate START = LocalDate.of(2017, 1, 1);
    private static final Instant FIRST = Instant.parse("2017-01-01T00:00:00Z");

    private static final List<String> OPENINGS =
            List.of("drafted", "recognised", "published", "moved-to-key-attention");
    private static final List<String> PROCEDURE =
            List.of("notified", "defence-opened", "closed", "recognised", "published");
    private static final List<String> LIFE = List.of(
            "pushed",
            "rectified",
            "amended",
            "disputed",
            "dispute-rejected",
            "moved-to-key-attention",
            "committed",
            "trained",
            "repair-requested",
            "repair-refused",
            "repaired",
            "exited",
            "expired",
            "suspended",
            "resumed",
            "withdrawn",
            "archived");

    private static EntryBed bed;

    private record Made(
            long listing,
            int seq,
            String type,
            LocalDate at,
            @Nullable Instant recordedAt,
            @Nullable String origin,
            @Nullable String changes) {}

    @BeforeAll
    static void histories() {
        bed = EntryBed.fresh();
        Random random = new Random(20_180_301);
        List<Object[]> imports = new ArrayList<>();
        List<Object[]> listings = new ArrayList<>();
        List<Object[]> events = new ArrayList<>();
        UUID delivery = new UUID(0, 0);
        Instant delivered = FIRST;
        for (int i = 1; i <= HISTORIES; i++) {
            if (i % 50 == 1) {
                delivery = new UUID(1, i);
                delivered = FIRST.plus(random.nextInt(700), ChronoUnit.DAYS).plusMillis(random.nextInt(86_400_000));
                imports.add(new Object[] {delivery, Timestamp.from(delivered)});
            }
            LocalDate validFrom = START.plusDays(random.nextInt(700));
            LocalDate validTo = random.nextBoolean() ? null : validFrom.plusDays(1 + random.nextInt(900));
            String entryId = "h" + i;
            byte[] personal = new Personal(EntryBed.id(EntryBed.ENTERPRISE), "示例企业", null, List.of()).bytes();
            listings.add(new Object[] {
                (long) i,
                entryId,
                bed.vault.reference(EntryBed.id(EntryBed.ENTERPRISE)),
                bed.vault.seal(personal, ListingStore.place(entryId)),
                validFrom,
                validTo,
                random.nextInt(4) == 0,
                delivery
            });
            for (Made made : history(random, i, validFrom, delivered)) {
                events.add(new Object[] {
                    made.listing(),
                    made.seq(),
                    made.type(),
                    made.at(),
                    made.origin(),
                    made.changes(),
                    made.recordedAt() == null ? delivery : null,
                    made.recordedAt() == null ? null : Timestamp.from(made.recordedAt())
                });
            }
        }
        bed.jdbc.batchUpdate("""
                insert into import (id, source, department, credential, digest, started_at, recorded_at)
                values (?, 'random', 'credit-office', 'test', '\\x00', now(), ?)
                """, imports);
        bed.jdbc.batchUpdate("""
                insert into listing (id, entry_id, list, subject, key_version, personal, recogniser, doc_no, basis, valid_from,
                    valid_to, corrected, digest, import)
                values (?, ?, 'judgment-defaulter', ?, 1, ?, '某某人民法院', '文1号', '依据', ?, ?, ?, '\\x00', ?)
                """, listings);
        bed.jdbc.batchUpdate("""
                insert into listing_event (listing, seq, subject, type, at, origin, changes, previous_hash, hash, import, recorded_at)
                values (?, ?, '\\x00', ?, ?, ?, ?::jsonb, '\\x00', '\\x00', ?, ?)
                """, events);
    }

    /** Openings come with the delivery; what follows is recorded when it likes, also long after it took effect. */
    private static List<Made> history(Random random, long listing, LocalDate validFrom, Instant delivered) {
        List<Made> made = new ArrayList<>();
        boolean opened = random.nextInt(3) > 0;
        if (opened) {
            String opening = OPENINGS.get(random.nextInt(OPENINGS.size()));
            made.add(new Made(
                    listing,
                    1,
                    opening,
                    validFrom.minusDays(random.nextInt(30)),
                    null,
                    opening.startsWith("moved") ? "sub-threshold" : null,
                    null));
        }
        List<Instant> moments = new ArrayList<>();
        for (int left = random.nextInt(9); left > 0; left--) {
            moments.add(delivered.plus(1 + random.nextInt(60_000_000), ChronoUnit.SECONDS));
        }
        moments.sort(Comparator.naturalOrder());
        for (Instant moment : moments) {
            List<String> types = opened && random.nextInt(3) == 0 ? PROCEDURE : LIFE;
            String type = types.get(random.nextInt(types.size()));
            made.add(new Made(
                    listing,
                    made.size() + 1,
                    type,
                    validFrom.plusDays(random.nextInt(20) == 0 ? 0 : random.nextInt(800)),
                    moment,
                    type.startsWith("moved") ? "post-blacklist" : null,
                    type.equals("amended") ? change(random, validFrom) : null));
        }
        return made;
    }

    private static String change(Random random, LocalDate validFrom) {
        return switch (random.nextInt(4)) {
            case 0 -> "{\"validTo\": \"" + validFrom.plusDays(1 + random.nextInt(600)) + "\"}";
            case 1 -> "{\"validTo\": \"\"}";
            case 2 -> "{\"severity\": \"minor\", \"corrected\": \"true\"}";
            default -> "{\"severity\": \"\", \"corrected\": \"false\"}";
        };
    }

    /** The rows of one entry, and their fold by hand. */
    private static final class ByHand {

        private final Map<String, Object> entry;
        private final List<Map<String, Object>> events;
        private String state = "";
        private String before = "";
        private boolean disputed;
        private boolean committed;
        private boolean trained;
        private boolean pending;
        private boolean pushed;
        private boolean corrected;
        private @Nullable LocalDate validTo;
        private @Nullable String severity;
        private @Nullable String origin;

        ByHand(Map<String, Object> entry, List<Map<String, Object>> events) {
            this.entry = entry;
            this.events = events;
        }

        private static LocalDate day(Object value) {
            return LocalDate.parse(value.toString());
        }

        String on(LocalDate asOf, Instant knownAt) {
            validTo = entry.get("valid_to") == null ? null : day(entry.get("valid_to"));
            corrected = (boolean) entry.get("corrected");
            boolean opened = events.stream().anyMatch(event -> event.get("recorded") == null);
            state = opened ? "outside" : "published";
            events.stream()
                    .filter(event -> !moment(event).isAfter(knownAt))
                    .filter(event -> !day(event.get("at")).isAfter(asOf))
                    .sorted(Comparator.comparing((Map<String, Object> event) -> day(event.get("at")))
                            .thenComparing(ByHand::moment)
                            .thenComparing(event -> (Integer) event.get("seq")))
                    .forEach(this::take);
            LocalDate validFrom = day(entry.get("valid_from"));
            boolean gives = state.equals("published")
                    || state.equals("key-attention")
                    || (state.equals("recognised") && pushed);
            boolean live = gives && !asOf.isBefore(validFrom) && (validTo == null || asOf.isBefore(validTo));
            return words(
                    state.equals("outside") ? "draft" : state,
                    live,
                    disputed,
                    committed,
                    trained,
                    pending,
                    pushed,
                    corrected,
                    validTo,
                    severity,
                    origin);
        }

        private static Instant moment(Map<String, Object> event) {
            Object own = event.get("recorded") == null ? event.get("delivered") : event.get("recorded");
            return ((Timestamp) own).toInstant();
        }

        private void take(Map<String, Object> event) {
            boolean active = Set.of("recognised", "published", "key-attention").contains(state);
            boolean outside = state.equals("outside");
            boolean any = !outside && !state.equals("archived");
            switch ((String) event.get("type")) {
                case "drafted" -> go(outside, "draft");
                case "notified" -> go(state.equals("draft"), "noticed");
                case "defence-opened" -> go(state.equals("noticed"), "under-defence");
                case "closed" -> go(state.equals("noticed") || state.equals("under-defence"), "draft");
                case "recognised" ->
                    go(outside || state.equals("noticed") || state.equals("under-defence"), "recognised");
                case "published" -> {
                    if (go(outside || state.equals("recognised") || state.equals("key-attention"), "published")) {
                        origin = null;
                    }
                }
                case "moved-to-key-attention" -> {
                    if (go(outside || state.equals("published"), "key-attention")) {
                        origin = (String) event.get("origin");
                    }
                }
                case "pushed" -> pushed |= state.equals("recognised") || state.equals("published");
                case "disputed" -> disputed |= active;
                case "dispute-rejected" -> disputed &= !any;
                case "committed" -> committed |= active;
                case "trained" -> trained |= active;
                case "rectified" -> corrected |= any;
                case "repair-requested" -> pending |= state.equals("published");
                case "repair-refused" -> pending &= !any;
                case "repaired" -> pending &= !go(active, "repaired");
                case "exited" -> go(active, "exited");
                case "expired" -> go(active, "expired");
                case "archived" -> go(Set.of("repaired", "expired", "exited").contains(state), "archived");
                case "suspended" -> {
                    String was = state;
                    if (go(any && !state.equals("suspended"), "suspended")) {
                        before = was;
                    }
                }
                case "resumed" -> go(state.equals("suspended"), before);
                case "withdrawn" -> disputed &= !go(any && !state.equals("withdrawn"), "withdrawn");
                case "amended" -> amend(active, event);
                default -> throw new IllegalStateException("An event of no kind.");
            }
        }

        private boolean go(boolean may, String to) {
            if (may) {
                state = to;
            }
            return may;
        }

        private void amend(boolean may, Map<String, Object> event) {
            if (!may) {
                return;
            }
            disputed = false;
            String until = (String) event.get("until");
            if (until != null) {
                validTo = until.isEmpty() ? null : LocalDate.parse(until);
            }
            String grave = (String) event.get("grave");
            if (grave != null) {
                severity = grave.isEmpty() ? null : grave;
            }
            String mended = (String) event.get("mended");
            if (mended != null) {
                corrected = mended.equals("true");
            }
        }
    }

    private static String words(@Nullable Object... parts) {
        StringBuilder words = new StringBuilder();
        for (Object part : parts) {
            words.append(part).append(' ');
        }
        return words.toString();
    }

    private static String words(State state, LocalDate asOf) {
        return words(
                state.state().code(),
                state.live(asOf),
                state.disputed(),
                state.committed(),
                state.trained(),
                state.repairPending(),
                state.pushed(),
                state.corrected(),
                state.validTo(),
                state.severity() == null ? null : state.severity().code(),
                state.origin() == null ? null : state.origin().code());
    }

    @Test
    void the_state_of_a_day_as_known_at_a_moment_is_the_fold_of_the_rows() {
        Random random = new Random(17);
        Map<String, Integer> seen = new HashMap<>();
        for (long from = 1; from <= HISTORIES; from += BATCH) {
            List<Long> rows = new ArrayList<>();
            for (long row = from; row < from + BATCH && row <= HISTORIES; row++) {
                rows.add(row);
            }
            Map<Long, ByHand> byHand = raw(rows);
            for (StoredListing stored : bed.store.ofRows(rows)) {
                for (int i = 0; i < QUESTIONS; i++) {
                    LocalDate asOf = START.plusDays(random.nextInt(1_700));
                    Instant knownAt = FIRST.plusSeconds(random.nextInt(130_000_000));
                    ByHand raw = byHand.get(stored.row());
                    Instant known = OffsetDateTime.parse((String) raw.entry.get("known"))
                            .toInstant();
                    assertThat(stored.recordedAt()).isEqualTo(known);
                    if (known.isAfter(knownAt)) {
                        continue;
                    }

                    State state = stored.listing().knownAt(knownAt).stateAt(asOf, knownAt);

                    String expected = new ByHand(raw.entry, raw.events).on(asOf, knownAt);
                    assertThat(words(state, asOf))
                            .as("row %d as of %s known at %s", stored.row(), asOf, knownAt)
                            .isEqualTo(expected);
                    assertThat(stored.listing().stateAt(asOf, knownAt)).isEqualTo(state);
                    seen.merge(state.state().code(), 1, Integer::sum);
                }
            }
        }
        assertThat(seen).as("states met").hasSizeGreaterThanOrEqualTo(10);
        assertThat(seen.values().stream().mapToInt(Integer::intValue).sum()).isGreaterThan(HISTORIES);
    }

    private static Map<Long, ByHand> raw(List<Long> rows) {
        Map<Long, List<Map<String, Object>>> events = new HashMap<>();
        bed.jdbc
                .queryForList("""
                        select listing, seq, type, at, origin, listing_event.recorded_at as recorded,
                            (select recorded_at from import where id = listing_event.import) as delivered,
                            changes ->> 'validTo' as until, changes ->> 'severity' as grave, changes ->> 'corrected' as mended
                        from listing_event where listing between ? and ?
                        """, rows.get(0), rows.get(rows.size() - 1))
                .forEach(event -> events.computeIfAbsent((Long) event.get("listing"), unused -> new ArrayList<>())
                        .add(event));
        Map<Long, ByHand> byHand = new HashMap<>();
        bed.jdbc
                .queryForList("""
                        select id, valid_from, valid_to, corrected,
                            (select to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
                                from import where import.id = listing.import) as known
                        from listing where id between ? and ?
                        """, rows.get(0), rows.get(rows.size() - 1))
                .forEach(entry -> byHand.put(
                        (Long) entry.get("id"),
                        new ByHand(entry, events.getOrDefault((Long) entry.get("id"), List.of()))));
        return byHand;
    }
}
