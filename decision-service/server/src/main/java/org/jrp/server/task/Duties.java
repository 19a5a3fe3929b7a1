package org.jrp.server.task;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jrp.server.access.Caller;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What departments owe reports on (应反馈事项), from decisions and from tasks. A report on a decision settles the department's task for the
 * same entry and measure as well: it did the one thing it was called on for.
 */
@Component
public class Duties {

    /** Where a report leaves what was owed. */
    public enum Settled {
        /** Still owed: nothing was reported, the report was cancelled, or the measure was put off. */
        OPEN("open"),
        /** Reported; a named officer has yet to stand by it. */
        UNCONFIRMED("unconfirmed"),
        /** Reported. */
        REPORTED("reported");

        private final String code;

        Settled(String code) {
            this.code = code;
        }
    }

    private static final String DUTY = """
            select decision, null::uuid as task, null::bigint as listing, measure, entry_id, department, subject, rights_reducing, due,
                state
            from duty
            """;
    private static final String TASK = """
            select null::uuid as decision, id as task, listing, measure, entry_id, department, subject, rights_reducing, due, state
            from task
            """;

    private final JdbcClient jdbc;

    Duties(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What is owed on a measure of a decision, for one entry. */
    public Optional<Owed> find(UUID decision, String measure, String entryId) {
        return jdbc.sql(DUTY + "where decision = ? and measure = ? and entry_id = ?")
                .params(decision, measure, entryId)
                .query(Duties::owed)
                .optional();
    }

    /** What is owed on a task, whoever's it is. */
    public Optional<Owed> findTask(UUID task) {
        return jdbc.sql(TASK + "where id = ?").param(task).query(Duties::owed).optional();
    }

    /**
     * A page of what a department owes, the oldest first.
     *
     * @param dueBefore only what was due before that day; null for everything
     * @param after what the page goes on after; null for the first
     */
    public List<Owed> pending(
            String department, @Nullable LocalDate dueBefore, @Nullable Owed after, int limit) {
        String rest = """
                where department = :department and state in (%s) and due < :before and (due, %s) > (:day, :id)
                order by due, %s limit :limit
                """;
        return jdbc.sql("select * from (("
                        + DUTY
                        + rest.formatted("'open', 'unconfirmed'", "decision, measure, entry_id", "decision, measure, entry_id")
                                .replace(":id)", ":id, :measure, :entry)")
                        + ") union all ("
                        + TASK
                        + rest.formatted("'open', 'acknowledged', 'unconfirmed'", "id", "id")
                        + ")) owed order by due, coalesce(decision, task), measure, entry_id limit :limit")
                .param("department", department)
                .param("before", dueBefore == null ? LocalDate.of(9999, 12, 31) : dueBefore)
                .param("day", after == null ? LocalDate.EPOCH : after.due())
                .param("id", after == null ? new UUID(0, 0) : after.id())
                .param("measure", after == null ? "" : after.measure())
                .param("entry", after == null ? "" : after.entryId())
                .param("limit", limit)
                .query(Duties::owed)
                .list();
    }

    /**
     * Says where a report left a duty, and the task for the same entry and measure with it; within the transaction of the report.
     *
     * @param due the day by which it is owed, where that changes; null where it stays
     */
    public void settle(Caller caller, Owed owed, Settled settled, @Nullable LocalDate due) {
        if (owed.decision() != null) {
            jdbc.sql("""
                            update duty set state = ?, due = coalesce(?, due)
                            where decision = ? and measure = ? and entry_id = ? and state <> 'lapsed'
                            """)
                    .params(settled.code, due, owed.decision(), owed.measure(), owed.entryId())
                    .update();
        }
        List<UUID> tasks = owed.task() != null
                ? List.of(owed.task())
                : jdbc.sql("select id from task where entry_id = ? and department = ? and measure = ? and state <> 'closed'")
                        .params(owed.entryId(), owed.department(), owed.measure())
                        .query(UUID.class)
                        .list();
        for (UUID task : tasks) {
            int changed = jdbc.sql("""
                            update task set due = coalesce(?, due),
                                state = case when ? <> 'open' then ?
                                    when exists (select 1 from task_event e where e.task = id and e.type = 'acknowledged')
                                    then 'acknowledged' else 'open' end
                            where id = ? and state <> 'closed'
                            """)
                    .params(due, settled.code, settled.code, task)
                    .update();
            if (changed > 0) {
                note(caller, task, settled == Settled.OPEN ? "reopened" : settled.code, null);
            }
        }
    }

    /** Adds to what happened to a task. */
    void note(Caller caller, UUID task, String type, @Nullable String reason) {
        jdbc.sql("""
                        insert into task_event (task, seq, type, reason, department, credential, officer)
                        select ?, coalesce(max(seq), 0) + 1, ?, ?, ?, ?, ? from task_event where task = ?
                        """)
                .params(
                        task,
                        type,
                        reason,
                        caller.department().code(),
                        caller.credential(),
                        caller.officer(),
                        task)
                .update();
    }

    private static Owed owed(ResultSet row, int number) throws SQLException {
        return new Owed(
                row.getObject("decision", UUID.class),
                row.getObject("task", UUID.class),
                row.getObject("listing", Long.class),
                row.getString("measure"),
                row.getString("entry_id"),
                row.getString("department"),
                row.getBytes("subject"),
                row.getBoolean("rights_reducing"),
                row.getObject("due", LocalDate.class),
                row.getString("state"));
    }
}
