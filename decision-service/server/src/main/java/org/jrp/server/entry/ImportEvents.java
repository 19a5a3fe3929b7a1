package org.jrp.server.entry;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Kind;
import org.jrp.catalogue.ListType;
import org.jrp.catalogue.Problem;
import org.jrp.catalogue.Text;
import org.jrp.json.JsonWriter;
import org.jrp.listing.Actor;
import org.jrp.listing.Event;
import org.jrp.listing.Lifecycle;
import org.jrp.listing.Listing;
import org.jrp.listing.Refusal;
import org.jrp.listing.RelatedPerson;
import org.jrp.server.subject.SubjectVault;
import org.jspecify.annotations.Nullable;

/** The events and named persons of imported entries as rows (事件与关联人员入库); an import's events become known with the import. */
final class ImportEvents {

    static final String EVENT_COLUMNS =
            "listing, seq, subject, type, at, actor, actor_org, doc_no, reason, origin, changes,"
                    + " from_state, to_state, previous_hash, hash, import";
    static final String RELATED_COLUMNS = "subject, listing, seq, role, personally_responsible, key_version";

    private static final int EVENT_COLUMN_COUNT = 16;
    private static final int RELATED_COLUMN_COUNT = 6;

    /** Of an event that is not known yet; it comes after every known one of its day. */
    private static final Instant NOT_YET = Instant.MAX;

    private static final String LAST_HASH =
            "select listing, seq, hash from listing_event where listing = any (?) order by listing, seq";

    private final SubjectVault vault;
    private final EventChain chain;
    private final UUID importId;
    private final Catalogue catalogue;
    private final String file;
    private final CopyRows events = new CopyRows(1 << 12);
    private final CopyRows related = new CopyRows(1 << 12);

    ImportEvents(SubjectVault vault, EventChain chain, UUID importId, Catalogue catalogue, String file) {
        this.vault = vault;
        this.chain = chain;
        this.importId = importId;
        this.catalogue = catalogue;
        this.file = file;
    }

    /** Hears what became of a known entry's row. */
    interface Outcome {

        /**
         * Whether the new events may be written.
         *
         * @param added how many events are new
         * @param problem why they cannot follow
         */
        boolean of(long id, ImportEntry entry, int added, @Nullable Problem problem);
    }

    CopyRows events() {
        return events;
    }

    CopyRows related() {
        return related;
    }

    void clear() {
        events.clear();
        related.clear();
    }

    /** The rows of a new entry. */
    void begin(long id, ImportEntry entry) {
        Listing listing = java.util.Objects.requireNonNull(entry.listing());
        related(id, 0, listing);
        if (!listing.events().isEmpty()) {
            write(id, entry, listing, listing.events(), entry.digest(), 0);
        }
    }

