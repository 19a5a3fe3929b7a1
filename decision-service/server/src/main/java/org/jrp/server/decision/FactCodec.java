package org.jrp.server.decision;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jrp.catalogue.Coded;
import org.jrp.json.Json;
import org.jrp.json.JsonException;
import org.jrp.json.JsonWriter;
import org.jrp.listing.Event;
import org.jrp.listing.EventType;
import org.jrp.listing.Listing;
import org.jrp.listing.Origin;
import org.jrp.listing.Severity;
import org.jrp.server.entry.StoredListing;
import org.jrp.server.subject.Personal;
import org.jspecify.annotations.Nullable;

/** Facts as JSON, for the shared cache alone (案卷编码). Holds ids: to be encrypted before it leaves the process. */
final class FactCodec {

    private FactCodec() {}

    static byte[] bytes(Facts facts) {
        JsonWriter out = new JsonWriter();
        out.object().name("refs").array();
        for (int i = 0; i < facts.refs().size(); i++) {
            Ref ref = facts.refs().get(i);
            out.object().field("high", Long.toHexString(ref.high())).field("low", Long.toHexString(ref.low()));
            out.field("version", facts.versions()[i]).endObject();
        }
        out.endArray().name("listings").array();
        facts.listings().forEach(one -> listing(out, one));
        out.endArray().endObject();
        return out.toBytes();
    }

    /**
     * The facts in those bytes.
     *
     * @throws IllegalArgumentException when they are not what {@link #bytes} wrote
     */
    static Facts read(byte[] bytes) {
        try {
            Map<?, ?> root = map(Json.read(bytes));
            List<Ref> refs = new ArrayList<>();
            List<?> given = list(root.get("refs"));
            int[] versions = new int[given.size()];
            for (int i = 0; i < versions.length; i++) {
                Map<?, ?> one = map(given.get(i));
                refs.add(new Ref(
                        Long.parseUnsignedLong(text(one, "high"), 16), Long.parseUnsignedLong(text(one, "low"), 16)));
                versions[i] = number(one, "version").intValue();
            }
            List<StoredListing> listings = new ArrayList<>();
            for (Object one : list(root.get("listings"))) {
                listings.add(listing(map(one)));
            }
            return new Facts(refs, versions, listings);
        } catch (JsonException | ClassCastException | DateTimeException | NumberFormatException e) {
            throw new IllegalArgumentException("No facts of ours.", e);
        }
    }

    private static void listing(JsonWriter out, StoredListing one) {
        Listing listing = one.listing();
        out.object()
                .field("row", one.row())
                .field("recordedAt", one.recordedAt().toString());
        out.texts("missing", one.missing()).field("import", one.importId().toString());
        out.field("inheritedFrom", string(one.inheritedFrom()));
        out.field("entryId", listing.entryId()).field("list", listing.list());
        out.field(
                "personal",
                new String(
                        new Personal(listing.subject(), listing.name(), null, listing.related()).bytes(),
                        java.nio.charset.StandardCharsets.UTF_8));
        out.field("recogniser", listing.recogniser()).field("docNo", listing.docNo());
        out.field("basis", listing.basis()).field("recognisedAt", string(listing.recognisedAt()));
        out.field("validFrom", listing.validFrom().toString()).field("validTo", string(listing.validTo()));
        out.field("ground", listing.ground());
        out.field(
                "severity",
                listing.severity() == null ? null : listing.severity().code());
        out.field("corrected", listing.corrected()).field("courtOrder", string(listing.courtOrder()));
        out.field("personalResponsibility", string(listing.personalResponsibility()));
        out.name("events").array();
        for (Event event : listing.events()) {
            out.object()
                    .field("type", event.type().code())
                    .field("at", event.at().toString());
            out.field("recordedAt", event.recordedAt().toString()).field("actor", event.actor());
            out.field("docNo", event.docNo()).field("reason", event.reason());
            out.field("origin", event.origin() == null ? null : event.origin().code());
            out.name("changes").object();
            event.changes().forEach(out::field);
            out.endObject().endObject();
        }
        out.endArray().endObject();
    }

    private static StoredListing listing(Map<?, ?> one) {
        Personal personal = Personal.read(text(one, "personal").getBytes(java.nio.charset.StandardCharsets.UTF_8));
        List<Event> events = new ArrayList<>();
        for (Object item : list(one.get("events"))) {
            Map<?, ?> event = map(item);
            Map<String, String> changes = new LinkedHashMap<>();
            map(event.get("changes")).forEach((key, value) -> changes.put((String) key, (String) value));
            String origin = (String) event.get("origin");
            events.add(new Event(
                    coded(EventType.class, text(event, "type")),
                    LocalDate.parse(text(event, "at")),
                    Instant.parse(text(event, "recordedAt")),
                    (String) event.get("actor"),
                    (String) event.get("docNo"),
                    (String) event.get("reason"),
                    origin == null ? null : coded(Origin.class, origin),
                    changes));
        }
        String severity = (String) one.get("severity");
        Listing listing = new Listing(
                (String) one.get("entryId"),
                personal.id(),
                personal.name(),
                text(one, "list"),
                (String) one.get("recogniser"),
                (String) one.get("docNo"),
                (String) one.get("basis"),
                date(one, "recognisedAt"),
                LocalDate.parse(text(one, "validFrom")),
                date(one, "validTo"),
                (String) one.get("ground"),
                severity == null ? null : coded(Severity.class, severity),
                Boolean.TRUE.equals(one.get("corrected")),
                bool(one, "courtOrder"),
                bool(one, "personalResponsibility"),
                personal.related(),
                events);
        List<String> missing = new ArrayList<>();
        list(one.get("missing")).forEach(word -> missing.add((String) word));
        return new StoredListing(
                number(one, "row"),
                listing,
                Instant.parse(text(one, "recordedAt")),
                missing,
                UUID.fromString(text(one, "import")),
                date(one, "inheritedFrom"));
    }

    private static <E extends Enum<E> & Coded> E coded(Class<E> type, String code) {
        return Coded.find(type, code).orElseThrow(() -> new IllegalArgumentException("No word of ours."));
    }

    private static @Nullable String string(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static @Nullable LocalDate date(Map<?, ?> at, String key) {
        String text = (String) at.get(key);
        return text == null ? null : LocalDate.parse(text);
    }

    private static @Nullable Boolean bool(Map<?, ?> at, String key) {
        String text = (String) at.get(key);
        return text == null ? null : Boolean.valueOf(text);
    }

    private static String text(Map<?, ?> at, String key) {
        if (at.get(key) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("No " + key + ".");
    }

    private static Long number(Map<?, ?> at, String key) {
        if (at.get(key) instanceof Long number) {
            return number;
        }
        throw new IllegalArgumentException("No " + key + ".");
    }

    private static Map<?, ?> map(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalArgumentException("No object.");
    }

    private static List<?> list(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw new IllegalArgumentException("No list.");
    }
}
