package org.jrp.subject;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jrp.catalogue.Text;
import org.jspecify.annotations.Nullable;

/** Reads identifiers as people write them, and compares them (主体代码的识别与比对). */
public final class SubjectIds {

    /** More than this is no identifier, however it is written. */
    private static final int LONGEST = 64;

    private static final int SHOWN_BEFORE = 6;
    private static final int SHOWN_AFTER = 4;
    private static final int FEWEST_DIGITS_HIDDEN = 11;
    private static final Pattern SPREADSHEET_NUMBER = Pattern.compile("[0-9](\\.[0-9]+)?E\\+?[0-9]{1,3}");

    /** First two digits of the divisions of provinces, and of the permits of permanent residence. */
    private static final Set<String> PROVINCES = Set.of(
            ("11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83"
                            + " 91 92 93 94 95 96 97 98 99")
                    .split(" "));

    private SubjectIds() {}

    /**
     * An identifier that was read.
     *
     * @param submittedAs the form it came in; {@code citizen-id-15} where it was upgraded
     * @param submitted the raw text, for the audit record only
     * @param warnings what somebody should look at; the identifier stands all the same
     */
    public record ParsedId(SubjectId id, IdType submittedAs, String submitted, List<Text> warnings) {

        public ParsedId {
            warnings = List.copyOf(warnings);
        }

        @Override
        public String toString() {
            return "ParsedId[" + submittedAs.code() + " " + id.masked() + "]";
        }
    }

    /**
     * Reads an identifier. Spaces and hyphens are removed, full-width characters made half-width, letters made capitals; a
     * letter is never taken for a digit.
     *
     * @param declared its type; null to decide by its form
     * @param notBornAfter a citizen born after that day is a mistake
     * @throws InvalidIdException when it is not well formed, or {@code ambiguous-id} when its form fits two types
     */
    public static ParsedId parse(@Nullable IdType declared, String raw, LocalDate notBornAfter) {
        String value = normalised(raw);
        if (value.indexOf('E') > 0 && SPREADSHEET_NUMBER.matcher(value).matches()) {
            throw new InvalidIdException(
                    "shape",
                    0,
                    new Text(
                            "代码(" + value + ")被电子表格改成了科学计数法。",
                            "A spreadsheet turned the identifier (" + value + ") into a number."),
                    new Text("请把该列设为文本格式,重新填写完整代码。", "Format the column as text and enter the identifier again."));
        }
        IdType type = declared == null ? decide(value, notBornAfter) : declared;
        SubjectId id = switch (type) {
            case USCC -> new Uscc(value);
            case CITIZEN_ID -> {
                if (value.length() == Checks.FIRST_GENERATION_LENGTH) {
                    throw firstGeneration(value);
                }
                Checks.citizenId(value, notBornAfter);
                yield new CitizenId(value);
            }
            case CITIZEN_ID_15 -> Checks.upgraded(value, notBornAfter);
            case ORG_CODE -> new OrgCode(value);
            case AIC_REG_NO -> new AicRegNo(value);
        };
        return new ParsedId(id, type, raw, warnings(id));
    }

    /**
     * Whether the two speak of the same subject: by one type of identifier alone, never by name. A listing under an
     * organisation code also matches the social credit code that contains it (records from before 2015).
     */
    public static boolean matches(SubjectId asked, SubjectId listed) {
        if (asked.equals(listed)) {
            return true;
        }
        return listed instanceof OrgCode
                && asked instanceof Uscc uscc
                && uscc.orgCode().filter(listed::equals).isPresent();
    }

    /**
     * A text that should have been an identifier, as it may be shown: its middle hidden where it may be a natural person's,
     * unprintable characters replaced.
     */
    public static String masked(String raw) {
        String value = raw.length() > LONGEST * 4 ? raw.substring(0, LONGEST * 4) : raw;
        String shown = normalised(value, LONGEST * 4);
        if (mayBePerson(shown)) {
            int hidden = Math.min(8, shown.length() - SHOWN_BEFORE - SHOWN_AFTER);
            shown = shown.substring(0, SHOWN_BEFORE)
                    + "*".repeat(hidden)
                    + shown.substring(shown.length() - SHOWN_AFTER);
        } else if (shown.length() > LONGEST) {
            shown = shown.substring(0, LONGEST) + "…";
        }
        StringBuilder printable = new StringBuilder();
        shown.codePoints().forEach(c -> printable.append(printable(c)));
        return printable.toString();
    }

