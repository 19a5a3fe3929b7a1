package org.jrp.server.impact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.jrp.decision.CaseFile;
import org.jrp.decision.DecisionEngine;
import org.jrp.decision.Question;
import org.jrp.impact.Comparison;
import org.jrp.record.CanonicalDecision;
import org.jrp.release.Bundle;
import org.jrp.release.Release;
import org.jrp.release.ReleaseFiles;
import org.jrp.server.ServerTest;
import org.jrp.server.Uuids;
import org.jrp.server.whole.Reply;
import org.jrp.server.whole.Service;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A candidate with three known changes on a year of records (a million with {@code -Djrp.scale=full}), held against every record read and decided
 * under both releases without memo: the same decisions, the same rules. Both sides have their engines beforehand and one thread. Prints how
 * much faster it was, and what the index cost before. Of each four records one is decided, the others are its copies under ids of their own.
 */
@ServerTest(properties = {"test=impact-scale", "jrp.impact.index=false", "jrp.seal.enabled=false"})
class ImpactScaleTest {

    private static final boolean FULL = "full".equals(System.getProperty("jrp.scale"));
    private static final int COPIES = FULL ? Integer.getInteger("jrp.copies", 4) : 4;
    private static final int MADE = FULL ? Integer.getInteger("jrp.rows", 1_000_000) / COPIES : 1_000;
    private static final int DECISIONS = MADE * COPIES;
    private static final int THREADS = Integer.getInteger("jrp.threads", 1);
    private static final LocalDate FIRST = LocalDate.of(2025, 3, 1);
    private static final int DAYS = 30;

    @Autowired
    Environment environment;

    @Autowired
    DataSource source;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    ShapeIndex index;

    @Autowired
    Impacts impacts;

    @Test
    void an_impact_finds_what_deciding_every_record_finds() throws Exception {
        Service service = Service.of(environment);
        ReleaseFiles candidate = ThreeChanges.candidate();
        JdbcTemplate jdbc = new JdbcTemplate(source);
        jdbc.update(
                "insert into release (hash, bundle, origin) values (?, ?, 'uploaded') on conflict do nothing",
                candidate.hash(),
                Bundle.bytes(candidate, ImpactTest.signingKey(environment)));
        fill();
        JdbcTemplate owner = new JdbcTemplate(owner());
        owner.execute("vacuum analyze decision");

        long begun = System.nanoTime();
        UUID after = Uuids.first(Instant.EPOCH);
        while (after != null) {
            after = index.step(after, new UUID(-1, -1)).last();
        }
        double indexing = seconds(begun);
        long bytes = owner.queryForObject(
                "select pg_total_relation_size('decision_shape') + pg_total_relation_size('case_shape')", Long.class);
        owner.execute("vacuum analyze decision_shape");
        owner.execute("vacuum analyze case_shape");

        Reply done = impact(service, candidate);
        double byShape = took(done);
        Reply second = impact(service, candidate);
        double again = took(second);
        assertThat(second.list("kinds")).isEqualTo(done.list("kinds"));

        Map<UUID, Comparison> expected;
        double every;
        try (Release earlier = Release.shipped();
                Release later = Release.of(candidate)) {
            DecisionEngine one = DecisionEngine.withoutMemo(earlier);
            DecisionEngine other = DecisionEngine.withoutMemo(later);
            begun = System.nanoTime();
            expected = bruteForce(one, other);
            every = seconds(begun);
        }

        long cases = 0;
        long number = 0;
        Set<String> rules = new TreeSet<>();
        List<Impact.Case> page;
        UUID impact = UUID.fromString(done.field("impactId"));
        do {
            page = impacts.cases(impact, null, number, 1_000);
            for (Impact.Case one : page) {
                Comparison other = expected.get(one.decisionId());
                assertThat(other).as("%s", one).isNotNull();
                assertThat(one.kind()).isEqualTo(other.kind());
                assertThat(one.outcomeBefore()).isEqualTo(other.outcomeBefore());
                assertThat(one.outcomeAfter()).isEqualTo(other.outcomeAfter());
                assertThat(one.added()).isEqualTo(other.added());
                assertThat(one.removed()).isEqualTo(other.removed());
                assertThat(one.groundsAdded()).isEqualTo(other.groundsAdded());
                assertThat(one.groundsRemoved()).isEqualTo(other.groundsRemoved());
                assertThat(one.groundsAdded().size() + one.groundsRemoved().size())
                        .isPositive();
                rules.addAll(one.rulesAdded());
                rules.addAll(one.rulesRemoved());
                number = one.number();
                cases++;
            }
        } while (!page.isEmpty());
        System.out.printf(
                Locale.ROOT,
                "impact: %,d decisions, %,d affected; shapes %s, patterns %s; brute force %.1f s; impact in a fresh process %.2f s: %.1f times as fast;"
                        + " asked again %.2f s: %.1f times; %d threads; indexing before %.1f s (%.1f µs, %d bytes a decision), with it %.1f times; decisions %s µs, %s µs; load %.1f%n",
                DECISIONS,
                cases,
                done.field("shapes"),
                done.field("patterns"),
                every,
                byShape,
                every / byShape,
                again,
                every / again,
                THREADS,
                indexing,
                indexing * 1e6 / DECISIONS,
                bytes / DECISIONS,
                every / (byShape + indexing),
                done.field("microsBefore"),
                done.field("microsAfter"),
                java.lang.management.ManagementFactory.getOperatingSystemMXBean()
                        .getSystemLoadAverage());
        assertThat(cases).isEqualTo(expected.size());
        assertThat(((List<?>) done.list("kinds"))
                        .stream()
                                .mapToLong(count -> (Long) ((Map<?, ?>) count).get("cases"))
                                .sum())
                .isEqualTo(cases);
        for (String changed : List.of(ThreeChanges.WEAKENED, ThreeChanges.REMOVED, ThreeChanges.LATER)) {
            assertThat(rules).anySatisfy(rule -> assertThat(rule).startsWith(changed));
        }
        assertThat(rules)
                .allSatisfy(rule -> assertThat(rule)
                        .as("one of the three, or the principle that sent such a case to a person")
                        .matches(ThreeChanges.WEAKENED + ".*|" + ThreeChanges.REMOVED + ".*|" + ThreeChanges.LATER
                                + ".*|P25"));
    }

