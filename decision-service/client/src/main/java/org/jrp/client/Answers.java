package org.jrp.client;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jrp.catalogue.Effect;
import org.jrp.catalogue.Kind;
import org.jrp.decision.Outcome;
import org.jspecify.annotations.Nullable;

/** Reads answers and refusals (答复读取). A field that the contract promises must be there; any other may be missing. */
final class Answers {

    private Answers() {}

    static DecisionAnswer decision(Fields body) {
        body.demanding("measures", "withheld", "entries");
        return new DecisionAnswer(
                body.text("decisionId"),
                body.coded("outcome", Outcome.class),
                subject(body.object("subject")),
                body.text("context"),
                body.textOrNull("matter"),
                body.textOrNull("place"),
                body.date("asOf"),
                body.instant("knownAt"),
                body.dateOrNull("validUntil"),
                body.flag("requiresConfirmation"),
                body.objects("reviews", Answers::review),
                body.objects("measures", Answers::measure),
                body.objects("withheld", Answers::withheld),
                body.objects("nearMisses", Answers::nearMiss),
                body.objects("remedies", Answers::remedy),
                body.objects("entries", Answers::entry),
                checked(body.object("checked")),
                body.text("release"),
                body.texts("editions"),
                body.texts("assumed"),
                body.text("engine"),
                body.text("decisionHash"),
                body.text("recordHash"),
                body.raw());
    }

    static DecisionAnswer.Subject subject(Fields subject) {
        return new DecisionAnswer.Subject(
                subject.textOrNull("idType"), subject.textOrNull("id"), subject.textOrNull("name"));
    }

    /** A decision or a problem: a problem has a status and no outcome. */
    static Result result(Fields body, long row) {
        return body.holds("outcome") || !body.holds("status")
                ? new Result.Decided(row, decision(body))
                : new Result.Refused(row, problem(body, (int) body.number("status")));
    }

    static JrpProblem problem(Fields body, int status) {
        return new JrpProblem(
                body.textOr("type", "about:blank"),
                body.textOr("title", ""),
                (int) body.numberOr("status", status),
                body.textOr("code", "http-" + status),
                body.textOr("detail", body.textOr("title", "")),
                body.objects(
                        "errors",
                        error -> new JrpProblem.FieldError(
                                error.textOr("pointer", ""), error.textOr("code", ""), error.textOr("message", ""))),
                body.raw());
    }

    /** What a refusal says; where a proxy answered without a problem detail, only the status. */
    static JrpProblem problem(int status, byte[] body) {
        try {
            return problem(Fields.read(body), status);
        } catch (JrpMalformedAnswerException e) {
            return problem(Fields.read("{}".getBytes(StandardCharsets.UTF_8)), status);
        }
    }

    private static DecisionAnswer.Review review(Fields review) {
        return new DecisionAnswer.Review(review.text("code"), review.text("text"));
    }

    private static DecisionAnswer.Measure measure(Fields measure) {
        return new DecisionAnswer.Measure(
                measure.text("code"),
                measure.text("name"),
                measure.coded("kind", Kind.class),
                measure.coded("effect", Effect.class),
                measure.numberOrNull("class"),
                measure.textOrNull("category"),
                measure.text("edition"),
                measure.texts("departments"),
                measure.flagOrNull("addressedToYou"),
                measure.flag("conditional"),
                measure.texts("matters"),
                measure.texts("qualifiers"),
                measure.flag("basisUnverified"),
                measure.flagOr("disputed", false),
                measure.demanding("citations").objects("citations", Answers::citation),
                measure.texts("triggeredBy"),
                measure.dateOrNull("feedbackDue"));
    }

    private static DecisionAnswer.Citation citation(Fields citation) {
        return new DecisionAnswer.Citation(
                citation.text("rule"),
                citation.text("file"),
                citation.number("line"),
                citation.textOrNull("provision"),
                citation.textOrNull("instrument"),
                citation.textOrNull("title"),
                citation.textOrNull("docNo"),
                citation.textOrNull("clause"),
                citation.text("text"),
                citation.flag("verified"),
                citation.flagOrNull("docNoVerified"),
                citation.textOrNull("effect"),
                citation.flagOr("basisUnverified", true),
                citation.objects("legalBasis", Answers::basis),
                citation.objects("usualBasis", Answers::basis),
                citation.texts("departments"));
    }

    private static DecisionAnswer.Basis basis(Fields basis) {
        return new DecisionAnswer.Basis(
                basis.textOrNull("id"),
                basis.text("statute"),
                basis.textOrNull("article"),
                basis.textOrNull("docNo"),
                basis.text("level"),
                basis.flag("articleVerified"),
                basis.flag("linkVerified"),
                basis.flagOrNull("inForce"));
    }

    private static DecisionAnswer.Withheld withheld(Fields withheld) {
        return new DecisionAnswer.Withheld(
                withheld.text("code"),
                withheld.text("name"),
                withheld.textOrNull("kind"),
                withheld.text("reason"),
                withheld.text("text"),
                withholding(withheld.object("citation")),
                withheld.texts("provisions"),
                withheld.texts("triggeredBy"));
    }

    private static DecisionAnswer.WithholdingCitation withholding(Fields citation) {
        return new DecisionAnswer.WithholdingCitation(
                citation.textOrNull("title"),
                citation.textOrNull("docNo"),
                citation.textOrNull("clause"),
                citation.textOrNull("rule"));
    }

    private static DecisionAnswer.NearMiss nearMiss(Fields miss) {
        return new DecisionAnswer.NearMiss(
                miss.text("rule"),
                miss.textOrNull("measure"),
                miss.text("failed"),
                miss.text("value"),
                miss.textOrNull("entryId"));
    }

    private static DecisionAnswer.Remedy remedy(Fields remedy) {
        return new DecisionAnswer.Remedy(
                remedy.text("action"),
                remedy.text("text"),
                remedy.date("effectiveFrom"),
                remedy.coded("outcomeThen", Outcome.class),
                remedy.textOrNull("entryId"),
                remedy.textOrNull("source"),
                remedy.flagOr("verified", false));
    }

    private static DecisionAnswer.Entry entry(Fields entry) {
        return new DecisionAnswer.Entry(
                entry.text("entryId"),
                entry.text("list"),
                entry.text("listName"),
                entry.coded("kind", Kind.class),
                entry.textOrNull("state"),
                entry.textOrNull("recogniser"),
                entry.textOrNull("docNo"),
                entry.date("validFrom"),
                entry.dateOrNull("validTo"),
                entry.flag("disputed"),
                entry.text("via"),
                entry.textOrNull("role"));
    }

    private static DecisionAnswer.Checked checked(Fields checked) {
        return new DecisionAnswer.Checked(
                checked.number("lists"),
                checked.texts("relationsTested"),
                checked.objects(
                        "sources",
                        source -> new DecisionAnswer.SourceState(
                                source.text("source"),
                                source.instantOrNull("loadedAt"),
                                source.flag("stale"),
                                source.flagOr("reachable", true))));
    }

    /** The items of a list answered bare or as {@code items}, and the place to go on from. */
    static <T> Page<T> page(byte[] utf8, Function<Fields, T> each) {
        Object value = Fields.value(utf8);
        Fields body = Fields.of(value instanceof List<?> bare ? Map.of("items", bare) : value, "");
        return new Page<>(body.demanding("items").objects("items", each), cursor(body));
    }

    private static @Nullable String cursor(Fields body) {
        return body.textOrNull("cursor");
    }
}
