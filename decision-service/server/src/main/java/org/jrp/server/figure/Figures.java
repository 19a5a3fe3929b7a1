package org.jrp.server.figure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.ListType;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;

/**
 * Counts what the work plan asks for (指标统计): items 7, 9, 10, 13, 14, 15 and 25 of a year as of a day. {@link Measure} says what each
 * counts. Nothing reads a figure to act on it.
 */
@Service
final class Figures {

    private final Snapshot snapshot;
    private final YearEntries entries;
    private final UnitCodes codes;
    private final CatalogueNow catalogues;
    private final FigureProperties properties;

    Figures(
            Snapshot snapshot,
            YearEntries entries,
            UnitCodes codes,
            CatalogueNow catalogues,
            FigureProperties properties) {
        this.snapshot = snapshot;
        this.entries = entries;
        this.codes = codes;
        this.catalogues = catalogues;
        this.properties = properties;
    }

    /** Every figure, in the order of the plan's items. */
    List<Indicator> of(Scope scope) {
        return snapshot.read(jdbc -> {
            List<YearEntry> found = entries.of(jdbc, scope);
            List<Indicator> indicators = new ArrayList<>();
            for (Measure measure : Measure.values()) {
                for (Counted counted : counted(jdbc, measure, scope, found)) {
                    indicators.add(Indicator.of(
                            measure, comparator(measure), scope, counted, addresses(measure, counted.part(), scope)));
                }
            }
            return indicators;
        });
    }

    /**
     * Entries on one side of a figure, in the order in which they came; those that the caller may be shown.
     *
     * @param part null for the whole
     * @param after the last row of the page before
     * @param most how many
     * @return null where the item has no such part
     */
    @Nullable List<? extends Behind> behind(
            Measure measure, @Nullable String part, Side side, Scope scope, long after, int most) {
        return snapshot.read(jdbc -> Optional.ofNullable(behind(jdbc, measure, part, side, scope, after, most)))
                .orElse(null);
    }

    private @Nullable List<? extends Behind> behind(
            JdbcTemplate jdbc, Measure measure, @Nullable String part, Side side, Scope scope, long after, int most) {
        if (measure == Measure.CODES && side == Side.DENOMINATOR && part == null) {
            return codes.page(jdbc, scope, after, most);
        }
        List<YearEntry> found = measure == Measure.CODES ? List.of() : entries.of(jdbc, scope);
        for (Counted counted : counted(jdbc, measure, scope, found)) {
            if (Objects.equals(counted.part(), part)) {
                return counted.side(side).stream()
                        .filter(one -> one.row() > after && scope.shows(one.list()))
                        .sorted(java.util.Comparator.comparingLong(Behind::row))
                        .limit(most)
                        .toList();
            }
        }
        return null;
    }

    Comparator comparator(Measure measure) {
        return measure == Measure.CODES && properties.codeRateInclusive() ? Comparator.AT_MOST : measure.comparator();
    }

    private List<Counted> counted(JdbcTemplate jdbc, Measure measure, Scope scope, List<YearEntry> found) {
        return switch (measure) {
            case PUBLISHED -> List.of(published(found));
            case CODES -> List.of(codes.of(jdbc, scope));
            case CITY -> List.of(city(found));
            case CASES -> cases(found, UploadedCases.of(jdbc, scope));
            case GOVERNANCE -> governance(found);
            case TRAINING -> List.of(firms(found, YearEntry::trained));
            case COMMITMENTS -> List.of(firms(found, YearEntry::committed));
        };
    }

    private static Counted published(List<YearEntry> found) {
        List<YearEntry> published = found.stream().filter(YearEntry::published).toList();
        List<YearEntry> rest = found.stream().filter(one -> !one.published()).toList();
        Map<String, Long> source = new LinkedHashMap<>();
        source.put("entries", (long) found.size());
        source.put("quarantined", found.stream().filter(one -> !one.usable()).count());
        return new Counted(
                null, null, new Fraction(published.size(), found.size()), published, found, rest, List.of(), source);
    }

    private static Counted city(List<YearEntry> found) {
        List<YearEntry> city =
                found.stream().filter(one -> one.redOrBlack() && one.city()).toList();
        List<YearEntry> national = national(found);
        Map<String, Long> source = new LinkedHashMap<>();
        source.put("red", Math.addExact(red(city), red(national)));
        source.put("black", city.size() + national.size() - red(city) - red(national));
        return new Counted(
                null, null, new Fraction(city.size(), national.size()), city, national, List.of(), List.of(), source);
    }

