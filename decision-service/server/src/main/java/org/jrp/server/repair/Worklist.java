package org.jrp.server.repair;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.jrp.catalogue.Kind;
import org.jrp.catalogue.ListType;
import org.jrp.catalogue.Text;
import org.jrp.listing.EntryState;
import org.jrp.listing.EventType;
import org.jrp.listing.Listing;
import org.jrp.listing.Origin;
import org.jrp.listing.State;
import org.jrp.server.access.AccessLog;
import org.jrp.server.access.Caller;
import org.jrp.server.access.Cursor;
import org.jrp.server.entry.EntryKey;
import org.jrp.server.entry.EntryLife;
import org.jrp.server.entry.EntryRules;
import org.jrp.server.entry.ListingStore;
import org.jrp.server.entry.StoredListing;
import org.jrp.server.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;

/**
 * The blacklist and key-attention entries of each field (修复工作清单), with what is missing for the way off: for those who call subjects to
 * training and take their commitments. It grants nothing: every way off ends with the recogniser's decision.
 */
@Service
final class Worklist {

    private static final int CHUNK = 500;
    private static final int MOST_SCANNED = 5_000;
    private static final Set<EntryState> STANDING =
            Set.of(EntryState.RECOGNISED, EntryState.PUBLISHED, EntryState.KEY_ATTENTION);

    private final JdbcTemplate jdbc;
    private final ListingStore store;
    private final Entries entries;
    private final EntryLife life;
    private final AccessLog log;

    Worklist(DataSource source, ListingStore store, Entries entries, EntryLife life, AccessLog log) {
        this.jdbc = new JdbcTemplate(source);
        this.store = store;
        this.entries = entries;
        this.life = life;
        this.log = log;
    }

    /**
     * One page. It ends early, with a cursor, where few of many entries stand.
     *
     * @param list one field; null for all within the caller's reach
     * @param year in which the entries were recognised; null for all
     */
    WorkItem.Page page(
            Caller caller,
            @Nullable String list,
            @Nullable Integer year,
            @Nullable Integer limit,
            @Nullable String cursor) {
        String[] lists = lists(caller, list);
        int most = Cursor.limit(limit);
        LocalDate today = life.today();
        List<WorkItem> items = new ArrayList<>();
        long before = Repairs.before(cursor);
        log.record(caller, "repair-worklist", null, list, null, "ok");
        for (int scanned = 0; scanned < MOST_SCANNED; scanned += CHUNK) {
            List<Long> rows = rows(lists, year, before);
            for (StoredListing stored : store.ofRows(rows)) {
                if (items.size() == most) {
                    return new WorkItem.Page(items, Repairs.cursor(before));
                }
                before = stored.row();
                State state = stored.listing().stateAt(today, Instant.MAX);
                LocalDate validTo = state.validTo();
                if (stored.usable()
                        && STANDING.contains(state.state())
                        && (validTo == null || today.isBefore(validTo))) {
                    items.add(item(stored.listing(), state, today));
                }
            }
            if (rows.size() < CHUNK) {
                return new WorkItem.Page(items, null);
            }
        }
        return new WorkItem.Page(items, Repairs.cursor(before));
    }

    /** Codes of the black and key-attention lists that are meant. */
    private String[] lists(Caller caller, @Nullable String list) {
        Scope scope = Scope.of(caller);
        if (list != null) {
            ListType type = entries.list(list)
                    .orElseThrow(() -> ProblemException.of(
                            400,
                            "unknown-list",
                            "没有这个名单;代码见 /api/v1/lists。",
                            "There is no such list: see /api/v1/lists."));
            if (!scope.all() && !scope.lists().contains(list)) {
                throw ProblemException.of(
                        403, "list-not-granted", "该名单不归您的部门管理。", "The list is not your department's.");
            }
            if (type.kind() == Kind.INCENTIVE) {
                throw ProblemException.field(
                        400,
                        "invalid-parameter",
                        "list",
                        "not-a-blacklist",
                        new Text("红名单没有信用修复。", "There is no repair for a red list."));
            }
            return new String[] {list};
        }
        return entries.catalogue().lists().stream()
                .filter(type -> type.kind() != Kind.INCENTIVE)
                .map(ListType::code)
                .filter(code -> scope.all() || scope.lists().contains(code))
                .toArray(String[]::new);
    }

    private List<Long> rows(String[] lists, @Nullable Integer year, long before) {
        String of = year == null ? "" : " and coalesce(recognised_at, valid_from) between ? and ?";
        List<Object> values = new ArrayList<>(List.of(lists, before));
        if (year != null) {
            values.add(LocalDate.of(year, 1, 1));
            values.add(LocalDate.of(year, 12, 31));
        }
        values.add(CHUNK);
        values.add(CHUNK);
        return jdbc.queryForList(
                "select one.id from unnest(?::text[]) as wanted (code) cross join lateral (select id from listing"
                        + " where list = wanted.code and id < ?" + of + " order by id desc limit ?) one"
                        + " order by one.id desc limit ?",
                Long.class,
                values.toArray());
    }

    private WorkItem item(Listing listing, State state, LocalDate today) {
        ListType type = entries.list(listing.list()).orElse(null);
        String entryId = String.valueOf(listing.entryId());
        LocalDate repairableFrom = new EntryRules(listing, false, type).repairableFrom(today);
        String way = way(state, type, today);
        Origin origin = state.origin();
        return new WorkItem(
                entryId,
                EntryKey.of(entryId),
                listing.list(),
                type == null ? null : type.name(),
                ShownSubject.of(listing.subject(), listing.name(), false),
                listing.recogniser(),
                listing.recognisedAt(),
                state.validFrom(),
                state.validTo(),
                state.state().code(),
                origin == null ? null : origin.code(),
                state.disputed(),
                state.corrected(),
                state.committed(),
                state.trained(),
                state.repairPending(),
                way,
                missing(way, state, today, repairableFrom),
                way.equals("repair") ? repairableFrom : null);
    }

    private static String way(State state, @Nullable ListType type, LocalDate today) {
        if (state.state() == EntryState.KEY_ATTENTION) {
            return state.origin() == Origin.POST_BLACKLIST ? "key-attention" : "exit";
        }
        boolean repairable = type != null
                && type.exits().stream()
                        .anyMatch(exit -> exit.event().equals(EventType.REPAIRED.code()) && exit.openOn(today));
        return repairable ? "repair" : "exit";
    }

    private static List<String> missing(String way, State state, LocalDate today, @Nullable LocalDate repairableFrom) {
        List<String> missing = new ArrayList<>();
        if (!state.corrected() && state.state() != EntryState.KEY_ATTENTION) {
            missing.add("rectification");
        }
        if (!way.equals("exit") && !state.committed()) {
            missing.add("commitment");
        }
        if (way.equals("key-attention") && !state.trained()) {
            missing.add("training");
        }
        if (way.equals("repair")) {
            if (repairableFrom != null && today.isBefore(repairableFrom)) {
                missing.add("publicity-period");
            }
            if (!state.repairPending()) {
                missing.add("application");
            }
        }
        return missing;
    }
}
