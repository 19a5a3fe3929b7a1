package org.jrp.server.entry;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jrp.catalogue.Text;
import org.jrp.json.JsonWriter;
import org.jrp.listing.Actor;
import org.jrp.listing.Event;
import org.jrp.listing.EventType;
import org.jrp.listing.Lifecycle;
import org.jrp.listing.Listing;
import org.jrp.listing.Origin;
import org.jrp.listing.Refusal;
import org.jrp.listing.RelatedPerson;
import org.jrp.server.access.Caller;
import org.jrp.server.problem.ProblemException;
import org.jrp.server.subject.SubjectVault;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What happens to an entry after it arrived (条目变更): one event after another, each by whom it is for, none ever changed. Events of
 * one entry wait for each other; when an event became known is the database's own clock, read as the row is written.
 */
@Service
public final class EntryLife {

    static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    /** Who acts when the clock does: no key and no token has this name. */
    public static final String SYSTEM = "system";

    /** A later event may lose its footing to these: whoever is off a list must not stay on it for what came after. */
    private static final Set<EventType> RELEASING =
            Set.of(EventType.EXITED, EventType.REPAIRED, EventType.WITHDRAWN, EventType.SUSPENDED, EventType.CLOSED);

    private static final String INSERT = """
            insert into listing_event (listing, seq, subject, type, at, actor, actor_org, actor_person, doc_no, article, reason,
                origin, changes, from_state, to_state, attachments_hash, previous_hash, hash, import, recorded_at)
            select ?, ?, subject, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?, null,
                greatest(clock_timestamp(), ?::timestamptz + interval '1 microsecond')
            from listing where id = ?
            returning recorded_at
            """;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final ListingStore store;
    private final SubjectVault vault;
    private final EventChain chain;
    private final EntryParties parties;
    private final EntryReads reads;
    private final CatalogueInUse inUse;
    private final InstantSource clock;

    EntryLife(
            DataSource source,
            PlatformTransactionManager transactions,
            ListingStore store,
            SubjectVault vault,
            EventChain chain,
            EntryParties parties,
            EntryReads reads,
            CatalogueInUse inUse,
            InstantSource clock) {
        this.jdbc = new JdbcTemplate(source);
        this.transaction = new TransactionTemplate(transactions);
        // Inside another's transaction a refused event takes back itself alone.
        this.transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
        this.store = store;
        this.vault = vault;
        this.chain = chain;
        this.parties = parties;
        this.reads = reads;
        this.inUse = inUse;
        this.clock = clock;
    }

