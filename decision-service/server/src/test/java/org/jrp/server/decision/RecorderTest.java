package org.jrp.server.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jrp.server.TestStores;
import org.jrp.server.Uuids;
import org.jrp.server.decision.Draft.Epochs;
import org.jrp.server.decision.Recorder.Verdict;
import org.jrp.server.subject.SubjectKeys;
import org.jrp.server.subject.SubjectVault;
import org.jrp.subject.SubjectId;
import org.jrp.subject.Uscc;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class RecorderTest {

    private static final SubjectId SUBJECT = new Uscc("91349999M00000019Y");

    private final SubjectVault vault = new SubjectVault(SubjectKeys.random());
    private final TestStores.Database database = TestStores.migratedDatabase();
    private final JdbcClient jdbc = JdbcClient.create(database.dataSource());
    private final Recorder recorder = new Recorder(database.dataSource(), new SimpleMeterRegistry());

    @BeforeEach
    void start() {
        recorder.start();
    }

    @AfterEach
    void stop() {
        recorder.stop();
    }

    @Test
    void drafts_of_a_moment_are_written_each_once() throws Exception {
        List<CompletableFuture<Recorder.Recorded>> all = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            all.add(recorder.record(draft("用途" + i, facts(0), new Epochs(0, 0, 0), null)));
        }

        for (CompletableFuture<Recorder.Recorded> one : all) {
            assertThat(one.get(20, TimeUnit.SECONDS).verdict()).isEqualTo(Verdict.WRITTEN);
        }
        assertThat(count()).isEqualTo(1_000);
    }

    @Test
    void what_was_decided_on_facts_that_changed_since_is_not_written() throws Exception {
        Facts before = facts(0);
        new TestEntries(jdbc, vault).add(SUBJECT, "judgment-defaulter", LocalDate.of(2018, 3, 1));

        assertThat(verdict(draft("旧", before, new Epochs(0, 0, 0), null))).isEqualTo(Verdict.FACTS_CHANGED);
        assertThat(verdict(draft("新", facts(1), new Epochs(0, 0, 0), null))).isEqualTo(Verdict.WRITTEN);
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void a_moved_epoch_is_told_with_what_it_is_now() throws Exception {
        jdbc.sql("update epoch set sources = 3, access = 5, release = 7").update();

        Recorder.Recorded recorded =
                recorder.record(draft("问", facts(0), new Epochs(3, 4, 7), null)).get(20, TimeUnit.SECONDS);

        assertThat(recorded.verdict()).isEqualTo(Verdict.EPOCH_MOVED);
        assertThat(recorded.now()).isEqualTo(new Epochs(3, 5, 7));
        assertThat(count()).isZero();
    }

    @Test
    void one_key_writes_once_whoever_else_comes_with_it_in_the_same_moment() throws Exception {
        List<CompletableFuture<Recorder.Recorded>> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            all.add(recorder.record(draft("同一请求", facts(0), new Epochs(0, 0, 0), key("k"))));
        }

        List<Verdict> verdicts = new ArrayList<>();
        for (CompletableFuture<Recorder.Recorded> one : all) {
            verdicts.add(one.get(20, TimeUnit.SECONDS).verdict());
        }
        assertThat(verdicts).containsOnlyOnce(Verdict.WRITTEN);
        assertThat(verdicts.stream().filter(Verdict.KEY_USED::equals)).hasSize(49);
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void a_row_that_the_database_does_not_take_costs_the_others_nothing() throws Exception {
        CompletableFuture<Recorder.Recorded> bad = recorder.record(draft("坏\0", facts(0), new Epochs(0, 0, 0), null));
        List<CompletableFuture<Recorder.Recorded>> good = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            good.add(recorder.record(draft("好" + i, facts(0), new Epochs(0, 0, 0), null)));
        }

        assertThat(bad.get(20, TimeUnit.SECONDS).verdict()).isEqualTo(Verdict.NOT_WRITTEN);
        for (CompletableFuture<Recorder.Recorded> one : good) {
            assertThat(one.get(20, TimeUnit.SECONDS).verdict()).isEqualTo(Verdict.WRITTEN);
        }
        assertThat(count()).isEqualTo(20);
    }

    @Test
    void what_was_accepted_before_the_stop_is_written_and_nothing_after() throws Exception {
        List<CompletableFuture<Recorder.Recorded>> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            all.add(recorder.record(draft("停前", facts(0), new Epochs(0, 0, 0), null)));
        }
        recorder.stop();

        for (CompletableFuture<Recorder.Recorded> one : all) {
            assertThat(one.get(1, TimeUnit.SECONDS).verdict()).isEqualTo(Verdict.WRITTEN);
        }
        assertThat(verdict(draft("停后", facts(0), new Epochs(0, 0, 0), null))).isEqualTo(Verdict.NOT_WRITTEN);
        assertThat(count()).isEqualTo(200);
    }

    private Verdict verdict(Draft draft) throws Exception {
        return recorder.record(draft).get(20, TimeUnit.SECONDS).verdict();
    }

    private long count() {
        return jdbc.sql("select count(*) from decision").query(Long.class).single();
    }

    private Facts facts(int rows) {
        List<Ref> refs = vault.references(SUBJECT).stream().map(Ref::of).toList();
        int[] versions = new int[refs.size()];
        versions[0] = rows;
        return new Facts(refs, versions, List.of());
    }

    private static Draft.IdempotencyKey key(String key) {
        return new Draft.IdempotencyKey("caller", key, new byte[32]);
    }

    private static Draft draft(String purpose, Facts facts, Epochs epochs, Draft.@Nullable IdempotencyKey key) {
        Instant now = Instant.parse("2026-11-26T00:00:00Z");
        UUID id = Uuids.at(now);
        return new Draft(
                id,
                facts.refs().get(0).bytes(),
                "finance-bureau",
                "credential",
                null,
                purpose,
                "government-procurement",
                null,
                "clear",
                LocalDate.of(2018, 9, 1),
                now,
                "1.0.0",
                new byte[32],
                new byte[32],
                "{}".getBytes(StandardCharsets.UTF_8),
                new byte[20],
                null,
                List.of(),
                List.of(facts),
                epochs,
                key);
    }
}
