package org.jrp.server.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import javax.sql.DataSource;
import org.jrp.decision.Decision;
import org.jrp.decision.DecisionEngine;
import org.jrp.decision.Outcome;
import org.jrp.json.JsonWriter;
import org.jrp.release.ReleaseFiles;
import org.jrp.replay.Engines;
import org.jrp.replay.ExportReplay;
import org.jrp.replay.GivenReleases;
import org.jrp.server.ServerTest;
import org.jrp.server.whole.Ids;
import org.jrp.server.whole.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;
import org.springframework.beans.factory.annotation.Autowired;

/** Decisions of three releases, replayed by the service and from their export, by this engine and by others. */
@ServerTest(properties = "test=replay-scale")
class ReplayScaleTest extends ReplayBed {

    private static final boolean FULL = "full".equals(System.getProperty("jrp.scale"));
    private static final int BATCH = 1_000;
    private static final int BATCHES = Integer.getInteger("jrp.batches", FULL ? 334 : 2);
    private static final List<String> CONTEXTS = List.of("award-selection", "government-procurement", "bidding");
    private static final LocalDate FIRST_DAY = LocalDate.of(2018, 9, 1);
    private static final int FIRST_SUBJECT = 50_000;
    private static final String TITLED = "measure-catalogue/instruments/2016-141-judgment-defaulter.yaml";

    @Autowired
    DataSource source;

    @TempDir
    Path folder;

    @Test
    void decisions_of_three_releases_come_out_the_same_until_the_engine_decides_otherwise() throws Exception {
        List<ReleaseFiles> releases = List.of(ReleaseFiles.shipped(), changed(), retitled());
        long begun = System.nanoTime();
        list();
        for (ReleaseFiles release : releases) {
            activate(store(release));
            for (int i = 0; i < BATCHES; i++) {
                decide(i);
            }
        }
        long rows = owner.sql("select count(*) from decision").query(Long.class).single();
        say(rows + " decisions made", rows, begun);

        Reply job = replayed();
        Path export = exported();
        long copied = copied();

        assertThat(rows).isEqualTo(3L * BATCHES * BATCH);
        assertThat(job.json().get("counts"))
                .isEqualTo(Map.of("identical", rows, "sameMeasures", 0L, "differs", 0L, "erased", 0L));
        assertThat(job.list("differences")).isEmpty();
        try (GivenReleases engines = new GivenReleases(releases)) {
            releases.forEach(release -> engines.find(release.hash()));
            double alone = offline(export, engines, rows, 1);
            double two = offline(export, engines, rows, 2);
            say("one thread ÷ COPY OUT " + ratio(copied, alone) + ", two ÷ COPY OUT " + ratio(copied, two)
                    + ", two ÷ one " + ratio(alone, two));
            anotherBuild(export, engines, rows);
            anotherSemantics(export, engines, rows);
        }
        try (GivenReleases shipped = new GivenReleases(releases.subList(0, 1))) {
            ExportReplay.Result result = replay(export, shipped, 2);

            assertThat(result.identical()).isEqualTo(rows / 3);
            assertThat(result.missing())
                    .isEqualTo(Map.of(
                            releases.get(1).hash(), rows / 3, releases.get(2).hash(), rows / 3));
        }
    }

    /** The same semantics under another version: nothing changes. */
    private void anotherBuild(Path export, GivenReleases engines, long rows) throws IOException {
        ExportReplay.Result result = replay(export, engine(engines, new LongAdder(), false), 2);

        assertThat(result.identical()).isEqualTo(rows);
        assertThat(result.same()).isTrue();
    }

    /** An engine that leaves out a measure: every decision that had it differs, for that cause, and no other. */
    private void anotherSemantics(Path export, GivenReleases engines, long rows) throws IOException {
        LongAdder affected = new LongAdder();

        ExportReplay.Result result = replay(export, engine(engines, affected, true), 2);

        assertThat(result.differs()).isPositive().isEqualTo(rows - result.identical());
        assertThat(result.sameMeasures()).isZero();
        // What is not identical is decided a second time, to be explained.
        assertThat(affected.sum()).isEqualTo(2 * result.differs());
        assertThat(result.differences())
                .hasSize((int) Math.min(result.differs(), ExportReplay.MOST_DIFFERENCES))
                .allSatisfy(one -> {
                    assertThat(one.causes().get(0).code()).isEqualTo("engine-version");
                    assertThat(one.causes().get(0).zh()).contains(DecisionEngine.VERSION + " → 9.9.9");
                    assertThat(one.causes()).noneMatch(cause -> cause.code().equals("rule-text"));
                });
    }

    private static Engines engine(Engines whole, LongAdder affected, boolean leavingOut) {
        return new Engines() {
            @Override
            public String version() {
                return "9.9.9";
            }

            @Override
            public Optional<Decider> find(String release) {
                return whole.find(release).map(decider -> file -> {
                    Decision decision = decider.decide(file);
                    if (!leavingOut || decision.outcome() != Outcome.FAVOURED) {
                        return decision;
                    }
                    affected.increment();
                    return new Decision(
                            decision.outcome(),
                            decision.validUntil(),
                            decision.requiresConfirmation(),
                            decision.reviews(),
                            decision.measures().subList(1, decision.measures().size()),
                            decision.withheld(),
                            decision.nearMisses(),
                            decision.remedies(),
                            decision.entries(),
                            decision.checked(),
                            decision.editions(),
                            decision.assumed());
                });
            }
        };
    }

