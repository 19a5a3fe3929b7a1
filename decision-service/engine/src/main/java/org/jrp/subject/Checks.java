package org.jrp.subject;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.chrono.IsoChronology;
import org.jrp.catalogue.Text;
import org.jspecify.annotations.Nullable;

/** The rules that identifiers must keep (校验规则): alphabets, lengths, dates, check characters. Values come normalised. */
final class Checks {

    static final int CITIZEN_LENGTH = 18;
    static final int FIRST_GENERATION_LENGTH = 15;
    static final int USCC_LENGTH = 18;
    static final int ORG_CODE_LENGTH = 9;
    static final int AIC_LENGTH = 15;

    private static final String USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static final int[] USCC_WEIGHTS = {1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};
    private static final int[] CITIZEN_WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    private static final String CITIZEN_CHECKS = "10X98765432";
    private static final int[] ORG_CODE_WEIGHTS = {3, 7, 9, 10, 5, 8, 4, 2};
    private static final LocalDate OLDEST = LocalDate.of(1850, 1, 1);
    private static final int BIRTH = 6;

    private Checks() {}

    static void uscc(String value) {
        length(value, USCC_LENGTH, "统一社会信用代码", "A unified social credit code");
        int sum = 0;
        for (int i = 0; i < USCC_LENGTH; i++) {
            int worth = USCC_ALPHABET.indexOf(value.charAt(i));
            if (worth < 0) {
                throw charset(
                        value,
                        i,
                        new Text(
                                "统一社会信用代码只用数字和除 I、O、S、V、Z 以外的大写字母",
                                "only digits and capitals other than I, O, S, V, Z"));
            }
            if (i < USCC_WEIGHTS.length) {
                sum += worth * USCC_WEIGHTS[i];
            }
        }
        for (int i = 2; i < 8; i++) {
            if (!digit(value.charAt(i))) {
                throw new InvalidIdException(
                        "region-not-digits",
                        i + 1,
                        new Text(
                                "代码(" + SubjectIds.masked(value) + ")第 3 至 8 位为行政区划码,应为数字;第 " + (i + 1) + " 位是“"
                                        + value.charAt(i) + "”。",
                                "Characters 3 to 8 of the code (" + SubjectIds.masked(value)
                                        + ") are the division and must be digits; character " + (i + 1) + " is "
                                        + value.charAt(i) + "."),
                        new Text("请核对登记证书上的代码。", "Compare it with the certificate."));
            }
        }
        checked(value, USCC_LENGTH, USCC_ALPHABET.charAt((31 - sum % 31) % 31));
    }

    /** Whether {@link #uscc} would let a value of 18 characters pass. */
    static boolean isUscc(String value) {
        int sum = 0;
        for (int i = 0; i < USCC_LENGTH; i++) {
            int worth = USCC_ALPHABET.indexOf(value.charAt(i));
            if (worth < 0 || (worth > 9 && i >= 2 && i < 8)) {
                return false;
            }
            if (i < USCC_WEIGHTS.length) {
                sum += worth * USCC_WEIGHTS[i];
            }
        }
        return value.charAt(USCC_LENGTH - 1) == USCC_ALPHABET.charAt((31 - sum % 31) % 31);
    }

    static void citizenId(String value) {
        citizenId(value, null);
    }

    static void citizenId(String value, @Nullable LocalDate notBornAfter) {
        if (value.length() != CITIZEN_LENGTH) {
            throw shape(value, "公民身份号码应为 18 位", "a citizen identity number has 18 characters");
        }
        for (int i = 0; i < CITIZEN_LENGTH - 1; i++) {
            if (!digit(value.charAt(i))) {
                throw charset(value, i, new Text("公民身份号码前 17 位应为数字", "the first 17 characters must be digits"));
            }
        }
        LocalDate born = date(value, BIRTH);
        plausible(value, born, notBornAfter);
        checked(value, CITIZEN_LENGTH, citizenCheck(value));
    }

