package org.jrp.server.repair;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jrp.catalogue.ListType;
import org.jrp.catalogue.Text;
import org.jrp.listing.Actor;
import org.jrp.listing.EventType;
import org.jrp.listing.Listing;
import org.jrp.server.Uuids;
import org.jrp.server.access.AccessLog;
import org.jrp.server.access.Caller;
import org.jrp.server.access.Role;
import org.jrp.server.document.Form;
import org.jrp.server.document.Pdf;
import org.jrp.server.entry.EntryLife;
import org.jrp.server.entry.EventRequest;
import org.jrp.server.entry.IdRequest;
import org.jrp.server.entry.StoredListing;
import org.jrp.server.problem.ProblemException;
import org.jrp.server.subject.Personal;
import org.jrp.server.subject.SubjectVault;
import org.jrp.subject.SubjectId;
import org.jrp.subject.SubjectIds;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;

/**
 * Credit commitments (信用承诺), work plan item 25: made by a template, for one matter or for an entry to be repaired; published or
 * not; kept or broken. One made for an entry marks it, in the same transaction, which is the caller's.
 */
@Service
final class Commitments {

    static final List<String> STATES = List.of("open", "fulfilled", "breached");

    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_PURPOSE = 500;

    private final JdbcTemplate jdbc;
    private final Entries entries;
    private final EntryLife life;
    private final CommitmentTemplates templates;
    private final CommitmentPages pages;
    private final SubjectVault vault;
    private final AccessLog log;
    private final InstantSource clock;
    private final Pdf pdf = new Pdf();

    Commitments(
            DataSource source,
            Entries entries,
            EntryLife life,
            CommitmentTemplates templates,
            CommitmentPages pages,
            SubjectVault vault,
            AccessLog log,
            InstantSource clock) {
        this.jdbc = new JdbcTemplate(source);
        this.entries = entries;
        this.life = life;
        this.templates = templates;
        this.pages = pages;
        this.vault = vault;
        this.log = log;
        this.clock = clock;
    }

    /** Who makes a commitment, and for which entry. */
    private record Maker(
            SubjectId id,
            @Nullable String name,
            @Nullable String submitted,
            @Nullable StoredListing entry) {}

    /** Takes a commitment in. */
    CommitmentView make(Caller caller, CommitmentView.Wanted wanted) {
        Papers papers = new Papers(life.today());
        String code = papers.text(wanted.templateCode(), "/templateCode", Papers.LONGEST_NUMBER);
        String reason = papers.text(wanted.reason(), "/reason", Papers.LONGEST_TEXT);
        LocalDate madeOn = papers.day(wanted.madeOn(), "/madeOn");
        String documentNo = papers.text(wanted.documentNo(), "/documentNo", Papers.LONGEST_NUMBER);
        if ((wanted.subject() == null) == (wanted.entryId() == null)) {
            papers.wrong("", "subject-or-entry", "请写明 subject 或 entryId 之一。", "Give either subject or entryId.");
        }
        papers.refuseIfWrong();
        CommitmentTemplate template = template(code, wanted.templateVersion());
        Maker maker = maker(wanted, papers);
        boolean repair = template.type().equals(CommitmentType.REPAIR.code());
        if (repair != (maker.entry() != null)) {
            papers.wrong(
                    "/templateCode",
                    "type-of-commitment",
                    repair ? "信用修复承诺须写明条目(entryId)。" : "针对条目的承诺须用信用修复(repair)类样本。",
                    repair
                            ? "A commitment for repair names its entry."
                            : "One for an entry uses a template of type repair.");
        }
        boolean published = Boolean.TRUE.equals(wanted.published());
        if (published) {
            publishable(maker.id());
        }
        papers.refuseIfWrong();
        StoredListing entry = maker.entry();
        Integer eventSeq = null;
        if (entry != null) {
            eventSeq = life.append(caller, String.valueOf(entry.listing().entryId()), event(madeOn, documentNo, reason))
                    .seq();
        }
        UUID id = Uuids.at(clock.instant());
        Personal personal = new Personal(maker.id(), maker.name(), maker.submitted(), List.of());
        jdbc.update(
                """
                insert into commitment (id, template, template_version, type, subject, key_version, personal, entry_id, reason, made_on,
                    document_no, published, department, credential, officer, event_seq)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::integer)
                """,
                id,
                template.code(),
                template.version(),
                template.type(),
                vault.reference(maker.id()),
                vault.keyVersion(),
                vault.seal(personal.bytes(), CommitmentPages.place(id)),
                entry == null ? null : entry.listing().entryId(),
                reason,
                madeOn,
                documentNo,
                published,
                caller.department().code(),
                caller.credential(),
                caller.officer(),
                eventSeq);
        return seen(caller, id, "commitment-made");
    }

