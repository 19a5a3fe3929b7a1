package org.jrp.server.figure;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jrp.server.document.Csv;
import org.jrp.server.problem.PersonalNumbers;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Service;

/**
 * Where rules meet resistance (执行压力): of what departments reported, the share that was not carried out, with their reasons, by rule, by
 * measure or by department. The last report that was not cancelled counts; one that waits for its confirmation is counted apart.
 */
@Service
final class Pressure {

    private static final int MOST_REASONS = 20;
    private static final int MOST_ITEMS = 2_000;

    /** Reports that stand no longer: cancelled, or with a later one that was not. */
    static final String GONE = """
            with later as materialized (
                select f.decision, f.task, f.measure, f.entry_id, max(f.version) as version
                from feedback f
                where f.version > 1 and not exists (
                    select 1 from feedback_event c where c.feedback = f.id and c.type = 'cancelled')
                group by 1, 2, 3, 4)
            select c.feedback from feedback_event c where c.type = 'cancelled'
            union
            select f.id from later cross join lateral (
                select id from feedback where decision = later.decision and measure = later.measure and entry_id = later.entry_id
                    and version < later.version offset 0) as f
            union
            select f.id from later cross join lateral (
                select id from feedback where task = later.task and version < later.version offset 0) as f
            """;

    /** One pass over the year. The key stands in the place of {@code %s}; it comes from no caller. */
    private static final String REPORTS = """
            select %s as keys, f.department, f.handling, f.reason,
                f.needs_confirmation and c.feedback is null and m.decision is null as unconfirmed,
                count(*) as reports, min(f.handled_at) as oldest, max(f.handled_at) as newest
            from feedback f left join feedback_event c on c.feedback = f.id and c.type = 'confirmed'
                left join confirmation m on m.decision = f.decision and m.measure = f.measure
            where f.handled_at between ? and ? and not exists (select 1 from unnest(?) as gone (id) where gone.id = f.id)
            group by 1, 2, 3, 4, 5
            """;

    private final Snapshot snapshot;
    private final CatalogueNow catalogues;

    Pressure(Snapshot snapshot, CatalogueNow catalogues) {
        this.snapshot = snapshot;
        this.catalogues = catalogues;
    }

    /** By what reports are put together (汇总维度). */
    enum By {
        RULE("f.rules"),
        MEASURE("array[f.measure]"),
        DEPARTMENT("array[f.department]");

        private final String sql;

        By(String keys) {
            sql = String.format(Locale.ROOT, REPORTS, keys);
        }

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<By> find(String code) {
            return Arrays.stream(values())
                    .filter(one -> one.code().equals(code))
                    .findFirst();
        }
    }

    /** A reason that was given, with how often and when. */
    @Schema(name = "PressureReason")
    record Reason(String handling, String reason, long reports, LocalDate oldest, LocalDate newest) {}

    /**
     * What was reported about one rule, measure or department.
     *
     * @param reports those that stand, without the unconfirmed
     * @param share of those not carried out, to six places; null where nothing was reported
     * @param unconfirmed reports that wait for a named officer
     * @param otherReasons reports whose reasons are not among those listed
     */
    @Schema(name = "PressureItem")
    record Item(
            String key,
            @Nullable String name,
            long reports,
            long carriedOut,
            long lesser,
            long notCarriedOut,
            long exempted,
            @Nullable String share,
            long unconfirmed,
            @Nullable LocalDate oldest,
            @Nullable LocalDate newest,
            List<Share> departments,
            List<Reason> reasons,
            long otherReasons) {}

    /** One department's share of it. */
    @Schema(name = "PressureShare")
    record Share(String department, @Nullable String name, long reports, long notCarriedOut, String share) {}

    /** The reports of a year. */
    @Schema(name = "PressureReport")
    record Report(int year, String by, Words method, List<Item> items) {}

    private static final Words METHOD = new Words(
            "统计当年处理、未取消、最新一次的反馈;需确认而未确认的单列,不计入比例。比例为“未执行”占全部反馈之比。",
            "The last report of each case, handled in the year and not cancelled; those that still need a confirmation are counted"
                    + " apart and not in the share. The share is that of what was not carried out among all reports.");

    Report of(int year, By by) {
        Map<String, Sum> sums = new HashMap<>();
        snapshot.read(jdbc -> {
            Object[] gone = jdbc.queryForList(GONE, UUID.class).toArray();
            // Nearly every row counts: hashing beats looking each one up, whatever the planner takes the numbers to be.
            jdbc.execute("set local enable_nestloop = off");
            jdbc.execute("set local enable_mergejoin = off");
            jdbc.execute("set local enable_sort = off");
            jdbc.query(
                    by.sql,
                    row -> {
                        String reason = row.getString("reason");
                        Line line = new Line(
                                row.getString("department"),
                                row.getString("handling"),
                                reason == null ? "" : PersonalNumbers.masked(reason),
                                row.getBoolean("unconfirmed"),
                                row.getLong("reports"),
                                row.getDate("oldest").toLocalDate(),
                                row.getDate("newest").toLocalDate());
                        for (String key : (String[]) row.getArray("keys").getArray()) {
                            sums.computeIfAbsent(key, unused -> new Sum()).add(line);
                        }
                    },
                    LocalDate.of(year, 1, 1),
                    LocalDate.of(year, 12, 31),
                    new SqlArrayValue("uuid", gone));
            return sums;
        });
        Usage.Names names = Usage.Names.of(catalogues);
        List<Item> items = sums.entrySet().stream()
                .map(one -> one.getValue().item(one.getKey(), name(names, by, one.getKey()), names))
                .sorted(Comparator.comparingLong(Item::notCarriedOut).reversed().thenComparing(Item::key))
                .limit(MOST_ITEMS)
                .toList();
        return new Report(year, by.code(), METHOD, items);
    }

