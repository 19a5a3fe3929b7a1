package org.jrp.server.rights;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jrp.catalogue.Coded;
import org.jrp.catalogue.Text;
import org.jrp.decision.Question;
import org.jrp.server.Uuids;
import org.jrp.server.access.AccessLog;
import org.jrp.server.access.Caller;
import org.jrp.server.access.Inputs;
import org.jrp.server.access.Role;
import org.jrp.server.access.Rows;
import org.jrp.server.decision.DecisionLog;
import org.jrp.server.problem.PersonalNumbers;
import org.jrp.server.problem.ProblemException;
import org.jrp.server.release.Releases;
import org.jrp.server.subject.Personal;
import org.jrp.server.subject.SubjectVault;
import org.jrp.subject.SubjectId;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Takes in, shows and decides what subjects ask about themselves (主体申请办理; DP-27, DP-47). A department sees what it took in; the credit
 * office and auditors see all.
 */
@Service
class SubjectRequests {

    private static final int LONGEST_REASON = 2_000;
    private static final String COLUMNS = """
            select r.id, r.kind, r.personal, r.subject, r.decision, r.entry_id, r.grounds, r.lodged_on, r.document_no, r.department,
                r.officer, r.due, r.recorded_at
            from subject_request r
            """;

    private final JdbcClient jdbc;
    private final SubjectVault vault;
    private final Releases releases;
    private final DecisionLog decisions;
    private final AccessLog log;
    private final RightsProperties properties;
    private final InstantSource clock;

