package org.jrp.server.feedback;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jrp.catalogue.Nearest;
import org.jrp.catalogue.Text;
import org.jrp.decision.Applied;
import org.jrp.decision.DecidedEntry;
import org.jrp.decision.Decision;
import org.jrp.decision.Question;
import org.jrp.decision.Withheld;
import org.jrp.record.CanonicalDecision;
import org.jrp.rule.Rule;
import org.jrp.server.Uuids;
import org.jrp.server.access.AccessCache;
import org.jrp.server.access.AccessLog;
import org.jrp.server.access.Caller;
import org.jrp.server.decision.DecisionLog;
import org.jrp.server.problem.ProblemException;
import org.jrp.server.release.Releases;
import org.jrp.server.task.Duties;
import org.jrp.server.task.Owed;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Takes in what departments report (执行反馈), and what they take back. What a decision computed stays as it is; a report says what was done
 * about it. All of it runs within the transaction of the write it belongs to.
 */
@Service
class Feedbacks {

    private final DecisionLog log;
    private final Duties duties;
    private final FeedbackStore store;
    private final JdbcClient jdbc;
    private final Releases releases;
    private final AccessLog access;
    private final AccessCache departments;
    private final InstantSource clock;

    Feedbacks(
            DecisionLog log,
            Duties duties,
            FeedbackStore store,
            JdbcClient jdbc,
            Releases releases,
            AccessLog access,
            AccessCache departments,
            InstantSource clock) {
        this.log = log;
        this.duties = duties;
        this.store = store;
        this.jdbc = jdbc;
        this.releases = releases;
        this.access = access;
        this.departments = departments;
        this.clock = clock;
    }

    /** A decision of the caller's own department, opened. */
    record Opened(DecisionLog.Row row, Decision decision) {

        LocalDate day() {
            return row.decidedAt().atOffset(Question.SHANGHAI).toLocalDate();
        }
    }

    /** What a report is about. */
    private record About(
            @Nullable UUID decision,
            @Nullable UUID task,
            String entryId,
            String list,
            byte[] subject,
            String measure,
            String kind,
            String edition,
            List<String> rules,
            boolean rightsReducing) {}

    LocalDate today() {
        return clock.instant().atOffset(Question.SHANGHAI).toLocalDate();
    }

    /**
     * The decision, of the caller's own department.
     *
     * @throws ProblemException 404 where there is none of its own
     */
    Opened opened(Caller caller, UUID decision, String action) {
        DecisionLog.Row row = log.seen(decision, caller, action);
        if (!departments.answersFor(caller.department(), row.department())) {
            throw ProblemException.of(
                    404,
                    "unknown-decision",
                    "没有这个决定记录,或它不属于本部门。",
                    "There is no such decision, or it is not your department's.");
        }
        return new Opened(row, CanonicalDecision.read(row.canonical()).decision());
    }

    /** Reports on a measure of a decision, for one entry. */
    Feedback report(Caller caller, UUID decision, FeedbackRequest request) {
        Opened opened = opened(caller, decision, "feedback-report");
        Applied measure = measure(opened.decision(), request.measure());
        return report(caller, opened, measure, entry(measure, request.entryId()), request);
    }

    /** The same, where it is known which measure and entry are meant. */
    Feedback report(Caller caller, Opened opened, Applied measure, String entryId, FeedbackRequest request) {
        FeedbackRequest.Report report = request.checked(caller, opened.day(), today());
        UUID decision = opened.row().id();
        lockDuty(decision, measure.code(), entryId);
        Optional<Feedback> last = store.last(decision, measure.code(), entryId);
        last.filter(one -> one.standing(today()).stands()).ifPresent(one -> {
            throw alreadyReported(one);
        });
        String list = opened.decision().entries().stream()
                .filter(one -> one.entryId().equals(entryId))
                .map(DecidedEntry::list)
                .findFirst()
                .orElse("");
        boolean confirmed = measure.rightsReducing() && confirmed(decision, measure.code());
        Optional<Owed> owed = duties.find(decision, measure.code(), entryId);
        About about = new About(
                decision,
                null,
                entryId,
                list,
                opened.row().subject(),
                measure.code(),
                measure.kind().code(),
                measure.edition(),
                measure.citations().stream()
                        .filter(citation -> citation.rule() != null)
                        .map(citation -> citation.rule())
                        .distinct()
                        .toList(),
                measure.rightsReducing());
        Feedback added = add(caller, about, report, last, owed)
                .orElseThrow(() -> alreadyReported(
                        store.last(decision, measure.code(), entryId).orElseThrow()));
        owed.ifPresent(one -> settle(caller, one, added, confirmed));
        return store.find(added.id()).orElseThrow();
    }

