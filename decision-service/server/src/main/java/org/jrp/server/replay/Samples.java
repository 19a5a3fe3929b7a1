package org.jrp.server.replay;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jrp.catalogue.Text;
import org.jrp.server.access.AccessLog;
import org.jrp.server.access.Caller;
import org.jrp.server.access.Inputs;
import org.jrp.server.access.Rows;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Draws samples of the log that anybody can draw again (种子抽样): decisions in the order of the SHA-256 of seed and id, the first n. Which
 * they are depends on nothing but the seed and the decisions that there are.
 */
@Service
class Samples {

    private static final int USUAL = 30;
    private static final int MOST = 1_000;
    private static final int LONGEST_SEED = 100;

    private final StoredDecisions decisions;
    private final JdbcClient jdbc;
    private final AccessLog log;

    Samples(StoredDecisions decisions, JdbcClient jdbc, AccessLog log) {
        this.decisions = decisions;
        this.jdbc = jdbc;
        this.log = log;
    }

    /**
     * A sample.
     *
     * @param population how many decisions it was drawn from
     * @param method how, in words
     */
    @Schema(name = "DecisionSample")
    record Sample(
            String seed, int n, LocalDate from, LocalDate to, long population, String method, List<Drawn> items) {}

    /** A decision that was drawn. */
    @Schema(name = "SampledDecision")
    record Drawn(
            UUID decisionId,
            Instant decidedAt,
            String department,
            String context,
            String outcome,
            String decisionHash) {}

    Sample draw(Caller caller, @Nullable String seed, @Nullable Integer n, Range range) {
        Inputs inputs = new Inputs();
        if (seed == null || !Inputs.plain(seed, LONGEST_SEED)) {
            inputs.wrong("seed", "invalid-seed", new Text("种子应为 1 至 100 个字符。", "A seed has 1 to 100 characters."));
        }
        int most = n == null ? USUAL : n;
        if (most < 1 || most > MOST) {
            inputs.wrong("n", "out-of-range", new Text("n 应为 1 至 1000。", "The parameter n is from 1 to 1,000."));
        }
        inputs.refuseIfWrong();
        String taken = seed == null ? "" : seed;
        List<Drawn> items = jdbc.sql("""
                        select id, decided_at, department, context, outcome, decision_hash from decision
                        where id >= ? and id < ?
                        order by sha256(convert_to(? || ':' || id::text, 'UTF8')), id limit ?
                        """)
                .param(range.first())
                .param(range.until())
                .param(taken)
                .param(most)
                .query((row, number) -> new Drawn(
                        row.getObject("id", UUID.class),
                        Rows.instant(row, "decided_at"),
                        row.getString("department"),
                        row.getString("context"),
                        row.getString("outcome"),
                        "sha256:" + HexFormat.of().formatHex(row.getBytes("decision_hash"))))
                .list();
        log.record(caller, "sample-decisions", null, range.from() + "/" + range.to(), null, "drawn");
        return new Sample(
                taken,
                most,
                range.from(),
                range.to(),
                decisions.count(range, null),
                "对范围内每个决定计算 SHA-256(种子 + \":\" + 决定编号)(UTF-8),按结果由小到大取前 n 个。"
                        + " SHA-256 of (seed + \":\" + decisionId) in UTF-8 for each decision of the range; the n smallest, in that order.",
                items);
    }
}
