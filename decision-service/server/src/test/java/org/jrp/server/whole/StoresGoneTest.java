package org.jrp.server.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Without its database the service answers nothing that is not recorded, and goes on by itself as soon as it can. */
class StoresGoneTest {

    private static final Duration SOON = Duration.ofSeconds(90);

    private static TwoNodes nodes;

    @BeforeAll
    static void startNodes() {
        nodes = TwoNodes.running();
        Outcomes.of(nodes.one());
    }

    @AfterEach
    void mend() {
        nodes.postgres().mend();
        await(() -> ask("recovered", null).status() == 201);
    }

    @Test
    void what_cannot_be_recorded_is_not_answered_and_comes_by_itself_when_it_can() {
        Service two = nodes.two();
        assertThat(ask("before", null).status()).isEqualTo(201);

        nodes.postgres().cut();
        Reply refused = ask("while", "gone-1");

        assertThat(refused.status()).as("%s", refused).isEqualTo(503);
        assertThat(refused.code()).isEqualTo("not-recorded");
        assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isPositive();
        Reply english = two.post("/api/v1/decisions", two.officer(), question("while"), "Accept-Language", "en");
        assertThat(english.field("detail")).startsWith("The record cannot be written now");
        assertThat(two.get("/readyz", null).status()).isEqualTo(503);
        assertThat(two.get("/livez", null).status()).isEqualTo(200);
        Reply search = two.post("/api/v1/decisions/search", two.officer(), "{}");
        assertThat(search.status()).isEqualTo(503);
        assertThat(search.code()).isEqualTo("store-unavailable");
        assertThat(rows("while")).isZero();

        nodes.postgres().mend();
        await(() -> ask("while", "gone-1").status() == 201);
        assertThat(ask("while", "gone-1").status()).isEqualTo(201);
        await(() -> two.get("/readyz", null).status() == 200);
        assertThat(rows("while")).isEqualTo(1);
    }

    @Test
    void a_wire_cut_in_the_middle_of_the_work_loses_no_answer_and_records_none_twice() throws Exception {
        List<CompletableFuture<Void>> callers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            int caller = i;
            callers.add(CompletableFuture.runAsync(() -> {
                for (int number = 0; number < 25; number++) {
                    String key = "cut-" + caller + "-" + number;
                    await(() -> {
                        Reply reply = ask("cut", key);
                        if (reply.status() != 201) {
                            assertThat(reply.status()).as("%s", reply).isEqualTo(503);
                        }
                        return reply.status() == 201;
                    });
                }
            }));
        }
        for (int cut = 0; cut < 3; cut++) {
            long seen = rows("cut");
            await(() -> rows("cut") > seen || callers.stream().allMatch(CompletableFuture::isDone));
            nodes.postgres().cut();
            nodes.postgres().mend();
        }
        for (CompletableFuture<Void> one : callers) {
            one.get(SOON.toSeconds() * 2, TimeUnit.SECONDS);
        }

        assertThat(rows("cut")).isEqualTo(8 * 25);
    }

    private static Reply ask(String purpose, @org.jspecify.annotations.Nullable String key) {
        Service two = nodes.two();
        return key == null
                ? two.post("/api/v1/decisions", two.officer(), question(purpose))
                : two.post("/api/v1/decisions", two.officer(), question(purpose), "Idempotency-Key", key);
    }

    private static Map<String, Object> question(String purpose) {
        return Map.of(
                "subject",
                Map.of("id", Ids.enterprise(14_000)),
                "context",
                "government-procurement",
                "purpose",
                purpose,
                "asOf",
                "2018-09-01");
    }

    private static long rows(String purpose) {
        return nodes.database()
                .sql("select count(*) from decision where purpose = ?")
                .param(purpose)
                .query(Long.class)
                .single();
    }

    /** Looks again and again, with a pause, until it is so; fails when it is not so soon. */
    private static void await(Supplier<Boolean> condition) {
        long until = System.nanoTime() + SOON.toNanos();
        while (!condition.get()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(until);
            java.util.concurrent.locks.LockSupport.parkNanos(
                    Duration.ofMillis(20).toNanos());
        }
    }
}
