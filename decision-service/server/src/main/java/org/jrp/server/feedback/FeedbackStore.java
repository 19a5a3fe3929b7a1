package org.jrp.server.feedback;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jrp.catalogue.Coded;
import org.jrp.server.access.Caller;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/** Writes and finds reports (反馈存取). Rows are only ever added. */
@Component
class FeedbackStore {

    private static final String COLUMNS = """
            select f.*, coalesce(of_measure.officer, of_report.officer) as confirmed_by,
                coalesce(of_measure.recorded_at, of_report.recorded_at) as confirmed_at,
                gone.reason as cancel_reason, gone.recorded_at as cancelled_at, coalesce(gone.officer, gone.credential) as cancelled_by
            from feedback f
            left join confirmation of_measure
                on of_measure.decision = f.decision and of_measure.measure = f.measure and f.needs_confirmation
            left join feedback_event of_report on of_report.feedback = f.id and of_report.type = 'confirmed'
            left join feedback_event gone on gone.feedback = f.id and gone.type = 'cancelled'
            """;
    private static final Map<Standing, String> IN = Map.of(
            Standing.CANCELLED,
            " and gone.feedback is not null",
            Standing.UNCONFIRMED,
            " and f.needs_confirmation and gone.feedback is null and of_measure.decision is null"
                    + " and of_report.feedback is null",
            Standing.OVER,
            " and f.exempted_until <= :today and gone.feedback is null",
            Standing.FINAL,
            " and gone.feedback is null and (f.exempted_until is null or f.exempted_until > :today)"
                    + " and (not f.needs_confirmation or of_measure.decision is not null"
                    + " or of_report.feedback is not null)");

    private final JdbcClient jdbc;

    FeedbackStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What to look for; null where it does not matter.
     *
     * @param from first day on which it was handled
     * @param to last day on which it was handled
     */
    record Wanted(
            @Nullable String department,
            @Nullable String handling,
            @Nullable String measure,
            @Nullable String entryId,
            @Nullable LocalDate from,
            @Nullable LocalDate to,
            @Nullable Standing state) {}

    /** Writes a report; nothing where another of the same version was faster. */
    boolean add(Feedback one, String credential) {
        return jdbc.sql("""
                        insert into feedback (id, decision, task, entry_id, list, subject, measure, kind, edition, rules, department,
                            credential, officer, handling, action, reason, handled_at, document_no, amount, period_from, period_to,
                            exempted_until, due_before, remark, shared, version, needs_confirmation, recorded_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict do nothing
                        """)
                        .params(
                                one.id(),
                                one.decision(),
                                one.task(),
                                one.entryId(),
                                one.list(),
                                one.subject(),
                                one.measure(),
                                one.kind(),
                                one.edition(),
                                new SqlArrayValue("text", one.rules().toArray()),
                                one.department(),
                                credential,
                                one.officer(),
                                one.handling().code(),
                                one.action(),
                                one.reason(),
                                one.handledAt(),
                                one.documentNo(),
                                one.amount(),
                                one.periodFrom(),
                                one.periodTo(),
                                one.exemptedUntil(),
                                one.dueBefore(),
                                one.remark(),
                                one.shared(),
                                one.version(),
                                one.needsConfirmation(),
                                one.recordedAt().atOffset(java.time.ZoneOffset.UTC))
                        .update()
                > 0;
    }

    /** Adds what happened to a report; nothing where it had happened before. */
    boolean note(Caller caller, UUID feedback, String type, @Nullable String reason, Instant at) {
        return jdbc.sql("""
                        insert into feedback_event (feedback, type, reason, officer, department, credential, recorded_at)
                        values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing
                        """)
                        .params(
                                feedback,
                                type,
                                reason,
                                caller.officer(),
                                caller.department().code(),
                                caller.credential(),
                                at.atOffset(java.time.ZoneOffset.UTC))
                        .update()
                > 0;
    }

    Optional<Feedback> find(UUID id) {
        return jdbc.sql(COLUMNS + "where f.id = ?")
                .param(id)
                .query(FeedbackStore::feedback)
                .optional();
    }

