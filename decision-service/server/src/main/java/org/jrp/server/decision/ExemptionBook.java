package org.jrp.server.decision;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jrp.decision.Applied;
import org.jrp.decision.Decision;
import org.jrp.json.Json;
import org.jrp.json.JsonWriter;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * All exemptions (豁免登记), in memory, with the epoch of access they were read at. Who registers or ends one moves that epoch in the same
 * transaction, and the statement that records decisions refuses what was decided under an epoch that has moved since: so an exemption
 * that was committed before a question came is in its answer, on every node. What an answer showed is recorded with it.
 */
@Component
class ExemptionBook {

    private static final String ALL = """
            select e.id, e.department, e.subject, e.measure, e.entry_id, e.valid_from, least(e.valid_to, x.ended_on) as valid_to,
                e.author, e.reason
            from exemption e left join exemption_end x on x.exemption = e.id
            where e.valid_from < least(e.valid_to, x.ended_on)
            order by e.id
            """;

    private final JdbcClient jdbc;
    private volatile Edition read = new Edition(-1, Map.of());

    ExemptionBook(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * An exemption.
     *
     * @param entryId null where it holds whatever entry calls for the measure
     * @param validTo first day without it
     */
    record Exemption(
            UUID id,
            String department,
            String measure,
            @Nullable String entryId,
            LocalDate validFrom,
            LocalDate validTo,
            String author,
            String reason) {

        private boolean covers(Applied applied, LocalDate day) {
            return measure.equals(applied.code())
                    && !day.isBefore(validFrom)
                    && day.isBefore(validTo)
                    && (entryId == null || applied.triggeredBy().contains(entryId));
        }

        private Map<String, @Nullable Object> shown() {
            Map<String, @Nullable Object> shown = new LinkedHashMap<>();
            shown.put("exemptionId", id.toString());
            shown.put("department", department);
            shown.put("validFrom", validFrom.toString());
            shown.put("validTo", validTo.toString());
            shown.put("author", author);
            shown.put("reason", reason);
            return shown;
        }
    }

    /**
     * The book as it was read.
     *
     * @param epoch of access, read before the exemptions were
     */
    record Edition(long epoch, Map<Ref, List<Exemption>> bySubject) {

        /**
         * The exemptions that concern measures of a decision about that subject, by measure, as JSON; null where there are none.
         *
         * @param asOf the day asked about
         */
        byte @Nullable [] shown(List<Ref> subject, Decision decision, LocalDate asOf) {
            if (bySubject.isEmpty() || decision.measures().isEmpty()) {
                return null;
            }
            List<Exemption> about = subject.stream()
                    .distinct()
                    .flatMap(ref -> bySubject.getOrDefault(ref, List.of()).stream())
                    .sorted(Comparator.comparing(Exemption::id))
                    .toList();
            if (about.isEmpty()) {
                return null;
            }
            Map<String, @Nullable Object> shown = new LinkedHashMap<>();
            for (Applied measure : decision.measures()) {
                List<Map<String, @Nullable Object>> covering = about.stream()
                        .filter(one -> one.covers(measure, asOf))
                        .map(Exemption::shown)
                        .toList();
                if (!covering.isEmpty()) {
                    shown.put(measure.code(), covering);
                }
            }
            return shown.isEmpty() ? null : JsonWriter.inOrder(shown);
        }
    }

    /** The book as of that epoch, or later. */
    Edition asOf(long epoch) {
        Edition last = read;
        return last.epoch() >= epoch ? last : readAgain(epoch);
    }

    private synchronized Edition readAgain(long epoch) {
        Edition last = read;
        if (last.epoch() >= epoch) {
            return last;
        }
        // The epoch first: what is read after it is at least as new as it says.
        long now = jdbc.sql("select access from epoch").query(Long.class).single();
        Map<Ref, List<Exemption>> bySubject = new HashMap<>();
        jdbc.sql(ALL).query(row -> {
            bySubject
                    .computeIfAbsent(Ref.of(row.getBytes("subject")), subject -> new ArrayList<>())
                    .add(exemption(row));
        });
        Edition edition = new Edition(now, Map.copyOf(bySubject));
        read = edition;
        return edition;
    }

    private static Exemption exemption(ResultSet row) throws SQLException {
        return new Exemption(
                row.getObject("id", UUID.class),
                row.getString("department"),
                row.getString("measure"),
                row.getString("entry_id"),
                row.getObject("valid_from", LocalDate.class),
                row.getObject("valid_to", LocalDate.class),
                row.getString("author"),
                row.getString("reason"));
    }

    /** What {@link Edition#shown} gave, taken apart: the JSON for each measure. */
    static Map<String, byte[]> byMeasure(byte @Nullable [] shown) {
        if (shown == null) {
            return Map.of();
        }
        Map<String, byte[]> parts = new HashMap<>();
        if (Json.read(shown) instanceof Map<?, ?> map) {
            Set<? extends Map.Entry<?, ?>> entries = map.entrySet();
            entries.forEach(entry -> parts.put(String.valueOf(entry.getKey()), JsonWriter.inOrder(entry.getValue())));
        }
        return parts;
    }
}
