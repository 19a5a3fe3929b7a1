package org.jrp.server.replay;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads the log as it stands (读取决定记录), a page at a time in the order of ids. */
@Component
class StoredDecisions {

    private final JdbcClient jdbc;

    StoredDecisions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<StoredDecision> find(UUID id) {
        return jdbc.sql("select " + StoredDecision.COLUMNS + " from decision where id = ?")
                .param(id)
                .query(StoredDecision::of)
                .optional();
    }

    /**
     * The next ones.
     *
     * @param after the last one of the page before; null for the first page
     * @param department null for all
     */
    List<StoredDecision> page(Range range, @Nullable UUID after, @Nullable String department, int limit) {
        return jdbc.sql("select " + StoredDecision.COLUMNS + " from decision where id >= ? and id < ? and id > ?"
                        + (department == null ? " and ?::text is null" : " and department = ?")
                        + " order by id limit ?")
                .param(range.first())
                .param(range.until())
                .param(after == null ? Range.before(range.first()) : after)
                .param(department)
                .param(limit)
                .query(StoredDecision::of)
                .list();
    }

    long count(Range range, @Nullable String department) {
        return jdbc.sql(
                        "select count(*) from decision where id >= ? and id < ? and (?::text is null or department = ?)")
                .param(range.first())
                .param(range.until())
                .param(department)
                .param(department)
                .query(Long.class)
                .single();
    }
}
