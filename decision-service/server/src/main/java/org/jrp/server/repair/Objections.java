package org.jrp.server.repair;

import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jrp.catalogue.Text;
import org.jrp.catalogue.WorkingDays;
import org.jrp.listing.Actor;
import org.jrp.listing.EventType;
import org.jrp.listing.Timers;
import org.jrp.server.Uuids;
import org.jrp.server.access.AccessLog;
import org.jrp.server.access.Caller;
import org.jrp.server.entry.EntryLife;
import org.jrp.server.entry.EventOutcome;
import org.jrp.server.entry.EventRequest;
import org.jrp.server.entry.StoredListing;
import org.jrp.server.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;

/**
 * Objections (异议): taken in, which marks the entry at once; checked by the platform; decided by the recogniser, which clears the
 * mark (DP-25, DP-26). Each step and the entry's event it makes are one transaction, the caller's.
 */
@Service
final class Objections {

    static final List<String> LODGED_BY = List.of("subject", "representative");
    static final List<String> CHANNELS = List.of("credit-china", "platform", "department", "recogniser");

    private static final List<String> CHECKS = List.of("consistent", "inconsistent");
    private static final Map<String, EventType> RESULTS = Map.of(
            "rejected", EventType.DISPUTE_REJECTED, "amended", EventType.AMENDED, "withdrawn", EventType.WITHDRAWN);
    private static final List<String> RESULT_WORDS = List.of("rejected", "amended", "withdrawn");

    private final JdbcTemplate jdbc;
    private final Entries entries;
    private final EntryLife life;
    private final ObjectionPages pages;
    private final AccessLog log;
    private final InstantSource clock;

    Objections(
            DataSource source,
            Entries entries,
            EntryLife life,
            ObjectionPages pages,
            AccessLog log,
            InstantSource clock) {
        this.jdbc = new JdbcTemplate(source);
        this.entries = entries;
        this.life = life;
        this.pages = pages;
        this.log = log;
        this.clock = clock;
    }

    /** The days by which things must be done. */
    record Due(LocalDate check, LocalDate decide, LocalDate longest, boolean assumed) {

        static Due of(LocalDate lodgedOn, WorkingDays calendar) {
            Timers.Timer checking =
                    Timers.on("objection-platform-check", lodgedOn).orElseThrow();
            Timers.Timer deciding = Timers.on("objection-provider", lodgedOn).orElseThrow();
            LocalDate check = calendar.plus(lodgedOn, checking.workingDays());
            LocalDate decide = calendar.plus(check, deciding.workingDays());
            LocalDate longest = calendar.plus(decide, deciding.extension());
            return new Due(
                    check,
                    decide,
                    longest,
                    calendar.assumed(lodgedOn.getYear()) || calendar.assumed(longest.getYear()));
        }
    }

    /**
     * Takes an objection in and marks the entry.
     *
     * @throws ProblemException 409 {@code objection-open} where one stands open on the entry
     */
    ObjectionView lodge(Caller caller, ObjectionRequest request) {
        Papers papers = new Papers(life.today());
        String entryId = papers.text(request.entryId(), "/entryId", Papers.LONGEST_NUMBER);
        LocalDate lodgedOn = papers.day(request.lodgedOn(), "/lodgedOn");
        String lodgedBy = papers.word(request.lodgedBy(), "/lodgedBy", LODGED_BY);
        String channel = papers.word(request.channel(), "/channel", CHANNELS);
        String grounds = papers.text(request.grounds(), "/grounds", Papers.LONGEST_TEXT);
        String documentNo = papers.text(request.documentNo(), "/documentNo", Papers.LONGEST_NUMBER);
        byte[] attachments = papers.hash(request.attachmentsHash(), "/attachmentsHash");
        papers.refuseIfWrong();
        StoredListing stored = entries.existing(entryId);
        entries.lock(stored);
        Optional<ObjectionPages.Row> open = pages.openOn(entryId);
        if (open.isPresent()) {
            throw ProblemException.of(
                            409,
                            "objection-open",
                            "该条目已有未决异议(" + open.get().id() + ");请在该异议下补充材料,或待其决定后再提出。",
                            "An objection to the entry is open (" + open.get().id()
                                    + "); add to that one, or wait until it is decided.")
                    .with("objection", open.get().id().toString());
        }
        EventOutcome marked = life.append(
                caller,
                entryId,
                event(
                        EventType.DISPUTED,
                        lodgedOn,
                        marker(caller, stored),
                        documentNo,
                        grounds,
                        null,
                        request.attachmentsHash()));
        UUID id = Uuids.at(clock.instant());
        Due due = Due.of(lodgedOn, entries.catalogue().workingDays());
        jdbc.update(
                """
                insert into objection (id, entry_id, list, subject, lodged_on, lodged_by, channel, grounds, document_no,
                    attachments_hash, department, credential, officer, event_seq, check_due, decide_due, longest_due, due_assumed)
                select ?, entry_id, list, subject, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? from listing where id = ?
                """,
                id,
                lodgedOn,
                lodgedBy,
                channel,
                grounds,
                documentNo,
                attachments,
                caller.department().code(),
                caller.credential(),
                caller.officer(),
                marked.seq(),
                due.check(),
                due.decide(),
                due.longest(),
                due.assumed(),
                stored.row());
        return seen(caller, id, "objection-lodged");
    }