    /** Reports on a task: its entry, its measure. */
    Feedback reportOnTask(Caller caller, UUID task, FeedbackRequest request) {
        jdbc.sql("select 1 from task where id = ? for update")
                .param(task)
                .query(Integer.class)
                .optional();
        Optional<Owed> found = duties.findTask(task)
                .filter(one -> one.department().equals(caller.department().code()));
        access.record(
                caller,
                "feedback-report",
                found.map(Owed::subject).orElse(null),
                task.toString(),
                null,
                found.isPresent() ? "found" : "not-found");
        Owed owed = found.orElseThrow(() -> ProblemException.of(
                404, "unknown-task", "没有这个任务,或它不属于本部门。", "There is no such task, or it is not your department's."));
        sameAsTask("/measure", request.measure(), owed.measure());
        sameAsTask("/entryId", request.entryId(), owed.entryId());
        FeedbackRequest.Report report = request.checked(
                caller, Uuids.moment(task).atOffset(Question.SHANGHAI).toLocalDate(), today());
        if (owed.state().equals("closed")) {
            throw ProblemException.of(
                    409, "task-closed", "任务已终止,不再需要反馈。", "The task is closed; no report is owed any more.");
        }
        Optional<Feedback> last = store.last(task);
        last.filter(one -> one.standing(today()).stands()).ifPresent(one -> {
            throw alreadyReported(one);
        });
        if (owed.state().equals("reported") || owed.state().equals("unconfirmed")) {
            throw store.about(owed.department(), owed.measure(), owed.entryId()).stream()
                    .filter(one -> one.standing(today()).stands())
                    .findFirst()
                    .map(Feedbacks::alreadyReported)
                    .orElseGet(
                            () -> ProblemException.of(409, "already-reported", "该任务已反馈。", "The task was reported on."));
        }
        Feedback added = add(caller, task(owed), report, last, Optional.of(owed))
                .orElseThrow(() -> alreadyReported(store.last(task).orElseThrow()));
        settle(caller, owed, added, false);
        return store.find(added.id()).orElseThrow();
    }

    /** Takes a report back; it stays visible, with the reason. */
    Feedback cancel(Caller caller, UUID id, @Nullable String reason) {
        Feedback one = own(caller, id, "feedback-cancel");
        Content content = new Content();
        String why = content.needed(
                "/reason",
                reason,
                Content.LONGEST_TEXT,
                new Text("请写明撤销理由(DP-63)。", "Give the reason for cancelling (DP-63)."));
        content.refuseIfWrong();
        lock(one);
        if (!store.note(caller, id, "cancelled", why, now())) {
            throw ProblemException.of(409, "already-cancelled", "该反馈已经撤销。", "The report was cancelled before.");
        }
        UUID decision = one.decision();
        UUID task = one.task();
        // An earlier report may be cancelled late, after a newer one was made: then the newer one says how it stands.
        Optional<Feedback> last = decision != null
                ? store.last(decision, one.measure(), one.entryId())
                : task == null ? Optional.empty() : store.last(task);
        if (last.isEmpty() || last.get().id().equals(id)) {
            owed(one).ifPresent(owed -> duties.settle(caller, owed, Duties.Settled.OPEN, one.dueBefore()));
            restoreTasks(caller, one);
        }
        return store.find(id).orElseThrow();
    }

    /** Stands by a report on a task; idempotent. */
    Feedback confirm(Caller caller, UUID id, @Nullable String officer) {
        signedIn(caller);
        Feedback one = own(caller, id, "feedback-confirm");
        Content content = new Content();
        content.officer(caller, "/officer", officer);
        content.refuseIfWrong();
        UUID decision = one.decision();
        if (decision != null) {
            throw ProblemException.of(
                    422,
                    "confirm-the-decision",
                    "该反馈针对核查决定,请用 POST /api/v1/decisions/" + decision + "/confirm 确认其措施。",
                    "The report is on a decision: confirm its measure by POST /api/v1/decisions/" + decision
                            + "/confirm.");
        }
        if (!one.needsConfirmation()) {
            throw noConfirmationNeeded(
                    "该反馈不涉及减损权利的措施,或措施未实施,无须确认。",
                    "The report is on no measure that reduces rights, or it was not carried out: nothing to confirm.");
        }
        lock(one);
        if (store.find(id).orElseThrow().cancelled() != null) {
            throw ProblemException.of(
                    409, "already-cancelled", "该反馈已经撤销,不能确认。", "The report was cancelled and cannot be confirmed.");
        }
        if (store.note(caller, id, "confirmed", null, now())) {
            owed(one).ifPresent(owed -> duties.settle(caller, owed, Duties.Settled.REPORTED, null));
        }
        return store.find(id).orElseThrow();
    }