    /** The last report on a measure of a decision for one entry. */
    Optional<Feedback> last(UUID decision, String measure, String entryId) {
        return jdbc.sql(COLUMNS
                        + "where f.decision = ? and f.measure = ? and f.entry_id = ? order by f.version desc limit 1")
                .params(decision, measure, entryId)
                .query(FeedbackStore::feedback)
                .optional();
    }

    /** The last report on a task. */
    Optional<Feedback> last(UUID task) {
        return jdbc.sql(COLUMNS + "where f.task = ? order by f.version desc limit 1")
                .param(task)
                .query(FeedbackStore::feedback)
                .optional();
    }

    /** The reports of a department on a measure for one entry, on whatever occasion, the last first; a few of them. */
    List<Feedback> about(String department, String measure, String entryId) {
        return jdbc.sql(COLUMNS + """
                        where f.entry_id = ? and f.department = ? and f.measure = ? and gone.feedback is null
                        order by f.id desc limit 20
                        """)
                .params(entryId, department, measure)
                .query(FeedbackStore::feedback)
                .list();
    }

    /** Every report on a decision, in the order in which they came. */
    List<Feedback> onDecision(UUID decision) {
        return jdbc.sql(COLUMNS + "where f.decision = ? order by f.id")
                .param(decision)
                .query(FeedbackStore::feedback)
                .list();
    }

    /** A page of reports, newest first. */
    List<Feedback> page(Wanted wanted, LocalDate today, UUID before, int limit) {
        StringBuilder sql = new StringBuilder(COLUMNS).append("where f.id < :before");
        Map<String, Object> values = new HashMap<>();
        values.put("before", before);
        values.put("limit", limit);
        values.put("today", today);
        condition(sql, values, "department", " and f.department = :department", wanted.department());
        condition(sql, values, "handling", " and f.handling = :handling", wanted.handling());
        condition(sql, values, "measure", " and f.measure = :measure", wanted.measure());
        condition(sql, values, "entry", " and f.entry_id = :entry", wanted.entryId());
        condition(sql, values, "from", " and f.handled_at >= :from", wanted.from());
        condition(sql, values, "to", " and f.handled_at <= :to", wanted.to());
        Standing state = wanted.state();
        if (state != null) {
            sql.append(Objects.requireNonNull(IN.get(state)));
        }
        return jdbc.sql(sql.append(" order by f.id desc limit :limit").toString())
                .params(values)
                .query(FeedbackStore::feedback)
                .list();
    }

    private static void condition(
            StringBuilder sql, Map<String, Object> values, String name, String condition, @Nullable Object value) {
        if (value != null) {
            sql.append(condition);
            values.put(name, value);
        }
    }

    private static Feedback feedback(ResultSet row, int number) throws SQLException {
        String confirmedBy = row.getString("confirmed_by");
        String cancelReason = row.getString("cancel_reason");
        return new Feedback(
                row.getObject("id", UUID.class),
                row.getObject("decision", UUID.class),
                row.getObject("task", UUID.class),
                row.getString("entry_id"),
                row.getString("list"),
                row.getBytes("subject"),
                row.getString("measure"),
                row.getString("kind"),
                row.getString("edition"),
                List.of((String[]) row.getArray("rules").getArray()),
                row.getString("department"),
                row.getString("officer"),
                Coded.find(Handling.class, row.getString("handling")).orElseThrow(),
                row.getString("action"),
                row.getString("reason"),
                row.getObject("handled_at", LocalDate.class),
                row.getString("document_no"),
                row.getBigDecimal("amount"),
                row.getObject("period_from", LocalDate.class),
                row.getObject("period_to", LocalDate.class),
                row.getObject("exempted_until", LocalDate.class),
                row.getObject("due_before", LocalDate.class),
                row.getString("remark"),
                row.getBoolean("shared"),
                row.getInt("version"),
                row.getBoolean("needs_confirmation"),
                moment(row, "recorded_at"),
                confirmedBy == null ? null : new Feedback.Confirmed(confirmedBy, moment(row, "confirmed_at")),
                cancelReason == null
                        ? null
                        : new Feedback.Cancelled(
                                cancelReason, moment(row, "cancelled_at"), row.getString("cancelled_by")));
    }

    private static Instant moment(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