    /** The 18-character number of a first-generation number of 15 digits. */
    static CitizenId upgraded(String value, @Nullable LocalDate notBornAfter) {
        if (value.length() != FIRST_GENERATION_LENGTH) {
            throw shape(value, "第一代身份证号码应为 15 位数字", "a first-generation number has 15 digits");
        }
        for (int i = 0; i < FIRST_GENERATION_LENGTH; i++) {
            if (!digit(value.charAt(i))) {
                throw charset(value, i, new Text("第一代身份证号码只有数字", "a first-generation number has digits only"));
            }
        }
        String longer = value.substring(0, BIRTH) + "19" + value.substring(BIRTH);
        LocalDate born = date(longer, BIRTH);
        if (value.compareTo(value.substring(0, 12) + "996") >= 0) {
            throw new InvalidIdException(
                    "reserved-sequence",
                    13,
                    new Text(
                            "号码(" + SubjectIds.masked(value) + ")的顺序码 996 至 999 曾留给百岁以上的人,世纪无法确定。",
                            "The sequence 996 to 999 of the number (" + SubjectIds.masked(value)
                                    + ") was kept for people over a hundred; its century cannot be told."),
                    new Text("请提供 18 位号码,或转人工核对。", "Give the number of 18 characters, or have it looked up by hand."));
        }
        plausible(value, born, notBornAfter);
        return new CitizenId(longer + citizenCheck(longer));
    }

    static boolean isOrgCode(String value) {
        try {
            orgCode(value);
            return true;
        } catch (InvalidIdException e) {
            return false;
        }
    }

    static void orgCode(String value) {
        length(value, ORG_CODE_LENGTH, "组织机构代码", "An organisation code");
        int sum = 0;
        for (int i = 0; i < ORG_CODE_LENGTH - 1; i++) {
            char c = value.charAt(i);
            if (!digit(c) && !capital(c)) {
                throw charset(value, i, new Text("组织机构代码只用数字和大写字母", "only digits and capitals"));
            }
            sum += (digit(c) ? c - '0' : c - 'A' + 10) * ORG_CODE_WEIGHTS[i];
        }
        int check = 11 - sum % 11;
        checked(value, ORG_CODE_LENGTH, check == 10 ? 'X' : check == 11 ? '0' : (char) ('0' + check));
    }

    static void aicRegNo(String value) {
        length(value, AIC_LENGTH, "工商注册号", "A registration number");
        int product = 10;
        for (int i = 0; i < AIC_LENGTH; i++) {
            char c = value.charAt(i);
            if (!digit(c)) {
                throw charset(value, i, new Text("工商注册号只有数字", "digits only"));
            }
            if (i < AIC_LENGTH - 1) {
                int sum = (product + c - '0') % 10;
                product = 2 * (sum == 0 ? 10 : sum) % 11;
            }
        }
        checked(value, AIC_LENGTH, (char) ('0' + (11 - product) % 10));
    }

    /** The eight digits from there on as a date. */
    static LocalDate date(String value, int from) {
        int year = Integer.parseInt(value.substring(from, from + 4));
        int month = Integer.parseInt(value.substring(from + 4, from + 6));
        int day = Integer.parseInt(value.substring(from + 6, from + 8));
        try {
            return IsoChronology.INSTANCE.date(year, month, day);
        } catch (DateTimeException e) {
            throw new InvalidIdException(
                    "date",
                    from + 1,
                    new Text(
                            "号码(" + SubjectIds.masked(value) + ")中的出生日期不是真实日期。",
                            "The date of birth in the number (" + SubjectIds.masked(value) + ") is no calendar date."),
                    new Text("请核对证件上的号码。", "Compare it with the document."));
        }
    }

