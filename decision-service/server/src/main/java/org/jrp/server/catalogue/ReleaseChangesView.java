package org.jrp.server.catalogue;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.jrp.release.ReleaseChanges;
import org.jspecify.annotations.Nullable;

/** What a release changes against another (发布版本的政策变更). */
@Schema(name = "ReleaseChanges")
record ReleaseChangesView(
        String release,
        String against,
        ChangedImpact impact,
        List<ChangedEdition> editions,
        List<ChangedRule> rules,
        List<ChangedOther> others) {

    /** Days and contexts concerned; no contexts mean all. */
    record ChangedImpact(@Nullable LocalDate from, @Nullable LocalDate to, List<String> contexts) {}

    /** An edition that came, went or changed. */
    record ChangedEdition(
            @Schema(allowableValues = {"added", "removed", "changed"})
            String change,

            String id,
            String title,
            LocalDate from,
            @Nullable LocalDate to,
            List<String> added,
            List<String> removed,
            List<String> changed,
            List<String> contexts,
            List<String> sentences) {}

    /** A rule that came, went or changed, or whose clause did. */
    record ChangedRule(
            @Schema(allowableValues = {"added", "removed", "changed", "clause"})
            String change,

            String id,
            String name,
            @Nullable String provision,
            @Nullable String measure,
            List<String> lists,
            List<String> contexts,
            String source,
            LocalDate from,
            @Nullable LocalDate to,
            List<String> gone,
            List<String> come,
            String text) {}

    /** A list, legal basis or other file that changed. */
    record ChangedOther(
            @Schema(allowableValues = {"list", "basis", "file"})
            String kind,

            String id,
            String change,
            @Nullable LocalDate from,
            String text) {}

    static ReleaseChangesView of(ReleaseChanges changes, Locale locale) {
        return new ReleaseChangesView(
                changes.after(),
                changes.before(),
                new ChangedImpact(
                        changes.impact().from(),
                        changes.impact().to(),
                        changes.impact().contexts()),
                changes.editions().stream()
                        .map(one -> new ChangedEdition(
                                one.change().code(),
                                one.id(),
                                one.title(),
                                one.from(),
                                one.to(),
                                one.added(),
                                one.removed(),
                                one.changed(),
                                one.contexts(),
                                one.sentences().stream()
                                        .map(text -> text.in(locale))
                                        .toList()))
                        .toList(),
                changes.rules().stream()
                        .map(one -> new ChangedRule(
                                one.change().code(),
                                one.id(),
                                one.name(),
                                one.provision(),
                                one.measure(),
                                one.lists(),
                                one.contexts(),
                                one.source(),
                                one.from(),
                                one.to(),
                                one.gone(),
                                one.come(),
                                one.text().in(locale)))
                        .toList(),
                changes.others().stream()
                        .map(one -> new ChangedOther(
                                one.kind(),
                                one.id(),
                                one.change().code(),
                                one.from(),
                                one.text().in(locale)))
                        .toList());
    }
}
