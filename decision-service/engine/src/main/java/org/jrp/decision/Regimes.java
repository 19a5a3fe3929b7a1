package org.jrp.decision;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Edition;
import org.jrp.catalogue.Instrument;
import org.jrp.catalogue.LegalBasis;
import org.jrp.catalogue.Measure;
import org.jrp.catalogue.Text;
import org.jrp.release.Release;
import org.jspecify.annotations.Nullable;

/** The regimes of a release (各时期法律状态), each computed when first asked for. Safe for many threads. */
final class Regimes {

    private final Release release;
    private final long[] boundaries;
    private final long[] publications;
    private final Map<String, Integer> ranks = new HashMap<>();
    private final List<String> territories;
    private final ConcurrentHashMap<Key, Regime> regimes = new ConcurrentHashMap<>();

    Regimes(Release release) {
        this.release = release;
        Catalogue catalogue = release.catalogue();
        TreeSet<LocalDate> days = new TreeSet<>();
        TreeSet<LocalDate> published = new TreeSet<>();
        TreeSet<String> places = new TreeSet<>();
        days.add(Catalogue.GATE_FROM);
        for (Edition edition : catalogue.editions()) {
            add(days, edition.effectiveFrom(), edition.effectiveTo());
            add(published, edition.publishedAt());
            add(places, edition.place());
        }
        for (Instrument instrument : catalogue.instruments()) {
            add(days, instrument.validFrom(), instrument.validTo(), instrument.publishedAt());
            add(published, instrument.publicFrom());
            add(places, instrument.place());
        }
        for (LegalBasis basis : catalogue.bases()) {
            add(days, basis.validFrom(), basis.validTo());
            add(places, basis.place());
        }
        catalogue
                .departments()
                .forEach(department ->
                        department.answers().forEach(answer -> add(days, answer.validFrom(), answer.validTo())));
        this.boundaries = days.stream().mapToLong(LocalDate::toEpochDay).toArray();
        this.publications = published.stream().mapToLong(LocalDate::toEpochDay).toArray();
        this.territories = List.copyOf(places);
        catalogue.measures().stream().map(Measure::code).sorted().forEach(code -> ranks.put(code, ranks.size()));
    }

    /**
     * The regime of a day.
     *
     * @throws InvalidQuestionException before the first edition
     */
    Regime at(LocalDate asOf, LocalDate knownOn, String place) {
        Key key = new Key(span(boundaries, asOf), span(publications, knownOn), territory(place));
        Regime regime = regimes.get(key);
        if (regime != null) {
            return regime;
        }
        Catalogue.InForce inForce = release.catalogue()
                .inForce(asOf, knownOn, place)
                .orElseThrow(() -> new InvalidQuestionException(
                        "as-of-out-of-range",
                        new Text(
                                "没有在 " + asOf + " 有效且当时已知的措施清单。",
                                "No edition was in force on " + asOf + " and known then."),
                        new Text(
                                "请问询 " + Catalogue.FIRST_DAY + " 或以后的日期,knownAt 不早于该日。",
                                "Ask about " + Catalogue.FIRST_DAY + " or later, with knownAt not before it.")));
        synchronized (regimes) {
            return regimes.computeIfAbsent(
                    key, unused -> new Regime(regimes.size(), release, asOf, knownOn, place, inForce, ranks));
        }
    }

    private static int span(long[] boundaries, LocalDate day) {
        int at = Arrays.binarySearch(boundaries, day.toEpochDay());
        return at >= 0 ? at : -at - 2;
    }

    /** Which of the places that the catalogue distinguishes that place lies in. */
    private String territory(String place) {
        String within = "";
        for (String territory : territories) {
            if (place.startsWith(territory)) {
                within = within.isEmpty() ? territory : within + ' ' + territory;
            }
        }
        return within;
    }

    @SafeVarargs
    private static <T> void add(TreeSet<T> set, @Nullable T... values) {
        for (T value : values) {
            if (value != null) {
                set.add(value);
            }
        }
    }

    private record Key(int asOf, int knownOn, String territory) {}
}
