package org.jrp.client;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Coded;
import org.jrp.catalogue.Text;
import org.jrp.decision.InvalidQuestionException;
import org.jrp.decision.Question;
import org.jrp.json.JsonWriter;
import org.jrp.listing.RelatedPerson;
import org.jrp.subject.IdType;
import org.jrp.subject.InvalidIdException;
import org.jrp.subject.SubjectId;
import org.jrp.subject.SubjectIds;
import org.jrp.subject.SubjectKind;
import org.jspecify.annotations.Nullable;

/** Turns a check into a question for the engine, or into the refusal that the server would give (问询的读取). */
final class Questions {

    private static final Pattern DIVISION = Pattern.compile("[0-9]{6}");

    private final Catalogue catalogue;
    private final String place;
    private final Locale language;

    Questions(Catalogue catalogue, String place, Locale language) {
        this.catalogue = catalogue;
        this.place = place;
        this.language = language;
    }

    static boolean division(String code) {
        return DIVISION.matcher(code).matches();
    }

    Question question(Check check, Instant now) {
        if (check.purpose().isBlank()) {
            throw field(
                    400, "missing-purpose", "/purpose", "required", new Text("没有写明核查目的。", "The purpose is missing."));
        }
        LocalDate today = now.atOffset(Question.SHANGHAI).toLocalDate();
        LocalDate asOf = check.asOf() == null ? today : check.asOf();
        LocalDate notBornAfter = asOf.isAfter(today) ? asOf : today;
        String where = check.place() == null ? place : check.place();
        if (!division(where)) {
            throw field(
                    400,
                    "invalid-place",
                    "/place",
                    "invalid-place",
                    new Text("行政区划代码应为六位数字。", "A division code has six digits."));
        }
        List<RelatedPerson> related = new ArrayList<>();
        for (Check.RelatedPerson person : check.relatedPersons()) {
            String pointer = "/relatedPersons/" + related.size();
            if (catalogue.findRole(person.role()).isEmpty()) {
                throw field(
                        400,
                        "unknown-role",
                        pointer + "/role",
                        "unknown-role",
                        new Text("没有这个关联角色。", "There is no such role."));
            }
            related.add(
                    new RelatedPerson(person.role(), id(person.idType(), person.id(), pointer, notBornAfter), null));
        }
        return new Question(
                id(check.subject().idType(), check.subject().id(), "/subject", notBornAfter),
                kind(check.kind()),
                check.context(),
                check.matter(),
                where,
                asOf,
                check.knownAt() == null ? now : check.knownAt(),
                related);
    }

    private @Nullable SubjectKind kind(@Nullable String code) {
        return code == null
                ? null
                : Coded.find(SubjectKind.class, code)
                        .orElseThrow(() -> field(
                                400,
                                "unknown-kind",
                                "/kind",
                                "unknown-kind",
                                new Text("没有这个主体类型。", "There is no such kind of subject.")));
    }

    private SubjectId id(@Nullable String type, String id, String pointer, LocalDate notBornAfter) {
        IdType declared = type == null
                ? null
                : Coded.find(IdType.class, type)
                        .orElseThrow(() -> field(
                                400,
                                "unknown-id-type",
                                pointer + "/idType",
                                "unknown-id-type",
                                new Text("没有这个证件类型。", "There is no such type of identifier.")));
        try {
            return SubjectIds.parse(declared, id, notBornAfter).id();
        } catch (InvalidIdException e) {
            boolean ambiguous = e.code().equals("ambiguous-id");
            throw field(
                    ambiguous ? 409 : 400,
                    ambiguous ? "ambiguous-id" : "invalid-id",
                    pointer + "/id",
                    e.code(),
                    new Text(
                            e.message().zh() + e.mend().zh(),
                            e.message().en() + " " + e.mend().en()));
        }
    }

    /** The refusal of a question that the engine does not answer. */
    JrpProblemException refused(InvalidQuestionException e) {
        String pointer = switch (e.code()) {
            case "unknown-context" -> "/context";
            case "unknown-matter" -> "/matter";
            case "as-of-out-of-range" -> "/asOf";
            default -> "";
        };
        return field(
                e.code().equals("as-of-out-of-range") ? 422 : 400,
                e.code(),
                pointer,
                e.code(),
                new Text(
                        e.text().zh() + e.mend().zh(),
                        e.text().en() + " " + e.mend().en()));
    }

    private JrpProblemException field(int status, String code, String pointer, String fieldCode, Text text) {
        String message = text.in(language);
        Map<String, @Nullable Object> error = new LinkedHashMap<>();
        error.put("pointer", pointer);
        error.put("code", fieldCode);
        error.put("message", message);
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("status", status);
        body.put("code", code);
        body.put("detail", message);
        body.put("errors", List.of(error));
        return new JrpProblemException(Answers.problem(status, JsonWriter.inOrder(body)), null);
    }
}
