package org.jrp.server.feedback;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.ListType;
import org.jrp.catalogue.Measure;
import org.jrp.decision.Question;
import org.jrp.server.access.AccessCache;
import org.jrp.server.access.Caller;
import org.jrp.server.access.Department;
import org.jrp.server.access.Role;
import org.jrp.server.problem.ProblemException;
import org.jrp.server.release.Releases;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Shows reports to whoever may see them (反馈展示). */
@Component
class FeedbackViews {

    private final MaskedSubjects subjects;
    private final Releases releases;
    private final AccessCache access;
    private final InstantSource clock;

    FeedbackViews(MaskedSubjects subjects, Releases releases, AccessCache access, InstantSource clock) {
        this.subjects = subjects;
        this.releases = releases;
        this.access = access;
        this.clock = clock;
    }

    /** Today, where the law counts days. */
    LocalDate today() {
        return clock.instant().atOffset(Question.SHANGHAI).toLocalDate();
    }

    Catalogue catalogue() {
        return releases.active().catalogue();
    }

    FeedbackView of(Caller caller, Feedback one) {
        return of(caller, List.of(one)).get(0);
    }

    List<FeedbackView> of(Caller caller, List<Feedback> all) {
        Map<UUID, MaskedSubjects.Known> ofDecisions = subjects.ofDecisions(all.stream()
                .map(Feedback::decision)
                .filter(Objects::nonNull)
                .distinct()
                .toList());
        Map<UUID, Long> rows = subjects.listingsOf(all.stream()
                .map(Feedback::task)
                .filter(Objects::nonNull)
                .distinct()
                .toList());
        Map<Long, MaskedSubjects.Known> ofListings = subjects.ofListings(rows.values());
        return all.stream()
                .map(one -> {
                    UUID decision = one.decision();
                    Long row = rows.get(one.task());
                    MaskedSubjects.Known known =
                            decision != null ? ofDecisions.get(decision) : row == null ? null : ofListings.get(row);
                    return view(caller, one, known);
                })
                .toList();
    }

    private FeedbackView view(Caller caller, Feedback one, MaskedSubjects.@Nullable Known known) {
        boolean own = access.answersFor(caller.department(), one.department());
        boolean named = own || caller.is(Role.AUDITOR);
        Standing standing = one.standing(today());
        Feedback.Confirmed confirmed = one.confirmed();
        Feedback.Cancelled cancelled = one.cancelled();
        BigDecimal amount = one.amount();
        return new FeedbackView(
                one.id(),
                one.decision(),
                one.task(),
                one.entryId(),
                one.list(),
                listName(one.list()),
                known == null ? null : known.shown(named),
                one.measure(),
                measureName(one.measure()),
                one.kind(),
                one.edition(),
                one.rules(),
                one.department(),
                departmentName(one.department()),
                one.officer(),
                one.handling().code(),
                one.handling().chinese(),
                one.action(),
                one.reason(),
                one.handledAt(),
                one.documentNo(),
                amount == null ? null : amount.toPlainString(),
                one.periodFrom(),
                one.periodTo(),
                one.exemptedUntil(),
                own || one.shared() ? one.remark() : null,
                one.shared(),
                one.version(),
                standing.code(),
                standing == Standing.FINAL || standing == Standing.OVER,
                one.needsConfirmation(),
                confirmed == null ? null : confirmed.officer(),
                confirmed == null ? null : moment(confirmed.at()),
                cancelled == null
                        ? null
                        : new FeedbackView.Cancelled(cancelled.reason(), moment(cancelled.at()), cancelled.by()),
                moment(one.recordedAt()),
                "/api/v1/feedback/" + one.id() + "/form");
    }

    /** Whether the caller may see the reports of that department: its own, those of one it took over from, or all. */
    boolean sees(Caller caller, String department) {
        return Pending.followsUp(caller) || access.answersFor(caller.department(), department);
    }

    /**
     * The department whose reports the caller asks for; its own where it names none.
     *
     * @throws ProblemException 403 where it may not see them
     */
    String department(Caller caller, @Nullable String wanted) {
        if (wanted == null || sees(caller, wanted)) {
            return wanted == null ? caller.department().code() : wanted;
        }
        throw ProblemException.of(
                403, "foreign-department", "只能查看本部门的反馈事项。", "Only your own department's reports can be seen.");
    }

    @Nullable String listName(String list) {
        return catalogue().findList(list).map(ListType::name).orElse(null);
    }

    @Nullable String measureName(String measure) {
        return catalogue().findMeasure(measure).map(Measure::name).orElse(null);
    }

    String departmentName(String code) {
        return access.findDepartment(code)
                .map(Department::name)
                .or(() -> catalogue().findDepartment(code).map(org.jrp.catalogue.Department::name))
                .orElse(code);
    }

    static OffsetDateTime moment(Instant instant) {
        return instant.atOffset(Question.SHANGHAI);
    }
}
