package org.jrp.server.offline;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jrp.catalogue.Via;
import org.jrp.decision.CaseEntry;
import org.jrp.decision.CaseFile;
import org.jrp.decision.Decision;
import org.jrp.listing.RelatedPerson;
import org.jrp.record.CanonicalDecision;
import org.jrp.record.Verdict;
import org.jrp.server.access.AccessCache;
import org.jrp.server.access.AccessLog;
import org.jrp.server.access.Caller;
import org.jrp.server.access.SubjectQuota;
import org.jrp.server.decision.OfflineDecisions;
import org.jrp.server.problem.PersonalNumbers;
import org.jrp.server.problem.ProblemException;
import org.jrp.server.release.PastReleases;
import org.jrp.server.subject.SubjectVault;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes in decisions that embedded engines made (补录离线决定). Each is held against its own hashes, the department's grants and, decided
 * again by the release it names, against what it should have been; what passes lands, and the rows beside it do not matter to it.
 */
@Service
class Uploads {

    private static final int MOST_CAUSES = 3;

    private final OfflineDecisions decisions;
    private final PastReleases releases;
    private final AccessCache access;
    private final AccessLog log;
    private final SubjectQuota quota;
    private final SubjectVault vault;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final InstantSource clock;
    private final OfflineProperties properties;

    Uploads(
            OfflineDecisions decisions,
            PastReleases releases,
            AccessCache access,
            AccessLog log,
            SubjectQuota quota,
            SubjectVault vault,
            JdbcClient jdbc,
            TransactionTemplate transaction,
            InstantSource clock,
            OfflineProperties properties) {
        this.decisions = decisions;
        this.releases = releases;
        this.access = access;
        this.log = log;
        this.quota = quota;
        this.vault = vault;
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.clock = clock;
        this.properties = properties;
    }

    /** The engines for one upload; close them. */
    Engines engines() {
        return new Engines(releases, this::approved);
    }

    private boolean approved(String release) {
        return jdbc.sql("""
                        select r.author_credential is null or exists (select from release_approval a where a.release = r.hash)
                        from release r where r.hash = ?
                        """).param(release).query(Boolean.class).single();
    }

    /** Takes in some rows, those that pass in one transaction. */
    void take(Caller caller, List<Line> lines, Engines engines, UploadReport report) {
        Caller now = access.again(caller)
                .orElseThrow(() -> ProblemException.of(
                        401,
                        "invalid-credential",
                        "密钥无效、已过期或已撤销。",
                        "The key is not valid, has expired or was revoked."));
        Map<Line, OfflineDecisions.Made> passed = new LinkedHashMap<>();
        for (Line line : lines) {
            OfflineDecisions.Made made = null;
            try {
                made = UploadedRow.read(line.bytes());
                check(now, made, engines);
                passed.put(line, made);
            } catch (RowRefused e) {
                report.rejected(line.row(), e);
                noted(now, made, "rejected");
            }
        }
        Map<Line, OfflineDecisions.Standing> became = new HashMap<>();
        transaction.executeWithoutResult(status -> passed.forEach((line, made) -> {
            OfflineDecisions.Standing standing = decisions.standing(made);
            if (standing == OfflineDecisions.Standing.FREE && !decisions.add(now, made)) {
                standing = decisions.standing(made);
                became.put(
                        line, standing == OfflineDecisions.Standing.FREE ? OfflineDecisions.Standing.OTHER : standing);
            } else {
                became.put(line, standing);
            }
        }));
        passed.forEach((line, made) -> {
            switch (became.getOrDefault(line, OfflineDecisions.Standing.OTHER)) {
                case FREE -> {
                    report.accepted();
                    noted(now, made, "accepted");
                }
                case SAME -> {
                    report.unchanged();
                    noted(now, made, "unchanged");
                }
                case OTHER -> {
                    report.rejected(
                            line.row(),
                            new RowRefused(
                                    "decisionId",
                                    "id-taken",
                                    "该 decisionId 下已有另一个决定。",
                                    "There is another decision under that id."));
                    noted(now, made, "rejected");
                }
            }
        });
    }

