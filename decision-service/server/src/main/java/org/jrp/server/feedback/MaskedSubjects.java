package org.jrp.server.feedback;

import io.swagger.v3.oas.annotations.media.Schema;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jrp.server.decision.DecisionLog;
import org.jrp.server.entry.ListingStore;
import org.jrp.server.subject.Personal;
import org.jrp.server.subject.SubjectVault;
import org.jrp.subject.SubjectId;
import org.jrp.subject.SubjectKind;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/** The subjects of decisions and tasks as they may be shown (脱敏主体): numbers masked, persons named only to who may see the record. */
@Component
class MaskedSubjects {

    private final JdbcClient jdbc;
    private final DecisionLog log;
    private final ListingStore listings;
    private final SubjectVault vault;

    MaskedSubjects(JdbcClient jdbc, DecisionLog log, ListingStore listings, SubjectVault vault) {
        this.jdbc = jdbc;
        this.log = log;
        this.listings = listings;
        this.vault = vault;
    }

    /** A subject as it is shown (脱敏主体). */
    @Schema(name = "FeedbackSubject")
    record Subject(String idType, String id, @Nullable String name) {}

    /** A subject with its name, before it is said who looks. */
    record Known(SubjectId id, @Nullable String name) {

        /** @param persons whether natural persons are named too */
        Subject shown(boolean persons) {
            boolean person = id.defaultKind() == SubjectKind.INDIVIDUAL;
            return new Subject(id.type().code(), id.masked(), persons || !person ? name : null);
        }
    }

    /** The subject of one decision; empty where it was erased. */
    Optional<Known> ofDecision(UUID decision) {
        return Optional.ofNullable(ofDecisions(List.of(decision)).get(decision));
    }

    /** The subjects of decisions. Those that were erased are left out. */
    Map<UUID, Known> ofDecisions(Collection<UUID> decisions) {
        Map<UUID, Known> known = new HashMap<>();
        if (decisions.isEmpty()) {
            return known;
        }
        log.personal(decisions).forEach((id, personal) -> known.put(id, new Known(personal.id(), personal.name())));
        return known;
    }

    /** The subjects of entries, by the key of the entry's row. */
    Map<Long, Known> ofListings(Collection<Long> rows) {
        Map<Long, Known> known = new HashMap<>();
        listings.ofRows(rows.stream().distinct().toList())
                .forEach(one -> known.put(
                        one.row(),
                        new Known(one.listing().subject(), one.listing().name())));
        return known;
    }

    /** The rows of entries that tasks stand on. */
    Map<UUID, Long> listingsOf(Collection<UUID> tasks) {
        Map<UUID, Long> rows = new HashMap<>();
        if (!tasks.isEmpty()) {
            jdbc.sql("select id, listing from task where id = any (?)")
                    .param(new SqlArrayValue("uuid", tasks.toArray()))
                    .query(row -> {
                        rows.put(row.getObject("id", UUID.class), row.getLong("listing"));
                    });
        }
        return rows;
    }

    /** The subject of an exemption. */
    Known ofExemption(UUID id, byte[] sealed) {
        Personal personal = Personal.read(vault.open(sealed, exemptionPlace(id)));
        return new Known(personal.id(), personal.name());
    }

    /** The place in which an exemption's personal fields are sealed. */
    static byte[] exemptionPlace(UUID id) {
        return ("exemption:" + id).getBytes(StandardCharsets.UTF_8);
    }
}
