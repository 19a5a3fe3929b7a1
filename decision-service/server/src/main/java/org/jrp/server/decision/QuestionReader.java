package org.jrp.server.decision;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Coded;
import org.jrp.catalogue.Context;
import org.jrp.catalogue.Matter;
import org.jrp.catalogue.Nearest;
import org.jrp.catalogue.Text;
import org.jrp.decision.Question;
import org.jrp.listing.RelatedPerson;
import org.jrp.server.access.Caller;
import org.jrp.server.problem.PersonalNumbers;
import org.jrp.server.problem.ProblemException;
import org.jrp.server.problem.Problems;
import org.jrp.server.subject.Personal;
import org.jrp.subject.IdType;
import org.jrp.subject.InvalidIdException;
import org.jrp.subject.SubjectId;
import org.jrp.subject.SubjectIds;
import org.jrp.subject.SubjectKind;
import org.jspecify.annotations.Nullable;

/** Makes a question of the fields of a body (问询读取); says what is wrong, where, and what to write instead. */
final class QuestionReader {

    static final Set<String> FIELDS =
            Set.of("subject", "context", "matter", "purpose", "kind", "place", "asOf", "knownAt", "relatedPersons");

    private static final Set<String> SUBJECT_FIELDS = Set.of("idType", "id", "name");
    private static final Set<String> RELATED_FIELDS = Set.of("role", "idType", "id");

    private static final Pattern PLACE = Pattern.compile("\\d{6}");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final int LONGEST_PURPOSE = 500;
    private static final int LONGEST_NAME = 200;
    private static final int MOST_RELATED = 100;
    private static final int YEARS_AHEAD = 10;

    private final Catalogue catalogue;
    private final Caller caller;
    private final Instant now;
    private final LocalDate today;

    QuestionReader(Catalogue catalogue, Caller caller, Instant now) {
        this.catalogue = catalogue;
        this.caller = caller;
        this.now = now.truncatedTo(ChronoUnit.MICROS);
        this.today = now.atOffset(Question.SHANGHAI).toLocalDate();
    }

    /**
     * The question in those fields.
     *
     * @throws ProblemException when there is none to be made of them, or the caller may not ask it
     */
    Asked read(Map<?, ?> body) {
        unknown(body, FIELDS, "");
        LocalDate asOf = asOf(body);
        Instant known = knownAt(body);
        LocalDate notBornAfter = asOf.isAfter(today) ? asOf : today;
        if (!(body.get("subject") instanceof Map<?, ?> subject)) {
            throw ProblemException.field(
                    400,
                    "missing-field",
                    "/subject",
                    "missing",
                    new Text(
                            "缺少主体;请写 {\"subject\": {\"id\": …}}。",
                            "The subject is missing; write {\"subject\": {\"id\": …}}."));
        }
        unknown(subject, SUBJECT_FIELDS, "/subject");
        SubjectIds.ParsedId id = id(subject, "/subject", notBornAfter);
        String name = text(subject, "name", "/subject/name", LONGEST_NAME);
        PersonalNumbers.refuse(name, "/subject/name");
        String context = context(body);
        String matter = matter(body, context);
        String purpose = purpose(body);
        if (!caller.department().contexts().contains(context)) {
            throw ProblemException.field(
                    403,
                    "context-not-granted",
                    "/context",
                    "not-granted",
                    new Text(
                            caller.department().name() + "未获准核查业务场景“" + context + "”;请向信用办申请。",
                            "The department is not granted the context " + context
                                    + "; ask the credit office for it."));
        }
        List<RelatedPerson> related = related(body, notBornAfter);
        Question question = new Question(
                id.id(), kind(body), context, matter, place(body), asOf, known == null ? now : known, related);
        String submitted = id.submitted().equals(id.id().value()) ? null : id.submitted();
        return new Asked(question, known == null, name, purpose, new Personal(id.id(), name, submitted, related));
    }

    private String context(Map<?, ?> body) {
        String word = text(body, "context", "/context", LONGEST_NAME);
        List<String> offered = catalogue.contexts().stream()
                .filter(Context::offered)
                .map(Context::code)
                .toList();
        if (word == null) {
            throw ProblemException.field(
                    400,
                    "missing-field",
                    "/context",
                    "missing",
                    new Text(
                            "缺少业务场景;可用:" + String.join("、", offered) + "。",
                            "The context is missing. Known: " + String.join(", ", offered) + "."));
        }
        String code = catalogue.contextWords().find(word).orElse(word);
        if (catalogue.findContext(code).filter(Context::offered).isEmpty()) {
            throw unknownWord("unknown-context", "/context", "业务场景", "context", word, offered);
        }
        return code;
    }

