package org.jrp.server.feedback;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jrp.catalogue.Measure;
import org.jrp.catalogue.Nearest;
import org.jrp.catalogue.Text;
import org.jrp.server.Uuids;
import org.jrp.server.access.AccessCache;
import org.jrp.server.access.AccessLog;
import org.jrp.server.access.Caller;
import org.jrp.server.access.Cursor;
import org.jrp.server.access.Role;
import org.jrp.server.problem.ProblemException;
import org.jrp.server.subject.Personal;
import org.jrp.server.subject.SubjectVault;
import org.jrp.subject.SubjectId;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Service;

/**
 * Registers that a department leaves a measure out for a time (豁免), for a reason that it states. What decisions compute stays as it is:
 * an exemption stands beside the measure in every later answer, until its day has come.
 */
@Service
class Exemptions {

    private static final int MOST_YEARS = 2;
    private static final String COLUMNS = """
            select e.*, x.ended_on, x.reason as end_reason, x.officer as ended_by, x.recorded_at as ended_at
            from exemption e left join exemption_end x on x.exemption = e.id
            """;

    private final JdbcClient jdbc;
    private final SubjectVault vault;
    private final MaskedSubjects subjects;
    private final FeedbackViews views;
    private final AccessCache cache;
    private final AccessLog access;
    private final InstantSource clock;

