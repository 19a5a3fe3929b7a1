package org.jrp.server.cases;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jrp.catalogue.Text;
import org.jrp.server.Uuids;
import org.jrp.server.access.AccessLog;
import org.jrp.server.access.Caller;
import org.jrp.server.problem.PersonalNumbers;
import org.jrp.server.problem.ProblemException;
import org.jrp.server.release.Releases;
import org.jrp.server.subject.SubjectVault;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Service;

/**
 * How a case comes about (案例流程): drafted from a department's own reports, approved by a second person, uploaded by the credit office.
 * Texts and steps are only ever added; a new text needs a new approval. Runs in the transaction of the write.
 */
@Service
final class CaseFlow {

    private static final int MOST_REPORTS = 50;
    private static final int LONGEST_TITLE = 100;
    private static final int LONGEST_TEXT = 10_000;
    private static final int LONGEST_REASON = 500;

    private final JdbcClient jdbc;
    private final CaseFacts facts;
    private final CaseBook book;
    private final Releases releases;
    private final SubjectVault vault;
    private final AccessLog log;
    private final InstantSource clock;

    CaseFlow(
            JdbcClient jdbc,
            CaseFacts facts,
            CaseBook book,
            Releases releases,
            SubjectVault vault,
            AccessLog log,
            InstantSource clock) {
        this.jdbc = jdbc;
        this.facts = facts;
        this.book = book;
        this.releases = releases;
        this.vault = vault;
        this.log = log;
        this.clock = clock;
    }

    /** Drafts a case; its text is the service's own unless the author gives another. */
    CaseView draft(Caller caller, @Nullable List<UUID> wanted, @Nullable String title, @Nullable String text) {
        Set<UUID> ids = ids(wanted);
        lock("feedback of " + caller.department().code());
        List<CaseFacts.Report> reports = facts.reports(ids);
        List<ProblemException.FieldProblem> wrong = new ArrayList<>();
        int place = 0;
        for (UUID id : ids) {
            Text why = why(id, reports, caller);
            if (why != null) {
                wrong.add(new ProblemException.FieldProblem("/feedbackIds/" + place, "not-for-a-case", why));
            }
            place++;
        }
        if (!wrong.isEmpty()) {
            throw ProblemException.fields(
                    422, "not-for-a-case", new Text("有反馈不能写成案例。", "Some of the reports cannot become a case."), wrong);
        }
        CaseFacts.Report first = reports.get(0);
        Set<String> entryIds = new LinkedHashSet<>();
        reports.forEach(one -> entryIds.add(one.entryId()));
        List<CaseFacts.Entry> entries = facts.entries(entryIds);
        boolean one = entries.size() == entryIds.size()
                && entries.stream()
                                .map(entry -> entry.personal().id())
                                .distinct()
                                .count()
                        == 1
                && reports.stream()
                        .allMatch(report -> report.list().equals(first.list())
                                && report.kind().equals(first.kind()));
        if (!one) {
            throw wrong(
                    "/feedbackIds",
                    "not-one-matter",
                    "一个案例只写一个主体在一个名单上的同类措施。",
                    "A case is about one subject on one list, and about measures of one kind.");
        }
        CaseSubject subject = subject(entries);
        CaseDraft proposed = CaseDraft.of(releases.active().catalogue(), subject, reports, entries);
        String shownTitle = checked(title == null ? proposed.title() : title, "/title", LONGEST_TITLE, subject);
        String shownText = checked(text == null ? proposed.body() : text, "/text", LONGEST_TEXT, subject);
        UUID id = Uuids.at(clock.instant());
        jdbc.sql("insert into joint_case (id, department, list, kind, feedback, entries, author, credential)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?)")
                .params(
                        id,
                        caller.department().code(),
                        first.list(),
                        first.kind(),
                        new SqlArrayValue("uuid", ids.toArray()),
                        new SqlArrayValue("text", entryIds.toArray()),
                        officer(caller),
                        caller.credential())
                .update();
        write(caller, id, 1, shownTitle, shownText);
        log.record(caller, "case-drafted", vault.reference(subject.id()), id.toString(), null, "drafted");
        return after(caller, id);
    }

    /** Puts another text in the place of the last; it needs an approval of its own. */
    CaseView rewrite(Caller caller, UUID id, @Nullable String title, @Nullable String text) {
        CaseBook.Row row = begun(caller, id, "case-rewritten");
        own(caller, row);
        if (title == null && text == null) {
            throw wrong("/text", "missing", "请写明 title 或 text。", "Give title or text.");
        }
        CaseSubject subject = subject(facts.entries(row.entries()));
        String shownTitle = checked(title == null ? row.title() : title, "/title", LONGEST_TITLE, subject);
        String shownText = checked(text == null ? row.body() : text, "/text", LONGEST_TEXT, subject);
        write(caller, id, row.version() + 1, shownTitle, shownText);
        return after(caller, id);
    }

