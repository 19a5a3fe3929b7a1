package org.jrp.server.entry;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Kind;
import org.jrp.catalogue.ListType;
import org.jrp.catalogue.Nearest;
import org.jrp.catalogue.Text;
import org.jrp.listing.Actor;
import org.jrp.listing.Event;
import org.jrp.listing.EventType;
import org.jrp.listing.Listing;
import org.jrp.listing.Origin;
import org.jrp.listing.RelatedPerson;
import org.jrp.listing.Severity;
import org.jrp.server.Uuids;
import org.jrp.server.access.Caller;
import org.jrp.server.access.Role;
import org.jrp.server.problem.PersonalNumbers;
import org.jrp.server.problem.ProblemException;
import org.jrp.server.subject.Personal;
import org.jrp.server.subject.SubjectVault;
import org.jrp.subject.SubjectIds;
import org.jrp.subject.SubjectKind;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Begins entries here, by their recogniser (新建条目). An entry of a red or black list begins as a draft and becomes live by the events
 * that its law demands; number and day of its decision come with the event {@code recognised}. One of a key-attention list begins
 * with its decision (lifecycle.md no. 10).
 */
@Service
final class EntryDrafts {

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final SubjectVault vault;
    private final EventChain chain;
    private final EntryParties parties;
    private final EntryReads reads;
    private final CatalogueInUse inUse;
    private final InstantSource clock;

    EntryDrafts(
            DataSource source,
            PlatformTransactionManager transactions,
            SubjectVault vault,
            EventChain chain,
            EntryParties parties,
            EntryReads reads,
            CatalogueInUse inUse,
            InstantSource clock) {
        this.jdbc = new JdbcTemplate(source);
        this.transaction = new TransactionTemplate(transactions);
        this.vault = vault;
        this.chain = chain;
        this.parties = parties;
        this.reads = reads;
        this.inUse = inUse;
        this.clock = clock;
    }

    /**
     * Begins an entry.
     *
     * @throws ProblemException 400 or 422 for what is wrong with it, 403 for who may not
     */
    EventOutcome begin(Caller caller, EntryRequest request) {
        Instant now = clock.instant();
        LocalDate today = LocalDate.ofInstant(now, EntryLife.ZONE);
        ListType type = list(request.list());
        if (!caller.is(Role.LIST_MANAGER)) {
            throw ProblemException.of(
                    403,
                    "forbidden",
                    "只有认定部门的名单管理员可以新建条目。",
                    "Only a list manager of the recogniser may begin an entry.");
        }
        String recogniser = request.recogniser() == null ? caller.department().name() : request.recogniser();
        if (!caller.department().manages(type.code())
                || !parties.recognises(caller.department(), type.code(), recogniser)) {
            throw ProblemException.of(
                    403,
                    "list-not-granted",
                    "该名单或该认定部门不归您管理(谁认定谁负责)。",
                    "The list or its recogniser is not yours to manage.");
        }
        PersonalNumbers.refuse(recogniser, "/recogniser");
        PersonalNumbers.refuse(request.docNo(), "/docNo");
        PersonalNumbers.refuse(request.basis(), "/basis");
        PersonalNumbers.refuse(request.reason(), "/reason");
        PersonalNumbers.refuse(request.ground(), "/ground");
        Listing listing = listing(request, type, recogniser, today);
        Event opening = opening(request, type, today);
        if (listing.validFrom().isBefore(opening.at())) {
            throw EventRequest.field(
                    422,
                    "/validFrom",
                    "backdated",
                    "有效期始不得早于起草或认定日期。",
                    "An entry must not stand from before its draft or decision.");
        }
        Listing whole = completed(listing, opening, type, Uuids.at(now).toString());
        SubjectIds.ParsedId parsed = Objects.requireNonNull(request.subject()).parsed("/subject", today);
        EventOutcome outcome =
                transaction.execute(status -> insert(caller, request, whole, opening, parsed, now, today));
        reads.record(
                caller,
                "entry-begun",
                vault.reference(listing.subject()),
                whole.entryId(),
                null,
                opening.type().code());
        return Objects.requireNonNull(outcome);
    }