    /** As whom the caller marks the entry: the platform or the recogniser where it is one of them, else for the subject. */
    private Actor marker(Caller caller, StoredListing stored) {
        Set<Actor> mine = entries.parties(caller, stored.listing());
        return mine.contains(Actor.PLAT) ? Actor.PLAT : mine.contains(Actor.REC) ? Actor.REC : Actor.SUBJ;
    }

    /** The platform compares what it shows with what it was sent. */
    ObjectionView check(Caller caller, UUID id, ObjectionRequest.Check request) {
        Papers papers = new Papers(life.today());
        String result = papers.word(request.result(), "/result", CHECKS);
        LocalDate at = papers.dayOrToday(request.at(), "/at");
        String reason = papers.text(request.reason(), "/reason", Papers.LONGEST_TEXT);
        ObjectionPages.Row row = open(caller, id);
        notBefore(row, at, papers);
        papers.refuseIfWrong();
        if (row.checked()) {
            throw done("already-checked", "该异议已作平台核查。", "The platform's check of it is on record.");
        }
        step(caller, row, new Step("checked", at, result, reason, null, null, null));
        return seen(caller, id, "objection-checked");
    }

    /** The recogniser takes the one extension, while there is still time. */
    ObjectionView extend(Caller caller, UUID id, ObjectionRequest.Extension request) {
        LocalDate today = life.today();
        Papers papers = new Papers(today);
        String reason = papers.text(request.reason(), "/reason", Papers.LONGEST_TEXT);
        papers.refuseIfWrong();
        ObjectionPages.Row row = open(caller, id);
        recogniser(caller, row);
        if (row.extended()) {
            throw done("already-extended", "办理期限只能延长一次。", "The time limit is extended once only.");
        }
        if (today.isAfter(row.decideDue())) {
            throw done(
                    "too-late",
                    "办理期限已过(" + row.decideDue() + "),不能再延长;请尽快作出决定。",
                    "The time limit has passed (" + row.decideDue() + "); it can no longer be extended. Decide now.");
        }
        step(caller, row, new Step("extended", today, null, reason, null, null, null));
        return seen(caller, id, "objection-extended");
    }

    /** The recogniser decides; the entry's event clears the mark. */
    ObjectionView decide(Caller caller, UUID id, ObjectionRequest.Verdict request) {
        Papers papers = new Papers(life.today());
        String result = papers.word(request.result(), "/result", RESULT_WORDS);
        LocalDate at = papers.day(request.at(), "/at");
        String reason = papers.text(request.reason(), "/reason", Papers.LONGEST_TEXT);
        boolean rejected = result.equals("rejected");
        String remedies = rejected
                ? papers.text(request.remedies(), "/remedies", Papers.LONGEST_TEXT)
                : papers.maybeText(request.remedies(), "/remedies", Papers.LONGEST_TEXT);
        String documentNo = rejected
                ? papers.maybeText(request.documentNo(), "/documentNo", Papers.LONGEST_NUMBER)
                : papers.text(request.documentNo(), "/documentNo", Papers.LONGEST_NUMBER);
        papers.refuseIfWrong();
        ObjectionPages.Row row = open(caller, id);
        notBefore(row, at, papers);
        papers.refuseIfWrong();
        recogniser(caller, row);
        EventOutcome cleared = life.append(
                caller,
                row.entryId(),
                event(
                        java.util.Objects.requireNonNull(RESULTS.get(result)),
                        at,
                        Actor.REC,
                        documentNo,
                        reason,
                        request.changes(),
                        null));
        step(caller, row, new Step(result, at, null, reason, remedies, documentNo, cleared.seq()));
        return seen(caller, id, "objection-decided");
    }

