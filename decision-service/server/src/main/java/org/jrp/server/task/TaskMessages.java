package org.jrp.server.task;

import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.ListType;
import org.jrp.catalogue.Measure;
import org.jrp.listing.Listing;
import org.jrp.server.decision.DecisionLog;
import org.jrp.server.entry.ListingStore;
import org.jrp.server.notification.NotificationDetail;
import org.jrp.server.notification.NotificationKind;
import org.jrp.server.release.Releases;
import org.jrp.server.subject.Personal;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What messages about tasks, entries and decisions say (任务通知内容). */
@Component
class TaskMessages implements NotificationDetail {

    private final JdbcClient jdbc;
    private final Tasks tasks;
    private final ListingStore listings;
    private final DecisionLog decisions;
    private final Releases releases;

    TaskMessages(JdbcClient jdbc, Tasks tasks, ListingStore listings, DecisionLog decisions, Releases releases) {
        this.jdbc = jdbc;
        this.tasks = tasks;
        this.listings = listings;
        this.decisions = decisions;
        this.releases = releases;
    }

    @Override
    public Set<NotificationKind> kinds() {
        return Set.of(
                NotificationKind.TASKS_OPENED,
                NotificationKind.TASKS_CLOSED,
                NotificationKind.ENTRY_CHANGED,
                NotificationKind.REPAIR_RECORDED,
                NotificationKind.DECISION_CHANGED,
                NotificationKind.DECISION_AFFECTED,
                NotificationKind.SUCCESSION);
    }

    @Override
    public Map<String, @Nullable Object> of(NotificationKind kind, Map<String, ?> refs) {
        Map<String, @Nullable Object> detail = new LinkedHashMap<>();
        switch (kind) {
            case TASKS_OPENED -> opened(refs, detail);
            case TASKS_CLOSED, ENTRY_CHANGED, REPAIR_RECORDED -> entry(refs, detail);
            case DECISION_CHANGED -> changed(refs, detail);
            case DECISION_AFFECTED -> decision(refs, detail);
            case SUCCESSION, TEST -> detail.clear();
        }
        return detail;
    }

    private void opened(Map<String, ?> refs, Map<String, @Nullable Object> detail) {
        List<UUID> ids = refs.get("tasks") instanceof List<?> texts
                ? texts.stream().map(String::valueOf).map(UUID::fromString).toList()
                : List.of();
        List<TaskView> views = ids.isEmpty() ? List.of() : tasks.shown(ids);
        if (views.isEmpty()) {
            return;
        }
        entry(refs, detail);
        TaskView first = views.get(0);
        if (first.subject() != null) {
            detail.put(
                    "about",
                    about(
                            first.subject().idType(),
                            first.subject().id(),
                            first.subject().name()));
        }
        detail.put("measures", views.stream().map(TaskMessages::measure).toList());
    }

    /** What never changes about a task: the same message reads the same whenever it is delivered. */
    private static Map<String, @Nullable Object> measure(TaskView task) {
        Map<String, @Nullable Object> measure = new LinkedHashMap<>();
        measure.put("taskId", task.taskId().toString());
        measure.put("measure", task.measure());
        measure.put("measureName", task.measureName());
        measure.put("kind", task.kind());
        measure.put("effect", task.effect());
        measure.put("rightsReducing", task.rightsReducing());
        measure.put("contexts", task.contexts());
        measure.put("edition", task.edition());
        measure.put(
                "basis",
                task.basis().stream()
                        .map(basis -> {
                            Map<String, @Nullable Object> one = new LinkedHashMap<>();
                            one.put("provision", basis.provision());
                            one.put("docNo", basis.docNo());
                            one.put("clause", basis.clause());
                            one.put("verified", basis.verified());
                            return one;
                        })
                        .toList());
        measure.put("openedAt", task.openedAt().toString());
        return measure;
    }

    private void entry(Map<String, ?> refs, Map<String, @Nullable Object> detail) {
        if (!(refs.get("entryId") instanceof String entryId)) {
            return;
        }
        listings.ofEntryIds(List.of(entryId)).stream().findFirst().ifPresent(stored -> {
            Listing listing = stored.listing();
            detail.put("list", listing.list());
            detail.put(
                    "listName",
                    releases.active()
                            .catalogue()
                            .findList(listing.list())
                            .map(ListType::name)
                            .orElse(listing.list()));
            detail.put("recogniser", listing.recogniser());
            detail.put("entryDocumentNo", listing.docNo());
            boolean entity = listing.subject().defaultKind() != org.jrp.subject.SubjectKind.INDIVIDUAL;
            detail.put(
                    "about",
                    about(listing.subject().type().code(), listing.subject().masked(), entity ? listing.name() : null));
        });
    }

    private void changed(Map<String, ?> refs, Map<String, @Nullable Object> detail) {
        decision(refs, detail);
        jdbc.sql("select * from reconsideration where id = ?")
                .param(UUID.fromString(String.valueOf(refs.get("reconsideration"))))
                .query((row, number) -> {
                    Catalogue catalogue = releases.active().catalogue();
                    detail.put("outcomeBefore", row.getString("outcome_before"));
                    detail.put("outcomeAfter", row.getString("outcome_after"));
                    detail.put("measuresAdded", measures(catalogue, (String[])
                            row.getArray("measures_added").getArray()));
                    detail.put("measuresRemoved", measures(catalogue, (String[])
                            row.getArray("measures_removed").getArray()));
                    detail.put("cause", row.getString("cause"));
                    detail.put("entries", Arrays.asList((String[])
                            row.getArray("entries").getArray()));
                    detail.put("asOf", String.valueOf(row.getDate("as_of").toLocalDate()));
                    detail.put(
                            "knownAt",
                            row.getObject("known_at", OffsetDateTime.class)
                                    .toInstant()
                                    .toString());
                    detail.put("release", row.getString("release"));
                    return detail;
                })
                .optional();
    }

    /** Measures with their names, from code and effect. */
    static List<Map<String, String>> measures(Catalogue catalogue, String[] codes) {
        return Arrays.stream(codes)
                .map(one -> {
                    String[] parts = one.split(" ", 2);
                    Map<String, String> measure = new LinkedHashMap<>();
                    measure.put("code", parts[0]);
                    measure.put(
                            "name",
                            catalogue.findMeasure(parts[0]).map(Measure::name).orElse(parts[0]));
                    measure.put("effect", parts.length > 1 ? parts[1] : "");
                    return measure;
                })
                .toList();
    }

    private void decision(Map<String, ?> refs, Map<String, @Nullable Object> detail) {
        decisions.find(UUID.fromString(String.valueOf(refs.get("decisionId")))).ifPresent(row -> {
            Personal personal = decisions.personal(row);
            boolean entity = personal.id().defaultKind() != org.jrp.subject.SubjectKind.INDIVIDUAL;
            detail.put("decidedAt", row.decidedAt().toString());
            detail.put("context", row.context());
            detail.put("matter", row.matter());
            detail.put("purpose", row.purpose());
            detail.put("outcome", row.outcome());
            detail.put(
                    "about",
                    about(personal.id().type().code(), personal.id().masked(), entity ? personal.name() : null));
        });
    }

    private static Map<String, @Nullable Object> about(String idType, String id, @Nullable String name) {
        Map<String, @Nullable Object> about = new LinkedHashMap<>();
        about.put("idType", idType);
        about.put("id", id);
        about.put("name", name);
        return about;
    }
}
