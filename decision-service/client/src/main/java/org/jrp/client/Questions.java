package org.jrp.client;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
    private static final int YEARS_AHEAD = 10;

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
                    400,
                    "missing-purpose",
                    "/purpose",
                    "missing",
                    new Text(
                            "请写明查询用途,例如“办公设备采购资格审查”。",
                            "State the purpose of the check, such as the procurement it is for."));
        }
        LocalDate today = now.atOffset(Question.SHANGHAI).toLocalDate();
        LocalDate asOf = check.asOf() == null ? today : check.asOf();
        if (asOf.isBefore(Catalogue.FIRST_DAY) || asOf.isAfter(today.plusYears(YEARS_AHEAD))) {
            throw field(
                    422,
                    "as-of-out-of-range",
                    "/asOf",
                    "out-of-range",
                    new Text(
                            "问询日须在 " + Catalogue.FIRST_DAY + " 至 " + today.plusYears(YEARS_AHEAD) + " 之间。",
                            "The day must lie between " + Catalogue.FIRST_DAY + " and " + today.plusYears(YEARS_AHEAD)
                                    + "."));
        }
        LocalDate notBornAfter = asOf.isAfter(today) ? asOf : today;
        return new Question(
                id(check.subject().idType(), check.subject().id(), "/subject", notBornAfter),
                kind(check.kind()),
                context(check.context()),
                matter(check.matter()),
                place(check.place()),
                asOf,
                knownAt(check.knownAt(), now),
                related(check, notBornAfter));
    }

    private String context(String word) {
        return catalogue.contextWords().find(word).orElse(word);
    }

    private @Nullable String matter(@Nullable String word) {
        return word == null ? null : catalogue.matterWords().find(word).orElse(word);
    }

    private String place(@Nullable String code) {
        if (code != null && !division(code)) {
            throw field(
                    400,
                    "invalid-place",
                    "/place",
                    "not-a-division",
                    new Text("地区须为六位行政区划代码。", "The place must be a division code of six digits."));
        }
        return code == null ? place : code;
    }

    private Instant knownAt(@Nullable Instant given, Instant now) {
        if (given == null) {
            return now;
        }
        Instant known = given.truncatedTo(ChronoUnit.MICROS);
        if (known.isAfter(now)
                || known.isBefore(Catalogue.FIRST_DAY.atStartOfDay().toInstant(Question.SHANGHAI))) {
            throw field(
                    422,
                    "known-at-out-of-range",
                    "/knownAt",
                    "out-of-range",
                    new Text(
                            "“知悉时刻”不能晚于现在,也不能早于联合奖惩开始之日。",
                            "The moment must not lie in the future, nor before joint measures began."));
        }
        return known;
    }

    private List<RelatedPerson> related(Check check, LocalDate notBornAfter) {
        List<RelatedPerson> related = new ArrayList<>();
        for (Check.RelatedPerson person : check.relatedPersons()) {
            String pointer = "/relatedPersons/" + related.size();
            String role = catalogue.roleWords().find(person.role()).orElse(person.role());
            if (!Question.ROLES.contains(role)) {
                String known = Question.ROLES.stream().sorted().collect(Collectors.joining(", "));
                throw field(
                        400,
                        "unknown-role",
                        pointer + "/role",
                        "unknown-word",
                        new Text("不认识的关联角色。可用:" + known + "。", "The role is not known. Known: " + known + "."));
            }
            related.add(new RelatedPerson(role, id(person.idType(), person.id(), pointer, notBornAfter), null));
        }
        return related;
    }

    private @Nullable SubjectKind kind(@Nullable String word) {
        return word == null ? null : coded(SubjectKind.class, word, "/kind");
    }

    private <E extends Enum<E> & Coded> E coded(Class<E> type, String word, String pointer) {
        for (E one : type.getEnumConstants()) {
            if (one.code().equals(word) || one.chinese().equals(word)) {
                return one;
            }
        }
        String known = Arrays.stream(type.getEnumConstants()).map(Coded::code).collect(Collectors.joining(", "));
        throw field(
                400,
                "invalid-body",
                pointer,
                "unknown-word",
                new Text("不认识的值。可用:" + known + "。", "The value is not known. Known: " + known + "."));
    }

    private SubjectId id(@Nullable String type, String id, String pointer, LocalDate notBornAfter) {
        IdType declared = type == null ? null : coded(IdType.class, type, pointer + "/idType");
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
