package org.jrp.server.feedback;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jrp.catalogue.Coded;
import org.jrp.catalogue.Nearest;
import org.jrp.catalogue.Text;
import org.jrp.server.access.AccessLog;
import org.jrp.server.access.Caller;
import org.jrp.server.access.Cursor;
import org.jrp.server.decision.DecisionLog;
import org.jrp.server.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Finds reports for whoever may see them (反馈查询): its own department's, or any for the auditor and the credit office. */
@Service
class FeedbackReader {

    private final FeedbackStore store;
    private final FeedbackViews views;
    private final DecisionLog log;
    private final AccessLog access;

    FeedbackReader(FeedbackStore store, FeedbackViews views, DecisionLog log, AccessLog access) {
        this.store = store;
        this.views = views;
        this.log = log;
        this.access = access;
    }

    /** What to look for, as asked. */
    record Filter(
            @Nullable String department,
            @Nullable String handling,
            @Nullable String measure,
            @Nullable String entryId,
            @Nullable LocalDate from,
            @Nullable LocalDate to,
            @Nullable String state) {}

    /**
     * One report. Noted in the access log.
     *
     * @throws ProblemException 404 where there is none that the caller may see
     */
    Feedback seen(Caller caller, UUID id, String action) {
        Optional<Feedback> found = store.find(id).filter(one -> views.sees(caller, one.department()));
        access.record(
                caller,
                action,
                found.map(Feedback::subject).orElse(null),
                id.toString(),
                null,
                found.isPresent() ? "found" : "not-found");
        return found.orElseThrow(Feedbacks::unknown);
    }

    /** Every report on a decision, in the order in which they came. */
    FeedbackView.Page onDecision(Caller caller, UUID decision) {
        Optional<DecisionLog.Row> found = log.find(decision).filter(row -> views.sees(caller, row.department()));
        access.record(
                caller,
                "feedback-of-decision",
                found.map(DecisionLog.Row::subject).orElse(null),
                decision.toString(),
                null,
                found.isPresent() ? "found" : "not-found");
        if (found.isEmpty()) {
            throw ProblemException.of(
                    404,
                    "unknown-decision",
                    "没有这个决定记录,或它不属于本部门。",
                    "There is no such decision, or it is not your department's.");
        }
        return new FeedbackView.Page(views.of(caller, store.onDecision(decision)), null);
    }

    FeedbackView.Page page(Caller caller, Filter filter, @Nullable Integer limit, @Nullable String cursor) {
        String department = filter.department() == null && Pending.followsUp(caller)
                ? null
                : views.department(caller, filter.department());
        int most = Cursor.limit(limit);
        List<Feedback> found = store.page(
                new FeedbackStore.Wanted(
                        department,
                        word(Handling.class, "handling", filter.handling())
                                .map(Handling::code)
                                .orElse(null),
                        filter.measure(),
                        filter.entryId(),
                        filter.from(),
                        filter.to(),
                        word(Standing.class, "state", filter.state()).orElse(null)),
                views.today(),
                Cursor.before(cursor),
                most + 1);
        List<Feedback> shown = found.subList(0, Math.min(most, found.size()));
        access.record(caller, "feedback-search", null, department, null, shown.isEmpty() ? "not-found" : "found");
        return new FeedbackView.Page(
                views.of(caller, shown),
                found.size() > most ? Cursor.of(shown.get(shown.size() - 1).id()) : null);
    }

    private static <E extends Enum<E> & Coded> Optional<E> word(Class<E> type, String name, @Nullable String code) {
        if (code == null) {
            return Optional.empty();
        }
        Optional<E> found = Coded.find(type, code);
        if (found.isEmpty()) {
            List<String> known =
                    Arrays.stream(type.getEnumConstants()).map(Coded::code).toList();
            throw ProblemException.field(
                    400,
                    "invalid-parameter",
                    name,
                    "unknown-word",
                    Nearest.mend(
                            code,
                            known,
                            new Text(
                                    "参数 " + name + " 可用:" + String.join("、", known) + "。",
                                    "The parameter " + name + " is one of " + String.join(", ", known) + ".")));
        }
        return found;
    }
}
