package org.jrp.server.publication;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jrp.catalogue.Text;
import org.jrp.server.Uuids;
import org.jrp.server.access.AccessLog;
import org.jrp.server.access.Caller;
import org.jrp.server.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Activations and rollbacks that were asked for (启用计划); {@link Switch} carries them out. */
@Service
class Plans {

    private static final Duration FARTHEST = Duration.ofDays(366);
    private static final Duration SLACK = Duration.ofMinutes(1);

    private static final String PLAN = """
            select release_plan.*, outcome, release_plan_end.reason as end_reason
            from release_plan left join release_plan_end on plan = id
            """;

    private final JdbcClient jdbc;
    private final ReleaseBook book;
    private final AccessLog log;
    private final InstantSource clock;

    Plans(JdbcClient jdbc, ReleaseBook book, AccessLog log, InstantSource clock) {
        this.jdbc = jdbc;
        this.book = book;
        this.log = log;
        this.clock = clock;
    }

    /** Wants a release to become active, now or at a time. */
    ReleaseDetail.Plan activate(Caller caller, String hash, @Nullable Instant at, @Nullable String reason) {
        lock();
        ReleaseBook.Row row = book.seen(caller, hash);
        if (row.author() != null && row.approval() == null) {
            throw ProblemException.of(
                    409, "not-approved", "该发布版本尚未经第二人审批。", "No second person has approved the release yet.");
        }
        if (row.active() && at == null) {
            throw ProblemException.of(409, "already-active", "该发布版本正在使用。", "The release is active already.");
        }
        if (row.due() != null) {
            throw ProblemException.of(
                    409,
                    "already-planned",
                    "该发布版本已有待执行的启用计划,可先取消。",
                    "An activation of the release is planned already; it can be cancelled.");
        }
        Instant now = clock.instant();
        if (at != null && (at.isBefore(now.minus(SLACK)) || at.isAfter(now.plus(FARTHEST)))) {
            throw ProblemException.field(
                    422,
                    "invalid-content",
                    "/at",
                    "out-of-range",
                    new Text("启用时间应晚于现在,不超过一年。", "The time of an activation is after now and within a year."));
        }
        String why = reason == null ? null : ReleaseBook.required(reason, "/reason");
        ReleaseDetail.Approval approval = row.approval();
        UUID id = plan(caller, row.hash(), "activate", at, why, approval == null ? null : approval.id());
        log.record(caller, "release-activate", null, row.hash(), why, "planned");
        return find(id).orElseThrow();
    }

    /** Wants the release back that was active before the present one. */
    ReleaseDetail.Plan rollback(Caller caller, @Nullable String reason) {
        lock();
        String why = ReleaseBook.required(reason, "/reason");
        record Earlier(String hash, @Nullable UUID approval) {}
        Optional<Earlier> before = jdbc.sql("""
                        select release_activation.release, release_approval.id
                        from release_activation left join release_approval on release_approval.release = release_activation.release
                        where release_activation.release <> (select release from release_activation order by seq desc limit 1)
                        order by seq desc limit 1
                        """)
                .query((row, number) -> new Earlier(row.getString(1), row.getObject(2, UUID.class)))
                .optional();
        if (before.isEmpty()) {
            throw ProblemException.of(409, "nothing-before", "此前没有其他发布版本。", "No other release was active before.");
        }
        Earlier earlier = before.get();
        UUID id = plan(caller, earlier.hash(), "rollback", null, why, earlier.approval());
        log.record(caller, "release-rollback", null, earlier.hash(), why, "planned");
        return find(id).orElseThrow();
    }

    /** Calls off what is planned for a release. */
    ReleaseDetail.Plan cancel(Caller caller, ReleaseBook.Row row, @Nullable String reason) {
        lock();
        String why = ReleaseBook.required(reason, "/reason");
        ReleaseDetail.Plan plan = open(row.hash())
                .orElseThrow(
                        () -> ProblemException.of(409, "nothing-planned", "没有待执行的启用计划。", "No activation is planned."));
        jdbc.sql(
                        "insert into release_plan_end (plan, outcome, reason, credential, officer) values (?, 'cancelled', ?, ?, ?)")
                .param(plan.id())
                .param(why)
                .param(caller.credential())
                .param(caller.officer())
                .update();
        log.record(caller, "release-cancel", null, row.hash(), why, "cancelled");
        return find(plan.id()).orElseThrow();
    }

    Optional<ReleaseDetail.Plan> find(UUID id) {
        return jdbc.sql(PLAN + " where id = ?")
                .param(id)
                .query((row, number) -> plan(row))
                .optional();
    }

    /** The first plan for that release that is still open. */
    Optional<ReleaseDetail.Plan> open(String hash) {
        return jdbc.sql(PLAN + " where release = ? and plan is null order by due, id limit 1")
                .param(hash)
                .query((row, number) -> plan(row))
                .optional();
    }

    /** The open plans that are due within that time, in the order in which they are to be carried out. */
    List<ReleaseDetail.Plan> next(Duration ahead) {
        return jdbc.sql(
                        PLAN
                                + " where plan is null and due <= clock_timestamp() + make_interval(secs => ?) order by due, id")
                .param(ahead.toSeconds())
                .query((row, number) -> plan(row))
                .list();
    }

    /** Nothing else changes plans or activations until the transaction ends. */
    void lock() {
        jdbc.sql("select pg_advisory_xact_lock(hashtext('release'))").query().singleRow();
    }

    private UUID plan(
            Caller caller,
            String hash,
            String kind,
            @Nullable Instant at,
            @Nullable String reason,
            @Nullable UUID approval) {
        UUID id = Uuids.at(clock.instant());
        jdbc.sql("""
                        insert into release_plan (id, release, kind, due, reason, approval, department, credential, officer)
                        values (?, ?, ?, coalesce(?::timestamptz, clock_timestamp()), ?, ?, ?, ?, ?)
                        """)
                .param(id)
                .param(hash)
                .param(kind)
                .param(at == null ? null : at.toString())
                .param(reason)
                .param(approval)
                .param(caller.department().code())
                .param(caller.credential())
                .param(caller.officer())
                .update();
        return id;
    }

    private static ReleaseDetail.Plan plan(ResultSet row) throws SQLException {
        String outcome = row.getString("outcome");
        return new ReleaseDetail.Plan(
                row.getObject("id", UUID.class),
                row.getString("release"),
                row.getString("kind"),
                outcome == null ? "planned" : outcome,
                ReleaseBook.instant(row, "due"),
                ReleaseBook.person(row, ""),
                row.getString("reason"),
                row.getString("end_reason"));
    }
}