    Exemptions(
            JdbcClient jdbc,
            SubjectVault vault,
            MaskedSubjects subjects,
            FeedbackViews views,
            AccessCache cache,
            AccessLog access,
            InstantSource clock) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.subjects = subjects;
        this.views = views;
        this.cache = cache;
        this.access = access;
        this.clock = clock;
    }

    /** Registers one for the caller's department; within a transaction. */
    ExemptionView begin(Caller caller, ExemptionRequest request) {
        LocalDate today = views.today();
        SubjectId subject = request.id(today);
        Content content = new Content();
        String measure = measure(content, request.measure());
        String entryId = content.text("/entryId", request.entryId(), Content.LONGEST_NUMBER);
        LocalDate from = request.validFrom() == null ? today : request.validFrom();
        if (from.isBefore(today) || from.isAfter(today.plusYears(MOST_YEARS))) {
            content.wrong(
                    "/validFrom",
                    "out-of-range",
                    "豁免不得追溯:起日应为今天(" + today + ")或以后,且在两年之内。",
                    "An exemption is not backdated: it begins today (" + today + ") or later, within two years.");
        }
        LocalDate to = request.validTo();
        if (to == null || !to.isAfter(from) || to.isAfter(from.plusYears(MOST_YEARS))) {
            content.wrong(
                    "/validTo",
                    to == null ? "missing" : "out-of-range",
                    "止日(不含当日)应晚于起日,最长两年。",
                    "It ends (that day not included) after it begins, within two years.");
        }
        String reason = content.needed(
                "/reason", request.reason(), Content.LONGEST_TEXT, new Text("请写明豁免理由。", "Give the reason."));
        String documentNo = content.text("/documentNo", request.documentNo(), Content.LONGEST_NUMBER);
        String author = content.officer(caller, "/officer", request.officer());
        ExemptionRequest.Subject sent = request.subject();
        String name = content.text("/subject/name", sent == null ? null : sent.name(), Content.LONGEST_NUMBER);
        List<byte[]> references = vault.references(subject);
        if (entryId != null && !concerns(entryId, references)) {
            content.wrong("/entryId", "unknown-entry", "该主体没有这条列入记录。", "The subject has no such entry.");
        }
        content.refuseIfWrong();
        // First: whoever registers another waits here, and sees this one.
        cache.changed();
        LocalDate end = Objects.requireNonNull(to);
        refuseSecond(caller, references, measure, entryId, from, end);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        UUID id = Uuids.at(now);
        byte[] reference = vault.reference(subject);
        jdbc.sql("""
                        insert into exemption (id, department, subject, key_version, personal, measure, entry_id, valid_from, valid_to,
                            author, reason, document_no, credential, recorded_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .params(Arrays.asList(
                        id,
                        caller.department().code(),
                        reference,
                        vault.keyVersion(),
                        vault.seal(
                                new Personal(subject, name, null, List.of()).bytes(),
                                MaskedSubjects.exemptionPlace(id)),
                        measure,
                        entryId,
                        from,
                        end,
                        author,
                        reason,
                        documentNo,
                        caller.credential(),
                        now.atOffset(java.time.ZoneOffset.UTC)))
                .update();
        access.record(caller, "exemption-begin", reference, id.toString(), reason, "created");
        return find(caller, id).orElseThrow();
    }

    /** Ends one of the caller's department before its time; within a transaction. */
    ExemptionView end(Caller caller, UUID id, ExemptionRequest.End request) {
        ExemptionView one = find(caller, id)
                .filter(found -> cache.answersFor(caller.department(), found.department()))
                .orElseThrow(Exemptions::unknown);
        LocalDate today = views.today();
        Content content = new Content();
        String reason = content.needed(
                "/reason", request.reason(), Content.LONGEST_TEXT, new Text("请写明终止理由。", "Give the reason."));
        String officer = content.officer(caller, "/officer", request.officer());
        LocalDate on = request.on() == null ? today : request.on();
        if (one.ended() == null
                && one.validTo().isAfter(today)
                && (on.isBefore(today) || !on.isBefore(one.validTo()))) {
            content.wrong(
                    "/on",
                    "out-of-range",
                    "终止日应为今天(" + today + ")至 " + one.validTo() + " 之前。",
                    "It ends from today (" + today + ") on, before " + one.validTo() + ".");
        }
        content.refuseIfWrong();
        if (one.ended() != null || !one.validTo().isAfter(today)) {
            throw over();
        }
        cache.changed();
        int ended = jdbc.sql("""
                        insert into exemption_end (exemption, ended_on, reason, officer, credential) values (?, ?, ?, ?, ?)
                        on conflict do nothing
                        """)
                .params(id, on, reason, officer, caller.credential())
                .update();
        if (ended == 0) {
            throw over();
        }
        access.record(caller, "exemption-end", null, id.toString(), reason, "ended");
        return find(caller, id).orElseThrow();
    }

    /** One that the caller may see. */
    ExemptionView seen(Caller caller, UUID id) {
        Optional<ExemptionView> found = find(caller, id);
        access.record(caller, "exemption-read", null, id.toString(), null, found.isPresent() ? "found" : "not-found");
        return found.orElseThrow(Exemptions::unknown);
    }

    /** A page of those that the caller may see, newest first. */
    ExemptionView.Page page(
            Caller caller,
            @Nullable String wanted,
            @Nullable Boolean active,
            @Nullable Integer limit,
            @Nullable String cursor) {
        String department = wanted == null && Pending.followsUp(caller) ? null : views.department(caller, wanted);
        int most = Cursor.limit(limit);
        StringBuilder sql = new StringBuilder(COLUMNS).append("where e.id < :before");
        Map<String, Object> values = new HashMap<>();
        values.put("before", Cursor.before(cursor));
        values.put("limit", most + 1);
        if (department != null) {
            sql.append(" and e.department = :department");
            values.put("department", department);
        }
        if (active != null) {
            sql.append(active ? " and" : " and not")
                    .append(" (e.valid_from <= :today and :today < least(e.valid_to, x.ended_on))");
            values.put("today", views.today());
        }
        List<ExemptionView> found = jdbc.sql(
                        sql.append(" order by e.id desc limit :limit").toString())
                .params(values)
                .query((row, number) -> view(caller, row))
                .list();
        List<ExemptionView> shown = found.subList(0, Math.min(most, found.size()));
        access.record(caller, "exemption-search", null, department, null, shown.isEmpty() ? "not-found" : "found");
        return new ExemptionView.Page(
                List.copyOf(shown),
                found.size() > most ? Cursor.of(shown.get(shown.size() - 1).exemptionId()) : null);
    }

    private Optional<ExemptionView> find(Caller caller, UUID id) {
        return jdbc.sql(COLUMNS + "where e.id = ?")
                .param(id)
                .query((row, number) -> view(caller, row))
                .optional()
                .filter(one -> views.sees(caller, one.department()));
    }

    private ExemptionView view(Caller caller, ResultSet row) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        String department = row.getString("department");
        LocalDate from = row.getObject("valid_from", LocalDate.class);
        LocalDate to = row.getObject("valid_to", LocalDate.class);
        LocalDate endedOn = row.getObject("ended_on", LocalDate.class);
        LocalDate last = endedOn != null && endedOn.isBefore(to) ? endedOn : to;
        LocalDate today = views.today();
        String measure = row.getString("measure");
        boolean named = cache.answersFor(caller.department(), department) || caller.is(Role.AUDITOR);
        return new ExemptionView(
                id,
                department,
                subjects.ofExemption(id, row.getBytes("personal")).shown(named),
                measure,
                views.measureName(measure),
                row.getString("entry_id"),
                from,
                to,
                row.getString("author"),
                row.getString("reason"),
                row.getString("document_no"),
                !today.isBefore(from) && today.isBefore(last),
                endedOn == null
                        ? null
                        : new ExemptionView.Ended(
                                endedOn,
                                row.getString("end_reason"),
                                row.getString("ended_by"),
                                FeedbackViews.moment(row.getObject("ended_at", OffsetDateTime.class)
                                        .toInstant())),
                FeedbackViews.moment(
                        row.getObject("recorded_at", OffsetDateTime.class).toInstant()));
    }

    private String measure(Content content, @Nullable String code) {
        String wanted = code == null ? "" : code.strip();
        if (views.catalogue().findMeasure(wanted).isEmpty()) {
            content.wrong(
                    "/measure",
                    code == null ? "missing" : "unknown-measure",
                    Nearest.mend(
                            wanted.length() > 100 ? wanted.substring(0, 100) : wanted,
                            views.catalogue().measures().stream()
                                    .map(Measure::code)
                                    .toList(),
                            new Text("目录中没有这项措施。", "The catalogue has no such measure.")));
        }
        return wanted;
    }

    private boolean concerns(String entryId, List<byte[]> references) {
        return jdbc.sql("select exists (select 1 from listing where entry_id = ? and subject = any (?))")
                .params(entryId, new SqlArrayValue("bytea", (Object[]) references.toArray(byte[][]::new)))
                .query(Boolean.class)
                .single();
    }

    private void refuseSecond(
            Caller caller,
            List<byte[]> references,
            String measure,
            @Nullable String entryId,
            LocalDate from,
            LocalDate to) {
        Optional<UUID> other = jdbc.sql("""
                        select e.id from exemption e left join exemption_end x on x.exemption = e.id
                        where e.subject = any (?) and e.department = ? and e.measure = ? and e.entry_id is not distinct from ?::text
                            and e.valid_from < ? and least(e.valid_to, x.ended_on) > ?
                        order by e.id limit 1
                        """)
                .params(Arrays.asList(
                        new SqlArrayValue("bytea", (Object[]) references.toArray(byte[][]::new)),
                        caller.department().code(),
                        measure,
                        entryId,
                        to,
                        from))
                .query(UUID.class)
                .optional();
        other.ifPresent(id -> {
            throw ProblemException.of(
                            409,
                            "already-exempted",
                            "本部门对该主体的这项措施在此期间已有豁免(" + id + ");如需变更,先终止它。",
                            "Your department exempted the measure in that time (" + id
                                    + "): end that first to change it.")
                    .with("exemptionId", id.toString());
        });
    }

    private static ProblemException over() {
        return ProblemException.of(409, "exemption-over", "该豁免已经到期或终止。", "The exemption is over or was ended.");
    }

    private static ProblemException unknown() {
        return ProblemException.of(
                404,
                "unknown-exemption",
                "没有这项豁免,或它不属于本部门。",
                "There is no such exemption, or it is not your department's.");
    }
}