    private static EventRequest event(LocalDate madeOn, String documentNo, String reason) {
        return new EventRequest(
                EventType.COMMITTED.code(),
                madeOn,
                Actor.SUBJ.code(),
                null,
                documentNo,
                null,
                reason,
                null,
                null,
                null);
    }

    private CommitmentTemplate template(String code, @Nullable Integer version) {
        Optional<CommitmentTemplate> found = templates.find(code, version);
        return found.orElseThrow(() -> ProblemException.field(
                422,
                "invalid-content",
                version == null ? "/templateCode" : "/templateVersion",
                "unknown-template",
                new Text(
                        "没有这个承诺书样本;见 GET /api/v1/commitments/templates。",
                        "There is no such template: see GET /api/v1/commitments/templates.")));
    }

    private Maker maker(CommitmentView.Wanted wanted, Papers papers) {
        String entryId = wanted.entryId();
        if (entryId != null) {
            StoredListing stored = entries.existing(entryId);
            Listing listing = stored.listing();
            return new Maker(listing.subject(), listing.name(), null, stored);
        }
        IdRequest subject = java.util.Objects.requireNonNull(wanted.subject());
        SubjectIds.ParsedId parsed = subject.parsed("/subject", life.today());
        String name = papers.text(subject.name(), "/subject/name", LONGEST_NAME);
        return new Maker(
                parsed.id(), name, parsed.submitted().equals(parsed.id().value()) ? null : parsed.submitted(), null);
    }

    private static void publishable(SubjectId id) {
        if (ShownSubject.person(id)) {
            throw ProblemException.field(
                    422,
                    "invalid-content",
                    "/published",
                    "person-not-published",
                    new Text("自然人的信用承诺不公示(DP-46)。", "The commitments of natural persons are not published."));
        }
    }

    /** Puts it into the section for commitments, takes it out, or says whether it was kept. */
    CommitmentView change(Caller caller, UUID id, String type, CommitmentView.Change request) {
        Papers papers = new Papers(life.today());
        LocalDate at = papers.dayOrToday(request.at(), "/at");
        String reason = papers.text(request.reason(), "/reason", Papers.LONGEST_TEXT);
        papers.refuseIfWrong();
        jdbc.query("select pg_advisory_xact_lock(hashtextextended(?, 0))", row -> {}, "commitment:" + id);
        CommitmentPages.Row row = existing(caller, id);
        if (!caller.is(Role.CREDIT_OFFICE)
                && !row.department().equals(caller.department().code())) {
            throw ProblemException.of(
                    403,
                    "not-taken-in-by-you",
                    "该承诺由其他部门受理,只有该部门和信用办可以变更。",
                    "Only the department that took it in and the credit office change it.");
        }
        if (at.isBefore(row.madeOn())) {
            papers.wrong("/at", "before-the-commitment", "不能早于作出承诺之日。", "It must not be earlier than the commitment.");
            papers.refuseIfWrong();
        }
        boolean already = switch (type) {
            case "published" -> row.published();
            case "unpublished" -> !row.published();
            default -> row.state().equals(type);
        };
        if (already) {
            throw ProblemException.of(409, "already-so", "该承诺已是此状态。", "The commitment is in that state already.");
        }
        if (type.equals("published")) {
            publishable(pages.personal(row).id());
        }
        jdbc.update("""
                insert into commitment_step (commitment, seq, type, at, reason, department, credential, officer)
                select ?, coalesce(max(seq), 0) + 1, ?, ?, ?, ?, ?, ? from commitment_step where commitment = ?
                """, id, type, at, reason, caller.department().code(), caller.credential(), caller.officer(), id);
        return seen(caller, id, "commitment-" + type);
    }

