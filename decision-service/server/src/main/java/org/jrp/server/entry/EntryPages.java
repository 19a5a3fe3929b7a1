package org.jrp.server.entry;

import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.LongFunction;
import javax.sql.DataSource;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Coded;
import org.jrp.listing.Actor;
import org.jrp.listing.EntryState;
import org.jrp.listing.EventType;
import org.jrp.listing.Listing;
import org.jrp.listing.State;
import org.jrp.server.access.Caller;
import org.jrp.server.access.Role;
import org.jrp.server.problem.ProblemException;
import org.jrp.server.subject.SubjectVault;
import org.jrp.subject.SubjectId;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;

/** Shows entries to those who keep them (条目查询), at any day and as known at any moment, in pages of constant size. */
@Service
final class EntryPages {

    static final int USUAL = 50;
    static final int MOST = 200;

    /** Rows looked through for one page; a page that finds too few among them ends early and goes on at its cursor. */
    private static final int MOST_SCANNED = 5_000;

    private static final int CHUNK = 500;
    private static final Set<EntryState> ENDED = Set.of(
            EntryState.REPAIRED, EntryState.EXPIRED, EntryState.EXITED, EntryState.WITHDRAWN, EntryState.ARCHIVED);
    private static final Set<EntryState> STANDING =
            Set.of(EntryState.RECOGNISED, EntryState.PUBLISHED, EntryState.KEY_ATTENTION);

    private static final String EVENTS = """
            select e.*, coalesce(e.recorded_at, i.recorded_at) as known_at
            from listing_event e left join import i on i.id = e.import where e.listing = ? order by e.seq
            """;

    private final JdbcTemplate jdbc;
    private final ListingStore store;
    private final EntryLife life;
    private final EntryParties parties;
    private final EntryReads reads;
    private final CatalogueInUse inUse;
    private final SubjectVault vault;

    EntryPages(
            DataSource source,
            ListingStore store,
            EntryLife life,
            EntryParties parties,
            EntryReads reads,
            CatalogueInUse inUse,
            SubjectVault vault) {
        this.jdbc = new JdbcTemplate(source);
        this.store = store;
        this.life = life;
        this.parties = parties;
        this.reads = reads;
        this.inUse = inUse;
        this.vault = vault;
    }

    /**
     * When and how much (时点与页).
     *
     * @param asOf the day; today where it is null
     * @param knownAt what was not known by then does not count; null for everything known
     */
    record Page(
            @Nullable LocalDate asOf,
            @Nullable Instant knownAt,
            @Nullable Integer limit,
            @Nullable String cursor) {

        Page {
            if (limit != null && (limit < 1 || limit > MOST)) {
                throw ProblemException.field(
                        400,
                        "invalid-parameter",
                        "limit",
                        "out-of-range",
                        new org.jrp.catalogue.Text("limit 应为 1 到 200。", "The limit is from 1 to 200."));
            }
        }

        int size() {
            return limit == null ? USUAL : limit;
        }

        Instant known() {
            return knownAt == null ? Instant.MAX : knownAt;
        }

        long after() {
            if (cursor == null) {
                return Long.MIN_VALUE;
            }
            try {
                byte[] bytes = Base64.getUrlDecoder().decode(cursor);
                if (bytes.length == Long.BYTES) {
                    return ByteBuffer.wrap(bytes).getLong();
                }
            } catch (IllegalArgumentException e) {
                // told below
            }
            throw ProblemException.of(400, "invalid-cursor", "cursor 不是本服务给出的。", "The cursor is none of ours.");
        }

        static String cursor(long row) {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(ByteBuffer.allocate(Long.BYTES).putLong(row).array());
        }
    }

    /** Entries of one list, or of all that the caller may see. */
    EntryPage list(Caller caller, @Nullable String list, @Nullable String state, Page page) {
        Wanted wanted = Wanted.of(state);
        List<String> scope = scope(caller, list);
        boolean quarantined = wanted.quarantined();
        int chunk = state == null || quarantined ? page.size() + 1 : CHUNK;
        EntryPage found = pages(caller, page, wanted, chunk, after -> rows(scope, quarantined, after, chunk));
        reads.record(caller, "entries-listed", null, list, null, "ok");
        return found;
    }

    /** Entries about a subject, or naming it, that the caller may see. */
    EntryPage about(Caller caller, SubjectId subject, @Nullable String purpose, Page page) {
        List<String> scope = scope(caller, null);
        Object[] references = vault.references(subject).toArray();
        int chunk = page.size() + 1;
        EntryPage found =
                pages(caller, page, Wanted.of(null), chunk, after -> rowsAbout(references, scope, after, chunk));
        reads.record(caller, "entries-searched", vault.reference(subject), null, purpose, "ok");
        return found;
    }

