package org.jrp.server.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.YearMonth;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.jrp.server.TestStores;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class HousekeepingTest {

    private final TestStores.Database database = TestStores.migratedDatabase();
    private final JdbcClient jdbc = JdbcClient.create(database.dataSource());
    private final Housekeeping housekeeping = new Housekeeping(jdbc);

    @Test
    void the_partitions_of_the_coming_months_are_there_and_made_once() {
        JdbcClient owner = JdbcClient.create(database.ownerDataSource());
        String last = "decision_"
                + YearMonth.now(ZoneId.of("Asia/Shanghai"))
                        .plusMonths(2)
                        .format(DateTimeFormatter.ofPattern("yyyy_MM"));
        owner.sql("drop table " + last).update();

        housekeeping.tidy();
        housekeeping.tidy();

        assertThat(jdbc.sql("select to_regclass(?) is not null")
                        .param(last)
                        .query(Boolean.class)
                        .single())
                .isTrue();
    }

    @Test
    void answers_kept_for_repeated_writes_go_after_a_week() {
        for (int days : new int[] {1, 6, 8, 30}) {
            jdbc.sql("insert into idempotency (caller, key, body_hash, recorded_at)"
                            + " values ('c', ?, '\\x00', now() - make_interval(days => ?))")
                    .params("k" + days, days)
                    .update();
        }

        housekeeping.tidy();

        assertThat(jdbc.sql("select key from idempotency order by key")
                        .query(String.class)
                        .list())
                .containsExactly("k1", "k6");
    }
}
