package org.jrp.server.figure;

import java.sql.Array;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Cases uploaded in a year (已上传案例).
 *
 * @param byList how many, by list
 * @param entries ids of the entries they are about
 */
record UploadedCases(Map<String, Long> byList, Set<String> entries) {

    private static final String UPLOADED = """
            select c.list, c.entries from joint_case c
            cross join lateral (
                select s.type, (s.recorded_at at time zone 'Asia/Shanghai')::date as day from joint_case_step s
                where s.joint_case = c.id and s.type in ('uploaded', 'retracted') and s.recorded_at <= ?
                    and (s.recorded_at at time zone 'Asia/Shanghai')::date <= ?
                order by s.seq desc limit 1) as last
            where last.type = 'uploaded' and last.day >= ?
            """;

    static UploadedCases of(JdbcTemplate jdbc, Scope scope) {
        UploadedCases found = new UploadedCases(new TreeMap<>(), new HashSet<>());
        jdbc.query(
                UPLOADED,
                row -> {
                    found.byList.merge(row.getString("list"), 1L, Long::sum);
                    Array entries = row.getArray("entries");
                    found.entries.addAll(Arrays.asList((String[]) entries.getArray()));
                },
                YearEntries.at(scope.knownAt()),
                scope.asOf(),
                scope.first());
        return found;
    }

    long total() {
        return byList.values().stream().mapToLong(Long::longValue).sum();
    }
}