    /** One entry; empty where there is none or the caller may not see it. */
    EntryPage single(Caller caller, String entryId, @Nullable String purpose, Page page) {
        List<String> scope = scope(caller, null);
        List<StoredListing> found = store.ofEntryIds(List.of(entryId)).stream()
                .filter(one -> scope.isEmpty() || scope.contains(one.listing().list()))
                .filter(one -> !one.recordedAt().isAfter(page.known()))
                .filter(one -> blocked(caller, List.of(one.row())).isEmpty())
                .toList();
        reads.record(
                caller,
                "entries-searched",
                found.isEmpty() ? null : vault.reference(found.get(0).listing().subject()),
                entryId,
                purpose,
                "ok");
        return new EntryPage(
                found.stream().map(one -> item(one, state(one, page), page)).toList(), null);
    }

    /** One entry with its life. */
    EntryView view(Caller caller, String entryId, Page page) {
        if (!seesAll(caller) && !caller.is(Role.LIST_MANAGER)) {
            throw forbidden();
        }
        StoredListing stored = store.ofEntryIds(List.of(entryId)).stream()
                .filter(one -> !one.recordedAt().isAfter(page.known()))
                .filter(one -> blocked(caller, List.of(one.row())).isEmpty())
                .findFirst()
                .orElseThrow(EntryLife::unknownEntry);
        Listing listing = stored.listing();
        byte[] reference = vault.reference(listing.subject());
        if (!seesAll(caller)
                && !caller.department().manages(listing.list())
                && !parties.recognises(caller.department(), listing.list(), listing.recogniser())) {
            reads.record(caller, "entry-read", reference, entryId, null, "list-not-granted");
            throw notGranted();
        }
        reads.record(caller, "entry-read", reference, entryId, null, "ok");
        return view(caller, stored, page);
    }

    private EntryView view(Caller caller, StoredListing stored, Page page) {
        Listing listing = stored.listing();
        LocalDate today = life.today();
        EntryRules rules = life.rules(stored, life.madeHere(stored));
        List<EntryView.Allowed> allowed = new ArrayList<>();
        for (Actor actor : parties.of(caller, listing.list(), listing.recogniser())) {
            for (EventType type : rules.allowed(actor, today)) {
                allowed.add(new EntryView.Allowed(type.code(), type.chinese(), actor.code()));
            }
        }
        return new EntryView(
                item(stored, state(stored, page), page),
                EntryItem.MaskedSubject.of(listing, true),
                listing.basis(),
                listing.courtOrder(),
                listing.personalResponsibility(),
                listing.related().stream()
                        .map(one -> new EntryView.Related(
                                one.role(), one.id().type().code(), one.id().masked(), one.personallyResponsible()))
                        .toList(),
                stored.importId(),
                String.valueOf(
                        jdbc.queryForObject("select source from import where id = ?", String.class, stored.importId())),
                rules.imported(),
                allowed,
                RunningTimer.of(listing, rules.on(today), today, catalogue().workingDays()),
                jdbc.query(EVENTS, (row, number) -> happened(row), stored.row()).stream()
                        .filter(event -> !event.recordedAt().isAfter(page.known()))
                        .toList());
    }

    private static EntryView.Happened happened(ResultSet row) throws SQLException {
        EventType type = Coded.find(EventType.class, row.getString("type")).orElseThrow();
        byte[] attachments = row.getBytes("attachments_hash");
        return new EntryView.Happened(
                row.getInt("seq"),
                type.code(),
                type.chinese(),
                row.getDate("at").toLocalDate(),
                row.getObject("known_at", OffsetDateTime.class).toInstant(),
                row.getString("actor"),
                row.getString("actor_org"),
                row.getString("actor_person"),
                row.getString("doc_no"),
                row.getString("article"),
                row.getString("reason"),
                row.getString("origin"),
                ListingStore.changes(row.getString("changes")),
                row.getString("from_state"),
                row.getString("to_state"),
                attachments == null ? null : HexFormat.of().formatHex(attachments),
                HexFormat.of().formatHex(row.getBytes("hash")));
    }

    /** A wish for entries of some state (状态条件). */
    private record Wanted(@Nullable String word, @Nullable EntryState state) {

        static Wanted of(@Nullable String word) {
            if (word == null || List.of("live", "ended", "quarantined").contains(word)) {
                return new Wanted(word, null);
            }
            return new Wanted(
                    word,
                    Coded.find(EntryState.class, word)
                            .orElseThrow(() -> ProblemException.of(
                                    400,
                                    "unknown-state",
                                    "没有这个状态;可用 live、ended、quarantined 或状态代码。",
                                    "There is no such state: use live, ended, quarantined or the code of a state.")));
        }

        boolean quarantined() {
            return "quarantined".equals(word);
        }