    /**
     * The person who signed in.
     *
     * @throws ProblemException 403 for an API key: what reduces rights wants a person (DP-22)
     */
    static String signedIn(Caller caller) {
        String officer = caller.officer();
        if (officer == null) {
            throw ProblemException.of(
                    403,
                    "personal-sign-in-required",
                    "减损权利的措施须由个人登录确认,接口密钥不能代替(DP-22)。",
                    "A measure that reduces rights is confirmed by a personal sign-in; an API key cannot (DP-22).");
        }
        return officer;
    }

    static ProblemException noConfirmationNeeded(String zh, String en) {
        return ProblemException.of(422, "no-confirmation-needed", zh, en);
    }

    /** The measure of a decision with that code. */
    static Applied measure(Decision decision, @Nullable String code) {
        if (code == null || code.isBlank()) {
            throw ProblemException.field(
                    422,
                    "invalid-content",
                    "/measure",
                    "missing",
                    new Text("请写明措施代码(measure)。", "Give the code of the measure (measure)."));
        }
        Optional<Applied> found = decision.measures().stream()
                .filter(measure -> measure.code().equals(code))
                .findFirst();
        if (found.isPresent()) {
            return found.get();
        }
        Optional<Withheld> withheld = decision.withheld().stream()
                .filter(measure -> measure.code().equals(code))
                .findFirst();
        if (withheld.isPresent()) {
            Withheld one = withheld.get();
            throw ProblemException.field(
                            422,
                            "measure-withheld",
                            "/measure",
                            "measure-withheld",
                            new Text(
                                    "措施“" + one.name() + "”在该决定中不予适用:" + one.text() + "(《" + one.title() + "》"
                                            + (one.docNo() == null ? "" : one.docNo()) + ")",
                                    "The decision withheld the measure (" + code + "): "
                                            + one.reason().code() + ", "
                                            + (one.docNo() == null ? one.title() : one.docNo()) + "."))
                    .with("reason", one.reason().code());
        }
        List<String> known = decision.measures().stream().map(Applied::code).toList();
        throw ProblemException.field(
                422,
                "unknown-measure",
                "/measure",
                "unknown-measure",
                known.isEmpty()
                        ? new Text("该决定没有措施,无可反馈。", "The decision has no measures to report on.")
                        : Nearest.mend(
                                shortened(code),
                                known,
                                new Text(
                                        "该决定没有这项措施;有:" + String.join("、", known) + "。",
                                        "The decision has no such measure; it has " + String.join(", ", known) + ".")));
    }

    private static String shortened(String code) {
        return code.length() > 100 ? code.substring(0, 100) : code;
    }

    /** The entry meant: the one named, else the only one. */
    private static String entry(Applied measure, @Nullable String entryId) {
        List<String> known = measure.triggeredBy();
        if (entryId == null && known.size() == 1) {
            return known.get(0);
        }
        if (entryId != null && known.contains(entryId)) {
            return entryId;
        }
        throw ProblemException.field(
                        422,
                        "invalid-content",
                        "/entryId",
                        entryId == null ? "missing" : "unknown-entry",
                        entryId == null
                                ? new Text(
                                        "该措施由 " + known.size() + " 条列入记录引起,请写明 entryId,逐条反馈。",
                                        "The measure was called for by " + known.size()
                                                + " entries: give the entryId and report on each.")
                                : new Text("该措施不是由这条列入记录引起的。", "The measure was not called for by that entry."))
                .with("entries", known);
    }

    private static void sameAsTask(String pointer, @Nullable String given, String own) {
        if (given != null && !given.equals(own)) {
            throw ProblemException.field(
                    422,
                    "invalid-content",
                    pointer,
                    "not-the-task",
                    new Text("与任务不符;任务的是 " + own + ",可不写。", "The task says " + own + "; it may be left out."));
        }
    }

    private About task(Owed owed) {
        record Row(String list, String kind, String edition, List<String> provisions) {}
        UUID task = owed.id();
        Row row = jdbc.sql("select list, kind, edition, provisions from task where id = ?")
                .param(task)
                .query((rs, number) ->
                        new Row(rs.getString("list"), rs.getString("kind"), rs.getString("edition"), List.of((String[])
                                rs.getArray("provisions").getArray())))
                .single();
        List<String> rules = releases.active().release().rules().rules().stream()
                .filter(rule -> row.provisions().contains(String.valueOf(rule.provision())))
                .map(Rule::name)
                .distinct()
                .toList();
        return new About(
                null,
                task,
                owed.entryId(),
                row.list(),
                owed.subject(),
                owed.measure(),
                row.kind(),
                row.edition(),
                rules,
                owed.rightsReducing());
    }

