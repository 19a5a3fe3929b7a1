package org.jrp.server.entry;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jrp.json.JsonWriter;
import org.jrp.listing.Actor;
import org.jrp.listing.Event;
import org.jrp.server.subject.SubjectVault;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The chain of hashes over the events of an entry (事件链): each covers the one before it, so that none can be changed or left out
 * unseen. It begins at the entry's own digest. The hashes are keyed: whoever writes to the database alone cannot mend a broken chain.
 */
@Component
final class EventChain {

    private final SubjectVault vault;

    EventChain(SubjectVault vault) {
        this.vault = vault;
    }

    /**
     * The hash that follows, 32 bytes.
     *
     * @param previous of the event before it; the entry's digest before the first
     * @param seq from 1
     */
    byte[] next(byte[] previous, String entryId, int seq, Event event) {
        JsonWriter out = new JsonWriter();
        out.object()
                .field("entryId", entryId)
                .field("seq", seq)
                .field("type", event.type().code())
                .field("at", event.at().toString())
                .field("actor", actor(event.actor()))
                .field("docNo", event.docNo())
                .field("reason", event.reason())
                .field("origin", event.origin() == null ? null : event.origin().code());
        out.name("changes").object();
        for (Map.Entry<String, String> change : new TreeMap<>(event.changes()).entrySet()) {
            out.field(change.getKey(), change.getValue());
        }
        out.endObject().endObject();
        return vault.digest("event".getBytes(StandardCharsets.US_ASCII), previous, out.toBytes());
    }

    /** The code of an actor of the lifecycle, whichever word it came in; else the name as it came. */
    static @Nullable String actor(@Nullable String name) {
        if (name != null) {
            for (Actor actor : Actor.values()) {
                if (actor.code().equals(name) || actor.chinese().equals(name)) {
                    return actor.code();
                }
            }
        }
        return name;
    }
}