    private ListType list(@Nullable String code) {
        Catalogue catalogue = inUse.now();
        if (code == null) {
            throw EventRequest.field(400, "/list", "missing", "请写明名单(list)。", "Give the list.");
        }
        return catalogue.findList(code).orElseThrow(() -> unknownList(code, catalogue));
    }

    static ProblemException unknownList(String code, Catalogue catalogue) {
        List<String> known = catalogue.lists().stream().map(ListType::code).toList();
        Text mend = Nearest.mend(code, known, new Text("名单代码见 /api/v1/lists。", "See /api/v1/lists."));
        return ProblemException.of(
                400, "unknown-list", new Text("没有这个名单。" + mend.zh(), "There is no such list. " + mend.en()));
    }

    private Listing listing(EntryRequest request, ListType type, String recogniser, LocalDate today) {
        if (request.subject() == null) {
            throw EventRequest.field(400, "/subject", "missing", "请写明主体(subject)。", "Give the subject.");
        }
        SubjectIds.ParsedId subject = request.subject().parsed("/subject", today);
        if (EventRequest.blank(request.basis())) {
            throw EventRequest.field(
                    422, "/basis", "missing", "列入须有依据(basis)(国办发〔2020〕49号)。", "An entry needs its legal basis.");
        }
        LocalDate validFrom = request.validFrom();
        if (validFrom == null) {
            throw EventRequest.field(422, "/validFrom", "missing", "请写明有效期始(validFrom)。", "Give validFrom.");
        }
        if (request.validTo() != null && !request.validTo().isAfter(validFrom)) {
            throw EventRequest.field(
                    422, "/validTo", "wrong-value", "有效期至须晚于有效期始。", "validTo must be after validFrom.");
        }
        Severity severity = request.severity() == null
                ? null
                : EventRequest.coded(Severity.class, request.severity(), "severity", "unknown-severity");
        return new Listing(
                null,
                subject.id(),
                request.subject().name(),
                type.code(),
                recogniser,
                null,
                request.basis(),
                null,
                validFrom,
                request.validTo(),
                request.ground(),
                severity,
                Boolean.TRUE.equals(request.corrected()),
                request.courtOrder(),
                request.personalResponsibility(),
                related(request, today),
                List.of());
    }

    private List<RelatedPerson> related(EntryRequest request, LocalDate today) {
        List<RelatedPerson> related = new ArrayList<>();
        if (request.related() != null) {
            for (int i = 0; i < request.related().size(); i++) {
                EntryRequest.RelatedRequest person = request.related().get(i);
                String pointer = "/related/" + i;
                String role = inUse.now()
                        .roleWords()
                        .find(person.role() == null ? "" : person.role())
                        .orElseThrow(() -> EventRequest.field(
                                400, pointer + "/role", "unknown-role", "不认识的关联角色。", "The role is not known."));
                related.add(IdRequest.related(person, role, pointer, today));
            }
        }
        return related;
    }

    private static Event opening(EntryRequest request, ListType type, LocalDate today) {
        LocalDate at = request.at() == null ? today : request.at();
        if (at.isAfter(today)) {
            throw EventRequest.field(
                    422, "/at", "in-the-future", "起草日期不能晚于今天。", "An entry cannot be begun later than today.");
        }
        boolean attention = type.kind() == Kind.KEY_ATTENTION;
        if (attention && EventRequest.blank(request.docNo())) {
            throw EventRequest.field(
                    422,
                    "/docNo",
                    "missing",
                    "列入重点关注名单须写明认定文书号(docNo)。",
                    "An entry on key attention needs the number of its decision (docNo).");
        }
        return new Event(
                attention ? EventType.MOVED_TO_KEY_ATTENTION : EventType.DRAFTED,
                at,
                Instant.MAX,
                Actor.REC.code(),
                request.docNo(),
                request.reason(),
                attention ? Origin.SUB_THRESHOLD : null,
                java.util.Map.of());
    }

    private static Listing completed(Listing listing, Event opening, ListType type, String entryId) {
        boolean attention = type.kind() == Kind.KEY_ATTENTION;
        return new Listing(
                entryId,
                listing.subject(),
                listing.name(),
                listing.list(),
                listing.recogniser(),
                attention ? opening.docNo() : null,
                listing.basis(),
                attention ? opening.at() : null,
                listing.validFrom(),
                listing.validTo(),
                listing.ground(),
                listing.severity(),
                listing.corrected(),
                listing.courtOrder(),
                listing.personalResponsibility(),
                listing.related(),
                List.of(opening));
    }

