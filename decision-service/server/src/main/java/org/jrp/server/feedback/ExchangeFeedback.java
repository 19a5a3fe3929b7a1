package org.jrp.server.feedback;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jrp.decision.Applied;
import org.jrp.decision.DecidedEntry;
import org.jrp.decision.Decision;
import org.jrp.server.access.Caller;
import org.jrp.server.access.RateLimits;
import org.jrp.server.exchange.ExchangeAnswer;
import org.jrp.server.exchange.ExchangeReports;
import org.jrp.server.problem.PersonalNumbers;
import org.jrp.server.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Reports that come by the cities' exchange (对接反馈): its texts are led back to the decision, the entry and the measures that it showed.
 * The client is an API key, whatever names it sends: what reduces rights waits for a personal confirmation.
 */
@Component
class ExchangeFeedback implements ExchangeReports {

    private static final int DAY = "2018-09-01".length();

    private final Feedbacks feedbacks;
    private final FeedbackStore store;
    private final RateLimits limits;
    private final TransactionOperations transaction;

    ExchangeFeedback(Feedbacks feedbacks, FeedbackStore store, RateLimits limits, TransactionOperations transaction) {
        this.feedbacks = feedbacks;
        this.store = store;
        this.limits = limits;
        this.transaction = transaction;
    }

    @Override
    public Outcome report(Caller caller, Report report) {
        limits.take(caller, 1);
        return transaction.execute(status -> taken(caller, report));
    }

    private Outcome taken(Caller caller, Report report) {
        Feedbacks.Opened opened = feedbacks.opened(caller, report.decision(), "feedback-report");
        String entryId = entry(opened.decision(), report);
        List<Applied> measures = measures(caller, opened.decision(), entryId, report);
        int before = 0;
        for (Applied measure : measures) {
            FeedbackRequest request = request(measure, entryId, report);
            Optional<Feedback> last = store.last(report.decision(), measure.code(), entryId)
                    .filter(one -> one.standing(feedbacks.today()).stands());
            if (last.isPresent() && same(last.get(), request)) {
                before++;
            } else {
                feedbacks.report(caller, opened, measure, entryId, request);
            }
        }
        return new Outcome(entryId, true, before == measures.size() ? "此前已反馈,未重复登记。" : "");
    }

    /** Whether a client sends again what it sent before. */
    private boolean same(Feedback last, FeedbackRequest request) {
        LocalDate day = request.handledAt();
        return last.handling().code().equals(request.handling())
                && last.officer().equals(String.valueOf(request.officer()).strip())
                && (day == null || day.equals(last.handledAt()))
                && String.valueOf(last.action()).equals(String.valueOf(request.action()));
    }

    private static FeedbackRequest request(Applied measure, String entryId, Report report) {
        boolean carriedOut = report.handleType().equals("1");
        String action = blankless(report.action());
        if (!carriedOut && action == null) {
            throw refused("其他处理须写明处理措施(action)。", "Handling otherwise wants the field action.");
        }
        String result = blankless(report.result());
        String remark = blankless(report.remark());
        String remarks = result == null ? remark : "反馈结果:" + result + (remark == null ? "" : "\n" + remark);
        return new FeedbackRequest(
                measure.code(),
                entryId,
                carriedOut ? Handling.CARRIED_OUT.code() : Handling.LESSER.code(),
                action,
                carriedOut ? null : action,
                report.officer(),
                day(report.handledAt()),
                null,
                null,
                null,
                null,
                null,
                remarks,
                true);
    }

    private static String entry(Decision decision, Report report) {
        if (!List.of("1", "2").contains(report.handleType())) {
            throw refused("处理方式(handleType)须为 1 或 2。", "The handleType is 1 or 2.");
        }
        String id = report.entryId();
        String docNo = report.docNo();
        List<DecidedEntry> fitting = decision.entries().stream()
                .filter(entry -> id != null
                        ? entry.entryId().equals(id)
                        : (report.list() == null || entry.list().equals(report.list()))
                                && (docNo == null || docNo.equals(entry.docNo())))
                .toList();
        if (fitting.size() != 1) {
            throw fitting.isEmpty()
                    ? refused("该次查询没有这条明细。", "The query showed no such detail.")
                    : refused("明细不能确定,请带上查询答复中明细的 id。", "The detail is not clear: send the id it was shown with.");
        }
        return fitting.get(0).entryId();
    }

    /**
     * The measures chosen: each by the text that the page showed, for a line of it stands for every measure worded so; else by name. Where
     * none was chosen, which only handling otherwise allows, those of the entry that are addressed to the department.
     */
    private static List<Applied> measures(Caller caller, Decision decision, String entryId, Report report) {
        List<Applied> own = decision.measures().stream()
                .filter(measure -> measure.triggeredBy().contains(entryId))
                .toList();
        if (report.chosen().isEmpty()) {
            List<Applied> addressed = own.stream()
                    .filter(measure ->
                            measure.departments().contains(caller.department().code()))
                    .toList();
            if (report.handleType().equals("1") || addressed.isEmpty()) {
                throw refused("请至少选择一项措施作为依据。", "Choose at least one measure.");
            }
            return addressed;
        }
        Set<Applied> chosen = new LinkedHashSet<>();
        for (String text : report.chosen()) {
            List<Applied> found =
                    own.stream().filter(measure -> worded(measure, text)).toList();
            if (found.isEmpty()) {
                found = own.stream()
                        .filter(measure ->
                                measure.name().equals(text) || measure.code().equals(text))
                        .toList();
            }
            if (found.isEmpty()) {
                throw refused(
                        "所选措施不是该明细引起的:“" + shortened(text) + "”;请按查询答复原文填写,或写措施名称。",
                        "A chosen measure is not one that the detail called for; send its text as it was shown, or its name.");
            }
            chosen.addAll(found);
        }
        return new ArrayList<>(chosen);
    }

    private static boolean worded(Applied measure, String text) {
        ExchangeAnswer.Measure shown = new ExchangeAnswer.Measure(
                measure.code(), measure.effect(), measure.conditional(), measure.triggeredBy(), List.of());
        return measure.citations().stream()
                .map(citation -> shown.content(new ExchangeAnswer.Clause(
                        citation.title(),
                        List.of(),
                        List.of(),
                        citation.text(),
                        citation.clause(),
                        citation.verified() && citation.docNoVerified())))
                .anyMatch(text::equals);
    }

    private static @Nullable LocalDate day(String text) {
        if (text.isEmpty()) {
            return null;
        }
        try {
            return LocalDate.parse(text.substring(0, Math.min(DAY, text.length())));
        } catch (DateTimeException e) {
            throw refused("处理时间(clTime)须形如 2018-09-01 08:00:00。", "The clTime is written as 2018-09-01 08:00:00.");
        }
    }

    private static @Nullable String blankless(String text) {
        return text.isBlank() ? null : text.strip();
    }

    private static String shortened(String text) {
        String masked = PersonalNumbers.masked(text);
        return masked.length() > 60 ? masked.substring(0, 60) + "…" : masked;
    }

    private static ProblemException refused(String zh, String en) {
        return ProblemException.of(422, "invalid-content", zh, en);
    }
}
