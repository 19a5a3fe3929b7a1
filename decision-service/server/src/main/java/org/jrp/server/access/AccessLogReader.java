package org.jrp.server.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jrp.server.Uuids;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads decisions and other accesses as one log, newest first (访问日志查询). */
@Component
class AccessLogReader {

    private static final String DECIDE = "decide";

    private final JdbcClient jdbc;

    AccessLogReader(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * One access. Whom it was about is not shown.
     *
     * @param action {@code decide} for a decision
     * @param object id of the decision, entry or key, or code of the list
     */
    record Access(
            UUID id,
            Instant at,
            String department,
            String credential,
            @Nullable String officer,
            String action,
            @Nullable String object,
            @Nullable String purpose,
            String outcome) {}

    /**
     * Which accesses are wanted; null where it does not matter.
     *
     * @param references of one subject, whichever key they were made with
     * @param from inclusive
     * @param to exclusive
     */
    record Wanted(
            @Nullable String department,
            @Nullable String action,
            @Nullable List<byte[]> references,
            @Nullable Instant from,
            @Nullable Instant to) {}

    List<Access> page(Wanted wanted, UUID before, int limit) {
        List<Object> arguments = new ArrayList<>();
        StringBuilder sql = new StringBuilder();
        sql.append(
                "select * from ((select id, department, credential, officer, action, object, purpose, outcome from access_log where ");
        condition(sql, arguments, wanted, before);
        if (wanted.action() != null) {
            sql.append(" and action = ?");
            arguments.add(wanted.action());
        }
        sql.append(" order by id desc limit ?)");
        arguments.add(limit);
        if (wanted.action() == null || wanted.action().equals(DECIDE)) {
            sql.append(" union all (select id, department, credential, officer, '" + DECIDE
                    + "' as action, id::text as object, purpose, outcome from decision where ");
            condition(sql, arguments, wanted, before);
            sql.append(" order by id desc limit ?)");
            arguments.add(limit);
        }
        sql.append(") as log order by id desc limit ?");
        arguments.add(limit);
        return jdbc.sql(sql.toString())
                .params(arguments)
                .query((rs, row) -> read(rs))
                .list();
    }

    private static void condition(StringBuilder sql, List<Object> arguments, Wanted wanted, UUID before) {
        sql.append("id < ?");
        arguments.add(wanted.to() == null ? before : earlier(before, Uuids.first(wanted.to())));
        if (wanted.from() != null) {
            sql.append(" and id >= ?");
            arguments.add(Uuids.first(wanted.from()));
        }
        if (wanted.department() != null) {
            sql.append(" and department = ?");
            arguments.add(wanted.department());
        }
        if (wanted.references() != null) {
            sql.append(" and subject in (");
            for (int i = 0; i < wanted.references().size(); i++) {
                sql.append(i == 0 ? "?" : ", ?");
                arguments.add(wanted.references().get(i));
            }
            sql.append(')');
        }
    }

    /** By the order of PostgreSQL: unsigned. */
    private static UUID earlier(UUID one, UUID other) {
        int order = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
        if (order == 0) {
            order = Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
        }
        return order <= 0 ? one : other;
    }

    private static Access read(ResultSet rs) throws SQLException {
        UUID id = rs.getObject("id", UUID.class);
        return new Access(
                id,
                Uuids.moment(id),
                rs.getString("department"),
                rs.getString("credential"),
                rs.getString("officer"),
                rs.getString("action"),
                rs.getString("object"),
                rs.getString("purpose"),
                rs.getString("outcome"));
    }
}
