package org.jrp.decision;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.ListType;

/** Whether the sources of a case file can be relied on (数据来源核验): silence from a missing or stale source is never "clear". */
final class Sources {

    private Sources() {}

    /** Each source's state, and why a person must look where one fails. */
    record Verdict(List<Checked.SourceState> states, List<Review> reviews) {}

    /**
     * @param needed codes of the lists that some rule of the context speaks of
     */
    static Verdict check(CaseFile file, Set<String> needed, Catalogue catalogue) {
        List<Checked.SourceState> states = new ArrayList<>();
        List<Review> reviews = new ArrayList<>();
        for (Source source : file.sources()) {
            boolean relevant = source.lists().isEmpty() || needed.stream().anyMatch(source::covers);
            boolean stale = source.loadedAt() != null && stale(file, source, catalogue);
            states.add(new Checked.SourceState(source.name(), source.loadedAt(), stale, source.reachable()));
            if (!relevant) {
                continue;
            }
            if (!source.reachable()) {
                reviews.add(new Review("source-unreachable", "数据来源“" + source.name() + "”无法访问,未能核查。"));
            } else if (source.loadedAt() == null) {
                reviews.add(new Review("source-missing", "数据来源“" + source.name() + "”从未载入,未能核查。"));
            } else if (stale) {
                reviews.add(new Review("source-stale", "数据来源“" + source.name() + "”载入于 " + source.loadedAt()
                        + ",已超过时效。"));
            }
        }
        List<String> uncovered = needed.stream()
                .filter(list -> file.sources().stream().noneMatch(source -> source.covers(list)))
                .sorted()
                .toList();
        if (!uncovered.isEmpty()) {
            reviews.add(new Review("source-missing", "缺少以下名单的数据来源:" + String.join("、", uncovered) + "。"));
        }
        return new Verdict(List.copyOf(states), List.copyOf(reviews));
    }

    private static boolean stale(CaseFile file, Source source, Catalogue catalogue) {
        int limit = catalogue.lists().stream()
                .filter(list -> source.covers(list.code()))
                .mapToInt(ListType::freshnessDays)
                .filter(days -> days > 0)
                .min()
                .orElse(7);
        return source.loadedAt() != null
                && Duration.between(source.loadedAt(), file.knownAt()).compareTo(Duration.ofDays(limit)) > 0;
    }
}
