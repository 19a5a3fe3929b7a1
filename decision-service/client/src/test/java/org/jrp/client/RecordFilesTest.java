package org.jrp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.jrp.client.EmbeddedCases.CHECK;
import static org.jrp.client.EmbeddedCases.NOW;
import static org.jrp.client.EmbeddedCases.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class RecordFilesTest {

    @TempDir
    private Path folder;

    private Path records() {
        return folder.resolve("records");
    }

    private Path file(int number) {
        return records().resolve("decisions-2018-09-01-%06d.ndjson".formatted(number));
    }

    private List<String> ids() {
        List<String> ids = new ArrayList<>();
        RecordedDecision.readAll(
                records(), one -> ids.add(one.record().envelope().decisionId()));
        return ids;
    }

    @Test
    void files_and_folder_are_their_owners_alone() throws IOException {
        try (EmbeddedJrp jrp = engine(folder).open()) {
            jrp.decide(CHECK);
        }

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(records())))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file(1))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(records().resolve("decisions.lock"))))
                .isEqualTo("rw-------");
    }

    @Test
    void a_record_is_one_line_and_a_new_engine_goes_on_behind_it() throws IOException {
        List<String> given = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            try (EmbeddedJrp jrp = engine(folder).open()) {
                given.add(jrp.decide(CHECK).decisionId());
            }
        }

        assertThat(Files.readAllLines(file(1))).hasSize(3);
        assertThat(ids()).isEqualTo(given);
    }

    @Test
    void a_line_torn_in_the_writing_is_cut_off_and_told() throws IOException {
        String first;
        try (EmbeddedJrp jrp = engine(folder).open()) {
            first = jrp.decide(CHECK).decisionId();
        }
        byte[] whole = Files.readAllBytes(file(1));
        for (int cut : new int[] {1, 20, whole.length / 2, whole.length - 1}) {
            Files.write(file(1), whole);
            Files.write(file(1), java.util.Arrays.copyOf(whole, cut), StandardOpenOption.APPEND);

            try (EmbeddedJrp jrp = engine(folder).open()) {
                assertThat(jrp.recovery().torn())
                        .containsExactly(new Recovery.Torn(file(1).getFileName().toString(), whole.length, cut));
                assertThat(jrp.recovery().damaged()).isEmpty();
                assertThat(ids()).containsExactly(first);
                String second = jrp.decide(CHECK).decisionId();
                assertThat(ids()).containsExactly(first, second);
            }
        }
    }

    @Test
    void a_tail_of_zeros_as_a_power_cut_leaves_it_is_cut_off() throws IOException {
        try (EmbeddedJrp jrp = engine(folder).open()) {
            jrp.decide(CHECK);
        }
        long length = Files.size(file(1));
        Files.write(file(1), new byte[4096], StandardOpenOption.APPEND);

        try (EmbeddedJrp jrp = engine(folder).open()) {
            assertThat(jrp.recovery().torn()).extracting(Recovery.Torn::bytes).containsExactly(4096L);
        }
        assertThat(file(1)).hasSize(length);
    }

    @Test
    void a_line_changed_afterwards_is_told_and_its_file_left_alone() throws IOException {
        List<String> given = new ArrayList<>();
        try (EmbeddedJrp jrp = engine(folder).open()) {
            for (int i = 0; i < 3; i++) {
                given.add(jrp.decide(CHECK).decisionId());
            }
        }
        List<String> lines = Files.readAllLines(file(1));
        String forged = String.join("\n", lines.get(0), lines.get(1).replaceFirst("restricted", "clear"), lines.get(2))
                + "\ntorn";
        Files.writeString(file(1), forged);

        try (EmbeddedJrp jrp = engine(folder).open()) {
            assertThat(jrp.recovery().damaged())
                    .containsExactly(new Recovery.Damaged(file(1).getFileName().toString(), 2));
            given.add(jrp.decide(CHECK).decisionId());
        }

        assertThat(file(1)).hasContent(forged);
        assertThat(ids()).containsExactly(given.get(0), given.get(2), given.get(3));
    }

    @Test
    void a_changed_envelope_is_noticed_too() throws IOException {
        try (EmbeddedJrp jrp = engine(folder).open()) {
            jrp.decide(CHECK);
        }
        Files.writeString(file(1), Files.readString(file(1)).replace("finance-bureau", "another-bureau"));

        Recovery found = RecordedDecision.readAll(records(), one -> {});

        assertThat(found.damaged()).hasSize(1);
    }

    @Test
    void two_engines_cannot_write_to_one_folder() throws IOException {
        try (EmbeddedJrp jrp = engine(folder).open()) {
            assertThatThrownBy(() -> engine(folder).open())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("in use");
            jrp.decide(CHECK);
        }
        try (EmbeddedJrp jrp = engine(folder).open()) {
            assertThat(jrp.recovery().clean()).isTrue();
        }
    }

    @Test
    void a_full_file_is_followed_by_the_next_and_so_is_a_day() throws IOException {
        AtomicReference<Instant> now = new AtomicReference<>(NOW);
        List<String> given = new ArrayList<>();
        try (EmbeddedJrp jrp =
                engine(folder).recordFileBytes(1024).clock(now::get).open()) {
            given.add(jrp.decide(CHECK).decisionId());
            given.add(jrp.decide(CHECK).decisionId());
            now.set(NOW.plus(Duration.ofHours(14)).plus(Duration.ofMinutes(59)));
            given.add(jrp.decide(CHECK).decisionId());
            now.set(NOW.plus(Duration.ofHours(15)));
            given.add(jrp.decide(CHECK).decisionId());
        }

        assertThat(RecordFiles.list(records()))
                .extracting(path -> path.getFileName().toString())
                .containsExactly(
                        "decisions-2018-09-01-000001.ndjson",
                        "decisions-2018-09-01-000002.ndjson",
                        "decisions-2018-09-01-000003.ndjson",
                        "decisions-2018-09-02-000001.ndjson");
        assertThat(ids()).isEqualTo(given);
    }

    @Test
    void ten_thousand_checks_at_once_are_all_on_record_and_share_their_flushes() throws Exception {
        Set<String> given = ConcurrentHashMap.newKeySet();
        ExecutorService threads = Executors.newFixedThreadPool(64);
        long flushes;
        try (EmbeddedJrp jrp = engine(folder).open()) {
            Check clean = Check.of("341182190012310006", "bidding", "p");
            List<Future<?>> asked = new ArrayList<>();
            for (int i = 0; i < 10_000; i++) {
                asked.add(threads.submit(() -> given.add(jrp.decide(clean).decisionId())));
            }
            for (Future<?> one : asked) {
                one.get();
            }
            flushes = jrp.flushes();
        } finally {
            threads.shutdown();
        }

        assertThat(given).hasSize(10_000);
        List<String> recorded = ids();
        assertThat(recorded).hasSize(10_000);
        assertThat(new HashSet<>(recorded)).isEqualTo(given);
        assertThat(flushes).isLessThan(10_000);
    }

    @Test
    void no_answer_is_given_before_its_record_is_flushed() throws Exception {
        CountDownLatch flushing = new CountDownLatch(1);
        CountDownLatch diskReady = new CountDownLatch(1);
        RecordStorage slow = path -> new FailingFile(path) {
            @Override
            public void flush() throws IOException {
                flushing.countDown();
                await(diskReady);
                super.flush();
            }
        };
        try (EmbeddedJrp jrp = engine(folder).storage(slow).open()) {
            CompletableFuture<DecisionAnswer> answer = CompletableFuture.supplyAsync(() -> jrp.decide(CHECK));
            assertThat(flushing.await(60, TimeUnit.SECONDS)).isTrue();

            assertThat(answer).isNotDone();
            assertThat(ids()).hasSize(1);

            diskReady.countDown();
            assertThat(answer.get(60, TimeUnit.SECONDS).decisionId()).isEqualTo(ids().get(0));
        }
    }

    @Test
    void a_record_that_cannot_be_flushed_gives_no_answer_and_the_next_file_takes_over() throws IOException {
        RecordStorage failing = path -> new FailingFile(path) {
            @Override
            public void flush() throws IOException {
                if (path.endsWith("decisions-2018-09-01-000001.ndjson")) {
                    throw new IOException("No space left on device");
                }
                super.flush();
            }
        };
        try (EmbeddedJrp jrp = engine(folder).storage(failing).open()) {
            JrpUnavailableException refused =
                    catchThrowableOfType(JrpUnavailableException.class, () -> jrp.decide(CHECK));
            DecisionAnswer answer = jrp.decide(CHECK);

            assertThat(refused.reasons()).containsExactly("not-recorded");
            assertThat(ids()).containsExactly(answer.decisionId());
            assertThat(file(1)).isEmptyFile();
        }
    }

    @Test
    void a_write_that_breaks_off_in_any_way_leaves_nobody_acknowledged() throws IOException {
        RecordStorage broken = path -> new FailingFile(path) {
            @Override
            public void append(byte[] bytes) throws IOException {
                super.append(java.util.Arrays.copyOf(bytes, bytes.length / 2));
                throw new IllegalStateException("broken");
            }
        };
        try (EmbeddedJrp jrp = engine(folder).storage(broken).open()) {
            assertThatThrownBy(() -> jrp.decide(CHECK)).isInstanceOf(JrpUnavailableException.class);
            assertThatThrownBy(() -> jrp.decide(CHECK)).isInstanceOf(JrpUnavailableException.class);
        }

        assertThat(ids()).isEmpty();
    }

    @Test
    void an_interrupted_caller_is_recorded_and_harms_nobody() throws IOException {
        try (EmbeddedJrp jrp = engine(folder).open()) {
            Thread.currentThread().interrupt();
            jrp.decide(CHECK);
            assertThat(Thread.interrupted()).isTrue();
            jrp.decide(CHECK);
        }

        assertThat(ids()).hasSize(2);
        assertThat(RecordFiles.list(records())).hasSize(1);
    }

    @Test
    void every_acknowledged_record_survives_kill_9_and_a_second_process_is_kept_out() throws Exception {
        engine(folder);
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RecordingProgram.class.getName(),
                        folder.toString())
                .redirectError(folder.resolve("stderr").toFile())
                .start();
        Set<String> acknowledged = new HashSet<>();
        try (BufferedReader out = writer.inputReader(StandardCharsets.UTF_8)) {
            for (int i = 0; i < 300; i++) {
                String id = out.readLine();
                assertThat(id).as(Files.readString(folder.resolve("stderr"))).isNotNull();
                acknowledged.add(id);
            }
            assertThatThrownBy(() -> engine(folder).open()).isInstanceOf(IllegalStateException.class);

            writer.toHandle().destroyForcibly();
            for (String id = out.readLine(); id != null; id = out.readLine()) {
                if (id.length() == 36) {
                    acknowledged.add(id);
                }
            }
        }
        assertThat(writer.waitFor()).isEqualTo(137);

        try (EmbeddedJrp jrp = engine(folder).open()) {
            assertThat(jrp.recovery().damaged()).isEmpty();
            acknowledged.add(jrp.decide(CHECK).decisionId());
        }
        assertThat(ids()).containsAll(acknowledged);
        assertThat(RecordedDecision.readAll(records(), one -> {}).clean()).isTrue();
    }

    /** A file of the machine that a test makes fail. */
    private static class FailingFile implements RecordStorage.Appending {

        private final RecordStorage.Appending disk;

        FailingFile(Path path) throws IOException {
            disk = RecordStorage.DISK.open(path);
        }

        static void await(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public long length() throws IOException {
            return disk.length();
        }

        @Override
        public void append(byte[] bytes) throws IOException {
            disk.append(bytes);
        }

        @Override
        public void flush() throws IOException {
            disk.flush();
        }

        @Override
        public void cut(long length) throws IOException {
            disk.cut(length);
        }

        @Override
        public void close() throws IOException {
            disk.close();
        }
    }
}
