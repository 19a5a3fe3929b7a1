package org.jrp.server.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.jrp.server.TestStores;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

class GrantsTest {

    private static JdbcClient app;

    @BeforeAll
    static void work_as_the_service() {
        assumeThat(TestStores.external())
                .as("one user owns everything on the given server")
                .isFalse();
        app = JdbcClient.create(TestStores.migratedDatabase().dataSource());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update decision set purpose = purpose",
                "delete from decision",
                "truncate decision",
                "update decision_other set purpose = purpose",
                "update listing_event set reason = reason",
                "delete from listing_event",
                "update access_log set purpose = purpose",
                "delete from access_log",
                "update source_load set reason = reason",
                "delete from source_load",
                "update decision_upload set uploaded_at = uploaded_at",
                "delete from decision_upload",
                "update release_activation set activated_by = activated_by",
                "delete from release_activation",
                "update release set origin = origin",
                "update listing set valid_to = valid_to",
                "delete from listing",
                "update listing_related set role = role",
                "delete from credential",
                "delete from department",
                "insert into flyway_schema_history select * from flyway_schema_history",
                "alter table decision disable trigger never_changed",
                "drop trigger never_changed on decision",
                "drop table decision",
                "create table mine (id int)",
                "set session_replication_role = replica",
                "set role jrp_owner"
            })
    void the_service_cannot(String statement) {
        assertThatThrownBy(() -> app.sql(statement).update())
                .rootCause()
                .hasMessageMatching("(?s).*(permission denied|must be owner).*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update epoch set access = access + 1",
                "update department set successor = successor",
                "update credential set revoked_at = revoked_at",
                "update idempotency set status = status",
                "delete from idempotency",
                "update import set accepted = accepted",
                "update listing set personal = personal, subject = subject, key_version = key_version",
                "update listing_related set subject = subject, key_version = key_version",
                "insert into source_load (list, recorded_at, source) values ('test', now(), 'test')",
                "create temporary table arriving (id int) on commit drop"
            })
    void the_service_can(String statement) {
        assertThat(app.sql(statement).update()).isNotNegative();
    }

    @Test
    void the_service_numbers_entries_and_makes_partitions() {
        assertThat(app.sql("select nextval('listing_id')").query(Long.class).single())
                .isPositive();
        app.sql("select make_decision_partitions(5)").query(rows -> {});
        assertThat(app.sql("select count(*) from pg_inherits where inhparent = 'decision'::regclass")
                        .query(Long.class)
                        .single())
                .isEqualTo(7);
    }

    @Test
    void the_owners_function_does_not_look_into_the_callers_temporary_tables() {
        assertThat(app.sql(
                                "select array_to_string(proconfig, ';') from pg_proc where proname = 'make_decision_partitions'")
                        .query(String.class)
                        .single())
                .isEqualTo("search_path=public, pg_temp");
    }
}