        boolean met(StoredListing stored, State at, LocalDate asOf) {
            if (word == null) {
                return true;
            }
            return switch (word) {
                case "quarantined" -> !stored.usable();
                case "live" -> stored.usable() && at.live(asOf);
                case "ended" ->
                    ENDED.contains(at.state())
                            || (STANDING.contains(at.state()) && at.validTo() != null && !asOf.isBefore(at.validTo()));
                default -> at.state() == state;
            };
        }
    }

    private EntryPage pages(Caller caller, Page page, Wanted wanted, int chunk, LongFunction<List<Long>> next) {
        List<EntryItem> items = new ArrayList<>();
        long after = page.after();
        for (int scanned = 0; scanned < MOST_SCANNED; scanned += chunk) {
            List<Long> rows = next.apply(after);
            Set<Long> blocked = blocked(caller, rows);
            for (StoredListing stored : store.ofRows(rows)) {
                if (items.size() == page.size()) {
                    return new EntryPage(items, Page.cursor(after));
                }
                after = stored.row();
                if (!stored.recordedAt().isAfter(page.known()) && !blocked.contains(stored.row())) {
                    State state = state(stored, page);
                    if (wanted.met(stored, state, asOf(page))) {
                        items.add(item(stored, state, page));
                    }
                }
            }
            if (rows.size() < chunk) {
                return new EntryPage(items, null);
            }
        }
        return new EntryPage(items, Page.cursor(after));
    }

    /** Those that ended so long ago that only auditors read them (DP-45). */
    private Set<Long> blocked(Caller caller, List<Long> rows) {
        return rows.isEmpty() || caller.is(Role.AUDITOR)
                ? Set.of()
                : Set.copyOf(jdbc.queryForList(
                        "select listing from entry_block where listing = any (?)", Long.class, (Object)
                                rows.toArray(Long[]::new)));
    }

    private State state(StoredListing stored, Page page) {
        return stored.listing().stateAt(asOf(page), page.known());
    }

    private LocalDate asOf(Page page) {
        return page.asOf() == null ? life.today() : page.asOf();
    }

    private EntryItem item(StoredListing stored, State state, Page page) {
        return EntryItem.of(
                stored,
                StateView.of(state, asOf(page), stored.usable()),
                catalogue().findList(stored.listing().list()).orElse(null));
    }

    private List<Long> rows(List<String> scope, boolean quarantined, long after, int limit) {
        if (quarantined) {
            return jdbc.queryForList(
                    "select id from listing where missing is not null and id > ? and (? or list = any (?))"
                            + " order by id limit ?",
                    Long.class,
                    after,
                    scope.isEmpty(),
                    scope.toArray(String[]::new),
                    limit);
        }
        if (scope.isEmpty()) {
            return jdbc.queryForList(
                    "select id from listing where id > ? order by id limit ?", Long.class, after, limit);
        }
        return jdbc.queryForList("""
                select one.id from unnest(?::text[]) as wanted (code)
                cross join lateral (select id from listing where list = wanted.code and id > ? order by id limit ?) one
                order by one.id limit ?
                """, Long.class, scope.toArray(String[]::new), after, limit, limit);
    }

    private List<Long> rowsAbout(Object[] references, List<String> scope, long after, int limit) {
        byte[][] wanted = new byte[references.length][];
        System.arraycopy(references, 0, wanted, 0, references.length);
        return jdbc.queryForList(
                """
                select id from listing
                where id in (
                        select id from listing where subject = any (?)
                        union select listing from listing_related where subject = any (?))
                    and id > ? and (? or list = any (?))
                order by id limit ?
                """, Long.class, wanted, wanted, after, scope.isEmpty(), scope.toArray(String[]::new), limit);
    }

    /** The lists the caller may look through; empty for all. */
    private List<String> scope(Caller caller, @Nullable String list) {
        boolean all = seesAll(caller);
        if (!all && !caller.is(Role.LIST_MANAGER)) {
            throw forbidden();
        }
        if (list != null) {
            if (catalogue().findList(list).isEmpty()) {
                throw EntryDrafts.unknownList(list, catalogue());
            }
            if (!all && !caller.department().manages(list)) {
                throw notGranted();
            }
            return List.of(list);
        }
        if (all || caller.department().lists().contains("*")) {
            return List.of();
        }
        if (caller.department().lists().isEmpty()) {
            throw notGranted();
        }
        return caller.department().lists().stream().sorted().toList();
    }

    private Catalogue catalogue() {
        return inUse.now();
    }

    private static boolean seesAll(Caller caller) {
        return caller.is(Role.AUDITOR) || caller.is(Role.CREDIT_OFFICE);
    }

    private static ProblemException forbidden() {
        return ProblemException.of(
                403,
                "forbidden",
                "只有名单管理员、信用办和审计可以查看条目。",
                "Entries are for list managers, the credit office and auditors.");
    }

    private static ProblemException notGranted() {
        return ProblemException.of(403, "list-not-granted", "该名单不归您的部门管理。", "The list is not your department's.");
    }
}