    private EventOutcome insert(
            Caller caller,
            EntryRequest request,
            Listing listing,
            Event opening,
            SubjectIds.ParsedId subject,
            Instant now,
            LocalDate today) {
        String entryId = Objects.requireNonNull(listing.entryId());
        UUID delivery = Uuids.at(now);
        byte[] reference = vault.reference(listing.subject());
        Personal personal = new Personal(
                listing.subject(),
                listing.name(),
                subject.submitted().equals(listing.subject().value()) ? null : subject.submitted(),
                listing.related());
        byte[] digest = vault.digest(
                "entry".getBytes(StandardCharsets.UTF_8),
                entryId.getBytes(StandardCharsets.UTF_8),
                personal.bytes(),
                plain(listing).getBytes(StandardCharsets.UTF_8));
        Long id = Objects.requireNonNull(jdbc.queryForObject("select nextval('listing_id')", Long.class));
        insertListing(id, entryId, reference, personal, digest, delivery, listing);
        listing.related()
                .forEach(person -> jdbc.update(
                        """
                        insert into listing_related (subject, listing, seq, role, personally_responsible, key_version)
                        values (?, ?, 0, ?, ?, ?) on conflict do nothing
                        """,
                        vault.reference(person.id()),
                        id,
                        person.role(),
                        person.personallyResponsible(),
                        vault.keyVersion()));
        String to = listing.stateAt(opening.at(), Instant.MAX).state().code();
        jdbc.update(
                """
                insert into listing_event (listing, seq, subject, type, at, actor, actor_org, actor_person, doc_no, reason,
                    origin, to_state, previous_hash, hash, import)
                values (?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                id,
                reference,
                opening.type().code(),
                opening.at(),
                opening.actor(),
                caller.department().code(),
                caller.officer(),
                opening.docNo(),
                opening.reason(),
                opening.origin() == null ? null : opening.origin().code(),
                to,
                digest,
                chain.next(digest, entryId, 1, opening),
                delivery);
        OffsetDateTime recordedAt = jdbc.queryForObject(
                """
                insert into import (id, source, list, department, credential, started_at, recorded_at, accepted)
                values (?, ?, ?, ?, ?, now(), clock_timestamp(), 1) returning recorded_at
                """,
                OffsetDateTime.class,
                delivery,
                caller.department().code(),
                listing.list(),
                caller.department().code(),
                caller.credential());
        return new EventOutcome(
                entryId,
                EntryKey.of(entryId),
                1,
                opening.type().code(),
                opening.at(),
                Actor.REC.code(),
                Objects.requireNonNull(recordedAt).toInstant(),
                null,
                to,
                StateView.of(listing.stateAt(today, Instant.MAX), today, true));
    }

    private void insertListing(
            long id,
            String entryId,
            byte[] reference,
            Personal personal,
            byte[] digest,
            UUID delivery,
            Listing listing) {
        jdbc.update(
                """
                insert into listing (id, entry_id, list, subject, key_version, personal, recogniser, doc_no, basis, recognised_at,
                    valid_from, valid_to, ground, severity, corrected, court_order, personal_responsibility, digest, import, person)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                id,
                entryId,
                listing.list(),
                reference,
                vault.keyVersion(),
                vault.seal(personal.bytes(), ListingStore.place(entryId)),
                listing.recogniser(),
                listing.docNo(),
                listing.basis(),
                listing.recognisedAt(),
                listing.validFrom(),
                listing.validTo(),
                listing.ground(),
                listing.severity() == null ? null : listing.severity().code(),
                listing.corrected(),
                listing.courtOrder(),
                listing.personalResponsibility(),
                digest,
                delivery,
                listing.subject().defaultKind() == SubjectKind.INDIVIDUAL);
    }

    private static String plain(Listing listing) {
        return String.join(
                "\n",
                listing.list(),
                String.valueOf(listing.recogniser()),
                String.valueOf(listing.basis()),
                listing.validFrom().toString(),
                String.valueOf(listing.validTo()),
                String.valueOf(listing.ground()),
                String.valueOf(listing.severity()));
    }
}
