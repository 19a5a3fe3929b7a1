package org.jrp.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** A part of the table that one Java process of its own measures (分段). */
enum Section {
    TABLE_10("10 rules", Set.of("P1"), (pace, ids) -> Tables.of(10, pace, ids)),
    TABLE_100("100 rules, side by side", Set.of("P1", "P3", "P4", "peers"), (pace, ids) -> Tables.of(100, pace, ids)),
    TABLE_400("400 rules, side by side", Set.of("P4", "peers"), (pace, ids) -> Tables.of(400, pace, ids)),
    TABLE_1000(
            "1,000 rules, side by side", Set.of("P1", "P3", "P4", "peers"), (pace, ids) -> Tables.of(1_000, pace, ids)),
    TABLE_4000("4,000 rules, side by side", Set.of("peers"), (pace, ids) -> Tables.of(4_000, pace, ids)),
    GROWTH("20,000 rules beside 400", Set.of("P2"), (pace, ids) -> Tables.growth(pace)),
    SHIPPED("the shipped release", Set.of("P1", "P5", "decide"), (pace, ids) -> Releases.shipped(pace)),
    GROWN_4000(
            "the shipped release grown to 4,000 rules", Set.of("decide"), (pace, ids) -> Releases.grown(4_000, pace)),
    GROWN_20000(
            "the shipped release grown to 20,000 rules", Set.of("decide"), (pace, ids) -> Releases.grown(20_000, pace)),
    LOAD("load of the shipped release", Set.of("P19"), (pace, ids) -> Loads.coldAndWarm()),
    RELOADS("two hundred reloads", Set.of("reloads"), (pace, ids) -> Loads.reloads(200));

    private final String title;
    private final Set<String> ids;
    private final BiFunction<Pace, Set<String>, List<Figure>> work;

    Section(String title, Set<String> ids, BiFunction<Pace, Set<String>, List<Figure>> work) {
        this.title = title;
        this.ids = ids;
        this.work = work;
    }

    String title() {
        return title;
    }

    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Section> find(String code) {
        for (Section section : values()) {
            if (section.code().equals(code)) {
                return Optional.of(section);
            }
        }
        return Optional.empty();
    }

    /** Whether it measures any of those; none named means all. */
    boolean holdsAny(Set<String> wanted) {
        return wanted.isEmpty() || wanted.contains(code()) || ids.stream().anyMatch(wanted::contains);
    }

    List<Figure> measure(Pace pace, Set<String> wanted) {
        Set<String> its = wanted.isEmpty() || wanted.contains(code()) ? ids : wanted;
        List<Figure> figures = new ArrayList<>(work.apply(pace, its));
        figures.removeIf(figure -> !its.contains(figure.id()));
        return figures;
    }
}