    SubjectRequests(
            JdbcClient jdbc,
            SubjectVault vault,
            Releases releases,
            DecisionLog decisions,
            AccessLog log,
            RightsProperties properties,
            InstantSource clock) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.releases = releases;
        this.decisions = decisions;
        this.log = log;
        this.properties = properties;
        this.clock = clock;
    }

    /** A request with whom it is about. */
    record Known(SubjectRequest request, SubjectId subject) {}

    /** Which ones, newest first. */
    record Filter(@Nullable String kind, @Nullable String state, boolean overdue, UUID before, int limit) {}

    /** How a request is decided. */
    record Ruling(
            @Nullable String result,
            @Nullable String reason,
            @Nullable LocalDate at,
            @Nullable UUID objectionId) {}

    SubjectRequest lodge(Caller caller, NewRequest wanted) {
        LocalDate today = today();
        NewRequest.Checked checked = wanted.checked(today);
        if (checked.decisionId() != null) {
            refuseOthersDecision(caller, checked.decisionId(), checked.subject());
        }
        if (checked.entryId() != null) {
            refuseOthersEntry(checked.entryId(), checked.subject());
        }
        UUID id = Uuids.at(clock.instant());
        byte[] personal =
                vault.seal(new Personal(checked.subject(), checked.name(), null, List.of()).bytes(), place(id));
        LocalDate due = releases.active().catalogue().workingDays().plus(checked.lodgedOn(), properties.workingDays());
        jdbc.sql("""
                        insert into subject_request (id, kind, subject, key_version, personal, decision, entry_id, grounds,
                            lodged_on, document_no, department, credential, officer, due)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .param(id)
                .param(checked.kind().code())
                .param(vault.reference(checked.subject()))
                .param(vault.keyVersion())
                .param(personal)
                .param(checked.decisionId())
                .param(checked.entryId())
                .param(checked.grounds())
                .param(checked.lodgedOn())
                .param(checked.documentNo())
                .param(caller.department().code())
                .param(caller.credential())
                .param(caller.officer())
                .param(due)
                .update();
        log.record(
                caller,
                "subject-request-lodge",
                vault.reference(checked.subject()),
                id.toString(),
                checked.kind().code(),
                "lodged");
        return find(caller, id).request();
    }

    List<SubjectRequest> page(Caller caller, Filter filter) {
        if (filter.kind() != null
                && Coded.find(SubjectRequest.Kind.class, filter.kind()).isEmpty()) {
            throw parameter("kind", "没有这种申请。", "There is no such kind of request.");
        }
        if (filter.state() != null && !List.of("open", "decided").contains(filter.state())) {
            throw parameter("state", "状态应为 open 或 decided。", "The state is open or decided.");
        }
        StringBuilder sql = new StringBuilder(COLUMNS).append(" where r.id < :before");
        Map<String, Object> values = new HashMap<>();
        values.put("before", filter.before());
        String decided = "exists (select from subject_request_step s where s.request = r.id)";
        if (!seesAll(caller)) {
            sql.append(" and r.department = :department");
            values.put("department", caller.department().code());
        }
        if (filter.kind() != null) {
            sql.append(" and r.kind = :kind");
            values.put("kind", filter.kind());
        }
        if (filter.state() != null) {
            sql.append(filter.state().equals("open") ? " and not " : " and ").append(decided);
        }
        if (filter.overdue()) {
            sql.append(" and r.due < :today and not ").append(decided);
            values.put("today", today());
        }
        values.put("limit", filter.limit());
        List<Known> found = jdbc.sql(
                        sql.append(" order by r.id desc limit :limit").toString())
                .params(values)
                .query((rs, row) -> read(rs))
                .list();
        log.record(caller, "subject-requests-listed", null, null, null, found.isEmpty() ? "not-found" : "found");
        return withSteps(found);
    }

    /** @throws ProblemException 404 {@code unknown-request}, also for another department's */
    Known seen(Caller caller, UUID id, String action) {
        Known known = find(caller, id);
        log.record(caller, action, vault.reference(known.subject()), id.toString(), null, "found");
        return known;
    }

    SubjectRequest decide(Caller caller, UUID id, Ruling ruling) {
        Known known = find(caller, id);
        SubjectRequest request = known.request();
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended(?, 0))")
                .param("subject-request " + id)
                .query((rs, row) -> true)
                .list();
        if (!find(caller, id).request().state().equals("open")) {
            throw ProblemException.of(409, "already-decided", "该申请已经处理。", "The request is decided.");
        }
        SubjectRequest.Result result = Coded.find(
                        SubjectRequest.Result.class, ruling.result() == null ? "" : ruling.result())
                .orElseThrow(() -> content(
                        "/result",
                        "unknown-result",
                        "结果应为 granted、refused、forwarded 或 retracted。",
                        "The result is granted, refused, forwarded or retracted."));
        PersonalNumbers.refuse(ruling.reason(), "/reason");
        String reason = ruling.reason() == null ? "" : ruling.reason().strip();
        if (reason.isEmpty() ? result != SubjectRequest.Result.GRANTED : !Inputs.plain(reason, LONGEST_REASON)) {
            throw content(
                    "/reason", "missing-reason", "请说明理由(不超过 2000 字)。", "Give a reason of at most 2,000 characters.");
        }
        LocalDate at = ruling.at() == null ? today() : ruling.at();
        if (at.isAfter(today()) || at.isBefore(request.lodgedOn())) {
            throw content(
                    "/at",
                    "out-of-range",
                    "处理日期应在申请日与今天之间。",
                    "It was decided between the day it was lodged and today.");
        }
        objection(request, result, ruling.objectionId());
        jdbc.sql("""
                        insert into subject_request_step (request, seq, type, at, reason, objection, department, credential, officer)
                        values (?, 1, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .param(id)
                .param(result.code())
                .param(at)
                .param(reason)
                .param(ruling.objectionId())
                .param(caller.department().code())
                .param(caller.credential())
                .param(caller.officer())
                .update();
        log.record(
                caller,
                "subject-request-decide",
                vault.reference(known.subject()),
                id.toString(),
                reason.isEmpty() ? null : reason,
                result.code());
        return find(caller, id).request();
    }

    LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), Question.SHANGHAI);
    }

    private void objection(SubjectRequest request, SubjectRequest.Result result, @Nullable UUID objection) {
        boolean forwarded = result == SubjectRequest.Result.FORWARDED;
        if (forwarded && request.entryId() == null) {
            throw content(
                    "/result",
                    "not-forwarded",
                    "只有指明条目的更正、删除申请可以转异议处理。",
                    "Only a correction or deletion that names an entry is forwarded as an objection.");
        }
        if (forwarded == (objection == null)) {
            throw content(
                    "/objectionId",
                    forwarded ? "missing" : "not-expected",
                    "转异议处理时须写明异议编号(objectionId),其他结果不写。",
                    "A forwarded request, and no other, names its objection (objectionId).");
        }
        if (objection != null) {
            String entry = jdbc.sql("select entry_id from objection where id = ?")
                    .param(objection)
                    .query(String.class)
                    .optional()
                    .orElse(null);
            if (entry == null || !entry.equals(request.entryId())) {
                throw content(
                        "/objectionId",
                        "other-objection",
                        "没有这个异议,或其不是关于该条目的。",
                        "There is no such objection, or it is about another entry.");
            }
        }
    }

    private Known find(Caller caller, UUID id) {
        Known known = jdbc.sql(COLUMNS + " where r.id = ?")
                .param(id)
                .query((rs, row) -> read(rs))
                .optional()
                .filter(one -> seesAll(caller)
                        || one.request().department().equals(caller.department().code()))
                .orElseThrow(() -> ProblemException.of(
                        404,
                        "unknown-request",
                        "没有这个申请,或其不属于本部门。",
                        "There is no such request, or it is not your department's."));
        return new Known(withSteps(List.of(known)).get(0), known.subject());
    }

    private void refuseOthersDecision(Caller caller, UUID decision, SubjectId subject) {
        DecisionLog.Row row = decisions
                .find(decision)
                .filter(one -> caller.is(Role.CREDIT_OFFICE)
                        || one.department().equals(caller.department().code()))
                .orElseThrow(
                        () -> content(
                                "/decisionId",
                                "unknown-decision",
                                "没有这个决定,或其由其他部门作出;请向该部门或信用办申请。",
                                "There is no such decision, or another department made it: ask that one or the credit office."));
        boolean own = vault.references(subject).stream().anyMatch(one -> Arrays.equals(one, row.subject()));
        if (!own) {
            log.record(caller, "subject-request-lodge", row.subject(), decision.toString(), null, "other-subject");
            throw ProblemException.field(
                    409,
                    "other-subject",
                    "/decisionId",
                    "other-subject",
                    new Text(
                            "该决定是关于其他主体的,不能向申请人说明。",
                            "The decision is about another subject; it is not explained to this one."));
        }
    }

    private void refuseOthersEntry(String entryId, SubjectId subject) {
        byte[] listed = jdbc.sql("select subject from listing where entry_id = ?")
                .param(entryId)
                .query(byte[].class)
                .optional()
                .orElseThrow(() -> content("/entryId", "unknown-entry", "没有这个条目。", "There is no such entry."));
        if (vault.references(subject).stream().noneMatch(one -> Arrays.equals(one, listed))) {
            throw ProblemException.field(
                    409,
                    "other-subject",
                    "/entryId",
                    "other-subject",
                    new Text("该条目是关于其他主体的。", "The entry is about another subject."));
        }
    }

    private List<SubjectRequest> withSteps(List<Known> found) {
        if (found.isEmpty()) {
            return List.of();
        }
        Map<UUID, List<SubjectRequest.Step>> steps = new HashMap<>();
        jdbc.sql("select * from subject_request_step where request in (:requests) order by request, seq")
                .param("requests", found.stream().map(one -> one.request().id()).toList())
                .query(rs -> {
                    steps.computeIfAbsent(rs.getObject("request", UUID.class), any -> new ArrayList<>())
                            .add(new SubjectRequest.Step(
                                    rs.getInt("seq"),
                                    rs.getString("type"),
                                    rs.getDate("at").toLocalDate(),
                                    rs.getString("reason"),
                                    rs.getObject("objection", UUID.class),
                                    rs.getString("department"),
                                    rs.getString("officer"),
                                    Rows.instant(rs, "recorded_at")));
                });
        return found.stream()
                .map(one -> with(one.request(), steps.getOrDefault(one.request().id(), List.of())))
                .toList();
    }

    private SubjectRequest with(SubjectRequest one, List<SubjectRequest.Step> steps) {
        String state = steps.isEmpty() ? "open" : steps.get(steps.size() - 1).type();
        return new SubjectRequest(
                one.id(),
                one.kind(),
                one.subject(),
                one.decisionId(),
                one.entryId(),
                one.grounds(),
                one.lodgedOn(),
                one.documentNo(),
                one.department(),
                one.officer(),
                one.due(),
                one.dueAssumed(),
                steps.isEmpty() && today().isAfter(one.due()),
                state,
                one.recordedAt(),
                steps);
    }

    private Known read(ResultSet rs) throws SQLException {
        UUID id = rs.getObject("id", UUID.class);
        Personal personal = Personal.read(vault.open(rs.getBytes("personal"), place(id)));
        SubjectId subject = personal.id();
        return new Known(
                new SubjectRequest(
                        id,
                        rs.getString("kind"),
                        new SubjectRequest.Subject(subject.type().code(), subject.masked(), personal.name()),
                        rs.getObject("decision", UUID.class),
                        rs.getString("entry_id"),
                        rs.getString("grounds"),
                        rs.getDate("lodged_on").toLocalDate(),
                        rs.getString("document_no"),
                        rs.getString("department"),
                        rs.getString("officer"),
                        rs.getDate("due").toLocalDate(),
                        true,
                        false,
                        "open",
                        Rows.instant(rs, "recorded_at"),
                        List.of()),
                subject);
    }

    private static boolean seesAll(Caller caller) {
        return caller.is(Role.CREDIT_OFFICE) || caller.is(Role.AUDITOR);
    }

    /** The place in which a request's personal fields are sealed. */
    private static byte[] place(UUID id) {
        return ("subject-request:" + id).getBytes(StandardCharsets.UTF_8);
    }

    private static ProblemException content(String pointer, String code, String zh, String en) {
        return ProblemException.field(422, code, pointer, code, new Text(zh, en));
    }

    private static ProblemException parameter(String name, String zh, String en) {
        return ProblemException.field(400, "invalid-parameter", name, "unknown-" + name, new Text(zh, en));
    }
}
