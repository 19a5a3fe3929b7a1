package org.jrp.server.task;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
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

    // Each branch is written so that its index gives the page in order: nothing is sorted but what is shown.
    private static final String PENDING = """
            select * from ((
                """ + DUTY + """
                where department = :department and state in ('open', 'unconfirmed') and due >= :from and due < :before
                    and (due, decision, measure, entry_id) > (:day, :id, :measure, :entry)
                order by due, decision, measure, entry_id limit :limit
            ) union all (
                """ + TASK + """
                where department = :department and state in ('open', 'acknowledged', 'unconfirmed') and due >= :from and due < :before
                    and (due, id) > (:day, :id)
                order by due, id limit :limit
            )) owed order by due, coalesce(decision, task), measure, entry_id limit :limit
            """;
    private static final String COUNT = """
            select (select count(*) from (select 1 from duty
                    where department = :department and state in ('open', 'unconfirmed') and due < :before limit :limit) some_duties)
                + (select count(*) from (select 1 from task
                    where department = :department and state in ('open', 'acknowledged', 'unconfirmed') and due < :before
                    limit :limit) some_tasks)
            """;
    private static final String SUMS = """
            select department,
                sum(many) filter (where state in ('open', 'acknowledged', 'unconfirmed')) as owed,
                sum(many) filter (where state in ('open', 'acknowledged', 'unconfirmed') and late) as overdue,
                sum(many) filter (where state = 'unconfirmed') as unconfirmed,
                sum(many) filter (where state = 'reported') as reported
            from (
                select department, state, due < :today as late, count(*) as many from duty
                where :department::text is null or department = :department group by 1, 2, 3
                union all
                select department, state, due < :today, count(*) from task
                where :department::text is null or department = :department group by 1, 2, 3
            ) parts
            group by department order by department
            """;
    private static final LocalDate FIRST_DAY = LocalDate.EPOCH;
    private static final LocalDate LAST_DAY = LocalDate.of(9999, 12, 31);
    private static final int MOST_COUNTED = 10_000;

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
    public List<Owed> pending(String department, @Nullable LocalDate dueBefore, @Nullable Owed after, int limit) {
        return pending(department, null, dueBefore, after, limit);
    }

    /**
     * A page of what a department owes and is due within a time, the oldest first.
     *
     * @param dueFrom only what is due on that day or later; null for everything
     * @param dueBefore only what was due before that day; null for everything
     * @param after what the page goes on after; null for the first
     */
    public List<Owed> pending(
            String department,
            @Nullable LocalDate dueFrom,
            @Nullable LocalDate dueBefore,
            @Nullable Owed after,
            int limit) {
        return jdbc.sql(PENDING)
                .param("department", department)
                .param("from", dueFrom == null ? FIRST_DAY : dueFrom)
                .param("before", dueBefore == null ? LAST_DAY : dueBefore)
                .param("day", after == null ? FIRST_DAY : after.due())
                .param("id", after == null ? new UUID(0, 0) : after.id())
                .param("measure", after == null ? "" : after.measure())
                .param("entry", after == null ? "" : after.entryId())
                .param("limit", limit)
                .query(Duties::owed)
                .list();
    }

    /**
     * A count that ends at a bound.
     *
     * @param more whether there is more than that
     */
    public record Count(int number, boolean more) {}

    /**
     * How much a department owes, counted up to {@value #MOST_COUNTED}.
     *
     * @param dueBefore only what was due before that day; null for everything
     */
    public Count count(String department, @Nullable LocalDate dueBefore) {
        int found = jdbc.sql(COUNT)
                .param("department", department)
                .param("before", dueBefore == null ? LAST_DAY : dueBefore)
                .param("limit", MOST_COUNTED + 1)
                .query(Integer.class)
                .single();
        return new Count(Math.min(found, MOST_COUNTED), found > MOST_COUNTED);
    }

    /** What one department owes and has reported, all of it. */
    public record Sum(String department, long owed, long overdue, long unconfirmed, long reported) {}

    /**
     * The sums of each department that owes or has reported anything.
     *
     * @param department the only one wanted; null for all
     */
    public List<Sum> sums(@Nullable String department, LocalDate today) {
        return jdbc.sql(SUMS)
                .param("department", department, Types.VARCHAR)
                .param("today", today)
                .query((row, number) -> new Sum(
                        row.getString("department"),
                        row.getLong("owed"),
                        row.getLong("overdue"),
                        row.getLong("unconfirmed"),
                        row.getLong("reported")))
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
                : jdbc.sql(
                                "select id from task where entry_id = ? and department = ? and measure = ? and state <> 'closed'")
                        .params(owed.entryId(), owed.department(), owed.measure())
                        .query(UUID.class)
                        .list();
        for (UUID task : tasks) {
            int changed =
                    jdbc.sql("""
                            update task set due = coalesce(?, due),
                                state = case when ? <> 'open' then ?
                                    when exists (select 1 from task_event e where e.task = id and e.type = 'acknowledged')
                                    then 'acknowledged' else 'open' end
                            where id = ? and state <> 'closed'
                            """).params(due, settled.code, settled.code, task).update();
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
                .params(task, type, reason, caller.department().code(), caller.credential(), caller.officer(), task)
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
