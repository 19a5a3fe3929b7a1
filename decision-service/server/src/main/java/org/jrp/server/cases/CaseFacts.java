package org.jrp.server.cases;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jrp.server.subject.Personal;
import org.jrp.server.subject.SubjectVault;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/** Reads what a case rests on (案例依据): reports of measures, and the entries they are about. */
@Component
final class CaseFacts {

    private static final String REPORTS = """
            select f.id, f.entry_id, f.list, f.subject, f.measure, f.kind, f.edition, f.department, f.handling, f.action, f.handled_at,
                f.document_no, f.amount,
                exists (select 1 from feedback_event e where e.feedback = f.id and e.type = 'cancelled') as cancelled,
                f.needs_confirmation and not exists (
                    select 1 from feedback_event e where e.feedback = f.id and e.type = 'confirmed')
                    and not exists (
                        select 1 from confirmation c where c.decision = f.decision and c.measure = f.measure) as unconfirmed,
                exists (
                    select 1 from feedback n
                    where (n.decision = f.decision and n.measure = f.measure and n.entry_id = f.entry_id or n.task = f.task)
                        and n.version > f.version
                        and not exists (select 1 from feedback_event e where e.feedback = n.id and e.type = 'cancelled')) as superseded,
                exists (
                    select 1 from joint_case c
                    where f.id = any (c.feedback) and c.department = f.department and not exists (
                        select 1 from joint_case_step s where s.joint_case = c.id and s.type = 'retracted')) as told
            from feedback f where f.id = any (?)
            order by f.handled_at, f.id
            """;

    private static final String ENTRIES = """
            select entry_id, list, personal, recogniser, doc_no, basis, recognised_at, valid_from, ground from listing
            where entry_id = any (?) order by id
            """;

    private final JdbcClient jdbc;
    private final SubjectVault vault;

    CaseFacts(JdbcClient jdbc, SubjectVault vault) {
        this.jdbc = jdbc;
        this.vault = vault;
    }

    /**
     * What a department reported.
     *
     * @param superseded whether a later report took its place
     * @param told whether a case that stands tells of it
     */
    record Report(
            UUID id,
            String entryId,
            String list,
            String measure,
            String kind,
            String edition,
            String department,
            String handling,
            @Nullable String action,
            LocalDate handledAt,
            @Nullable String documentNo,
            @Nullable BigDecimal amount,
            boolean cancelled,
            boolean unconfirmed,
            boolean superseded,
            boolean told) {}

    /** The entry that called for it. */
    record Entry(
            String entryId,
            Personal personal,
            @Nullable String recogniser,
            @Nullable String docNo,
            @Nullable String basis,
            @Nullable LocalDate recognisedAt,
            LocalDate validFrom,
            @Nullable String ground) {}

    List<Report> reports(Collection<UUID> ids) {
        return jdbc.sql(REPORTS)
                .param(new SqlArrayValue("uuid", ids.toArray()))
                .query((row, number) -> report(row))
                .list();
    }

    List<Entry> entries(Collection<String> entryIds) {
        return new ArrayList<>(jdbc.sql(ENTRIES)
                .param(new SqlArrayValue("text", entryIds.toArray()))
                .query((row, number) -> entry(row))
                .list());
    }

    private static Report report(ResultSet row) throws SQLException {
        return new Report(
                row.getObject("id", UUID.class),
                row.getString("entry_id"),
                row.getString("list"),
                row.getString("measure"),
                row.getString("kind"),
                row.getString("edition"),
                row.getString("department"),
                row.getString("handling"),
                row.getString("action"),
                row.getObject("handled_at", LocalDate.class),
                row.getString("document_no"),
                row.getBigDecimal("amount"),
                row.getBoolean("cancelled"),
                row.getBoolean("unconfirmed"),
                row.getBoolean("superseded"),
                row.getBoolean("told"));
    }

    private Entry entry(ResultSet row) throws SQLException {
        String entryId = row.getString("entry_id");
        return new Entry(
                entryId,
                Personal.read(
                        vault.open(row.getBytes("personal"), ("listing:" + entryId).getBytes(StandardCharsets.UTF_8))),
                row.getString("recogniser"),
                row.getString("doc_no"),
                row.getString("basis"),
                row.getObject("recognised_at", LocalDate.class),
                row.getObject("valid_from", LocalDate.class),
                row.getString("ground"));
    }
}