    CommitmentView view(Caller caller, UUID id) {
        return seen(caller, id, "commitment-read");
    }

    CommitmentView.Page page(
            Caller caller, CommitmentPages.Wanted wanted, @Nullable Integer limit, @Nullable String cursor) {
        CommitmentView.Page page = pages.page(caller, wanted, limit, cursor);
        log.record(caller, "commitments-listed", null, wanted.entryId(), null, "ok");
        return page;
    }

    /** Those of one subject that the caller may see. */
    CommitmentView.Page search(Caller caller, CommitmentView.Search search) {
        if (search.subject() == null) {
            throw ProblemException.field(
                    400, "invalid-body", "/subject", "missing", new Text("请写明主体(subject)。", "Give the subject."));
        }
        Papers papers = new Papers(life.today());
        String purpose = papers.maybeText(search.purpose(), "/purpose", LONGEST_PURPOSE);
        papers.refuseIfWrong();
        SubjectId id = search.subject().parsed("/subject", life.today()).id();
        CommitmentView.Page page = pages.page(
                caller,
                new CommitmentPages.Wanted(null, null, null, null, vault.references(id)),
                search.limit(),
                search.cursor());
        log.record(caller, "commitments-searched", vault.reference(id), null, purpose, "ok");
        return page;
    }

    /** The letter, in that form. */
    byte[] letter(Caller caller, UUID id, Form form) {
        CommitmentPages.Row row = existing(caller, id);
        log.record(caller, "commitment-letter", row.subject(), id.toString(), null, "ok");
        Personal personal = pages.personal(row);
        Map<String, String> values = new HashMap<>();
        values.put(Letter.NAME, personal.name() == null ? "________" : personal.name());
        values.put(Letter.NUMBER, personal.id().masked());
        values.put(Letter.REASON, row.reason());
        values.put(Letter.MADE_ON, Letter.day(row.madeOn()));
        values.put(Letter.DOCUMENT, row.documentNo());
        values.put(Letter.DEPARTMENT, pages.departmentName(row.department()));
        String entryId = row.entryId();
        if (entryId != null) {
            entries.find(entryId).ifPresent(stored -> {
                Listing listing = stored.listing();
                values.put(
                        Letter.LIST,
                        entries.list(listing.list()).map(ListType::name).orElse(listing.list()));
                if (listing.recogniser() != null) {
                    values.put(Letter.RECOGNISER, listing.recogniser());
                }
                if (listing.docNo() != null) {
                    values.put(Letter.DECISION, listing.docNo());
                }
            });
        }
        CommitmentTemplate template =
                templates.find(row.template(), row.templateVersion()).orElseThrow();
        String state = switch (row.state()) {
            case "fulfilled" -> "已履行";
            case "breached" -> "已违反";
            default -> "履行中";
        };
        String page = Letter.page(template, values, state, row.published());
        return form == Form.PDF ? pdf.of(page) : page.getBytes(StandardCharsets.UTF_8);
    }

    private CommitmentView seen(Caller caller, UUID id, String action) {
        CommitmentPages.Row row = existing(caller, id);
        log.record(caller, action, row.subject(), id.toString(), null, "ok");
        return pages.views(List.of(row), true).get(0);
    }

    private CommitmentPages.Row existing(Caller caller, UUID id) {
        return pages.find(caller, id)
                .orElseThrow(() -> ProblemException.of(
                        404,
                        "unknown-commitment",
                        "没有这个承诺,或者无权查看。",
                        "There is no such commitment, or it is not yours to see."));
    }
}
