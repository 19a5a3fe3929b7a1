package org.jrp.server.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jrp.server.ServerTest;
import org.jrp.server.whole.Reply;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The list of what is owed stays quick when there is much: a million reports and hundreds of thousands owed with {@code jrp.scale=full}. */
@ServerTest(properties = "test=feedback-scale")
class PendingScaleTest {

    private static final boolean FULL = "full".equals(System.getProperty("jrp.scale"));
    private static final int FEEDBACK = FULL ? 1_000_000 : 20_000;
    private static final int DUTIES = FULL ? 600_000 : 12_000;
    private static final int TASKS = FULL ? 300_000 : 6_000;
    private static final int ROUNDS = 41;

    @Autowired
    Environment environment;

    @Test
    void a_page_of_what_is_owed_comes_within_fifty_milliseconds() {
        FeedbackBed bed = new FeedbackBed(environment);
        FeedbackBed.Asked sample = bed.decision();
        fill(sample);

        median(bed, ""); // warm
        long first = median(bed, "");
        long overdue = median(bed, "?overdue=true");
        long later = median(bed, "?cursor=" + far(bed));
        long notYet = median(bed, "?overdue=false");
        long own = medianOf(() -> bed.service.get("/api/v1/feedback?limit=50", bed.finance));
        long summary = medianOf(() -> bed.service.get("/api/v1/feedback/summary", bed.service.office()));

        System.out.printf(
                "pending of %d duties, %d tasks, %d reports: first %.1f ms, overdue %.1f ms, later %.1f ms, not yet %.1f ms;"
                        + " reports %.1f ms; summary %.1f ms%n",
                DUTIES,
                TASKS,
                FEEDBACK,
                first / 1e6,
                overdue / 1e6,
                later / 1e6,
                notYet / 1e6,
                own / 1e6,
                summary / 1e6);
        assertThat(List.of(first, overdue, later, notYet)).allMatch(nanos -> nanos < TimeUnit.MILLISECONDS.toNanos(50));
    }

    private static String far(FeedbackBed bed) {
        String cursor = "";
        for (int i = 0; i < 20; i++) {
            cursor = bed.pending(bed.finance, "?limit=200" + (i == 0 ? "" : "&cursor=" + cursor))
                    .field("cursor");
        }
        return cursor;
    }

    private static long median(FeedbackBed bed, String query) {
        return medianOf(() -> bed.pending(bed.finance, query.isEmpty() ? "?limit=200" : query + "&limit=200"));
    }

    private static long medianOf(java.util.function.Supplier<Reply> call) {
        List<Long> nanos = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            Reply reply = call.get();
            nanos.add(System.nanoTime() - start);
            assertThat(reply.status()).as("%s", reply).isEqualTo(200);
        }
        return nanos.stream().sorted().toList().get(ROUNDS / 2);
    }

    /** Copies of one decision, its reports and tasks; a third of them the finance bureau's, spread over two years of days. */
    private void fill(FeedbackBed.Asked sample) {
        PGSimpleDataSource owner = new PGSimpleDataSource();
        owner.setUrl(environment.getRequiredProperty("jrp.database.url"));
        owner.setUser(environment.getRequiredProperty("jrp.database.owner-username"));
        owner.setPassword(environment.getRequiredProperty("jrp.database.owner-password"));
        JdbcClient jdbc = JdbcClient.create(owner);
        UUID id = UUID.fromString(sample.id());
        String uuid =
                "(left(?::text, 18) || '-' || lpad(to_hex(n / 65536), 4, '8') || '-' || lpad(to_hex(n), 12, '0'))::uuid";
        String department = "(array['finance-bureau', 'housing-construction-bureau', 'tax-bureau'])[n % 3 + 1]";
        jdbc.sql("""
                        insert into decision (id, subject, department, credential, officer, purpose, context, matter, outcome, as_of,
                            decided_at, engine, decision_hash, record_hash, canonical, personal)
                        select %s, d.subject, %s, d.credential, d.officer, d.purpose, d.context, d.matter,
                            d.outcome, d.as_of, d.decided_at, d.engine, d.decision_hash, d.record_hash, '\\x7b7d', d.personal
                        from decision d, generate_series(1, ?) n where d.id = ?
                        """.formatted(uuid, department))
                .params(sample.id(), DUTIES, id)
                .update();
        jdbc.sql("""
                        insert into duty (decision, measure, entry_id, department, subject, rights_reducing, due, state)
                        select %s, 'restrict-government-procurement', ?, %s, '\\x00'::bytea, true,
                            date '2025-12-01' + (n %% 200000) * 7919 %% 730, case when n %% 4 = 0 then 'reported' else 'open' end
                        from generate_series(1, ?) n
                        """.formatted(uuid, department))
                .params(sample.id(), sample.entryId(), DUTIES)
                .update();
        jdbc.sql("""
                        insert into task (id, listing, entry_id, list, subject, department, measure, kind, effect, rights_reducing,
                            contexts, edition, provisions, release, due, state)
                        select %s, l.id * 1000000 + n, l.entry_id, l.list, l.subject, %s, 'restrict-government-procurement', 'sanction',
                            'mandatory', true, '{}', '2018-mingguang', '{}', 'sha256:0', date '2025-12-01' + (n %% 200000) * 7919 %% 730,
                            case when n %% 5 = 0 then 'reported' else 'open' end
                        from listing l, generate_series(1, ?) n where l.entry_id = ?
                        """.formatted(uuid, department))
                .params(sample.id(), TASKS, sample.entryId())
                .update();
        jdbc.sql("""
                        insert into feedback (id, decision, entry_id, list, subject, measure, kind, edition, rules, department,
                            credential, officer, handling, handled_at, shared, version, needs_confirmation)
                        select %s, %s, ?, 'judgment-defaulter', '\\x00'::bytea, 'restrict-government-procurement', 'sanction',
                            '2018-mingguang', '{}', %s, 'key', '王某', 'carried-out', date '2025-12-01' + n %% 300, true, 1, false
                        from generate_series(1, ?) n
                        """.formatted(uuid, uuid, department))
                .params(sample.id(), sample.id(), sample.entryId(), FEEDBACK)
                .update();
        for (String table : List.of("decision", "duty", "task", "feedback")) {
            jdbc.sql("vacuum analyze " + table).update();
        }
    }
}