    static String printable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> String.format(Locale.ROOT, "U+%04X", codePoint);
            default -> Character.toString(codePoint);
        };
    }

    static String normalised(String raw) {
        String value = normalised(raw, LONGEST);
        if (value.isEmpty()) {
            throw new InvalidIdException(
                    "empty",
                    0,
                    new Text("没有主体代码。", "There is no identifier."),
                    new Text("请填写统一社会信用代码或证件号码。", "Give the social credit code or the number of the document."));
        }
        if (value.length() > LONGEST) {
            throw new InvalidIdException(
                    "length",
                    0,
                    new Text("主体代码超过 " + LONGEST + " 位。", "The identifier has more than " + LONGEST + " characters."),
                    new Text("每处只写一个代码。", "Write one identifier only."));
        }
        return value;
    }

    /** In the standard's order; stops soon after {@code most} characters. */
    private static String normalised(String raw, int most) {
        StringBuilder value = new StringBuilder();
        for (int i = 0; i < raw.length() && value.length() <= most; i++) {
            char c = raw.charAt(i);
            if (c >= '\uFF01' && c <= '\uFF5E') {
                c = (char) (c - '\uFF01' + '!');
            }
            if (c >= 'a' && c <= 'z') {
                c = (char) (c - 'a' + 'A');
            }
            if (c != '-' && !Character.isWhitespace(c) && !Character.isSpaceChar(c)) {
                value.append(c);
            }
        }
        return value.toString();
    }

    private static IdType decide(String value, LocalDate notBornAfter) {
        return switch (value.length()) {
            case Checks.USCC_LENGTH -> {
                boolean uscc = Checks.isUscc(value);
                if (uscc && !Checks.digits(value, 0, Checks.CITIZEN_LENGTH - 1)) {
                    yield IdType.USCC;
                }
                InvalidIdException citizen = failure(() -> Checks.citizenId(value, notBornAfter));
                if (uscc && citizen == null) {
                    throw ambiguous(value, "统一社会信用代码和公民身份号码", "a social credit code and a citizen identity number");
                }
                yield uscc || (citizen != null && !looksLikeCitizen(value)) ? IdType.USCC : IdType.CITIZEN_ID;
            }
            case Checks.AIC_LENGTH -> {
                InvalidIdException citizen = failure(() -> Checks.upgraded(value, notBornAfter));
                InvalidIdException aic = failure(() -> Checks.aicRegNo(value));
                boolean dated = citizen == null || citizen.code().equals("reserved-sequence");
                if (dated && aic == null) {
                    throw ambiguous(
                            value, "15 位身份证号码和工商注册号", "a citizen number of 15 digits and a registration number");
                }
                if (!dated && aic != null) {
                    throw Checks.shape(
                            value,
                            "按 15 位身份证号码看日期不对,按工商注册号看校验位不对",
                            "as a citizen number its date is wrong, as a registration number its check digit");
                }
                yield dated ? IdType.CITIZEN_ID_15 : IdType.AIC_REG_NO;
            }
            case Checks.ORG_CODE_LENGTH -> IdType.ORG_CODE;
            default -> {
                if (value.length() > Checks.AIC_LENGTH && !Checks.digits(value, 0, value.length() - 1)) {
                    yield IdType.USCC;
                }
                throw Checks.shape(
                        value,
                        "统一社会信用代码和公民身份号码为 18 位,工商注册号和第一代身份证号码为 15 位,组织机构代码为 9 位",
                        "social credit codes and citizen numbers have 18 characters, registration numbers and first-generation"
                                + " numbers 15, organisation codes 9");
            }
        };
    }

    private static boolean looksLikeCitizen(String value) {
        String century = value.substring(6, 8);
        return Checks.digits(value, 0, Checks.CITIZEN_LENGTH - 1)
                && (century.equals("19") || century.equals("20") || century.equals("18"));
    }

    private static InvalidIdException firstGeneration(String value) {
        InvalidIdException shape = Checks.shape(value, "公民身份号码应为 18 位", "a citizen identity number has 18 characters");
        return new InvalidIdException(
                shape.code(),
                shape.position(),
                shape.message(),
                new Text("第一代身份证号码的证件类型为 citizen-id-15。", "A first-generation number has the type citizen-id-15."));
    }

    private static InvalidIdException ambiguous(String value, String zh, String en) {
        return new InvalidIdException(
                "ambiguous-id",
                0,
                new Text(
                        "代码(" + masked(value) + ")既合" + zh + "的格式,无法判断。",
                        "The identifier (" + masked(value) + ") is well formed both as " + en + "."),
                new Text("请写明证件类型(idType)。", "State its type (idType)."));
    }

    private static @Nullable InvalidIdException failure(Runnable check) {
        try {
            check.run();
            return null;
        } catch (InvalidIdException e) {
            return e;
        }
    }

    private static List<Text> warnings(SubjectId id) {
        List<Text> warnings = new ArrayList<>();
        if (id instanceof Uscc uscc && uscc.orgCode().isEmpty()) {
            warnings.add(new Text(
                    "代码(" + uscc.value() + ")第 9 至 17 位的组织机构代码校验位不符(ORG_CODE_CHECK_MISMATCH)。",
                    "The organisation code in characters 9 to 17 of the code (" + uscc.value()
                            + ") has a wrong check character (ORG_CODE_CHECK_MISMATCH)."));
        }
        if (id instanceof CitizenId && !PROVINCES.contains(id.value().substring(0, 2))) {
            warnings.add(new Text(
                    "号码(" + id.masked() + ")的省级区划码不在现行区划中(UNKNOWN_DIVISION)。",
                    "The number (" + id.masked() + ") begins with no province known today (UNKNOWN_DIVISION)."));
        }
        return warnings;
    }

    /** Whether enough digits stand in it for a citizen's number, and nothing shows that it is a unit's code. */
    private static boolean mayBePerson(String value) {
        long digits = value.codePoints().filter(Character::isDigit).count();
        if (digits < FEWEST_DIGITS_HIDDEN) {
            return false;
        }
        boolean unit = value.length() >= Checks.USCC_LENGTH - 1
                && value.length() <= Checks.USCC_LENGTH
                && value.charAt(0) == '9'
                && value.substring(8, 16).chars().anyMatch(c -> Checks.capital((char) c));
        return !unit;
    }
}