    /** A second person stands by a text. */
    CaseView approve(Caller caller, UUID id, @Nullable Integer version) {
        CaseBook.Row row = begun(caller, id, "case-approved");
        latest(row, version);
        if (row.state() != CaseState.DRAFT) {
            throw state(row, "只有草稿可以审核通过。", "Only a draft can be approved.");
        }
        second(caller, row);
        // The law of what may be shown holds on the day of the approval too.
        CaseSubject subject = subject(facts.entries(row.entries()));
        checked(row.title(), "/title", LONGEST_TITLE, subject);
        checked(row.body(), "/text", LONGEST_TEXT, subject);
        step(caller, row, "approved", null);
        return after(caller, id);
    }

    /** Sends a text back to its author. */
    CaseView giveBack(Caller caller, UUID id, @Nullable String reason) {
        CaseBook.Row row = begun(caller, id, "case-returned");
        String why = reason(reason);
        if (row.state() != CaseState.DRAFT && row.state() != CaseState.APPROVED) {
            throw state(row, "只有草稿或已审核的案例可以退回。", "Only a draft or an approved case can be returned.");
        }
        step(caller, row, "returned", why);
        return after(caller, id);
    }

    /** Marks an approved case as uploaded to the joint system. */
    CaseView upload(Caller caller, UUID id, @Nullable Integer version) {
        CaseBook.Row row = begun(caller, id, "case-uploaded");
        latest(row, version);
        if (row.state() != CaseState.APPROVED) {
            throw state(row, "只有已审核的案例可以上传。", "Only an approved case can be uploaded.");
        }
        step(caller, row, "uploaded", null);
        return after(caller, id);
    }

    /** Takes a case back for good. */
    CaseView retract(Caller caller, UUID id, @Nullable String reason) {
        CaseBook.Row row = begun(caller, id, "case-retracted");
        String why = reason(reason);
        step(caller, row, "retracted", why);
        return after(caller, id);
    }

    private CaseBook.Row begun(Caller caller, UUID id, String action) {
        lock("case " + id);
        CaseBook.Row row = book.seen(caller, id, action);
        if (row.state() == CaseState.RETRACTED) {
            throw state(row, "案例已撤回,不能再变更。", "The case was retracted; nothing can follow.");
        }
        return row;
    }

    private CaseView after(Caller caller, UUID id) {
        return book.view(book.seen(caller, id, "case-read"));
    }

