package org.jrp.server.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jrp.server.ServerProperties;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The departments registered here, and what they were granted (部门授权). */
@Component
class Departments {

    private final JdbcClient jdbc;
    private final AccessCache cache;
    private final ServerProperties server;
    private final LimitProperties limits;
    private final String place;

    Departments(
            JdbcClient jdbc,
            AccessCache cache,
            ServerProperties server,
            LimitProperties limits,
            @Value("${jrp.place:341182}") String place) {
        this.jdbc = jdbc;
        this.cache = cache;
        this.server = server;
        this.limits = limits;
        this.place = place;
    }

    List<Department> all() {
        return jdbc.sql("select * from department order by code")
                .query((rs, row) -> read(rs))
                .list();
    }

    Optional<Department> find(String code) {
        return jdbc.sql("select * from department where code = ?")
                .param(code)
                .query((rs, row) -> read(rs))
                .optional();
    }

    /** One that was granted nothing yet. */
    Department fresh(String code, String name, List<String> aliases) {
        return new Department(
                code,
                name,
                aliases,
                place,
                Set.of(),
                Set.of(),
                limits.requests(server.demo()),
                limits.subjects(server.demo()),
                false,
                null);
    }

    /** Writes the row; inside a transaction of the caller's. */
    void write(Department one) {
        jdbc.sql("insert into department (code, name, aliases, place, contexts, lists, requests_per_minute,"
                        + " subjects_per_day, sandbox, successor) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                        + " on conflict (code) do update set name = excluded.name, aliases = excluded.aliases,"
                        + " place = excluded.place, contexts = excluded.contexts, lists = excluded.lists,"
                        + " requests_per_minute = excluded.requests_per_minute,"
                        + " subjects_per_day = excluded.subjects_per_day, sandbox = excluded.sandbox,"
                        + " successor = excluded.successor, recorded_at = clock_timestamp()")
                .param(one.code())
                .param(one.name())
                .param(Rows.texts(one.aliases()))
                .param(one.place())
                .param(Rows.texts(one.contexts().stream().sorted().toList()))
                .param(Rows.texts(one.lists().stream().sorted().toList()))
                .param(one.requestsPerMinute())
                .param(one.subjectsPerDay())
                .param(one.sandbox())
                .param(one.successor())
                .update();
        cache.changed();
    }

    static Department read(ResultSet rs) throws SQLException {
        return new Department(
                rs.getString("code"),
                rs.getString("name"),
                Rows.texts(rs, "aliases"),
                rs.getString("place"),
                Set.copyOf(Rows.texts(rs, "contexts")),
                Set.copyOf(Rows.texts(rs, "lists")),
                rs.getInt("requests_per_minute"),
                rs.getInt("subjects_per_day"),
                rs.getBoolean("sandbox"),
                rs.getString("successor"));
    }
}