    private Optional<Feedback> add(
            Caller caller, About about, FeedbackRequest.Report report, Optional<Feedback> last, Optional<Owed> owed) {
        Instant now = now();
        Feedback one = new Feedback(
                Uuids.at(now),
                about.decision(),
                about.task(),
                about.entryId(),
                about.list(),
                about.subject(),
                about.measure(),
                about.kind(),
                about.edition(),
                about.rules(),
                caller.department().code(),
                report.officer(),
                report.handling(),
                report.action(),
                report.reason(),
                report.handledAt(),
                report.documentNo(),
                report.amount(),
                report.periodFrom(),
                report.periodTo(),
                report.exemptedUntil(),
                report.exemptedUntil() == null ? null : owed.map(Owed::due).orElse(null),
                report.remark(),
                report.shared(),
                last.map(Feedback::version).orElse(0) + 1,
                about.rightsReducing() && report.handling().takesEffect(),
                now,
                null,
                null);
        return store.add(one, caller.credential()) ? Optional.of(one) : Optional.empty();
    }

    private void settle(Caller caller, Owed owed, Feedback added, boolean confirmed) {
        Duties.Settled settled = added.exemptedUntil() != null
                ? Duties.Settled.OPEN
                : added.needsConfirmation() && !confirmed ? Duties.Settled.UNCONFIRMED : Duties.Settled.REPORTED;
        duties.settle(caller, owed, settled, added.exemptedUntil());
    }

    /** A task that another report of the department still speaks for is not open again. */
    private void restoreTasks(Caller caller, Feedback cancelled) {
        Optional<Feedback> other =
                store.about(cancelled.department(), cancelled.measure(), cancelled.entryId()).stream()
                        .filter(one -> one.exemptedUntil() == null
                                && one.standing(today()).stands())
                        .findFirst();
        if (other.isEmpty()) {
            return;
        }
        Duties.Settled settled = other.get().standing(today()) == Standing.UNCONFIRMED
                ? Duties.Settled.UNCONFIRMED
                : Duties.Settled.REPORTED;
        List<UUID> tasks = new ArrayList<>(jdbc.sql(
                        "select id from task where entry_id = ? and department = ? and measure = ? and state <> 'closed'")
                .params(cancelled.entryId(), cancelled.department(), cancelled.measure())
                .query(UUID.class)
                .list());
        tasks.forEach(task -> duties.findTask(task).ifPresent(owed -> duties.settle(caller, owed, settled, null)));
    }

    private Optional<Owed> owed(Feedback one) {
        UUID decision = one.decision();
        UUID task = one.task();
        return decision != null
                ? duties.find(decision, one.measure(), one.entryId())
                : task == null ? Optional.empty() : duties.findTask(task);
    }

    /**
     * The report, of the caller's own department.
     *
     * @throws ProblemException 404 where there is none of its own
     */
    private Feedback own(Caller caller, UUID id, String action) {
        Optional<Feedback> found =
                store.find(id).filter(one -> departments.answersFor(caller.department(), one.department()));
        access.record(
                caller,
                action,
                found.map(Feedback::subject).orElse(null),
                id.toString(),
                null,
                found.isPresent() ? "found" : "not-found");
        return found.orElseThrow(Feedbacks::unknown);
    }

    static ProblemException unknown() {
        return ProblemException.of(
                404,
                "unknown-feedback",
                "没有这个反馈,或它不属于本部门。",
                "There is no such report, or it is not your department's.");
    }

    private static ProblemException alreadyReported(Feedback one) {
        return ProblemException.of(
                        409,
                        "already-reported",
                        "该措施已有反馈(" + one.id() + ",第 " + one.version() + " 版);如需更正,先撤销:POST /api/v1/feedback/" + one.id()
                                + "/cancel。",
                        "The measure was reported on (" + one.id() + ", version " + one.version()
                                + "). To correct it, cancel that first: POST /api/v1/feedback/" + one.id() + "/cancel.")
                .with("feedbackId", one.id().toString());
    }

    private boolean confirmed(UUID decision, String measure) {
        return jdbc.sql("select exists (select 1 from confirmation where decision = ? and measure = ?)")
                .params(decision, measure)
                .query(Boolean.class)
                .single();
    }

    /** Whoever reports, confirms or cancels waits for whoever does the same. */
    private void lock(Feedback one) {
        UUID decision = one.decision();
        if (decision != null) {
            lockDuty(decision, one.measure(), one.entryId());
        } else {
            jdbc.sql("select 1 from task where id = ? for update")
                    .param(one.task())
                    .query(Integer.class)
                    .optional();
        }
    }

    private void lockDuty(UUID decision, String measure, String entryId) {
        jdbc.sql("select 1 from duty where decision = ? and measure = ? and entry_id = ? for update")
                .params(decision, measure, entryId)
                .query(Integer.class)
                .optional();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
