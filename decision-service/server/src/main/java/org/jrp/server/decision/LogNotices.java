package org.jrp.server.decision;

import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jrp.catalogue.Text;
import org.jrp.decision.CaseFile;
import org.jrp.decision.Decision;
import org.jrp.decision.Question;
import org.jrp.record.Answer;
import org.jrp.record.CanonicalDecision;
import org.jrp.server.access.AccessCache;
import org.jrp.server.access.Caller;
import org.jrp.server.access.Department;
import org.jrp.server.notice.NoticeFacts;
import org.jrp.server.notice.NoticeSource;
import org.jrp.server.notice.Standing;
import org.jrp.server.subject.Personal;
import org.springframework.stereotype.Component;

/** Gives notices the decisions of the log (告知书的来源). */
@Component
class LogNotices implements NoticeSource {

    private final DecisionLog log;
    private final Weighing weighing;
    private final AccessCache access;
    private final InstantSource clock;

    LogNotices(DecisionLog log, Weighing weighing, AccessCache access, InstantSource clock) {
        this.log = log;
        this.weighing = weighing;
        this.access = access;
        this.clock = clock;
    }

    @Override
    public Optional<NoticeFacts> find(UUID id, Caller caller) {
        return log.findSeen(id, caller, "notice").map(row -> {
            Personal personal = log.personal(row);
            return new NoticeFacts(
                    id,
                    CanonicalDecision.read(row.canonical()),
                    Answer.Subject.of(personal.id(), personal.name()),
                    access.findDepartment(row.department())
                            .map(Department::name)
                            .orElse(row.department()),
                    row.decidedAt());
        });
    }

    @Override
    public List<UUID> between(UUID low, UUID high) {
        return log.between(low, high);
    }

    /** It stands while it has not run out and today's facts and rules give the same measures for the day it was asked about. */
    @Override
    public Optional<Standing> findStanding(UUID id) {
        return log.find(id).map(row -> {
            CanonicalDecision.Stored stored = CanonicalDecision.read(row.canonical());
            Decision decision = stored.decision();
            LocalDate until = decision.validUntil();
            boolean over = until != null
                    && !clock.instant()
                            .atOffset(Question.SHANGHAI)
                            .toLocalDate()
                            .isBefore(until);
            boolean same =
                    over || measures(reconsidered(row, stored.caseFile())).equals(measures(decision));
            Text reason = over
                    ? new Text("答复的有效期已过,请重新核查。", "The answer has run out; a new check is due.")
                    : same
                            ? new Text("按现有记录和规则,结论不变。", "By today's entries and rules the answer is the same.")
                            : new Text("记录或规则已有变化,请重新核查。", "Entries or rules have changed since; a new check is due.");
            return new Standing(
                    row.decidedAt().atOffset(Question.SHANGHAI).toLocalDate(),
                    decision.outcome(),
                    !over && same,
                    reason,
                    until);
        });
    }

    private Decision reconsidered(DecisionLog.Row row, CaseFile file) {
        Weighing.Scales scales = weighing.scales();
        return weighing.decide(scales, Weighing.again(file, log.personal(row), file.asOf(), scales.now()));
    }

    private static Set<String> measures(Decision decision) {
        return decision.measures().stream()
                .map(measure -> measure.code() + ' ' + measure.effect().code())
                .collect(Collectors.toSet());
    }
}
