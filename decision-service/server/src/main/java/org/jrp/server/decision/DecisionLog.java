package org.jrp.server.decision;

import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jrp.decision.Question;
import org.jrp.record.CanonicalDecision;
import org.jrp.server.Uuids;
import org.jrp.server.access.AccessCache;
import org.jrp.server.access.AccessLog;
import org.jrp.server.access.Caller;
import org.jrp.server.access.Role;
import org.jrp.server.problem.ProblemException;
import org.jrp.server.subject.Personal;
import org.jrp.server.subject.SubjectVault;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/** Finds recorded decisions and answers with them as they were answered (决定记录查询). */
@Component
public class DecisionLog {

    private static final String COLUMNS = """
            select id, subject, department, credential, officer, purpose, context, matter, outcome, as_of, decided_at, engine,
                decision_hash, record_hash, canonical, personal, exemptions
            from decision
            """;

    private static final int CHUNK = 500;

    private final JdbcClient jdbc;
    private final SubjectVault vault;
    private final AccessLog access;
    private final AccessCache departments;
    private final OfflineDecisions offline;

    DecisionLog(
            JdbcClient jdbc, SubjectVault vault, AccessLog access, AccessCache departments, OfflineDecisions offline) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.access = access;
        this.departments = departments;
        this.offline = offline;
    }

    /** A row of the log. */
    public record Row(
            UUID id,
            byte[] subject,
            String department,
            @Nullable String officer,
            String purpose,
            String context,
            @Nullable String matter,
            String outcome,
            LocalDate asOf,
            Instant decidedAt,
            String engine,
            byte[] decisionHash,
            byte[] recordHash,
            byte[] canonical,
            byte[] personal,
            byte @Nullable [] exemptions) {}

    /** The decision with that id, whoever's it is. */
    public Optional<Row> find(UUID id) {
        return jdbc.sql(COLUMNS + "where id = ?")
                .param(id)
                .query(DecisionLog::row)
                .optional();
    }

    /**
     * The last decision of each department, context and matter about any of those references since that moment, and every one since
     * then that named any of them besides its subject.
     */
    public List<Row> latestAbout(Collection<byte[]> references, Instant since) {
        byte[][] about = references.toArray(byte[][]::new);
        UUID from = Uuids.first(since);
        List<Row> rows = new ArrayList<>(jdbc.sql(
                        "select distinct on (subject, department, context, matter) * from (" + COLUMNS
                                + "where subject = any (?) and id >= ?) d order by subject, department, context, matter, id desc")
                .params(about, from)
                .query(DecisionLog::row)
                .list());
        rows.addAll(jdbc.sql(COLUMNS
                        + "where id in (select decision from decision_related where subject = any (?)) and id >= ?")
                .params(about, from)
                .query(DecisionLog::row)
                .list());
        return rows;
    }

    /**
     * Decisions that rested on an entry, the oldest first: its subject, or somebody it names, was asked about, and the answer shows it.
     *
     * @param references of everybody whom the entry concerns
     * @param after the last one of the page before; null for the first
     */
    public List<Row> restedOn(String entryId, Collection<byte[]> references, @Nullable UUID after, int limit) {
        byte[][] about = references.toArray(byte[][]::new);
        List<Row> found = new ArrayList<>();
        UUID last = after == null ? new UUID(0, 0) : after;
        while (found.size() < limit) {
            List<Row> rows = jdbc.sql(COLUMNS + """
                            where id > ? and (subject = any (?)
                                or id in (select decision from decision_related where subject = any (?)))
                            order by id limit ?
                            """)
                    .params(last, about, about, CHUNK)
                    .query(DecisionLog::row)
                    .list();
            for (Row row : rows) {
                last = row.id();
                boolean rests = CanonicalDecision.read(row.canonical()).decision().entries().stream()
                        .anyMatch(entry -> entry.entryId().equals(entryId));
                if (rests && found.size() < limit) {
                    found.add(row);
                }
            }
            if (rows.size() < CHUNK) {
                break;
            }
        }
        return found;
    }

    /** The ids of decisions from the first to the last, both included; a few of them. */
    List<UUID> between(UUID first, UUID last) {
        return jdbc.sql("select id from decision where id between ? and ? limit 8")
                .params(first, last)
                .query(UUID.class)
                .list();
    }

    /**
     * The decision with that id, if the caller may see it: its own department's (or that of one it took over from), or any for an auditor. Noted in the access log.
     *
     * @throws ProblemException 404 where there is none that it may see
     */
    public Row seen(UUID id, Caller caller, String action) {
        return findSeen(id, caller, action)
                .orElseThrow(() -> ProblemException.of(
                        404,
                        "unknown-decision",
                        "没有这个决定记录,或它不属于本部门。",
                        "There is no such decision, or it is not your department's."));
    }

    /** The same; empty where there is none that the caller may see. */
    public Optional<Row> findSeen(UUID id, Caller caller, String action) {
        Optional<Row> found = find(id).filter(row ->
                caller.is(Role.AUDITOR) || departments.answersFor(caller.department(), row.department()));
        access.record(
                caller,
                action,
                found.map(Row::subject).orElse(null),
                id.toString(),
                null,
                found.isPresent() ? "found" : "not-found");
        return found;
    }

    /** The answer of a decision, byte for byte as it was given. */
    byte[] answer(UUID id, Caller caller) {
        return answer(seen(id, caller, "read-decision"));
    }

    /**
     * The answer of that row, byte for byte as it was given. Of a decision that was made offline and sent later it says so besides:
     * {@code offline} is its last field.
     */
    public byte[] answer(Row row) {
        byte[] answer = Answers.of(row, personal(row));
        return offline.find(row.id()).map(sent -> Answers.offline(answer, sent)).orElse(answer);
    }

    /** The answer that was given under that key before; refused where it was given to another question. */
    Result repeated(Draft.IdempotencyKey key) {
        record Earlier(byte[] body, @Nullable UUID decision) {}
        Earlier earlier = jdbc.sql("select body_hash, decision from idempotency where caller = ? and key = ?")
                .params(key.caller(), key.key())
                .query((row, number) -> new Earlier(row.getBytes(1), row.getObject(2, UUID.class)))
                .single();
        UUID decision = earlier.decision();
        if (decision == null || !MessageDigest.isEqual(earlier.body(), key.body())) {
            return new Result.Refused(ProblemException.of(
                    422,
                    "idempotency-mismatch",
                    "该 Idempotency-Key 已用于另一个请求;请换一个。",
                    "The Idempotency-Key was used for another request; take another."));
        }
        Row row = find(decision).orElseThrow();
        return new Result.Answered(decision, Answers.of(row, personal(row)), null);
    }

    /** A page of decisions, newest first, in the fields of the contract. */
    Map<String, @Nullable Object> search(Caller caller, DecisionSearch search) {
        StringBuilder sql = new StringBuilder(COLUMNS).append("where id >= :from and id < :to");
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("from", search.from());
        values.put("to", search.to());
        byte[] about = null;
        if (search.subject() != null) {
            List<byte[]> references = vault.references(search.subject());
            about = references.get(0);
            sql.append(" and subject in (:subjects)");
            values.put("subjects", references);
        }
        condition(sql, values, "department", search.department());
        condition(sql, values, "context", search.context());
        condition(sql, values, "outcome", search.outcome());
        sql.append(" order by id desc limit :limit");
        values.put("limit", search.limit() + 1);
        List<Row> rows =
                jdbc.sql(sql.toString()).params(values).query(DecisionLog::row).list();
        access.record(caller, "search-decisions", about, null, null, rows.isEmpty() ? "not-found" : "found");
        List<Map<String, @Nullable Object>> items = new ArrayList<>();
        List<Row> shown = rows.stream().limit(search.limit()).toList();
        Set<UUID> sentLater = offline.among(shown.stream().map(Row::id).toList());
        shown.forEach(row -> items.add(item(row, sentLater.contains(row.id()))));
        Map<String, @Nullable Object> page = new LinkedHashMap<>();
        page.put("items", items);
        page.put(
                "cursor",
                rows.size() > search.limit()
                        ? DecisionSearch.cursor(rows.get(search.limit() - 1).id())
                        : null);
        return page;
    }

    private static void condition(
            StringBuilder sql, Map<String, Object> values, String column, @Nullable String value) {
        if (value != null) {
            sql.append(" and ").append(column).append(" = :").append(column);
            values.put(column, value);
        }
    }

    private Map<String, @Nullable Object> item(Row row, boolean sentLater) {
        Personal personal = personal(row);
        Map<String, @Nullable Object> subject = new LinkedHashMap<>();
        subject.put("idType", personal.id().type().code());
        subject.put("id", personal.id().masked());
        subject.put("name", personal.name());
        Map<String, @Nullable Object> item = new LinkedHashMap<>();
        item.put("decisionId", row.id().toString());
        item.put("decidedAt", row.decidedAt().atOffset(Question.SHANGHAI).toString());
        item.put("department", row.department());
        item.put("officer", row.officer());
        item.put("purpose", row.purpose());
        item.put("subject", subject);
        item.put("context", row.context());
        item.put("matter", row.matter());
        item.put("asOf", row.asOf().toString());
        item.put("outcome", row.outcome());
        item.put("decisionHash", Answers.hash(row.decisionHash()));
        item.put("offline", sentLater);
        return item;
    }

    /** What is personal about decisions, whosever they are; what was erased or cannot be read is left out. */
    public Map<UUID, Personal> personal(Collection<UUID> ids) {
        Map<UUID, Personal> personal = new HashMap<>();
        jdbc.sql("select id, personal from decision where id = any (?)")
                .param(new SqlArrayValue("uuid", ids.toArray()))
                .query(row -> {
                    UUID id = row.getObject("id", UUID.class);
                    try {
                        personal.put(id, Personal.read(vault.open(row.getBytes("personal"), Evaluation.place(id))));
                    } catch (SubjectVault.UnreadableException e) {
                        personal.remove(id);
                    }
                });
        return personal;
    }

    /** What is personal about a row. */
    public Personal personal(Row row) {
        return Personal.read(vault.open(row.personal(), Evaluation.place(row.id())));
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        return new Row(
                row.getObject("id", UUID.class),
                row.getBytes("subject"),
                row.getString("department"),
                row.getString("officer"),
                row.getString("purpose"),
                row.getString("context"),
                row.getString("matter"),
                row.getString("outcome"),
                row.getDate("as_of").toLocalDate(),
                row.getObject("decided_at", OffsetDateTime.class).toInstant(),
                row.getString("engine"),
                row.getBytes("decision_hash"),
                row.getBytes("record_hash"),
                row.getBytes("canonical"),
                row.getBytes("personal"),
                row.getBytes("exemptions"));
    }
}
