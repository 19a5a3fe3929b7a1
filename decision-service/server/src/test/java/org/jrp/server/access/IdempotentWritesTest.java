package org.jrp.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jrp.server.problem.ProblemException;
import org.jrp.server.subject.SubjectKeys;
import org.jrp.server.subject.SubjectVault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.ResponseEntity;

class IdempotentWritesTest {

    private final Store store = new Store();
    private final SubjectVault vault = new SubjectVault(SubjectKeys.random());
    private final IdempotentWrites writes = new IdempotentWrites(store.jdbc, store.transaction, vault);
    private final Caller caller = Store.caller("caller-1", 1, 1);
    private final AtomicInteger written = new AtomicInteger();
    private final Supplier<IdempotentWrites.Answer> write =
            () -> new IdempotentWrites.Answer(201, "/made/" + written.incrementAndGet(), bytes("{\"secret\":\"甲\"}"));

    @Test
    void the_same_key_and_body_give_the_same_answer() {
        ResponseEntity<byte[]> first = writes.run(caller, "k", bytes("a"), write);
        ResponseEntity<byte[]> second = writes.run(caller, "k", bytes("a"), write);

        assertThat(written).hasValue(1);
        assertThat(second.getStatusCode().value()).isEqualTo(201);
        assertThat(second.getHeaders().getFirst("Location")).isEqualTo("/made/1");
        assertThat(second.getBody()).isEqualTo(first.getBody());
    }

    @Test
    void the_same_key_with_another_body_is_refused() {
        writes.run(caller, "k", bytes("a"), write);

        assertCode(() -> writes.run(caller, "k", bytes("b"), write), 422, "idempotency-mismatch");
        assertThat(written).hasValue(1);
    }

    @Test
    void another_caller_has_keys_of_its_own() {
        writes.run(caller, "k", bytes("a"), write);
        writes.run(Store.caller("caller-2", 1, 1), "k", bytes("a"), write);

        assertThat(written).hasValue(2);
    }

    @Test
    void without_a_key_each_call_writes() {
        writes.run(caller, null, bytes("a"), write);
        writes.run(caller, null, bytes("a"), write);

        assertThat(written).hasValue(2);
    }

    @Test
    void a_refused_write_leaves_nothing_and_may_be_tried_again() {
        Supplier<IdempotentWrites.Answer> refused = () -> {
            store.jdbc.sql("update epoch set sources = sources + 1").update();
            throw ProblemException.of(409, "in-conflict", "有冲突。", "In conflict.");
        };

        assertCode(() -> writes.run(caller, "k", bytes("a"), refused), 409, "in-conflict");

        assertThat(count("select sources from epoch")).isZero();
        assertThat(count("select count(*) from idempotency")).isZero();
        assertThat(writes.run(caller, "k", bytes("a"), write).getStatusCode().value())
                .isEqualTo(201);
    }

    @Test
    void of_two_at_once_one_writes_and_the_other_waits_for_its_answer() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<ResponseEntity<byte[]>> first =
                CompletableFuture.supplyAsync(() -> writes.run(caller, "k", bytes("a"), () -> {
                    begun.countDown();
                    await(goOn);
                    return write.get();
                }));
        begun.await();
        CompletableFuture<ResponseEntity<byte[]>> second =
                CompletableFuture.supplyAsync(() -> writes.run(caller, "k", bytes("a"), write));
        while (count("select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                        + " and datname = current_database()")
                == 0) {
            assertThat(second).isNotDone();
        }

        goOn.countDown();

        assertThat(second.get(10, TimeUnit.SECONDS).getBody())
                .isEqualTo(first.get().getBody());
        assertThat(second.get().getHeaders().getFirst("Location")).isEqualTo("/made/1");
        assertThat(written).hasValue(1);
    }

    @Test
    void who_waits_too_long_is_told_that_the_first_is_under_way() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<ResponseEntity<byte[]>> first =
                CompletableFuture.supplyAsync(() -> writes.run(caller, "k", bytes("a"), () -> {
                    begun.countDown();
                    await(goOn);
                    return write.get();
                }));
        begun.await();

        assertCode(() -> writes.run(caller, "k", bytes("a"), write), 409, "in-progress");

        goOn.countDown();
        assertThat(first.get(10, TimeUnit.SECONDS).getStatusCode().value()).isEqualTo(201);
    }

    @Test
    void what_is_stored_is_encrypted_and_bound_to_its_row() {
        writes.run(caller, "k", bytes("a"), write);

        byte[] response = store.jdbc
                .sql("select response from idempotency")
                .query(byte[].class)
                .single();
        assertThat(new String(response, StandardCharsets.UTF_8)).doesNotContain("secret", "made");
        assertThatThrownBy(() -> vault.open(response, bytes("idempotency\ncaller-2\nk")))
                .isInstanceOf(SubjectVault.UnreadableException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "键", "tab\t", "del\u007f"})
    void a_key_of_other_characters_is_refused(String key) {
        assertCode(() -> writes.run(caller, key, bytes("a"), write), 400, "invalid-idempotency-key");
    }

    @Test
    void a_key_has_255_characters_at_most() {
        assertThat(writes.run(caller, "k".repeat(255), bytes("a"), write)
                        .getStatusCode()
                        .value())
                .isEqualTo(201);
        assertCode(() -> writes.run(caller, "k".repeat(256), bytes("a"), write), 400, "invalid-idempotency-key");
    }

    private long count(String sql) {
        return store.jdbc.sql(sql).query(Long.class).single();
    }

    private static void assertCode(Runnable call, int status, String code) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.status()).isEqualTo(status);
            assertThat(e.code()).isEqualTo(code);
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Nobody went on.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
