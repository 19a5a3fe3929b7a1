package org.jrp.server.feedback;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jrp.catalogue.Text;
import org.jrp.decision.Applied;
import org.jrp.decision.Decision;
import org.jrp.decision.Question;
import org.jrp.record.CanonicalDecision;
import org.jrp.server.access.Caller;
import org.jrp.server.decision.DecisionLog;
import org.jrp.server.problem.ProblemException;
import org.jrp.server.task.Duties;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Service;

/** Named officers stand by measures that reduce rights (确认, DP-22): no such measure is final without one. */
@Service
class Confirmations {

    private static final int MOST = 200;

    private final Feedbacks feedbacks;
    private final FeedbackStore store;
    private final DecisionLog log;
    private final Duties duties;
    private final JdbcClient jdbc;

    Confirmations(Feedbacks feedbacks, FeedbackStore store, DecisionLog log, Duties duties, JdbcClient jdbc) {
        this.feedbacks = feedbacks;
        this.store = store;
        this.log = log;
        this.duties = duties;
        this.jdbc = jdbc;
    }

    /** What is confirmed, by whom (确认请求). */
    @Schema(name = "Confirm")
    record Request(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable List<String> measures,

            @Nullable String officer) {}

    /**
     * A measure of a decision that reduces rights, and who stands by it (确认).
     *
     * @param confirmedBy null while nobody does
     */
    @Schema(name = "Confirmation")
    record Confirmation(
            String measure,
            String measureName,
            @Nullable String confirmedBy,
            @Nullable String department,
            @Nullable OffsetDateTime confirmedAt) {}

    /** Every measure of a decision that wants confirmation. */
    @Schema(name = "Confirmations")
    record Confirmed(UUID decisionId, List<Confirmation> items) {}

    /** Stands by measures of a decision of the caller's own department; repeated, it changes nothing. */
    Confirmed confirm(Caller caller, UUID decision, Request request) {
        String officer = Feedbacks.signedIn(caller);
        Feedbacks.Opened opened = feedbacks.opened(caller, decision, "decision-confirm");
        Content content = new Content();
        content.officer(caller, "/officer", request.officer());
        List<String> given = request.measures() == null ? List.of() : request.measures();
        if (given.isEmpty() || given.size() > MOST) {
            content.wrong(
                    "/measures",
                    given.isEmpty() ? "missing" : "out-of-range",
                    "请列明要确认的措施代码,1 至 " + MOST + " 个。",
                    "List the codes of the measures, 1 to " + MOST + ".");
        }
        content.refuseIfWrong();
        Set<String> wanted = new LinkedHashSet<>();
        for (int i = 0; i < given.size(); i++) {
            wanted.add(needing(opened.decision(), given.get(i), "/measures/" + i));
        }
        List<String> codes = new ArrayList<>(wanted);
        jdbc.sql("select 1 from duty where decision = ? and measure = any (?) order by measure, entry_id for update")
                .param(decision)
                .param(new SqlArrayValue("text", codes.toArray()))
                .query(Integer.class)
                .list();
        for (String code : codes) {
            jdbc.sql("""
                            insert into confirmation (decision, measure, officer, department, credential) values (?, ?, ?, ?, ?)
                            on conflict do nothing
                            """)
                    .params(decision, code, officer, caller.department().code(), caller.credential())
                    .update();
        }
        store.onDecision(decision).stream()
                .filter(one -> wanted.contains(one.measure())
                        && one.needsConfirmation()
                        && one.standing(feedbacks.today()) == Standing.FINAL)
                .forEach(one -> duties.find(decision, one.measure(), one.entryId())
                        .filter(owed -> owed.state().equals("unconfirmed"))
                        .ifPresent(owed -> duties.settle(caller, owed, Duties.Settled.REPORTED, null)));
        return of(decision, opened.decision());
    }

    /** Who stands by what, for whoever may see the decision. */
    Confirmed of(Caller caller, UUID decision) {
        DecisionLog.Row row = log.seen(decision, caller, "read-confirmations");
        return of(decision, CanonicalDecision.read(row.canonical()).decision());
    }

    private Confirmed of(UUID id, Decision decision) {
        record Row(String measure, String officer, String department, OffsetDateTime at) {}
        List<Row> rows = jdbc.sql(
                        "select measure, officer, department, recorded_at from confirmation where decision = ?")
                .param(id)
                .query((row, number) -> new Row(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getObject(4, OffsetDateTime.class).withOffsetSameInstant(Question.SHANGHAI)))
                .list();
        return new Confirmed(
                id,
                decision.measures().stream()
                        .filter(Applied::rightsReducing)
                        .map(measure -> rows.stream()
                                .filter(row -> row.measure().equals(measure.code()))
                                .findFirst()
                                .map(row -> new Confirmation(
                                        measure.code(), measure.name(), row.officer(), row.department(), row.at()))
                                .orElseGet(() -> new Confirmation(measure.code(), measure.name(), null, null, null)))
                        .toList());
    }

    private static String needing(Decision decision, @Nullable String code, String pointer) {
        Applied measure = Feedbacks.measure(decision, code);
        if (!measure.rightsReducing()) {
            throw ProblemException.field(
                    422,
                    "no-confirmation-needed",
                    pointer,
                    "no-confirmation-needed",
                    new Text(
                            "措施“" + measure.name() + "”不减损权利,无须确认。",
                            "The measure (" + measure.code() + ") does not reduce rights: nothing to confirm."));
        }
        return measure.code();
    }
}