    private @Nullable String matter(Map<?, ?> body, String context) {
        String word = text(body, "matter", "/matter", LONGEST_NAME);
        if (word == null) {
            return null;
        }
        String code = catalogue.matterWords().find(word).orElse(word);
        if (catalogue
                .findMatter(code)
                .filter(one -> one.contexts().contains(context))
                .isEmpty()) {
            throw unknownWord(
                    "unknown-matter",
                    "/matter",
                    "事项",
                    "matter",
                    word,
                    catalogue.matters().stream()
                            .filter(one -> one.contexts().contains(context))
                            .map(Matter::code)
                            .toList());
        }
        return code;
    }

    private String purpose(Map<?, ?> body) {
        String purpose = text(body, "purpose", "/purpose", LONGEST_PURPOSE);
        if (purpose == null) {
            throw ProblemException.field(
                    400,
                    "missing-purpose",
                    "/purpose",
                    "missing",
                    new Text(
                            "请写明查询用途,例如“办公设备采购资格审查”。",
                            "State the purpose of the check, such as the procurement it is for."));
        }
        PersonalNumbers.refuse(purpose, "/purpose");
        return purpose;
    }

    private @Nullable SubjectKind kind(Map<?, ?> body) {
        String word = text(body, "kind", "/kind", LONGEST_NAME);
        return word == null ? null : coded(SubjectKind.class, word, "/kind", "主体类型", "kind");
    }

    private String place(Map<?, ?> body) {
        String place = text(body, "place", "/place", LONGEST_NAME);
        if (place == null) {
            return caller.department().place();
        }
        if (!PLACE.matcher(place).matches()) {
            throw ProblemException.field(
                    400,
                    "invalid-place",
                    "/place",
                    "not-a-division",
                    new Text("地区须为六位行政区划代码。", "The place must be a division code of six digits."));
        }
        return place;
    }

    /** Of four, two and two digits; read by hand: a third of reading a question went into the platform's parser. */
    private static LocalDate date(String text) {
        return LocalDate.of(
                Integer.parseInt(text, 0, 4, 10), Integer.parseInt(text, 5, 7, 10), Integer.parseInt(text, 8, 10, 10));
    }

    private LocalDate asOf(Map<?, ?> body) {
        String text = text(body, "asOf", "/asOf", LONGEST_NAME);
        if (text == null) {
            return today;
        }
        LocalDate day = null;
        try {
            day = DATE.matcher(text).matches() ? date(text) : null;
        } catch (DateTimeException e) {
            day = null;
        }
        if (day == null) {
            throw ProblemException.field(
                    400,
                    "invalid-date",
                    "/asOf",
                    "not-a-date",
                    new Text("日期须真实存在并写成 2018-09-01 的形式。", "The date must be a real one, written as 2018-09-01."));
        }
        if (day.isBefore(Catalogue.FIRST_DAY) || day.isAfter(today.plusYears(YEARS_AHEAD))) {
            throw ProblemException.field(
                    422,
                    "as-of-out-of-range",
                    "/asOf",
                    "out-of-range",
                    new Text(
                            "问询日须在 " + Catalogue.FIRST_DAY + "(联合奖惩开始之日)至 " + today.plusYears(YEARS_AHEAD) + " 之间。",
                            "The day must lie between " + Catalogue.FIRST_DAY + ", when joint measures began, and "
                                    + today.plusYears(YEARS_AHEAD) + "."));
        }
        return day;
    }