    /** For all lists together, then for each field in which there is an entry or a case. */
    private List<Counted> cases(List<YearEntry> found, UploadedCases cases) {
        Map<String, List<YearEntry>> byList = new TreeMap<>();
        List<YearEntry> national = national(found);
        national.forEach(one ->
                byList.computeIfAbsent(one.list(), unused -> new ArrayList<>()).add(one));
        Set<String> lists = new TreeSet<>(byList.keySet());
        lists.addAll(cases.byList().keySet());
        List<Counted> counted = new ArrayList<>();
        counted.add(cases(null, null, cases.total(), national, found, cases));
        Catalogue catalogue = catalogues.now();
        for (String list : lists) {
            counted.add(cases(
                    list,
                    catalogue.findList(list).map(ListType::name).orElse(list),
                    cases.byList().getOrDefault(list, 0L),
                    byList.getOrDefault(list, List.of()),
                    found,
                    cases));
        }
        return counted;
    }

    private static Counted cases(
            @Nullable String part,
            @Nullable String name,
            long uploaded,
            List<YearEntry> national,
            List<YearEntry> found,
            UploadedCases cases) {
        Predicate<YearEntry> told = one -> cases.entries().contains(one.entryId());
        return new Counted(
                part,
                name,
                new Fraction(uploaded, national.size()),
                found.stream()
                        .filter(one -> told.test(one) && (part == null || part.equals(one.list())))
                        .toList(),
                national,
                national.stream().filter(told.negate()).toList(),
                List.of(),
                Map.of("cases", uploaded));
    }

    /** The three rates of item 14. */
    private List<Counted> governance(List<YearEntry> found) {
        List<YearEntry> governed = found.stream()
                .filter(one -> one.black() && properties.governs(one.list()))
                .toList();
        Set<String> standing = new LinkedHashSet<>();
        governed.stream().filter(one -> !one.left()).forEach(one -> standing.add(one.subject()));
        Set<String> all = subjects(governed, one -> true);
        Set<String> out = new LinkedHashSet<>(all);
        out.removeAll(standing);
        return List.of(
                subjects("rectified-and-exited", "整改和退出率", governed, out, one -> !one.left()),
                subjects("committed", "信用承诺率", governed, subjects(governed, YearEntry::committed), one -> true),
                subjects("trained", "信用修复培训率", governed, subjects(governed, YearEntry::trained), one -> true));
    }

    private static Counted firms(List<YearEntry> found, Predicate<YearEntry> done) {
        List<YearEntry> firms =
                found.stream().filter(one -> one.black() && !one.person()).toList();
        return subjects(null, null, firms, subjects(firms, done), one -> true);
    }

    /**
     * A rate over subjects.
     *
     * @param done those that count
     * @param lacking which entries of the others are behind the shortfall
     */
    private static Counted subjects(
            @Nullable String part,
            @Nullable String name,
            List<YearEntry> concerned,
            Set<String> done,
            Predicate<YearEntry> lacking) {
        long all = subjects(concerned, one -> true).size();
        Map<String, Long> source = new LinkedHashMap<>();
        source.put("entries", (long) concerned.size());
        source.put("subjects", all);
        return new Counted(
                part,
                name,
                new Fraction(done.size(), all),
                concerned.stream().filter(one -> done.contains(one.subject())).toList(),
                concerned,
                concerned.stream()
                        .filter(one -> !done.contains(one.subject()) && lacking.test(one))
                        .toList(),
                List.of(),
                source);
    }

    private static Set<String> subjects(List<YearEntry> found, Predicate<YearEntry> wanted) {
        Set<String> subjects = new LinkedHashSet<>();
        found.stream().filter(wanted).forEach(one -> subjects.add(one.subject()));
        return subjects;
    }

    private static List<YearEntry> national(List<YearEntry> found) {
        return found.stream().filter(one -> one.redOrBlack() && !one.city()).toList();
    }

    private static long red(List<YearEntry> found) {
        return found.stream().filter(one -> !one.black()).count();
    }

    private static Map<String, String> addresses(Measure measure, @Nullable String part, Scope scope) {
        Map<String, String> addresses = new LinkedHashMap<>();
        for (Side side : Side.values()) {
            addresses.put(
                    side.code(),
                    "/api/v1/statistics/" + scope.year() + "/items/" + measure.item() + "?side=" + side.code()
                            + (part == null ? "" : "&part=" + part) + "&asOf=" + scope.asOf() + "&knownAt="
                            + scope.knownAt());
        }
        return addresses;
    }
}
