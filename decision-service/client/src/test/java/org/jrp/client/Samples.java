package org.jrp.client;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import org.jrp.decision.Outcome;
import org.jrp.record.CanonicalDecision;

/** The code of docs/client.md: compiled and run by {@link SamplesTest}, which also holds the page against it. */
final class Samples {

    private Samples() {}

    static JrpClient client(URI address, Supplier<String> key) {
        // sample: client
        JrpClient jrp = JrpClient.to(address) // https://…,不含 /api/v1
                .apiKey(key) // 每次请求时取用,更换密钥即时生效
                .requestTimeout(Duration.ofSeconds(5))
                .retries(new RetryPolicy(4, Duration.ofSeconds(20), Duration.ofMillis(200), Duration.ofSeconds(5)))
                .build();
        // end
        return jrp;
    }

    static String check(JrpClient jrp, String caseNumber) {
        // sample: check
        Check check = Check.of("91349999M00000019Y", "government-procurement", "市直单位办公设备采购资格审查")
                .withAsOf(LocalDate.of(2018, 9, 1))
                .withRelated("legal-representative", "341182190001010008");
        try {
            DecisionAnswer answer = jrp.decide(check, caseNumber); // 案件号作幂等键:重复提交只记一次
            return switch (answer.outcome()) {
                case CLEAR -> "继续办理";
                case FAVOURED -> "给予激励:" + names(answer);
                case CAUTION -> "审慎办理:" + names(answer);
                case RESTRICTED -> "应予限制,由经办人确认:" + names(answer);
                case REVIEW -> "转人工复核:" + answer.reviews().get(0).text();
            };
        } catch (JrpProblemException e) {
            return "问询有误:" + e.code() + " " + e.detail();
        } catch (JrpUnavailableException | JrpMalformedAnswerException e) {
            return "暂时无法核查,案件挂起"; // 绝不当作“未见”
        }
        // end
    }

    // sample: names
    static String names(DecisionAnswer answer) {
        StringBuilder names = new StringBuilder();
        for (DecisionAnswer.Measure measure : answer.measures()) {
            DecisionAnswer.Citation basis = measure.citations().get(0);
            String clause = basis.clause() == null ? "条款未核实" : basis.clause();
            names.append(measure.name())
                    .append("(")
                    .append(basis.docNo())
                    .append(" ")
                    .append(clause)
                    .append(")");
        }
        return names.toString();
    }
    // end

    static long many(JrpClient jrp, Stream<Check> checks) {
        // sample: many
        BatchCheck bid = BatchCheck.of(
                "bidding",
                "某工程施工投标资格审查",
                List.of(Check.Subject.of("91349999M00000019Y"), Check.Subject.of("91349999M000003770")));
        for (Result result : jrp.batch(bid)) {
            if (result instanceof Result.Refused refused) {
                System.err.println(
                        "第 " + refused.row() + " 个:" + refused.problem().detail());
            }
        }

        AtomicLong restricted = new AtomicLong();
        jrp.stream(checks, result -> {
            if (result instanceof Result.Decided decided && decided.answer().outcome() == Outcome.RESTRICTED) {
                restricted.incrementAndGet();
            }
        });
        // end
        return restricted.get();
    }

    static ImportReport others(JrpClient jrp, String decisionId, Path csv) {
        // sample: others
        DecisionAnswer again = jrp.decision(decisionId);
        Notice notice = jrp.notice(decisionId, Notice.Format.PDF);
        Page<DecisionSummary> found = jrp.search(Search.all()
                .withSubject(Check.Subject.of("91349999M00000019Y"))
                .withDays(LocalDate.of(2018, 1, 1), LocalDate.of(2018, 12, 31)));
        List<ListSummary> lists = jrp.lists();
        ImportReport report = jrp.importEntries("judgment-defaulter", csv, true); // true:只检查,不写入
        report.errors().forEach(error -> System.err.println("第 " + error.row() + " 行 " + error.message()));
        // end
        assert again != null && notice != null && found != null && lists != null;
        return report;
    }

    static DecisionAnswer embedded(Path entries, Path records, SecretKey key) throws IOException {
        // sample: embedded
        try (EmbeddedJrp jrp = EmbeddedJrp.by("finance-bureau")
                .entries(EntryFile.of(entries)) // .ndjson、.csv 或 .yaml
                .records(records) // 留痕文件夹,每个进程一个
                .personalKey(key) // 不给密钥则不保存主体是谁
                .open()) {
            if (!jrp.recovery().clean()) {
                System.err.println("留痕文件有异常:" + jrp.recovery());
            }
            return jrp.decide(Check.of("91349999M00000019Y", "government-procurement", "市直单位办公设备采购资格审查"));
        }
        // end
    }

    static DecisionAnswer following(
            JrpClient jrp, Check check, Path entries, Path records, Path publicKey, Path releases) throws IOException {
        // sample: following
        try (EmbeddedJrp embedded = EmbeddedJrp.by("finance-bureau")
                .entries(EntryFile.of(entries))
                .records(records)
                .followReleases(jrp, ReleaseKeys.fromPem(publicKey), releases) // 文件夹,每个进程一个
                .open()) {
            DecisionAnswer answer = embedded.decide(check);
            ReleaseStatus status = embedded.status();
            if (!status.current()) {
                System.err.println("仍按 " + status.release() + " 决定:" + status.error());
            }
            return answer;
        }
        // end
    }

    static long audit(Path records, SecretKey key) {
        // sample: audit
        AtomicLong count = new AtomicLong();
        Recovery found = RecordedDecision.readAll(records, recorded -> {
            CanonicalDecision.Stored stored =
                    CanonicalDecision.read(recorded.record().canonical());
            System.out.println(recorded.record().envelope().decidedAt() + " "
                    + stored.decision().outcome() + " " + recorded.findPersonalFields(key));
            count.incrementAndGet();
        });
        // end
        return found.clean() ? count.get() : -1;
    }

    static void upload(EmbeddedJrp embedded, JrpClient server) {
        // sample: upload
        UploadResult sent = embedded.upload(server); // 或 server.upload(records, key),引擎不必开着
        if (!sent.complete()) {
            sent.rejected()
                    .forEach(one -> System.err.println(one.decisionId() + " " + one.code() + " " + one.message()));
        }
        // end
    }
}
