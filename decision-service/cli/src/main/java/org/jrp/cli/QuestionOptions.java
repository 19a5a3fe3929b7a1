package org.jrp.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jrp.catalogue.Catalogue;
import org.jrp.catalogue.Coded;
import org.jrp.catalogue.Context;
import org.jrp.catalogue.Lexicon;
import org.jrp.catalogue.Matter;
import org.jrp.catalogue.Nearest;
import org.jrp.catalogue.Role;
import org.jrp.catalogue.Text;
import org.jrp.decision.Question;
import org.jrp.listing.RelatedPerson;
import org.jrp.subject.IdType;
import org.jrp.subject.InvalidIdException;
import org.jrp.subject.SubjectId;
import org.jrp.subject.SubjectIds;
import org.jrp.subject.SubjectKind;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that make a question (问询参数). Words may be codes or the official Chinese ones. */
final class QuestionOptions {

    /** The city this product was made for. */
    static final String MINGGUANG = "341182";

    private static final Pattern PLACE = Pattern.compile("\\d{6}");

    @Option(names = "--subject", required = true, paramLabel = "ID")
    private String subject = "";

    @Option(names = "--id-type", paramLabel = "TYPE")
    private @Nullable String idType;

    @Option(names = "--name", paramLabel = "NAME")
    private @Nullable String name;

    @Option(names = "--context", required = true, paramLabel = "CONTEXT")
    private String context = "";

    @Option(names = "--matter", paramLabel = "MATTER")
    private @Nullable String matter;

    @Option(names = "--as-of", paramLabel = "DATE")
    private @Nullable String asOf;

    @Option(names = "--known-at", paramLabel = "DATE|INSTANT")
    private @Nullable String knownAt;

    @Option(names = "--kind", paramLabel = "KIND")
    private @Nullable String kind;

    @Option(names = "--place", paramLabel = "CODE")
    private String place = MINGGUANG;

    @Option(names = "--related", paramLabel = "ROLE[:TYPE]=ID")
    private List<String> related = new ArrayList<>();

    /**
     * What was given, as far as it can be understood without a catalogue.
     *
     * @param context word as given
     * @param matter word as given
     */
    record Given(
            SubjectId subject,
            @Nullable String name,
            @Nullable SubjectKind kind,
            String context,
            @Nullable String matter,
            String place,
            LocalDate asOf,
            Instant knownAt,
            List<Relation> related) {

        /** A related one whose role is still a word. */
        record Relation(String role, SubjectId id) {}

        /** The question, its words resolved by that catalogue. */
        Question question(Catalogue catalogue) {
            String contextCode = word(
                    "unknown-context",
                    "--context",
                    "/context",
                    "业务场景",
                    "context",
                    context,
                    catalogue.contextWords(),
                    catalogue.contexts().stream()
                            .filter(Context::offered)
                            .map(Context::name)
                            .toList());
            String matterWord = matter;
            String matterCode = matterWord == null
                    ? null
                    : word(
                            "unknown-matter",
                            "--matter",
                            "/matter",
                            "事项",
                            "matter",
                            matterWord,
                            catalogue.matterWords(),
                            catalogue.matters().stream()
                                    .filter(one -> one.contexts().contains(contextCode))
                                    .map(Matter::name)
                                    .toList());
            List<RelatedPerson> persons = new ArrayList<>();
            for (Relation one : related) {
                List<String> names = catalogue.roles().stream()
                        .filter(role -> Question.ROLES.contains(role.code()))
                        .map(Role::name)
                        .toList();
                String role = word(
                        "unknown-role",
                        "--related",
                        "/relatedPersons",
                        "关联角色",
                        "role",
                        one.role(),
                        catalogue.roleWords(),
                        names);
                if (!Question.ROLES.contains(role)) {
                    throw unknown("unknown-role", "--related", "/relatedPersons", "关联角色", "role", one.role(), names);
                }
                persons.add(new RelatedPerson(role, one.id(), null));
            }
            return new Question(subject, kind, contextCode, matterCode, place, asOf, knownAt, persons);
        }
    }