    /**
     * A row as it came.
     *
     * @param row its number, from 1
     */
    record Line(long row, byte[] bytes) {

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Line that && row == that.row;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(row);
        }
    }

    private void noted(Caller caller, OfflineDecisions.@Nullable Made made, String outcome) {
        if (made == null) {
            log.record(caller, "upload-decision", null, null, null, outcome);
        } else {
            byte[] subject = vault.references(made.personal().id()).get(0);
            log.record(caller, "upload-decision", subject, made.id().toString(), made.purpose(), outcome);
        }
    }

    private void check(Caller caller, OfflineDecisions.Made made, Engines engines) {
        CaseFile file = made.stored().caseFile();
        if (!access.answersFor(caller.department(), made.department())) {
            throw new RowRefused(
                    "requester",
                    "other-department",
                    "该决定不是本部门作出的。请用作出决定的部门的密钥上传。",
                    "The decision is not your department's. Send it with a key of the department that made it.");
        }
        if (!caller.department().contexts().contains(file.context())) {
            throw new RowRefused(
                    "decision.caseFile.context",
                    "context-not-granted",
                    "本部门未获准核查该业务场景;请向信用办申请。",
                    "The department is not granted that context; ask the credit office for it.");
        }
        times(made, file);
        quota(caller, made);
        subject(made, file);
        again(made, engines);
    }

    private void times(OfflineDecisions.Made made, CaseFile file) {
        Instant now = clock.instant();
        if (made.decidedAt().isAfter(now.plus(properties.clockSkew()))) {
            throw new RowRefused(
                    "decidedAt",
                    "in-the-future",
                    "作出时间在将来。请校准嵌入式引擎所在机器的时钟。",
                    "It was decided in the future. Set the clock of the embedded engine's machine.");
        }
        if (made.decidedAt().isBefore(now.minus(properties.longestDelay()))) {
            Duration most = properties.longestDelay();
            throw new RowRefused(
                    "decidedAt",
                    "too-late",
                    "作出已逾 " + most.toDays() + " 天,不再补录。请书面告知信用办。",
                    "It was decided more than " + most.toDays()
                            + " days ago and is not taken in any more. Tell the credit office in" + " writing.");
        }
        if (file.knownAt().isAfter(made.decidedAt())) {
            throw new RowRefused(
                    "decision.caseFile.knownAt",
                    "known-later-than-decided",
                    "知悉时刻晚于作出时间。",
                    "What was known is of a later moment than the decision.");
        }
    }

    private void quota(Caller caller, OfflineDecisions.Made made) {
        try {
            quota.count(caller, vault.references(made.personal().id()).get(0));
            for (RelatedPerson other : made.personal().related()) {
                quota.count(caller, vault.references(other.id()).get(0));
            }
        } catch (ProblemException e) {
            throw new RowRefused(
                    "subject",
                    e.code(),
                    e.detail().zh() + "请于次日重传本行。",
                    e.detail().en() + " Send the row again tomorrow.");
        }
    }

    /** Entries of the case file that are known here must be about the subject that was sent. */
    private void subject(OfflineDecisions.Made made, CaseFile file) {
        List<String> own = file.entries().stream()
                .filter(entry -> entry.about().equals(CaseFile.SUBJECT) && entry.via() == Via.SELF)
                .map(CaseEntry::entryId)
                .toList();
        if (own.isEmpty()) {
            return;
        }
        List<byte[]> references = vault.references(made.personal().id());
        boolean others = jdbc
                .sql("select subject from listing where entry_id = any (?)")
                .param(new SqlArrayValue("text", own.toArray()))
                .query((row, number) -> row.getBytes(1))
                .list()
                .stream()
                .anyMatch(listed -> references.stream().noneMatch(reference -> Arrays.equals(reference, listed)));
        if (others) {
            throw new RowRefused(
                    "subject",
                    "subject-mismatch",
                    "案卷中的条目在本服务登记的是另一主体。请核对上传的主体。",
                    "An entry of the case file is another subject's here. Check the subject that was sent.");
        }
    }

    /** Decides again from the record alone, by the release it names. */
    private void again(OfflineDecisions.Made made, Engines engines) {
        CanonicalDecision.Stored stored = made.stored();
        Decision now;
        try {
            now = engines.of(stored.release()).decide(stored.caseFile());
        } catch (RowRefused e) {
            throw e;
        } catch (RuntimeException e) {
            throw differs(
                    "计算失败(" + e.getClass().getSimpleName() + ")",
                    "it fails (" + e.getClass().getSimpleName() + ")");
        }
        Verdict verdict =
                Verdict.of(made.canonical(), CanonicalDecision.bytes(stored.caseFile(), now, stored.release()));
        List<String> causes = List.of();
        if (verdict instanceof Verdict.SameMeasures same) {
            causes = same.causes();
        } else if (verdict instanceof Verdict.Differs differs) {
            causes = differs.causes();
        }
        if (!(verdict instanceof Verdict.Identical)) {
            String named =
                    PersonalNumbers.masked(causes.stream().limit(MOST_CAUSES).collect(Collectors.joining("; ")));
            throw differs(verdict.code() + ":" + named, verdict.code() + ": " + named);
        }
    }

    private static RowRefused differs(String zh, String en) {
        return new RowRefused(
                "decision",
                "not-identical",
                "按所载发布版本复算,结果与记录不同(" + zh + ")。请核对嵌入式引擎的版本,并通知维护人员。",
                "Decided again by the release it names, it comes out otherwise (" + en
                        + "). Check the version of the embedded engine and tell maintenance.");
    }
}