    private static @Nullable String name(Usage.Names names, By by, String key) {
        return switch (by) {
            case RULE -> null;
            case MEASURE -> names.measure(key);
            case DEPARTMENT -> names.department(key);
        };
    }

    byte[] csv(Report report) {
        Csv csv = new Csv("对象", "名称", "反馈数", "已执行", "从轻", "未执行", "豁免", "未执行比例", "待确认", "最早", "最近", "未执行的主要理由");
        for (Item one : report.items()) {
            StringBuilder reasons = new StringBuilder();
            one.reasons().stream()
                    .filter(reason -> reason.handling().equals("not-carried-out"))
                    .limit(3)
                    .forEach(reason -> reasons.append(reasons.length() == 0 ? "" : ";")
                            .append(reason.reason())
                            .append('(')
                            .append(reason.reports())
                            .append(')'));
            csv.row(
                    one.key(),
                    one.name(),
                    one.reports(),
                    one.carriedOut(),
                    one.lesser(),
                    one.notCarriedOut(),
                    one.exempted(),
                    one.share(),
                    one.unconfirmed(),
                    one.oldest(),
                    one.newest(),
                    reasons);
        }
        return csv.bytes();
    }

    private record Line(
            String department,
            String handling,
            String reason,
            boolean unconfirmed,
            long reports,
            LocalDate oldest,
            LocalDate newest) {}

    /** What adds up under one key (累计). */
    private static final class Sum {

        private final Map<String, Long> byHandling = new HashMap<>();
        private final Map<String, long[]> byDepartment = new TreeMap<>();
        private final Map<List<String>, Reason> reasons = new HashMap<>();
        private long reports;
        private long unconfirmed;
        private @Nullable LocalDate oldest;
        private @Nullable LocalDate newest;

        void add(Line line) {
            if (line.unconfirmed()) {
                unconfirmed += line.reports();
                return;
            }
            reports += line.reports();
            byHandling.merge(line.handling(), line.reports(), Long::sum);
            long[] counts = byDepartment.computeIfAbsent(line.department(), unused -> new long[2]);
            counts[0] += line.reports();
            counts[1] += line.handling().equals("not-carried-out") ? line.reports() : 0;
            oldest = earlier(oldest, line.oldest());
            newest = later(newest, line.newest());
            if (!line.handling().equals("carried-out")) {
                reasons.merge(
                        List.of(line.handling(), line.reason()),
                        new Reason(line.handling(), line.reason(), line.reports(), line.oldest(), line.newest()),
                        (one, other) -> new Reason(
                                one.handling(),
                                one.reason(),
                                one.reports() + other.reports(),
                                earlier(one.oldest(), other.oldest()),
                                later(one.newest(), other.newest())));
            }
        }

        Item item(String key, @Nullable String name, Usage.Names names) {
            List<Reason> sorted = reasons.values().stream()
                    .sorted(Comparator.comparingLong(Reason::reports)
                            .reversed()
                            .thenComparing(Reason::handling)
                            .thenComparing(Reason::reason))
                    .toList();
            List<Reason> first = sorted.subList(0, Math.min(MOST_REASONS, sorted.size()));
            List<Share> departments = new ArrayList<>();
            byDepartment.forEach((code, counts) -> departments.add(new Share(
                    code, names.department(code), counts[0], counts[1], new Fraction(counts[1], counts[0]).decimal())));
            return new Item(
                    key,
                    name,
                    reports,
                    count("carried-out"),
                    count("lesser"),
                    count("not-carried-out"),
                    count("exempted"),
                    reports == 0 ? null : new Fraction(count("not-carried-out"), reports).decimal(),
                    unconfirmed,
                    oldest,
                    newest,
                    departments,
                    first,
                    sorted.subList(first.size(), sorted.size()).stream()
                            .mapToLong(Reason::reports)
                            .sum());
        }

        private long count(String handling) {
            return byHandling.getOrDefault(handling, 0L);
        }

        private static LocalDate earlier(@Nullable LocalDate one, LocalDate other) {
            return one == null || other.isBefore(one) ? other : one;
        }

        private static LocalDate later(@Nullable LocalDate one, LocalDate other) {
            return one == null || other.isAfter(one) ? other : one;
        }
    }
}
