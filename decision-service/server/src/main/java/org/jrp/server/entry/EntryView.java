package org.jrp.server.entry;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One entry with its life (条目详情).
 *
 * @param entry as in a list; with the name of a natural person
 * @param importId the delivery it came by
 * @param source who delivered it
 * @param imported whether it came recognised from elsewhere
 * @param allowed what the caller may do to it today
 * @param timers time limits that run today
 * @param events in the order in which they became known
 */
record EntryView(
        EntryItem entry,
        EntryItem.MaskedSubject subject,
        @Nullable String basis,
        @Nullable Boolean courtOrder,
        @Nullable Boolean personalResponsibility,
        List<Related> related,
        UUID importId,
        String source,
        boolean imported,
        List<Allowed> allowed,
        List<RunningTimer> timers,
        List<Happened> events) {

    /** A person named by the entry. */
    record Related(
            String role, String idType, String id, @Nullable Boolean personallyResponsible) {}

    /** An event open to the caller, and as whom. */
    record Allowed(String type, String name, String actor) {}

    /** An event of the entry. */
    record Happened(
            int seq,
            String type,
            String name,
            LocalDate at,
            Instant recordedAt,
            @Nullable String actor,
            @Nullable String actorOrg,
            @Nullable String actorPerson,
            @Nullable String docNo,
            @Nullable String article,
            @Nullable String reason,
            @Nullable String origin,
            Map<String, String> changes,
            @Nullable String fromState,
            @Nullable String toState,
            @Nullable String attachmentsHash,
            String hash) {}
}
