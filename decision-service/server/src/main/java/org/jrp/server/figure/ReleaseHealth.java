package org.jrp.server.figure;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jrp.catalogue.CitationHealth;
import org.jrp.catalogue.Coded;
import org.jrp.catalogue.Text;
import org.jrp.release.ReleaseChanges;
import org.jrp.server.Uuids;
import org.jrp.server.release.ReleaseComparisons;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Service;

/**
 * What experience says about the rules that a release changes, and how sound the sources are before and after it (审批前的执行压力与引用健康度).
 * Looked at before a release is approved.
 */
@Service
final class ReleaseHealth {

    /** So many answers with measures are read, the latest first. */
    private static final int MOST_ANSWERS = 20_000;

    private static final String CHECKS = "select count(*) from decision where id >= ? and id < ?";

    /** The rules that stand behind measures of an answer; near misses come later in it. */
    private static final String MATCHED = """
            with looked as materialized (
                select id, split_part(convert_from(canonical, 'UTF8'), '"nearMisses":', 1) as text from decision
                where id >= ? and id < ? and outcome in ('restricted', 'caution', 'favoured', 'review') and length(canonical) > 0
                order by id desc limit ?)
            select null as rule, count(*) as answers from looked
            union all
            select found[1], count(distinct id) from looked, regexp_matches(text, '"rule":"([^" ]+)', 'g') as found group by 1
            """;

    private static final String REPORTS = """
            select split_part(rule, ' ', 1) as rule, handling, count(*) as reports
            from feedback f cross join unnest(f.rules) as rule
            where f.handled_at between ? and ? and not exists (select 1 from unnest(?) as gone (id) where gone.id = f.id)
                and (not f.needs_confirmation
                    or exists (select from feedback_event c where c.feedback = f.id and c.type = 'confirmed')
                    or exists (select from confirmation m where m.decision = f.decision and m.measure = f.measure))
            group by 1, 2
            """;

    /** Objections in the time against entries on which something was reported under the rule. */
    private static final String OBJECTED = """
            select split_part(rule, ' ', 1) as rule, count(distinct o.id) as objections
            from objection o join feedback f on f.entry_id = o.entry_id cross join unnest(f.rules) as rule
            where o.lodged_on between ? and ? group by 1
            """;

    private static final Words METHOD = new Words(
            "matched 为近 12 个月内、有措施的最近答复(至多 " + MOST_ANSWERS
                    + " 份,answersRead 为所读份数)中引用该规则的份数;反馈按处理日期计,取未取消的最新一次,待确认的不计;objections 为同期对曾按该规则反馈的条目提出的异议。",
            "matched: of the latest answers with measures in the last twelve months (at most " + MOST_ANSWERS
                    + "; answersRead tells how many were read), those that cite the rule. Reports by the day they were handled, the last"
                    + " that was not cancelled, without those that wait for a confirmation. objections: those lodged in that time against entries reported on under the rule.");

    private final Snapshot snapshot;
    private final InstantSource clock;

    ReleaseHealth(Snapshot snapshot, InstantSource clock) {
        this.snapshot = snapshot;
        this.clock = clock;
    }

    /** What experience says about one changed rule. */
    @Schema(name = "ChangedRulePressure")
    record RulePressure(
            String id,
            String name,
            String change,
            @Nullable String measure,
            long matched,
            long reports,
            long carriedOut,
            long lesser,
            long notCarriedOut,
            long exempted,

            @Schema(description = "未执行、从轻、豁免占全部反馈之比,六位小数;无反馈为 null", nullable = true) @Nullable String resisted,

            long objections) {}

    /** How many sources are concerned. */
    @Schema(name = "HealthNumbers")
    record Numbers(int sources, int sound, int unverified, int expired, int replaced, int provisionsWithoutSoundBasis) {

        private static Numbers of(CitationHealth.Counts counts) {
            return new Numbers(
                    counts.sources(),
                    counts.sound(),
                    counts.unverified(),
                    counts.expired(),
                    counts.replaced(),
                    counts.provisionsWithoutSoundBasis());
        }
    }

    /**
     * A source whose troubles differ between the two releases.
     *
     * @param before troubles in the earlier release; empty where it was sound or not there
     * @param after troubles in the later one
     */
    @Schema(name = "HealthChange")
    record Finding(
            String source,
            String id,
            String citation,
            List<String> before,
            List<String> after,
            int provisions,
            String text) {}

    /** How sound the sources are before and after. */
    @Schema(name = "ReleaseCitations")
    record Citations(LocalDate on, Numbers before, Numbers after, List<Finding> worse, List<Finding> better) {}

    /** What to look at before approving. */
    @Schema(name = "ReleaseHealth")
    record Report(
            String release,
            String against,
            LocalDate from,
            LocalDate to,
            long checks,
            long answersRead,
            Words method,
            List<RulePressure> rules,
            Citations citations) {}

    private record Counted(
            long checks,
            long answersRead,
            Map<String, Long> matched,
            Map<String, Map<String, Long>> reports,
            Map<String, Long> objections) {}