    Given read(InstantSource clock) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        LocalDate today = now.atOffset(Question.SHANGHAI).toLocalDate();
        LocalDate day = asOf == null ? today : date("--as-of", "/asOf", asOf);
        Instant known = knownAt == null ? now : instant(knownAt);
        if (!PLACE.matcher(place).matches()) {
            throw InvalidInputException.field(
                    "invalid-place",
                    "--place",
                    "/place",
                    new Text(
                            "“" + Complaint.masked(place) + "”不是行政区划代码。",
                            "(" + Complaint.masked(place) + ") is no division code."),
                    new Text("请写六位数字,例如 " + MINGGUANG + "。", "Write six digits, such as " + MINGGUANG + "."));
        }
        LocalDate notBornAfter = day.isAfter(today) ? day : today;
        List<Given.Relation> relations = new ArrayList<>();
        for (int i = 0; i < related.size(); i++) {
            relations.add(relation(related.get(i), "/relatedPersons/" + i, notBornAfter));
        }
        return new Given(
                id("--subject", "/subject/id", idType == null ? null : idType(idType), subject, notBornAfter),
                name,
                kind == null ? null : coded("unknown-kind", "--kind", "/kind", "主体类型", "kind", kind, SubjectKind.class),
                context.strip(),
                matter == null ? null : matter.strip(),
                place,
                day,
                known,
                relations);
    }

    private static Given.Relation relation(String given, String pointer, LocalDate notBornAfter) {
        int equals = given.indexOf('=');
        if (equals < 1) {
            throw InvalidInputException.field(
                    "malformed-related",
                    "--related",
                    pointer,
                    new Text(
                            "“" + Complaint.masked(given) + "”不是“角色=证件号码”的形式。",
                            "(" + Complaint.masked(given) + ") is not of the form ROLE=ID."),
                    new Text(
                            "例如:--related 法定代表人=… 或 legal-representative:citizen-id=…",
                            "As in: --related legal-representative=… or legal-representative:citizen-id=…"));
        }
        String role = given.substring(0, equals);
        int colon = role.indexOf(':');
        IdType type = colon < 0 ? null : idType(role.substring(colon + 1));
        return new Given.Relation(
                (colon < 0 ? role : role.substring(0, colon)).strip(),
                id("--related", pointer + "/id", type, given.substring(equals + 1), notBornAfter));
    }

    private static SubjectId id(
            String option, String pointer, @Nullable IdType type, String value, LocalDate notBornAfter) {
        try {
            return SubjectIds.parse(type, value, notBornAfter).id();
        } catch (InvalidIdException e) {
            throw InvalidInputException.id(option, pointer, e);
        }
    }

    private static IdType idType(String word) {
        return coded("unknown-id-type", "--id-type", "/subject/idType", "证件类型", "id type", word, IdType.class);
    }

    static LocalDate date(String option, @Nullable String pointer, String value) {
        try {
            return LocalDate.parse(value.strip());
        } catch (DateTimeException e) {
            throw InvalidInputException.field(
                    "invalid-date",
                    option,
                    pointer,
                    new Text("“" + Complaint.masked(value) + "”不是日期。", "(" + Complaint.masked(value) + ") is no date."),
                    new Text("请写成 2018-09-01 的形式,且须为真实日期。", "Write a real date as 2018-09-01."));
        }
    }

    /** A moment; a date stands for its last second. */
    private static Instant instant(String value) {
        if (value.strip().length() == "2018-09-01".length()) {
            return date("--known-at", "/knownAt", value)
                    .atTime(LocalTime.of(23, 59, 59))
                    .toInstant(Question.SHANGHAI);
        }
        try {
            return OffsetDateTime.parse(value.strip()).toInstant();
        } catch (DateTimeException e) {
            throw InvalidInputException.field(
                    "invalid-instant",
                    "--known-at",
                    "/knownAt",
                    new Text(
                            "“" + Complaint.masked(value) + "”不是日期,也不是带时区的时刻。",
                            "(" + Complaint.masked(value) + ") is neither a date nor an instant with its offset."),
                    new Text(
                            "请写成 2018-09-01 或 2018-09-01T08:00:00+08:00。",
                            "Write 2018-09-01 or 2018-09-01T08:00:00+08:00."));
        }
    }

    private static <E extends Enum<E> & Coded> E coded(
            String code, String option, String pointer, String zh, String en, String word, Class<E> type) {
        for (E constant : type.getEnumConstants()) {
            if (constant.code().equals(word.strip()) || constant.chinese().equals(word.strip())) {
                return constant;
            }
        }
        throw unknown(
                code,
                option,
                pointer,
                zh,
                en,
                word,
                Arrays.stream(type.getEnumConstants()).map(Coded::code).toList());
    }

    private static String word(
            String code,
            String option,
            String pointer,
            String zh,
            String en,
            String word,
            Lexicon lexicon,
            List<String> fitting) {
        return lexicon.find(word).orElseThrow(() -> unknown(code, option, pointer, zh, en, word, fitting));
    }

    private static InvalidInputException unknown(
            String code, String option, String pointer, String zh, String en, String word, List<String> fitting) {
        String shown = Complaint.masked(word.length() > 60 ? word.substring(0, 60) + "…" : word);
        return InvalidInputException.field(
                code,
                option,
                pointer,
                new Text(zh + "“" + shown + "”不存在。", "The " + en + " (" + shown + ") is not known."),
                Nearest.mend(
                        shown,
                        fitting,
                        new Text("可用:" + String.join("、", fitting), "Known: " + String.join(", ", fitting))));
    }
}