    /** Until the end of the transaction nobody else moves the same thing. */
    private void lock(String what) {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended(?, 0))")
                .param(what)
                .query((row, number) -> number)
                .list();
    }

    private void write(Caller caller, UUID id, int version, String title, String text) {
        jdbc.sql(
                        "insert into joint_case_text (joint_case, version, title, body, author, credential) values (?, ?, ?, ?, ?, ?)")
                .params(id, version, title, text, officer(caller), caller.credential())
                .update();
    }

    private void step(Caller caller, CaseBook.Row row, String type, @Nullable String reason) {
        jdbc.sql(
                        "insert into joint_case_step (joint_case, seq, type, version, reason, officer, department, credential)"
                                + " select ?, coalesce(max(seq), 0) + 1, ?, ?, ?, ?, ?, ? from joint_case_step where joint_case = ?")
                .params(Arrays.asList(
                        row.id(),
                        type,
                        row.version(),
                        reason,
                        officer(caller),
                        caller.department().code(),
                        caller.credential(),
                        row.id()))
                .update();
    }

    /** Neither the person nor the credential that wrote the text. */
    private void second(Caller caller, CaseBook.Row row) {
        record Writer(String author, String credential) {}
        Writer writer = jdbc.sql("select author, credential from joint_case_text where joint_case = ? and version = ?")
                .params(row.id(), row.version())
                .query((one, number) -> new Writer(one.getString("author"), one.getString("credential")))
                .single();
        if (writer.credential().equals(caller.credential()) || writer.author().equals(officer(caller))) {
            throw ProblemException.of(
                    403,
                    "second-person-required",
                    "案例须由撰写人以外的另一人审核。",
                    "A case is approved by another person than the one who wrote it.");
        }
    }

    private static void own(Caller caller, CaseBook.Row row) {
        if (!row.department().equals(caller.department().code())) {
            throw ProblemException.of(
                    403, "not-your-case", "案例由起草部门修改。", "A case is rewritten by the department that drafted it.");
        }
    }

    private static void latest(CaseBook.Row row, @Nullable Integer version) {
        if (version == null) {
            throw wrong("/version", "missing", "请写明版本(version)。", "Give the version.");
        }
        if (version != row.version()) {
            throw ProblemException.of(
                    409,
                    "another-version",
                    "最新版本是第 " + row.version() + " 版,请重新阅读。",
                    "The latest version is " + row.version() + "; read that one first.");
        }
    }

    private static ProblemException state(CaseBook.Row row, String zh, String en) {
        return ProblemException.of(409, "transition-not-allowed", zh, en)
                .with("state", row.state().code());
    }

    private static Set<UUID> ids(@Nullable List<UUID> wanted) {
        if (wanted == null || wanted.isEmpty() || wanted.size() > MOST_REPORTS) {
            throw wrong(
                    "/feedbackIds",
                    "out-of-range",
                    "请写明 1 至 " + MOST_REPORTS + " 条反馈(feedbackIds)。",
                    "Give from 1 to " + MOST_REPORTS + " reports.");
        }
        Set<UUID> ids = new LinkedHashSet<>();
        for (UUID one : wanted) {
            if (one == null || !ids.add(one)) {
                throw wrong("/feedbackIds", "duplicate", "反馈编号有空值或重复。", "An id is missing or stands twice.");
            }
        }
        return ids;
    }

    /** Why a report cannot become a case; null where it can. */
    private static @Nullable Text why(UUID id, List<CaseFacts.Report> reports, Caller caller) {
        CaseFacts.Report report =
                reports.stream().filter(one -> one.id().equals(id)).findFirst().orElse(null);
        if (report == null || !report.department().equals(caller.department().code())) {
            return new Text("没有这条反馈,或它不属于本部门。", "There is no such report, or it is not your department's.");
        }
        if (report.cancelled() || report.superseded()) {
            return new Text("反馈已取消或已被后来的反馈代替。", "The report was cancelled, or a later one took its place.");
        }
        if (report.unconfirmed()) {
            return new Text("反馈尚待具名人员确认。", "The report still waits for a named officer's confirmation.");
        }
        if (!report.handling().equals("carried-out") && !report.handling().equals("lesser")) {
            return new Text("措施没有实施,不是案例。", "The measure was not carried out: that is no case.");
        }
        return report.told() ? new Text("反馈已写入其他案例。", "Another case tells of the report already.") : null;
    }

    private static CaseSubject subject(List<CaseFacts.Entry> entries) {
        return CaseSubject.of(entries.stream().map(CaseFacts.Entry::personal).toList());
    }

    private static String checked(String text, String pointer, int longest, CaseSubject subject) {
        String stripped = text.strip();
        if (stripped.isEmpty()
                || stripped.length() > longest
                || stripped.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t')) {
            throw wrong(
                    pointer,
                    "wrong-length",
                    "应为 1 至 " + longest + " 个字符。",
                    "It has from 1 to " + longest + " characters.");
        }
        PersonalNumbers.refuse(stripped, pointer);
        if (subject.namedIn(stripped)) {
            throw wrong(
                    pointer,
                    "names-a-person",
                    "案例不得写出自然人或个体工商户的名称,请写“" + subject.shown() + "”。",
                    "A case does not name a natural person or a sole trader.");
        }
        if (subject.codeIn(stripped)) {
            throw wrong(
                    pointer,
                    "whole-code",
                    subject.unnamed() ? "案例不得写出主体代码。" : "主体代码须遮盖中间位数,请写 " + subject.maskedCode() + "。",
                    "The code of the subject stands in a case with its middle hidden.");
        }
        return stripped;
    }

    private static String reason(@Nullable String reason) {
        String given = reason == null ? "" : reason.strip();
        if (given.isEmpty() || given.length() > LONGEST_REASON || given.chars().anyMatch(Character::isISOControl)) {
            throw wrong(
                    "/reason",
                    "missing-reason",
                    "请说明理由(不超过 " + LONGEST_REASON + " 字)。",
                    "Give a reason of at most " + LONGEST_REASON + " characters.");
        }
        PersonalNumbers.refuse(given, "/reason");
        return given;
    }

    private static String officer(Caller caller) {
        String officer = caller.officer();
        return officer == null ? caller.credential() : officer;
    }

    private static ProblemException wrong(String pointer, String code, String zh, String en) {
        return ProblemException.field(422, "invalid-content", pointer, code, new Text(zh, en));
    }
}