    Report of(ReleaseComparisons.Compared compared, Locale locale) {
        Instant now = clock.instant();
        LocalDate today = now.atZone(Usage.ZONE).toLocalDate();
        LocalDate from = today.minusMonths(12);
        ReleaseChanges changes = compared.changes();
        Counted counted = counted(from, today, now);
        List<RulePressure> rules = changes.rules().stream()
                .map(rule -> pressure(rule, counted))
                .sorted(java.util.Comparator.comparingLong(RulePressure::matched)
                        .reversed()
                        .thenComparing(RulePressure::id))
                .toList();
        return new Report(
                changes.after(),
                changes.before(),
                from,
                today,
                counted.checks(),
                counted.answersRead(),
                METHOD,
                rules,
                citations(compared, today, locale));
    }

    private Counted counted(LocalDate from, LocalDate to, Instant now) {
        UUID first = Uuids.first(from.atStartOfDay(Usage.ZONE).toInstant());
        UUID end = Uuids.first(now.plusSeconds(3_600));
        return snapshot.read(jdbc -> {
            Map<String, Long> matched = new HashMap<>();
            long[] read = new long[1];
            jdbc.query(
                    MATCHED,
                    row -> {
                        String rule = row.getString("rule");
                        if (rule == null) {
                            read[0] = row.getLong("answers");
                        } else {
                            matched.put(rule, row.getLong("answers"));
                        }
                    },
                    first,
                    end,
                    MOST_ANSWERS);
            Object[] gone = jdbc.queryForList(Pressure.GONE, UUID.class).toArray();
            Map<String, Map<String, Long>> reports = new HashMap<>();
            jdbc.query(
                    REPORTS,
                    row -> {
                        reports.computeIfAbsent(row.getString("rule"), unused -> new TreeMap<>())
                                .merge(row.getString("handling"), row.getLong("reports"), Long::sum);
                    },
                    from,
                    to,
                    new SqlArrayValue("uuid", gone));
            Map<String, Long> objections = new HashMap<>();
            jdbc.query(
                    OBJECTED,
                    row -> {
                        objections.put(row.getString("rule"), row.getLong("objections"));
                    },
                    from,
                    to);
            Long checks = jdbc.queryForObject(CHECKS, Long.class, first, end);
            return new Counted(checks == null ? 0 : checks, read[0], matched, reports, objections);
        });
    }

    private static RulePressure pressure(ReleaseChanges.RulePart rule, Counted counted) {
        Map<String, Long> reports = counted.reports().getOrDefault(rule.id(), Map.of());
        long all = reports.values().stream().mapToLong(Long::longValue).sum();
        long carriedOut = reports.getOrDefault("carried-out", 0L);
        return new RulePressure(
                rule.id(),
                rule.name(),
                rule.change().code(),
                rule.measure(),
                counted.matched().getOrDefault(rule.id(), 0L),
                all,
                carriedOut,
                reports.getOrDefault("lesser", 0L),
                reports.getOrDefault("not-carried-out", 0L),
                reports.getOrDefault("exempted", 0L),
                all == 0 ? null : new Fraction(all - carriedOut, all).decimal(),
                counted.objections().getOrDefault(rule.id(), 0L));
    }

    private static Citations citations(ReleaseComparisons.Compared compared, LocalDate today, Locale locale) {
        CitationHealth before = CitationHealth.of(compared.before(), today);
        CitationHealth after = CitationHealth.of(compared.after(), today);
        Map<String, CitationHealth.Finding> first = new TreeMap<>();
        Map<String, CitationHealth.Finding> second = new TreeMap<>();
        before.findings().forEach(one -> first.put(one.source().code() + ' ' + one.id(), one));
        after.findings().forEach(one -> second.put(one.source().code() + ' ' + one.id(), one));
        List<Finding> worse = new ArrayList<>();
        List<Finding> better = new ArrayList<>();
        second.forEach((key, now) -> {
            CitationHealth.Finding then = first.get(key);
            if (then == null || !then.troubles().containsAll(now.troubles())) {
                worse.add(finding(then, now, now, locale));
            }
        });
        first.forEach((key, then) -> {
            CitationHealth.Finding now = second.get(key);
            if (now == null || !now.troubles().containsAll(then.troubles())) {
                better.add(finding(then, now, then, locale));
            }
        });
        return new Citations(today, Numbers.of(before.counts()), Numbers.of(after.counts()), worse, better);
    }

    private static Finding finding(
            CitationHealth.@Nullable Finding then,
            CitationHealth.@Nullable Finding now,
            CitationHealth.Finding shown,
            Locale locale) {
        return new Finding(
                shown.source().code(),
                shown.id(),
                shown.citation(),
                codes(then),
                codes(now),
                shown.provisions().size(),
                new Text(
                                shown.citation() + ":" + words(then) + " → " + words(now) + "。",
                                shown.citation() + ": " + String.join(", ", codes(then)) + " → "
                                        + String.join(", ", codes(now)) + ".")
                        .in(locale));
    }

    private static List<String> codes(CitationHealth.@Nullable Finding finding) {
        return finding == null
                ? List.of()
                : finding.troubles().stream().map(Coded::code).toList();
    }

    private static String words(CitationHealth.@Nullable Finding finding) {
        return finding == null
                ? "无问题或不在目录中"
                : String.join(
                        "、", finding.troubles().stream().map(Coded::chinese).toList());
    }
}
