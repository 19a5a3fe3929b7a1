package org.jrp.server.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.jrp.server.release.Releases;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** While a node has no database it neither switches nor answers; afterwards it decides by what is active, and by nothing else. */
class SwitchWithoutDatabaseTest {

    private static final Duration SOON = Duration.ofSeconds(90);

    private static TwoNodes nodes;
    private static TwoReleases releases;

    @BeforeAll
    static void start() {
        nodes = TwoNodes.running();
        releases = new TwoReleases(nodes, "without-database");
    }

    @AfterEach
    void mend() {
        nodes.postgresOfFirst().mend();
        nodes.postgres().mend();
        Awaitility.await()
                .ignoreExceptions()
                .atMost(SOON)
                .until(() -> releases.check(nodes.one()).status() == 201
                        && releases.check(nodes.two()).status() == 201);
        if (!releases.current(nodes.one()).field("hash").equals(TwoReleases.SHIPPED)) {
            assertThat(releases.activate(nodes.one(), TwoReleases.SHIPPED).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void a_database_that_goes_between_preparing_and_switching_leaves_no_node_half_switched() throws Exception {
        Reply planned = nodes.one()
                .post(
                        "/api/v1/releases/" + releases.changed() + "/activate",
                        releases.approver(),
                        "{\"at\": \"%s\"}".formatted(Instant.now().plusSeconds(5)));
        assertThat(planned.status()).as("%s", planned).isEqualTo(202);

        try (Connection holding = nodes.ownerDataSource().getConnection();
                Statement lock = holding.createStatement()) {
            holding.setAutoCommit(false);
            lock.execute("select pg_advisory_xact_lock(hashtext('release'))");
            Awaitility.await()
                    .atMost(SOON)
                    .until(() -> nodes.database()
                                    .sql("select count(*) from pg_locks where locktype = 'advisory' and not granted")
                                    .query(Long.class)
                                    .single()
                            > 0);
            assertThat(nodes.one().get("/api/v1/nodes", releases.approver()).text())
                    .as("both have compiled it")
                    .containsPattern("loaded\":\\[[^]]*" + releases.changed() + "[^]]*].*loaded\":\\[[^]]*"
                            + releases.changed());
            nodes.postgresOfFirst().cut();
            nodes.postgres().cut();
            holding.rollback();
        }

        assertThat(decidesBy()).containsExactly(TwoReleases.SHIPPED, TwoReleases.SHIPPED);
        assertThat(releases.check(nodes.one()).status()).isEqualTo(503);
        assertThat(releases.check(nodes.two()).status()).isEqualTo(503);
        assertThat(activeInDatabase()).isEqualTo(TwoReleases.SHIPPED);
        assertThat(decidesBy()).containsExactly(TwoReleases.SHIPPED, TwoReleases.SHIPPED);

        nodes.postgresOfFirst().mend();
        nodes.postgres().mend();
        AtomicBoolean switched = new AtomicBoolean();
        List<Reply> wrong = new ArrayList<>();
        Awaitility.await().ignoreExceptions().atMost(SOON).until(() -> {
            int after = 0;
            for (Service node : List.of(nodes.one(), nodes.two())) {
                boolean active = activeInDatabase().equals(releases.changed());
                Reply reply = releases.check(node);
                if (reply.status() == 201) {
                    boolean changed = reply.field("release").equals(releases.changed());
                    if (((switched.get() || active) && !changed) || !TwoReleases.whole(reply)) {
                        wrong.add(reply);
                    }
                    switched.compareAndSet(false, changed);
                    after += changed ? 1 : 0;
                }
            }
            return after == 2;
        });
        assertThat(wrong).as("decided by the release before, or half and half").isEmpty();
        assertThat(decidesBy()).containsExactly(releases.changed(), releases.changed());
    }

    @Test
    void a_node_that_was_away_catches_up_before_it_answers() {
        nodes.postgres().cut();
        Reply activated = releases.activate(nodes.one(), releases.changed());

        assertThat(activated.status()).as("%s", activated).isEqualTo(200);
        assertThat(releases.check(nodes.one()).field("release")).isEqualTo(releases.changed());
        assertThat(releases.check(nodes.two()).status()).isEqualTo(503);

        nodes.postgres().mend();
        Reply first = Awaitility.await()
                .ignoreExceptions()
                .atMost(SOON)
                .until(() -> releases.check(nodes.two()), reply -> reply.status() == 201);
        assertThat(first.field("release")).isEqualTo(releases.changed());
        assertThat(TwoReleases.whole(first)).isTrue();
    }

    private static List<String> decidesBy() {
        return List.of(
                nodes.first().getBean(Releases.class).active().hash(),
                nodes.second().getBean(Releases.class).active().hash());
    }

    private static String activeInDatabase() {
        return nodes.database()
                .sql("select release from release_activation order by seq desc limit 1")
                .query(String.class)
                .single();
    }
}
