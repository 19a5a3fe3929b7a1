package org.jrp.server.task;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jrp.decision.CaseFile;
import org.jrp.decision.Decision;
import org.jrp.decision.Question;
import org.jrp.listing.RelatedPerson;
import org.jrp.record.CanonicalDecision;
import org.jrp.server.Uuids;
import org.jrp.server.decision.DecisionLog;
import org.jrp.server.decision.Weighing;
import org.jrp.server.entry.StoredListing;
import org.jrp.server.notification.NotificationKind;
import org.jrp.server.notification.Notifications;
import org.jrp.server.subject.Personal;
import org.jrp.server.subject.SubjectVault;
import org.jrp.subject.SubjectId;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Weighs the last checks of subjects again when something about them changed (重新核查), and tells the department whose check would come out
 * otherwise now: which decision, what is different, and what changed. The decision itself stays as it is: it was right for what was
 * known; whether the matter is opened again is an officer's to say.
 */
@Component
class Reconsiderations {

    private final JdbcTemplate jdbc;
    private final DecisionLog log;
    private final Weighing weighing;
    private final Notifications notifications;
    private final SubjectVault vault;
    private final TaskProperties properties;

    Reconsiderations(
            JdbcTemplate jdbc,
            DecisionLog log,
            Weighing weighing,
            Notifications notifications,
            SubjectVault vault,
            TaskProperties properties) {
        this.jdbc = jdbc;
        this.log = log;
        this.weighing = weighing;
        this.notifications = notifications;
        this.vault = vault;
        this.properties = properties;
    }

    /** How a decision came out: its outcome, and its measures by code and effect. */
    private record Result(String outcome, Set<String> measures) {

        static Result of(Decision decision) {
            Set<String> measures = new TreeSet<>();
            decision.measures()
                    .forEach(one -> measures.add(one.code() + ' ' + one.effect().code()));
            return new Result(decision.outcome().code(), measures);
        }
    }

    /** Weighs again; inside the transaction in which the change is followed up. */
    void weigh(
            Reconciler.Scope scope,
            Weighing.Scales scales,
            Map<SubjectId, List<StoredListing>> listings,
            LocalDate today) {
        List<byte[]> references = new ArrayList<>();
        scope.subjects().forEach(subject -> references.addAll(vault.references(subject)));
        Instant since = scales.now().minus(properties.weighAgain());
        Set<UUID> seen = new LinkedHashSet<>();
        for (DecisionLog.Row row : log.latestAbout(references, since)) {
            if (seen.add(row.id())) {
                weigh(row, scope, scales, listings, today);
            }
        }
    }

    private void weigh(
            DecisionLog.Row row,
            Reconciler.Scope scope,
            Weighing.Scales scales,
            Map<SubjectId, List<StoredListing>> listings,
            LocalDate today) {
        CanonicalDecision.Stored stored = CanonicalDecision.read(row.canonical());
        Personal personal = log.personal(row);
        CaseFile file = stored.caseFile();
        // A check about the day itself holds for the day that it is now; a check about a past day holds for that one.
        boolean ofItsDay =
                file.asOf().equals(row.decidedAt().atOffset(Question.SHANGHAI).toLocalDate());
        LocalDate asOf = ofItsDay ? today : file.asOf();
        Question question = Weighing.again(file, personal, asOf, scales.now());
        List<StoredListing> about = about(question, listings);
        Decision now = weighing.decide(scales, question, about);
        Result before = Result.of(stored.decision());
        Result after = Result.of(now);
        Set<String> added = minus(after.measures(), before.measures());
        Set<String> removed = minus(before.measures(), after.measures());
        if (!news(row.id(), before, after, added, removed)) {
            return;
        }
        Set<String> entries = new TreeSet<>();
        about.stream()
                .filter(one -> scope.entries().contains(one.row()))
                .forEach(one -> entries.add(String.valueOf(one.listing().entryId())));
        UUID id = Uuids.at(scales.now());
        jdbc.update(
                """
                insert into reconsideration (id, decision, subject, department, change, cause, entries, as_of, known_at, release,
                    outcome_before, outcome_after, measures_added, measures_removed)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?::timestamptz, ?, ?, ?, ?, ?)
                """,
                id,
                row.id(),
                row.subject(),
                row.department(),
                scope.change(),
                scope.cause(),
                entries.toArray(String[]::new),
                asOf,
                scales.now().toString(),
                scales.release().hash(),
                before.outcome(),
                after.outcome(),
                added.toArray(String[]::new),
                removed.toArray(String[]::new));
        notifications.tell(new Notifications.Message(
                successor(row.department()),
                row.subject(),
                NotificationKind.DECISION_CHANGED,
                Map.of("decisionId", row.id().toString(), "reconsideration", id.toString())));
    }

    /** The entries about everybody whom the question names. */
    private List<StoredListing> about(Question question, Map<SubjectId, List<StoredListing>> listings) {
        Set<SubjectId> asked = new LinkedHashSet<>();
        asked.add(question.subject());
        question.relatedPersons().stream().map(RelatedPerson::id).forEach(asked::add);
        Map<SubjectId, List<StoredListing>> known = new HashMap<>();
        List<SubjectId> missing = new ArrayList<>();
        for (SubjectId one : asked) {
            List<StoredListing> found = listings.get(one);
            if (found == null) {
                missing.add(one);
            } else {
                known.put(one, found);
            }
        }
        if (!missing.isEmpty()) {
            known.putAll(weighing.listings(missing));
        }
        return asked.stream()
                .flatMap(one -> known.getOrDefault(one, List.of()).stream())
                .toList();
    }

    /** Whether it differs from what the department knows: the decision, or what it was told since. */
    private boolean news(UUID decision, Result before, Result after, Set<String> added, Set<String> removed) {
        record Last(String outcome, Set<String> added, Set<String> removed) {}
        Optional<Last> last = jdbc
                .query(
                        """
                        select outcome_after, measures_added, measures_removed from reconsideration
                        where decision = ? order by id desc limit 1
                        """,
                        (row, number) -> new Last(
                                row.getString(1),
                                texts((Object[]) row.getArray(2).getArray()),
                                texts((Object[]) row.getArray(3).getArray())),
                        decision)
                .stream()
                .findFirst();
        return last.map(one -> !one.equals(new Last(after.outcome(), added, removed)))
                .orElseGet(() -> !before.equals(after));
    }

    private String successor(String department) {
        List<String> found = jdbc.queryForList(
                "select successor from department where code = ? and successor is not null", String.class, department);
        return found.isEmpty() ? department : found.get(0);
    }

    private static Set<String> texts(Object[] values) {
        Set<String> texts = new TreeSet<>();
        Arrays.stream(values).map(String::valueOf).forEach(texts::add);
        return texts;
    }

    private static Set<String> minus(Collection<String> whole, Collection<String> part) {
        Set<String> rest = new TreeSet<>(whole);
        rest.removeAll(part);
        return rest;
    }
}