    private @Nullable Instant knownAt(Map<?, ?> body) {
        String text = text(body, "knownAt", "/knownAt", LONGEST_NAME);
        if (text == null) {
            return null;
        }
        Instant known;
        try {
            known = OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
        } catch (DateTimeException e) {
            throw ProblemException.field(
                    400,
                    "invalid-instant",
                    "/knownAt",
                    "not-an-instant",
                    new Text(
                            "时刻须写成 2026-11-23T08:00:00+08:00 的形式。",
                            "The moment must be written as 2026-11-23T08:00:00+08:00."));
        }
        if (known.isAfter(now)
                || known.isBefore(Catalogue.FIRST_DAY.atStartOfDay().toInstant(Question.SHANGHAI))) {
            throw ProblemException.field(
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

    private List<RelatedPerson> related(Map<?, ?> body, LocalDate notBornAfter) {
        Object given = body.get("relatedPersons");
        if (given == null) {
            return List.of();
        }
        if (!(given instanceof List<?> list) || list.size() > MOST_RELATED) {
            throw ProblemException.field(
                    400,
                    "invalid-body",
                    "/relatedPersons",
                    "wrong-type",
                    new Text(
                            "关联主体须为列表,不超过 " + MOST_RELATED + " 个。",
                            "The related persons must be a list of at most " + MOST_RELATED + "."));
        }
        List<RelatedPerson> related = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            String pointer = "/relatedPersons/" + i;
            if (!(list.get(i) instanceof Map<?, ?> person)) {
                throw wrongType(pointer, "{…}", "an object");
            }
            unknown(person, RELATED_FIELDS, pointer);
            String word = text(person, "role", pointer + "/role", LONGEST_NAME);
            String role = word == null ? "" : catalogue.roleWords().find(word).orElse(word);
            if (!Question.ROLES.contains(role)) {
                throw unknownWord(
                        "unknown-role",
                        pointer + "/role",
                        "关联角色",
                        "role",
                        word == null ? "" : word,
                        Question.ROLES.stream().sorted().toList());
            }
            related.add(
                    new RelatedPerson(role, id(person, pointer, notBornAfter).id(), null));
        }
        return related;
    }

    private SubjectIds.ParsedId id(Map<?, ?> at, String pointer, LocalDate notBornAfter) {
        String word = text(at, "idType", pointer + "/idType", LONGEST_NAME);
        IdType type = word == null ? null : coded(IdType.class, word, pointer + "/idType", "证件类型", "id type");
        return id(type, at, pointer, notBornAfter);
    }

    private static SubjectIds.ParsedId id(@Nullable IdType type, Map<?, ?> at, String pointer, LocalDate notBornAfter) {
        Object raw = at.get("id");
        if (raw != null && !(raw instanceof String)) {
            throw wrongType(pointer + "/id", "文字", "a text");
        }
        try {
            return SubjectIds.parse(type, raw == null ? "" : (String) raw, notBornAfter);
        } catch (InvalidIdException e) {
            boolean ambiguous = e.code().equals("ambiguous-id");
            throw ProblemException.field(
                    ambiguous ? 409 : 400,
                    ambiguous ? "ambiguous-id" : "invalid-id",
                    pointer + "/id",
                    e.code(),
                    new Text(
                            e.message().zh() + e.mend().zh(),
                            e.message().en() + " " + e.mend().en()));
        }
    }

    private static <E extends Enum<E> & Coded> E coded(
            Class<E> type, String word, String pointer, String zh, String en) {
        for (E one : type.getEnumConstants()) {
            if (one.code().equals(word) || one.chinese().equals(word)) {
                return one;
            }
        }
        throw unknownWord(
                "invalid-body",
                pointer,
                zh,
                en,
                word,
                Arrays.stream(type.getEnumConstants()).map(Coded::code).toList());
    }

    private static @Nullable String text(Map<?, ?> at, String key, String pointer, int longest) {
        Object value = at.get(key);
        if (value == null) {
            return null;
        }
        if (!(value instanceof String text)) {
            throw wrongType(pointer, "文字", "a text");
        }
        String stripped = text.strip();
        if (stripped.length() > longest) {
            throw ProblemException.field(
                    400,
                    "invalid-body",
                    pointer,
                    "too-long",
                    new Text("不得超过 " + longest + " 字。", "At most " + longest + " characters."));
        }
        if (stripped.chars().anyMatch(Character::isISOControl)) {
            throw ProblemException.field(
                    400,
                    "invalid-body",
                    pointer,
                    "control-character",
                    new Text("其中有控制字符,请删除。", "It holds a control character; remove it."));
        }
        return stripped.isEmpty() ? null : stripped;
    }

    /** Unknown fields are refused: a mistyped asOf would otherwise be answered for today. */
    static void unknown(Map<?, ?> at, Set<String> known, String pointer) {
        for (Object key : at.keySet()) {
            if (!known.contains(key)) {
                String shown = Problems.shown((String) key);
                Text mend = Nearest.mend(
                        shown,
                        known,
                        new Text(
                                "可用:" + String.join("、", known.stream().sorted().toList()) + "。",
                                "Known: "
                                        + String.join(
                                                ", ", known.stream().sorted().toList()) + "."));
                throw ProblemException.field(
                        400,
                        "invalid-body",
                        pointer + Problems.pointer((String) key),
                        "unknown-field",
                        new Text(
                                "不认识的字段“" + shown + "”。" + mend.zh(),
                                "The field (" + shown + ") is not known. " + mend.en()));
            }
        }
    }

    private static ProblemException unknownWord(
            String code, String pointer, String zh, String en, String word, List<String> known) {
        String shown = Problems.shown(word);
        Text mend = Nearest.mend(
                shown,
                known,
                new Text("可用:" + String.join("、", known) + "。", "Known: " + String.join(", ", known) + "."));
        return ProblemException.field(
                400,
                code,
                pointer,
                "unknown-word",
                new Text(
                        "不认识的" + zh + "“" + shown + "”。" + mend.zh(),
                        "The " + en + " (" + shown + ") is not known. " + mend.en()));
    }

    private static ProblemException wrongType(String pointer, String zh, String en) {
        return ProblemException.field(
                400,
                "invalid-body",
                pointer,
                "wrong-type",
                new Text("此处应为" + zh + "。", "There must be " + en + " here."));
    }

    /** The subject of a search, which needs no question around it. */
    static SubjectId subject(Map<?, ?> subject, LocalDate today) {
        unknown(subject, SUBJECT_FIELDS, "/subject");
        String word = text(subject, "idType", "/subject/idType", LONGEST_NAME);
        IdType type = word == null ? null : coded(IdType.class, word, "/subject/idType", "证件类型", "id type");
        return id(type, subject, "/subject", today).id();
    }
}