    /** The rows of events that known entries do not have yet. */
    void follow(Connection connection, Map<Long, ImportEntry> entries, Outcome outcome) throws SQLException {
        Object[] ids = entries.keySet().toArray();
        lock(connection, ids);
        Map<Long, List<Event>> stored = ListingStore.events(connection, entries.keySet());
        Map<Long, byte[]> hashes = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(LAST_HASH)) {
            select.setArray(1, connection.createArrayOf("bigint", ids));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    hashes.put(row.getLong("listing"), row.getBytes("hash"));
                }
            }
        }
        for (Map.Entry<Long, ImportEntry> one : entries.entrySet()) {
            long id = one.getKey();
            ImportEntry entry = one.getValue();
            Listing listing = java.util.Objects.requireNonNull(entry.listing());
            List<Event> before = stored.getOrDefault(id, List.of());
            List<Event> more = unknown(before, listing.events());
            Listing whole = listing.withEvents(before);
            for (Event event : more) {
                whole = whole.with(event);
            }
            Problem problem = more.isEmpty() ? null : problem(entry, whole);
            if (outcome.of(id, entry, more.size(), problem) && problem == null && !more.isEmpty()) {
                write(id, entry, whole, more, hashes.getOrDefault(id, entry.digest()), before.size());
            }
        }
    }

    /** Keeps everybody else from adding events to these entries until the end, as an event entered by itself does; in one order. */
    private static void lock(Connection connection, Object[] ids) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(
                "select pg_advisory_xact_lock(id) from (select id from unnest(?) as id order by id) as sorted")) {
            lock.setArray(1, connection.createArrayOf("bigint", ids));
            lock.execute();
        }
    }

    private @Nullable Problem problem(ImportEntry entry, Listing whole) {
        Kind kind = catalogue.findList(whole.list()).map(ListType::kind).orElse(null);
        Refusal refusal = Lifecycle.refusal(whole, kind).orElse(null);
        if (refusal == null) {
            return null;
        }
        Event event = refusal.event();
        String day = event == null ? "" : event.at().toString();
        return Problem.error(
                "impossible-history",
                file,
                entry.line(),
                0,
                event == null ? null : event.type().code(),
                new Text(
                        day + " 的事件与已入库的历史不合:" + refusal.message().zh(),
                        "The event of " + day + " does not fit the stored history: "
                                + refusal.message().en()),
                refusal.mend());
    }

    /** Those of the given events that are not among the stored ones, each stored one counted once. */
    private static List<Event> unknown(List<Event> stored, List<Event> given) {
        List<Event> rest = new ArrayList<>(stored);
        List<Event> unknown = new ArrayList<>();
        for (Event event : given) {
            Event plain = plain(event);
            boolean known = false;
            for (int i = 0; i < rest.size() && !known; i++) {
                if (plain(rest.get(i)).equals(plain)) {
                    rest.remove(i);
                    known = true;
                }
            }
            if (!known) {
                unknown.add(plain);
            }
        }
        return unknown;
    }

    /** The event as it is stored, without the moment at which it was recorded. */
    private static Event plain(Event event) {
        return new Event(
                event.type(),
                event.at(),
                NOT_YET,
                EventChain.actor(event.actor()),
                event.docNo(),
                event.reason(),
                event.origin(),
                event.changes());
    }

    /** Writes those events of a history, in the order in which they take effect. */
    private void write(long id, ImportEntry entry, Listing whole, List<Event> which, byte[] last, int already) {
        Set<Event> wanted = Collections.newSetFromMap(new IdentityHashMap<>());
        wanted.addAll(which);
        byte[] subject = vault.reference(whole.subject());
        byte[] previous = last;
        int seq = already;
        for (Lifecycle.Step step : Lifecycle.steps(whole)) {
            Event event = step.event();
            if (!wanted.contains(event)) {
                continue;
            }
            seq++;
            byte[] hash = chain.next(previous, entry.entryId(), seq, event);
            String actor = EventChain.actor(event.actor());
            boolean known = actor != null
                    && Arrays.stream(Actor.values()).anyMatch(one -> one.code().equals(actor));
            events.row(EVENT_COLUMN_COUNT)
                    .int8(id)
                    .int4(seq)
                    .bytea(subject)
                    .text(event.type().code())
                    .date(event.at())
                    .text(known ? actor : null)
                    .text(known ? null : actor)
                    .text(event.docNo())
                    .text(event.reason())
                    .text(event.origin() == null ? null : event.origin().code());
            if (event.changes().isEmpty()) {
                events.none();
            } else {
                events.jsonb(JsonWriter.inOrder(event.changes()));
            }
            events.text(step.from() == null ? null : step.from().code())
                    .text(step.to().code())
                    .bytea(previous)
                    .bytea(hash)
                    .uuid(importId);
            related(id, seq, whole);
            previous = hash;
        }
    }

    private void related(long id, int seq, Listing listing) {
        Set<String> written = new HashSet<>();
        for (RelatedPerson person : listing.related()) {
            if (!written.add(
                    person.role() + ' ' + person.id().type() + person.id().value())) {
                continue;
            }
            related.row(RELATED_COLUMN_COUNT)
                    .bytea(vault.reference(person.id()))
                    .int8(id)
                    .int4(seq)
                    .text(person.role())
                    .bool(person.personallyResponsible())
                    .int2(vault.keyVersion());
        }
    }
}