    static boolean digits(String value, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!digit(value.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean capital(char c) {
        return c >= 'A' && c <= 'Z';
    }

    static InvalidIdException shape(String value, String zh, String en) {
        return new InvalidIdException(
                "shape",
                0,
                new Text(
                        "代码(" + SubjectIds.masked(value) + ")有 " + value.length() + " 位,不合格式:" + zh + "。",
                        "The identifier (" + SubjectIds.masked(value) + ") of " + value.length()
                                + " characters has the wrong form: " + en + "."),
                new Text("请核对证件上的号码。", "Compare it with the document."));
    }

    private static char citizenCheck(String value) {
        int sum = 0;
        for (int i = 0; i < CITIZEN_WEIGHTS.length; i++) {
            sum += (value.charAt(i) - '0') * CITIZEN_WEIGHTS[i];
        }
        return CITIZEN_CHECKS.charAt(sum % 11);
    }

    private static void plausible(String value, LocalDate born, @Nullable LocalDate notBornAfter) {
        if (notBornAfter != null && born.isAfter(notBornAfter)) {
            throw new InvalidIdException(
                    "future-date",
                    BIRTH + 1,
                    new Text(
                            "号码(" + SubjectIds.masked(value) + ")中的出生日期晚于 " + notBornAfter + "。",
                            "The date of birth in the number (" + SubjectIds.masked(value) + ") is after "
                                    + notBornAfter + "."),
                    new Text("请核对证件上的号码。", "Compare it with the document."));
        }
        if (born.isBefore(OLDEST)) {
            throw new InvalidIdException(
                    "too-old",
                    BIRTH + 1,
                    new Text(
                            "号码(" + SubjectIds.masked(value) + ")中的出生日期早于 1850 年。",
                            "The date of birth in the number (" + SubjectIds.masked(value) + ") is before 1850."),
                    new Text("请核对证件上的号码。", "Compare it with the document."));
        }
    }

    private static void length(String value, int wanted, String zh, String en) {
        if (value.length() != wanted) {
            throw new InvalidIdException(
                    "length",
                    0,
                    new Text(
                            zh + "应为 " + wanted + " 位,所给(" + SubjectIds.masked(value) + ")为 " + value.length() + " 位。",
                            en + " has " + wanted + " characters; the one given (" + SubjectIds.masked(value) + ") has "
                                    + value.length() + "."),
                    new Text("请核对是否漏写或多写。", "See whether one was left out or added."));
        }
    }

    private static void checked(String value, int position, char expected) {
        char got = value.charAt(position - 1);
        if (got != expected) {
            throw new InvalidIdException(
                    "check-digit",
                    position,
                    new Text(
                            "代码(" + SubjectIds.masked(value) + ")校验位(第 " + position + " 位)应为 " + expected + ",实为 "
                                    + SubjectIds.printable(got) + "。",
                            "The check character (character " + position + ") of the identifier ("
                                    + SubjectIds.masked(value) + ") should be " + expected + ", not "
                                    + SubjectIds.printable(got) + "."),
                    got == 'O' || got == 'I'
                            ? lookAlike(got)
                            : new Text(
                                    "代码中有字符写错或相邻字符颠倒,请逐位核对。",
                                    "A character is wrong or two neighbours are swapped; compare each."));
        }
    }

    private static InvalidIdException charset(String value, int index, Text allowed) {
        char c = value.charAt(index);
        return new InvalidIdException(
                "charset",
                index + 1,
                new Text(
                        "代码(" + SubjectIds.masked(value) + ")第 " + (index + 1) + " 位是“" + SubjectIds.printable(c) + "”,"
                                + allowed.zh() + "。",
                        "Character " + (index + 1) + " of the identifier (" + SubjectIds.masked(value) + ") is "
                                + SubjectIds.printable(c) + "; allowed: " + allowed.en() + "."),
                c == 'O' || c == 'I'
                        ? lookAlike(c)
                        : new Text("请核对第 " + (index + 1) + " 位。", "Compare character " + (index + 1) + "."));
    }

    private static Text lookAlike(char letter) {
        return letter == 'O'
                ? new Text("是否为数字 0?请改写后再提交,系统不会自行替换。", "Maybe the digit 0? Write it so; it is never replaced for you.")
                : new Text(
                        "是否为数字 1?请改写后再提交,系统不会自行替换。", "Maybe the digit 1? Write it so; it is never replaced for you.");
    }
}
