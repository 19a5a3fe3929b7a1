package org.jrp.decision;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.ListType;

/** Whether the sources of a case file can be relied on (数据来源核验): silence from a missing or stale source is never "clear". */
final class Sources {

    private static final int USUAL_DAYS = 7;

    private final Catalogue catalogue;
    private final Duration strictest;

    Sources(Catalogue catalogue) {
        this.catalogue = catalogue;
        this.strictest = limit(catalogue.lists());
    }

    /** Each source's state, and why a person must look where one fails. */
    record Verdict(List<Checked.SourceState> states, List<Review> reviews) {}

    /**
     * @param needed codes of the lists that some rule of the context speaks of
     */
    Verdict check(CaseFile file, Collection<String> needed) {
        List<Checked.SourceState> states = new ArrayList<>(file.sources().size());
        List<Review> reviews = new ArrayList<>();
        boolean coversAll = false;
        for (Source source : file.sources()) {
            boolean stale = source.loadedAt() != null && stale(file, source);
            states.add(new Checked.SourceState(source.name(), source.loadedAt(), stale, source.reachable()));
            coversAll |= source.lists().isEmpty();
            if (!source.lists().isEmpty() && needed.stream().noneMatch(source::covers)) {
                continue;
            }
            if (!source.reachable()) {
                reviews.add(new Review("source-unreachable", "数据来源“" + source.name() + "”无法访问,未能核查。"));
            } else if (source.loadedAt() == null) {
                reviews.add(new Review("source-missing", "数据来源“" + source.name() + "”从未载入,未能核查。"));
            } else if (stale) {
                reviews.add(
                        new Review("source-stale", "数据来源“" + source.name() + "”载入于 " + source.loadedAt() + ",已超过时效。"));
            }
        }
        if (!coversAll) {
            List<String> uncovered = needed.stream()
                    .filter(list -> file.sources().stream().noneMatch(source -> source.covers(list)))
                    .sorted()
                    .toList();
            if (!uncovered.isEmpty()) {
                reviews.add(new Review("source-missing", "缺少以下名单的数据来源:" + String.join("、", uncovered) + "。"));
            }
        }
        return new Verdict(states, reviews);
    }

    private boolean stale(CaseFile file, Source source) {
        Duration limit = source.lists().isEmpty()
                ? strictest
                : limit(catalogue.lists().stream()
                        .filter(list -> source.covers(list.code()))
                        .toList());
        return source.loadedAt() != null
                && Duration.between(source.loadedAt(), file.knownAt()).compareTo(limit) > 0;
    }

    private static Duration limit(Collection<ListType> lists) {
        return Duration.ofDays(lists.stream()
                .mapToInt(ListType::freshnessDays)
                .filter(days -> days > 0)
                .min()
                .orElse(USUAL_DAYS));
    }
}
