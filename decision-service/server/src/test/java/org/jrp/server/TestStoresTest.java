package org.jrp.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class TestStoresTest {

    @Test
    void a_fresh_database_has_the_tables_and_nothing_in_them() {
        JdbcClient database = JdbcClient.create(TestStores.migratedDatabase().dataSource());

        assertThat(database.sql("select count(*) from decision")
                        .query(Long.class)
                        .single())
                .isZero();
    }
}