    /** The subject takes it back, by whoever took it in. The mark stays: only the recogniser clears it (lifecycle.md no. 7). */
    ObjectionView retract(Caller caller, UUID id, ObjectionRequest.Retraction request) {
        Papers papers = new Papers(life.today());
        LocalDate at = papers.dayOrToday(request.at(), "/at");
        String reason = papers.text(request.reason(), "/reason", Papers.LONGEST_TEXT);
        String documentNo = papers.text(request.documentNo(), "/documentNo", Papers.LONGEST_NUMBER);
        ObjectionPages.Row row = open(caller, id);
        notBefore(row, at, papers);
        papers.refuseIfWrong();
        if (!row.department().equals(caller.department().code())) {
            throw ProblemException.of(
                    403,
                    "not-taken-in-by-you",
                    "撤回应由受理该异议的部门登记。",
                    "The department that took the objection in records that it was taken back.");
        }
        if (row.retracted()) {
            throw done("already-retracted", "该异议已登记撤回。", "It is on record that it was taken back.");
        }
        step(caller, row, new Step("retracted", at, null, reason, null, documentNo, null));
        return seen(caller, id, "objection-retracted");
    }

    /** One, for who may see it. */
    ObjectionView view(Caller caller, UUID id) {
        return seen(caller, id, "objection-read");
    }

    private ObjectionView seen(Caller caller, UUID id, String action) {
        ObjectionPages.Row row = existing(caller, id);
        log.record(caller, action, row.subject(), id.toString(), null, "ok");
        return pages.views(List.of(row), true).get(0);
    }

    private ObjectionPages.Row existing(Caller caller, UUID id) {
        return pages.find(caller, id)
                .orElseThrow(() -> ProblemException.of(
                        404,
                        "unknown-objection",
                        "没有这个异议,或者无权查看。",
                        "There is no such objection, or it is not yours to see."));
    }

    /** An objection that still awaits its decision, with its entry locked. */
    private ObjectionPages.Row open(Caller caller, UUID id) {
        ObjectionPages.Row seen = existing(caller, id);
        entries.find(seen.entryId()).ifPresent(entries::lock);
        ObjectionPages.Row row = existing(caller, id);
        if (!row.open()) {
            throw done("objection-decided", "该异议已经办结。", "The objection is decided.");
        }
        return row;
    }

    private void recogniser(Caller caller, ObjectionPages.Row row) {
        StoredListing stored = entries.existing(row.entryId());
        if (!entries.parties(caller, stored.listing()).contains(Actor.REC)) {
            throw ProblemException.of(
                    403,
                    "actor-not-granted",
                    "异议由认定部门决定(谁认定谁负责)。",
                    "The recogniser of the entry decides the objection.");
        }
    }

    private static void notBefore(ObjectionPages.Row row, LocalDate at, Papers papers) {
        if (at.isBefore(row.lodgedOn())) {
            papers.wrong(
                    "/at",
                    "before-the-objection",
                    "不能早于提出异议之日(" + row.lodgedOn() + ")。",
                    "It must not be earlier than the objection (" + row.lodgedOn() + ").");
        }
    }

    private static ProblemException done(String code, String zh, String en) {
        return ProblemException.of(409, code, new Text(zh, en));
    }

    private static EventRequest event(
            EventType type,
            LocalDate at,
            Actor actor,
            @Nullable String docNo,
            String reason,
            @Nullable Map<String, @Nullable String> changes,
            @Nullable String attachmentsHash) {
        return new EventRequest(
                type.code(), at, actor.code(), null, docNo, null, reason, null, changes, attachmentsHash);
    }

    private record Step(
            String type,
            LocalDate at,
            @Nullable String result,
            String reason,
            @Nullable String remedies,
            @Nullable String documentNo,
            @Nullable Integer eventSeq) {}

    private void step(Caller caller, ObjectionPages.Row row, Step step) {
        jdbc.update(
                """
                insert into objection_step (objection, seq, type, at, result, reason, remedies, document_no, department, credential,
                    officer, event_seq)
                select ?, coalesce(max(seq), 0) + 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::integer from objection_step where objection = ?
                """,
                row.id(),
                step.type(),
                step.at(),
                step.result(),
                step.reason(),
                step.remedies(),
                step.documentNo(),
                caller.department().code(),
                caller.credential(),
                caller.officer(),
                step.eventSeq(),
                row.id());
    }
}
