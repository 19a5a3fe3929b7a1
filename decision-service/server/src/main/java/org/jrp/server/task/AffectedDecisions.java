package org.jrp.server.task;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jrp.catalogue.WorkingDays;
import org.jrp.listing.Event;
import org.jrp.listing.EventType;
import org.jrp.server.decision.DecisionLog;
import org.jrp.server.entry.StoredListing;
import org.jrp.server.notification.NotificationKind;
import org.jrp.server.notification.Notifications.Message;
import org.jrp.server.release.Releases;
import org.jrp.server.subject.SubjectVault;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * The decisions that rested on an entry which should not have been (受影响的决定). Who used it is told within three working days of the
 * withdrawal (DP-36; 国家发展改革委等部门令第45号第十一条, 行政处罚法第四十八条).
 */
@Component
class AffectedDecisions {

    private static final int WORKING_DAYS = 3;
    private static final int PAGE = 500;

    private final JdbcTemplate jdbc;
    private final DecisionLog log;
    private final Releases releases;
    private final SubjectVault vault;

    AffectedDecisions(JdbcTemplate jdbc, DecisionLog log, Releases releases, SubjectVault vault) {
        this.jdbc = jdbc;
        this.log = log;
        this.releases = releases;
        this.vault = vault;
    }

    /** One of them. */
    record Affected(UUID decisionId, String department, String context, String outcome, Instant decidedAt) {}

    /** Those that rested on the entry, the oldest first. */
    List<Affected> of(StoredListing entry, @Nullable UUID after, int limit) {
        return log.restedOn(String.valueOf(entry.listing().entryId()), references(entry), after, limit).stream()
                .map(row -> new Affected(row.id(), row.department(), row.context(), row.outcome(), row.decidedAt()))
                .toList();
    }

    /** Writes them down, each once, and adds the messages to their departments. */
    void note(StoredListing entry, List<Message> messages) {
        String entryId = String.valueOf(entry.listing().entryId());
        LocalDate withdrawn = entry.listing().events().stream()
                .filter(event -> event.type() == EventType.WITHDRAWN)
                .map(Event::at)
                .max(LocalDate::compareTo)
                .orElse(entry.listing().validFrom());
        LocalDate known = entry.listing().events().stream()
                .filter(event -> event.type() == EventType.WITHDRAWN)
                .map(event -> event.recordedAt()
                        .atOffset(org.jrp.decision.Question.SHANGHAI)
                        .toLocalDate())
                .max(LocalDate::compareTo)
                .orElse(withdrawn);
        WorkingDays calendar = releases.active().catalogue().workingDays();
        LocalDate due = calendar.plus(known, WORKING_DAYS);
        UUID after = null;
        while (true) {
            List<DecisionLog.Row> rows = log.restedOn(entryId, references(entry), after, PAGE);
            for (DecisionLog.Row row : rows) {
                after = row.id();
                int fresh = jdbc.update("""
                        insert into affected_decision (entry_id, decision, department, withdrawn_at, due) values (?, ?, ?, ?, ?)
                        on conflict do nothing
                        """, entryId, row.id(), row.department(), withdrawn, due);
                if (fresh > 0) {
                    messages.add(new Message(
                            row.department(),
                            row.subject(),
                            NotificationKind.DECISION_AFFECTED,
                            Map.of("decisionId", row.id().toString(), "entryId", entryId, "due", due.toString())));
                }
            }
            if (rows.size() < PAGE) {
                return;
            }
        }
    }

    /** Everybody whom the entry concerns. */
    private List<byte[]> references(StoredListing entry) {
        List<byte[]> references =
                new ArrayList<>(vault.references(entry.listing().subject()));
        entry.listing().related().forEach(person -> references.addAll(vault.references(person.id())));
        return references;
    }
}
