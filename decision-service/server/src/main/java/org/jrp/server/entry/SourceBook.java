package org.jrp.server.entry;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.ListType;
import org.jrp.decision.Source;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * When each list was last brought up to date, and whether its source could be reached, at any moment (来源台账). The whole history
 * stands in memory: no question about sources asks the database. Safe for many threads.
 */
@Component
public final class SourceBook {

    /** How a source is called that delivered nothing yet. */
    public static final String NEVER = "未载入";

    /** Longer than any transaction takes from writing its moment to its end: what is younger is read again. */
    private static final Duration OVERLAP = Duration.ofHours(1);

    private final JdbcTemplate jdbc;
    private final CatalogueInUse inUse;
    private volatile Pages pages = new Pages(-1, Map.of(), Instant.MIN);
    private volatile @Nullable Answered answered;

    SourceBook(DataSource source, CatalogueInUse inUse) {
        this.jdbc = new JdbcTemplate(source);
        this.inUse = inUse;
    }

    /** One row: a delivery of a list, or a report about its source. */
    private record Load(
            String list,
            Instant recordedAt,
            String source,
            boolean reachable,
            boolean loaded,
            @Nullable String reason) {}

    /** What was read, by list in the order of time, and the epoch it was read at. */
    private record Pages(long epoch, Map<String, List<Load>> loads, Instant newest) {}

    /** The last answer for the newest moments: it holds for all from its first one on. */
    private record Answered(Pages pages, Catalogue catalogue, List<Source> sources) {}

    /**
     * How a list stands (名单来源).
     *
     * @param source who delivered it last; null where nobody did
     * @param loadedAt when; null where it never was
     * @param reachable false where the last report said that the source cannot be reached
     * @param reason what that report said
     */
    public record Standing(
            String list,
            @Nullable String source,
            @Nullable Instant loadedAt,
            boolean reachable,
            @Nullable String reason) {}

    /** The store's count of changes to sources when this book was read. */
    public long epoch() {
        refreshIfOlder(0);
        return pages.epoch();
    }

    /** When the youngest row of this book was recorded; the epoch where there is none. */
    public Instant latest() {
        Instant newest = pages.newest();
        return newest.equals(Instant.MIN) ? Instant.EPOCH : newest;
    }

    /** Reads what is new, if the book was read before that epoch. */
    public void refreshIfOlder(long epoch) {
        if (pages.epoch() < epoch) {
            refresh(epoch);
        }
    }

    private synchronized void refresh(long epoch) {
        Pages old = pages;
        if (old.epoch() >= epoch) {
            return;
        }
        long now = Objects.requireNonNull(jdbc.queryForObject("select sources from epoch", Long.class));
        List<Load> read = old.epoch() < 0
                ? jdbc.query("select * from source_load", (row, number) -> load(row))
                : jdbc.query(
                        "select * from source_load where recorded_at > ?",
                        (row, number) -> load(row),
                        Timestamp.from(
                                old.newest().equals(Instant.MIN)
                                        ? Instant.EPOCH
                                        : old.newest().minus(OVERLAP)));
        pages = merged(old, read, now);
    }

    private static Load load(ResultSet row) throws SQLException {
        return new Load(
                row.getString("list").intern(),
                row.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                row.getString("source").intern(),
                row.getBoolean("reachable"),
                row.getBoolean("loaded"),
                row.getString("reason"));
    }

    private static Pages merged(Pages old, List<Load> read, long epoch) {
        Map<String, TreeMap<Instant, Load>> byList = new HashMap<>();
        for (Load load : read) {
            byList.computeIfAbsent(load.list(), unused -> new TreeMap<>()).put(load.recordedAt(), load);
        }
        Map<String, List<Load>> loads = new HashMap<>(old.loads());
        byList.forEach((list, fresh) -> {
            List<Load> whole = new ArrayList<>();
            for (Load load : loads.getOrDefault(list, List.of())) {
                if (!fresh.containsKey(load.recordedAt())) {
                    whole.add(load);
                }
            }
            whole.addAll(fresh.values());
            whole.sort(Comparator.comparing(Load::recordedAt));
            loads.put(list, Collections.unmodifiableList(whole));
        });
        Instant newest = read.stream()
                .map(Load::recordedAt)
                .max(Comparator.naturalOrder())
                .orElse(old.newest());
        return new Pages(epoch, loads, newest.isAfter(old.newest()) ? newest : old.newest());
    }

    /** The sources of the lists of the release in use, as they stood at that moment. */
    public List<Source> sources(Instant knownAt) {
        return sources(inUse.now(), knownAt);
    }

    /** The sources of a catalogue's lists, as they stood at that moment: lists that were delivered together are one. */
    public List<Source> sources(Catalogue catalogue, Instant knownAt) {
        refreshIfOlder(0);
        Pages read = pages;
        boolean newest = !knownAt.isBefore(read.newest());
        Answered last = answered;
        if (newest && last != null && last.pages() == read && last.catalogue() == catalogue) {
            return last.sources();
        }
        List<Source> sources = grouped(standings(read, catalogue, knownAt));
        if (newest) {
            answered = new Answered(read, catalogue, sources);
        }
        return sources;
    }

    /** Each list of the release in use, as it stood at that moment. */
    public List<Standing> standings(Instant knownAt) {
        refreshIfOlder(0);
        return standings(pages, inUse.now(), knownAt);
    }

    private static List<Standing> standings(Pages read, Catalogue catalogue, Instant knownAt) {
        List<Standing> standings = new ArrayList<>();
        for (ListType type : catalogue.lists()) {
            standings.add(standing(type.code(), read.loads().getOrDefault(type.code(), List.of()), knownAt));
        }
        return standings;
    }

    private static Standing standing(String list, List<Load> loads, Instant knownAt) {
        int low = 0;
        int high = loads.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (loads.get(middle).recordedAt().isAfter(knownAt)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        if (low == 0) {
            return new Standing(list, null, null, true, null);
        }
        Load last = loads.get(low - 1);
        for (int i = low - 1; i >= 0; i--) {
            Load load = loads.get(i);
            if (load.loaded()) {
                return new Standing(list, load.source(), load.recordedAt(), last.reachable(), last.reason());
            }
        }
        return new Standing(list, null, null, last.reachable(), last.reason());
    }

    private record Group(@Nullable String source, @Nullable Instant loadedAt, boolean reachable) {}

    private static List<Source> grouped(List<Standing> standings) {
        Map<Group, List<String>> groups = new LinkedHashMap<>();
        for (Standing one : standings) {
            groups.computeIfAbsent(
                            new Group(one.source(), one.loadedAt(), one.reachable()), unused -> new ArrayList<>())
                    .add(one.list());
        }
        Set<String> names = new HashSet<>();
        List<Source> sources = new ArrayList<>();
        groups.entrySet().stream()
                .sorted(Comparator.comparing(group -> Collections.min(group.getValue())))
                .forEach(group -> {
                    String name = group.getKey().source() == null
                            ? NEVER
                            : group.getKey().source();
                    String unique = name;
                    for (int number = 2; !names.add(unique); number++) {
                        unique = name + "(" + number + ")";
                    }
                    sources.add(new Source(
                            unique,
                            groups.size() == 1 ? List.of() : group.getValue(),
                            group.getKey().loadedAt(),
                            group.getKey().reachable()));
                });
        return List.copyOf(sources);
    }
}
