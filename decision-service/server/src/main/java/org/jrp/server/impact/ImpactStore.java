package org.jrp.server.impact;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jrp.impact.Reach;
import org.jrp.impact.Shape;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Jobs and what they find, in the database (影响分析库). Whatever a page found and how far it got are written together. */
@Component
class ImpactStore {

    private static final String LEASE = "held_until = clock_timestamp() + interval '2 minutes'";

    private static final String COUNTS = """
            with pair as (
                select finding, subject, department, context, count(*) as cases from impact_case where impact = ? group by 1, 2, 3, 4
            ), found as (
                select pair.*, f.kind, f.added, f.removed, f.rules from pair join impact_finding f on f.impact = ? and f.number = pair.finding
            )
            insert into impact_count (impact, part, word, kind, cases, subjects)
            select ?, part, word, kind, sum(cases), count(distinct subject) from (
                select 'kind' as part, kind as word, kind, cases, subject from found
                union all select 'department', department, kind, cases, subject from found where department is not null
                union all select 'context', context, kind, cases, subject from found
                union all select 'measure', unnest(added), '+', cases, subject from found
                union all select 'measure', unnest(removed), '-', cases, subject from found
                union all select 'rule', unnest(rules), kind, cases, subject from found) as one
            group by 2, 3, 4
            """;

    private final JdbcTemplate jdbc;
    private final JdbcTemplate streaming;
    private final TransactionTemplate transaction;
    private final UUID node = UUID.randomUUID();

    ImpactStore(DataSource source, TransactionTemplate transaction) {
        this.jdbc = new JdbcTemplate(source);
        this.streaming = new JdbcTemplate(source);
        this.streaming.setFetchSize(10_000);
        this.transaction = transaction;
    }

    JdbcTemplate jdbc() {
        return jdbc;
    }

    TransactionTemplate transaction() {
        return transaction;
    }

    /** The next job that nobody holds; held by this node then. */
    Optional<Job> take() {
        return jdbc
                .query("update impact set state = 'running', holder = ?, " + LEASE + """
                                where id = (select id from impact where state in ('waiting', 'running')
                                    and (holder is null or holder = ? or held_until < clock_timestamp())
                                    order by id limit 1 for update skip locked)
                                returning *
                                """, Job::of, node, node)
                .stream()
                .findFirst();
    }

    /** Notes that everything is at hand that the job needs: from here on it is timed. */
    void begin(Job job) {
        jdbc.update(
                "update impact set started_at = coalesce(started_at, clock_timestamp()), " + LEASE
                        + " where id = ? and holder = ?",
                job.id(),
                node);
    }

    /** Gives a job back, for any node to go on with. */
    void release(Job job) {
        jdbc.update("update impact set holder = null where id = ? and holder = ?", job.id(), node);
    }

    /** Notes that a job cannot be done. */
    void fail(Job job, RuntimeException e) {
        jdbc.update(
                "update impact set state = 'failed', failure = ?, finished_at = clock_timestamp(), holder = null"
                        + " where id = ? and holder = ? and state = 'running'",
                e.getClass().getSimpleName(),
                job.id(),
                node);
    }

    /**
     * Writes how far a job got; inside a transaction in which its findings are written too.
     *
     * @param assignments columns of {@code impact} with marks for the values
     * @return whether the job is still this node's and goes on; nothing else may be written where it is not
     */
    boolean advance(Job job, String assignments, @Nullable Object... values) {
        @Nullable Object[] all = new Object[values.length + 2];
        System.arraycopy(values, 0, all, 0, values.length);
        all[values.length] = job.id();
        all[values.length + 1] = node;
        return jdbc.update(
                        "update impact set " + assignments + ", " + LEASE
                                + " where id = ? and holder = ? and state = 'running'",
                        all)
                > 0;
    }

    boolean hold(Job job) {
        return advance(job, "state = 'running'");
    }

    int lastFinding(Job job) {
        return Objects.requireNonNull(jdbc.queryForObject(
                "select coalesce(max(number), 0) from impact_finding where impact = ?", Integer.class, job.id()));
    }

    void write(Findings findings) {
        List<Object[]> rows = findings.drain();
        if (!rows.isEmpty()) {
            jdbc.batchUpdate("""
                    insert into impact_finding (impact, number, kind, outcome_before, outcome_after, added, removed, rules, grounds)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """, rows);
        }
    }

    /** A shape that comes out otherwise, by the number of the finding. */
    record Affected(long shape, int finding) {}

    void write(Job job, List<Affected> affected) {
        if (!affected.isEmpty()) {
            Long[] shapes = affected.stream().map(Affected::shape).toArray(Long[]::new);
            Integer[] findings = affected.stream().map(Affected::finding).toArray(Integer[]::new);
            jdbc.update(
                    "insert into impact_shape (impact, shape, finding) select ?, * from unnest(?, ?)", statement -> {
                        statement.setObject(1, job.id());
                        statement.setArray(2, statement.getConnection().createArrayOf("int8", shapes));
                        statement.setArray(3, statement.getConnection().createArrayOf("int4", findings));
                    });
        }
    }

    /** Counts what was found, and ends the job. */
    void finish(Job job) {
        transaction.executeWithoutResult(status -> {
            if (advance(job, "state = 'running'")) {
                jdbc.update(COUNTS, job.id(), job.id(), job.id());
                advance(job, "finished_at = clock_timestamp(), state = 'done'");
                jdbc.update("update impact set holder = null where id = ?", job.id());
            }
        });
    }

    /** Shapes of the period that differences reach, and how many decisions have each, ascending, behind the last one that was done. */
    Shapes shapes(Job job, long upto, Reach reach) {
        Shapes shapes = new Shapes();
        if (!reach.everything() && reach.words().isEmpty()) {
            return shapes;
        }
        String reached = reach.everything() ? "" : " and shape in (select id from case_shape where words && ?)";
        transaction.executeWithoutResult(status -> streaming.query(
                "select shape, count(*) from decision_shape where version = ? and decision >= ? and decision < ? and seq <= ? and shape > ?"
                        + reached + " group by shape order by shape",
                statement -> {
                    statement.setInt(1, Shape.VERSION);
                    statement.setObject(2, job.from());
                    statement.setObject(3, job.until());
                    statement.setLong(4, upto);
                    statement.setLong(5, job.lastRow());
                    if (!reach.everything()) {
                        statement.setArray(
                                6,
                                statement
                                        .getConnection()
                                        .createArrayOf("text", reach.words().toArray()));
                    }
                },
                row -> {
                    shapes.add(row.getLong(1), row.getLong(2));
                }));
        return shapes;
    }
}