    /** Of a thousand firms ten are on a red list, every other one on a black list, some on another. */
    private void list() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < BATCH; i++) {
            String list = i % 100 == 0
                    ? "tax-credit-a"
                    : i % 2 == 0 ? "judgment-defaulter" : i % 5 == 0 ? "abnormal-operation" : "";
            if (!list.isEmpty()) {
                Map<String, Object> entry = new LinkedHashMap<>();
                entry.put("entryId", "scale-" + i);
                entry.put("id", Ids.enterprise(FIRST_SUBJECT + i));
                entry.put("name", "示例主体");
                entry.put("list", list);
                entry.put("recogniser", "示例市人民法院");
                entry.put("docNo", "(2018)示例执" + i + "号");
                entry.put("basis", "法释〔2017〕7号");
                entry.put("recognisedAt", "2018-03-01");
                entry.put("validFrom", "2018-03-01");
                lines.append(new String(JsonWriter.inOrder(entry), StandardCharsets.UTF_8))
                        .append('\n');
            }
        }
        service.imported("application/x-ndjson", lines.toString().getBytes(StandardCharsets.UTF_8), "");
    }

    private void decide(int number) {
        List<Map<String, String>> subjects = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            subjects.add(Map.of("id", Ids.enterprise(FIRST_SUBJECT + i)));
        }
        Map<String, Object> batch = new LinkedHashMap<>();
        batch.put("context", CONTEXTS.get(number % CONTEXTS.size()));
        batch.put("purpose", "成批核查");
        batch.put("asOf", FIRST_DAY.plusDays(number / CONTEXTS.size()).toString());
        batch.put("subjects", subjects);
        Reply reply = service.post(DECISIONS + "/batch", service.officer(), batch);
        assertThat(reply.status()).as("%s", reply).isEqualTo(200);
    }

    private Reply replayed() {
        long begun = System.nanoTime();
        Reply begin = service.post("/api/v1/replays", service.auditor(), Map.of("from", TODAY, "to", TODAY));
        String job = "/api/v1/replays/" + begin.field("id");
        await().atMost(Duration.ofMinutes(FULL ? 60 : 5))
                .until(() -> service.get(job, service.auditor()).field("state").equals("done"));
        Reply done = service.get(job, service.auditor());
        say("replayed by a job", (Long) ((Map<?, ?>) done.json().get("progress")).get("done"), begun);
        return done;
    }

    private Path exported() throws IOException, InterruptedException {
        long begun = System.nanoTime();
        Path file = folder.resolve("export.ndjson");
        int status = service.client()
                .send(
                        service.request(
                                "GET",
                                DECISIONS + "/export?from=" + TODAY + "&to=" + TODAY,
                                service.auditor(),
                                BodyPublishers.noBody()),
                        BodyHandlers.ofFile(file))
                .statusCode();
        assertThat(status).isEqualTo(200);
        say("exported, " + Files.size(file) + " bytes", 3L * BATCHES * BATCH, begun);
        return file;
    }

    /** Nanoseconds for reading the same rows by COPY. */
    private long copied() throws Exception {
        long begun = System.nanoTime();
        try (Connection connection = source.getConnection()) {
            long rows = connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut("copy (select * from decision) to stdout", OutputStream.nullOutputStream());
            say("COPY OUT", rows, begun);
        }
        return System.nanoTime() - begun;
    }

    private static double offline(Path export, Engines engines, long rows, int threads) throws IOException {
        long begun = System.nanoTime();

        ExportReplay.Result result = replay(export, engines, threads);

        say("replayed from the file by " + threads, rows, begun);
        long taken = System.nanoTime() - begun;
        assertThat(result.identical()).isEqualTo(rows);
        assertThat(result.differences()).isEmpty();
        assertThat(result.same()).isTrue();
        return taken;
    }

    private static ExportReplay.Result replay(Path export, Engines engines, int threads) throws IOException {
        try (InputStream in = Files.newInputStream(export)) {
            return ExportReplay.replay(in, engines, threads, bytes -> {});
        }
    }

    /** The shipped files with another title of an instrument. */
    private static ReleaseFiles retitled() {
        ReleaseFiles shipped = ReleaseFiles.shipped();
        String text = new String(shipped.bytes(TITLED), StandardCharsets.UTF_8);
        return shipped.with(
                TITLED, text.replaceFirst("(?m)^title: (.*)$", "title: $1(修订)").getBytes(StandardCharsets.UTF_8));
    }

    private static double ratio(double a, double b) {
        return Math.round(100 * a / b) / 100.0;
    }

    private static void say(String what, long rows, long begun) {
        double seconds = (System.nanoTime() - begun) / 1e9;
        say(what + ": " + Math.round(rows / seconds) + " a second, " + Math.round(seconds) + " s");
    }

    private static void say(String text) {
        System.getLogger("replay").log(System.Logger.Level.INFO, Instant.now() + " " + text);
    }
}