    /** Today where the service stands. */
    public LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZONE);
    }

    /** The rules for an entry. */
    EntryRules rules(StoredListing stored, boolean madeHere) {
        Listing listing = stored.listing();
        return new EntryRules(
                listing,
                !madeHere && Lifecycle.imported(listing),
                inUse.now().findList(listing.list()).orElse(null));
    }

    /** Whether the entry was made here, not delivered. */
    boolean madeHere(StoredListing stored) {
        return Boolean.TRUE.equals(jdbc.queryForObject(
                "select digest is null from import where id = ?", Boolean.class, stored.importId()));
    }

    /**
     * Adds an event.
     *
     * @throws ProblemException 403 for who may not, 404 for no such entry, 409 for what cannot follow, 422 for missing papers
     */
    public EventOutcome append(Caller caller, String entryId, EventRequest request) {
        EventType type = request.eventType();
        request.namedActor();
        try {
            EventOutcome outcome = transaction.execute(status -> appended(caller, entryId, type, request));
            reads.record(caller, "entry-event", reference(entryId), entryId, null, type.code());
            return java.util.Objects.requireNonNull(outcome);
        } catch (ProblemException e) {
            if (e.status() != 404) {
                reads.record(caller, "entry-event", reference(entryId), entryId, null, e.code());
            }
            throw e;
        }
    }

    /**
     * Adds an event that the clock makes: {@code expired} or {@code archived}.
     *
     * @throws ProblemException 409 where it cannot follow
     */
    public EventOutcome appendByClock(Caller system, String entryId, EventType type, LocalDate at) {
        EventRequest request =
                new EventRequest(type.code(), at, Actor.SYS.code(), null, null, null, null, null, null, null);
        EventOutcome outcome = transaction.execute(status -> appended(system, entryId, type, request));
        return java.util.Objects.requireNonNull(outcome);
    }

    private byte @Nullable [] reference(String entryId) {
        List<byte[]> found = jdbc.queryForList("select subject from listing where entry_id = ?", byte[].class, entryId);
        return found.isEmpty() ? null : found.get(0);
    }

    private EventOutcome appended(Caller caller, String entryId, EventType type, EventRequest request) {
        Row row = lock(entryId);
        StoredListing stored = store.ofRows(List.of(row.id())).get(0);
        EntryRules rules = rules(stored, row.madeHere());
        Listing listing = stored.listing();
        LocalDate at = request.day(today());
        notBeforeItBegan(listing, at);
        Origin origin = origin(type, request);
        Actor actor = actor(
                caller,
                listing,
                request,
                one -> rules.refusal(type, one, at, !EventRequest.blank(request.docNo()), origin));
        Optional<Refusal> refusal = rules.refusal(type, actor, at, !EventRequest.blank(request.docNo()), origin);
        if (refusal.isPresent()) {
            throw refused(refusal.get(), rules.allowed(actor, at));
        }
        request.checkPapers(actor);
        Event event = new Event(
                type,
                at,
                Instant.MAX,
                actor.code(),
                request.docNo(),
                request.reason(),
                origin,
                request.amendment(listing.validFrom()));
        nothingLaterFalls(rules, event);
        Last last = last(row);
        int seq = last.seq() + 1;
        byte[] hash = chain.next(last.hash(), entryId, seq, event);
        Listing after = listing.with(event);
        String from = rules.on(at).state().code();
        String to = after.stateAt(at, Instant.MAX).state().code();
        relatedRows(row.id(), seq, listing.related());
        Instant recordedAt = insert(row, seq, event, caller, request, from, to, last, hash);
        LocalDate today = today();
        return new EventOutcome(
                entryId,
                EntryKey.of(entryId),
                seq,
                type.code(),
                at,
                actor.code(),
                recordedAt,
                from,
                to,
                StateView.of(after.stateAt(today, Instant.MAX), today, stored.usable()));
    }

    /** An entry's row, locked until the end of the transaction. */
    private record Row(long id, byte[] digest, boolean madeHere, Instant recordedAt) {}

    private Row lock(String entryId) {
        List<Long> ids = jdbc.queryForList("select id from listing where entry_id = ?", Long.class, entryId);
        if (ids.isEmpty()) {
            throw unknownEntry();
        }
        jdbc.query("select pg_advisory_xact_lock(?)", row -> {}, ids.get(0));
        return jdbc.queryForObject(
                """
                select l.id, l.digest, i.digest is null as made_here, i.recorded_at
                from listing l join import i on i.id = l.import where l.id = ?
                """,
                (row, number) -> new Row(
                        row.getLong("id"),
                        row.getBytes("digest"),
                        row.getBoolean("made_here"),
                        row.getObject("recorded_at", OffsetDateTime.class).toInstant()),
                ids.get(0));
    }

    static ProblemException unknownEntry() {
        return ProblemException.of(404, "entry-not-found", "没有这个条目。", "There is no such entry.");
    }

    private record Last(int seq, byte[] hash, Instant recordedAt) {}

    private Last last(Row row) {
        List<Last> found = jdbc.query(
                """
                select e.seq, e.hash, coalesce(e.recorded_at, i.recorded_at) as recorded_at
                from listing_event e left join import i on i.id = e.import
                where e.listing = ? order by e.seq desc limit 1
                """,
                (event, number) -> new Last(
                        event.getInt("seq"),
                        event.getBytes("hash"),
                        event.getObject("recorded_at", OffsetDateTime.class).toInstant()),
                row.id());
        return found.isEmpty() ? new Last(0, row.digest(), row.recordedAt()) : found.get(0);
    }

    private static void notBeforeItBegan(Listing listing, LocalDate at) {
        LocalDate begins = listing.events().stream()
                .filter(event -> event.type() == EventType.DRAFTED || event.type() == EventType.RECOGNISED)
                .map(Event::at)
                .min(LocalDate::compareTo)
                .orElse(listing.validFrom());
        if (listing.recognisedAt() != null && listing.recognisedAt().isBefore(begins)) {
            begins = listing.recognisedAt();
        }
        if (at.isBefore(begins)) {
            throw EventRequest.field(
                    422,
                    "/at",
                    "before-the-entry",
                    "事件不能早于条目的起草、认定和有效期始。",
                    "The event must not be earlier than the entry's draft, decision and first day.");
        }
    }

    /** On an entry that is there, a move without a word of its origin follows the blacklist. */
    private static @Nullable Origin origin(EventType type, EventRequest request) {
        Origin named = request.namedOrigin();
        return named == null && type == EventType.MOVED_TO_KEY_ATTENTION ? Origin.POST_BLACKLIST : named;
    }

    private interface Asked {
        Optional<Refusal> refusal(Actor actor);
    }

    /** As whom the caller acts: as it says, or as the first of its parties (the subject aside) to whom the event is open. */
    private Actor actor(Caller caller, Listing listing, EventRequest request, Asked asked) {
        if (caller.credential().equals(SYSTEM)) {
            return Actor.SYS;
        }
        Set<Actor> mine = parties.of(caller, listing.list(), listing.recogniser());
        Actor named = request.namedActor();
        if (named != null) {
            if (!mine.contains(named)) {
                throw notYours(mine);
            }
            return named;
        }
        List<Actor> own = mine.stream().filter(one -> one != Actor.SUBJ).toList();
        if (own.isEmpty()) {
            throw notYours(mine);
        }
        return own.stream()
                .filter(one -> asked.refusal(one).isEmpty())
                .findFirst()
                .orElse(own.get(0));
    }

    private static ProblemException notYours(Set<Actor> mine) {
        String zh = mine.stream().map(Actor::chinese).collect(Collectors.joining("、"));
        String en = mine.stream().map(Actor::code).collect(Collectors.joining(", "));
        return ProblemException.of(
                        403,
                        "actor-not-granted",
                        mine.isEmpty() ? "您对该条目没有可行使的身份。" : "您对该条目只能作为:" + zh + "(谁认定谁负责)。",
                        mine.isEmpty()
                                ? "You may not act on this entry."
                                : "On this entry you may act only as: " + en + ".")
                .with("actors", mine.stream().map(Actor::code).toList());
    }

    private static ProblemException refused(Refusal refusal, List<EventType> allowed) {
        return ProblemException.of(
                        409,
                        refusal.code(),
                        new Text(
                                refusal.message().zh() + refusal.mend().zh(),
                                refusal.message().en() + " " + refusal.mend().en()))
                .with("allowed", allowed.stream().map(EventType::code).toList());
    }

    /** An event of an earlier day must leave those recorded after that day possible, unless it releases the subject. */
    private static void nothingLaterFalls(EntryRules rules, Event event) {
        Listing listing = rules.listing();
        boolean last = listing.events().stream().noneMatch(one -> one.at().isAfter(event.at()));
        if (last || RELEASING.contains(event.type())) {
            return;
        }
        boolean fits = Lifecycle.refusal(listing, rules.kind()).isPresent()
                || Lifecycle.refusal(listing.with(event), rules.kind()).isEmpty();
        if (!fits) {
            throw ProblemException.of(
                    409,
                    "later-event-conflict",
                    "该日期之后已有事件,不能再追记此事件。",
                    "Events of later days could not follow this one; it cannot be recorded for that day.");
        }
    }

    /** One row more for each person named, so that the number of rows about a person grows with every event. */
    private void relatedRows(long listing, int seq, List<RelatedPerson> related) {
        for (RelatedPerson person : related) {
            jdbc.update(
                    """
                    insert into listing_related (subject, listing, seq, role, personally_responsible, key_version)
                    values (?, ?, ?, ?, ?, ?) on conflict do nothing
                    """,
                    vault.reference(person.id()),
                    listing,
                    seq,
                    person.role(),
                    person.personallyResponsible(),
                    vault.keyVersion());
        }
    }

    private Instant insert(
            Row row,
            int seq,
            Event event,
            Caller caller,
            EventRequest request,
            String from,
            String to,
            Last last,
            byte[] hash) {
        OffsetDateTime recordedAt = jdbc.queryForObject(
                INSERT,
                OffsetDateTime.class,
                row.id(),
                seq,
                event.type().code(),
                event.at(),
                event.actor(),
                caller.department().code(),
                request.actorPerson() == null ? caller.officer() : request.actorPerson(),
                event.docNo(),
                request.article(),
                event.reason(),
                event.origin() == null ? null : event.origin().code(),
                changes(event.changes()),
                from,
                to,
                request.hash(),
                last.hash(),
                hash,
                Timestamp.from(last.recordedAt()),
                row.id());
        return java.util.Objects.requireNonNull(recordedAt).toInstant();
    }

    private static @Nullable String changes(Map<String, String> changes) {
        return changes.isEmpty()
                ? null
                : new String(JsonWriter.canonical(changes), java.nio.charset.StandardCharsets.UTF_8);
    }
}