    /** An impact over the whole period, once it is done. */
    private static Reply impact(Service service, ReleaseFiles candidate) {
        Reply asked = service.post(
                "/api/v1/releases/" + candidate.hash() + "/impact",
                service.key("policy-author"),
                Map.of(
                        "over",
                        "decisions",
                        "from",
                        FIRST.toString(),
                        "to",
                        FIRST.plusDays(DAYS).toString()));
        String path = "/api/v1/impacts/" + asked.field("impactId");
        await().atMost(Duration.ofMinutes(10))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> Set.of("done", "failed")
                        .contains(
                                service.get(path, service.key("policy-author")).field("state")));
        Reply done = service.get(path, service.key("policy-author"));
        assertThat(done.field("state")).as("%s", done).isEqualTo("done");
        assertThat(done.json().get("done")).isEqualTo((long) DECISIONS);
        assertThat(done.json().get("questions")).isEqualTo((long) DECISIONS);
        return done;
    }

    /** In seconds. */
    private static double took(Reply done) {
        return Duration.between(Instant.parse(done.field("startedAt")), Instant.parse(done.field("finishedAt")))
                        .toNanos()
                / 1e9;
    }

    private static double seconds(long begun) {
        return (System.nanoTime() - begun) / 1e9;
    }

    private void fill() throws Exception {
        Release shipped = Release.shipped();
        RecordedYear year = new RecordedYear(DecisionEngine.of(shipped));
        Instant first = FIRST.atStartOfDay().toInstant(Question.SHANGHAI);
        long apart = Duration.ofDays(DAYS).toMillis() / MADE;
        try (Connection connection = source.getConnection()) {
            CopyIn copy = connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn(
                            "copy decision (id, subject, department, credential, officer, purpose, context, matter, outcome, as_of, decided_at,"
                                    + " engine, decision_hash, record_hash, canonical, personal) from stdin");
            ByteArrayOutputStream lines = new ByteArrayOutputStream();
            for (int i = 0; i < MADE; i++) {
                Instant at = first.plusMillis(i * apart);
                lines.writeBytes(year.line(i, Uuids.at(at), at));
                if (lines.size() > 1 << 20 || i == MADE - 1) {
                    copy.writeToCopy(lines.toByteArray(), 0, lines.size());
                    lines.reset();
                }
            }
            copy.endCopy();
        }
        new JdbcTemplate(source).update("""
                        insert into decision (id, subject, department, credential, officer, purpose, context, matter, outcome, as_of, decided_at,
                            engine, decision_hash, record_hash, canonical, personal)
                        select overlay(id::text placing to_hex(c) from 36)::uuid, subject, department, credential, officer, purpose, context,
                            matter, outcome, as_of, decided_at, engine, decision_hash, record_hash, canonical, personal
                        from (select * from decision) as d, generate_series(0, 15) as c
                        where (c - ('x' || right(id::text, 1))::bit(4)::int + 16) % 16 between 1 and ? - 1
                        """, COPIES);
        shipped.close();
    }

    /** Every record read and put to both releases, without memo. */
    private Map<UUID, Comparison> bruteForce(DecisionEngine before, DecisionEngine after) throws Exception {
        Map<UUID, Comparison> found = new ConcurrentHashMap<>();
        List<UUID> cuts = new ArrayList<>();
        for (int i = 0; i <= THREADS; i++) {
            cuts.add(Uuids.first(FIRST.atStartOfDay()
                    .toInstant(Question.SHANGHAI)
                    .plusMillis(Duration.ofDays(DAYS + 1).toMillis() * i / THREADS)));
        }
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> parts = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                UUID from = cuts.get(i);
                UUID until = cuts.get(i + 1);
                parts.add(threads.submit(() -> bruteForce(before, after, from, until, found)));
            }
            for (Future<?> part : parts) {
                part.get();
            }
        } finally {
            threads.shutdown();
        }
        return found;
    }

    private void bruteForce(
            DecisionEngine before, DecisionEngine after, UUID from, UUID until, Map<UUID, Comparison> found) {
        JdbcTemplate streaming = new JdbcTemplate(source);
        streaming.setFetchSize(1_000);
        transaction.executeWithoutResult(status -> streaming.query(
                "select id, canonical from decision where id >= ? and id < ?",
                row -> {
                    CaseFile file = CanonicalDecision.read(row.getBytes(2)).caseFile();
                    UUID id = row.getObject(1, UUID.class);
                    Comparison.of(
                                    before.decide(file, DecisionEngine.Explanation.NONE),
                                    after.decide(file, DecisionEngine.Explanation.NONE))
                            .ifPresent(one -> found.put(id, one));
                },
                from,
                until));
    }

    private DataSource owner() {
        PGSimpleDataSource owner = new PGSimpleDataSource();
        owner.setUrl(environment.getRequiredProperty("jrp.database.url"));
        owner.setUser(environment.getRequiredProperty("jrp.database.owner-username"));
        owner.setPassword(environment.getRequiredProperty("jrp.database.owner-password"));
        return owner;
    }
}
