package org.jrp.sample;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * An entries file of any length about made-up subjects, each row a function of the seed and its number (条目文件生成器): units of the
 * division 349999, which is not assigned, and persons with the sequence 000, which is never issued.
 */
public final class SampleEntries {

    /** The header of the table. */
    public static final List<String> HEADER = List.of(
            "条目编号", "证件类型", "统一社会信用代码/证件号码", "名称", "名单", "认定部门", "文书号", "认定依据", "认定日期", "有效期始", "有效期至", "列入事由", "失信程度");

    private static final String ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static final int[] WEIGHTS = {1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};
    private static final int[] ORG_CODE_WEIGHTS = {3, 7, 9, 10, 5, 8, 4, 2};
    private static final int[] CITIZEN_WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    private static final LocalDate FIRST_BIRTH = LocalDate.of(1930, 1, 1);
    private static final LocalDate FIRST_DECISION = LocalDate.of(2016, 6, 1);
    private static final List<String> COURTS = List.of("示例市人民法院", "示例县人民法院", "示例区人民法院");

    private final long seed;

    public SampleEntries(long seed) {
        this.seed = seed;
    }

    /** The cells of a row, as {@link #HEADER} names them. */
    public List<String> row(long number) {
        SplittableRandom random = new SplittableRandom(seed * 1_000_003 + number);
        boolean person = random.nextInt(10) == 0;
        LocalDate decided = FIRST_DECISION.plusDays(random.nextInt(1_200));
        LocalDate from = decided.plusDays(random.nextInt(20));
        List<String> cells = new ArrayList<>(HEADER.size());
        cells.add(letters(random.nextLong()) + letters(number));
        cells.add(person ? "citizen-id" : "uscc");
        cells.add(person ? citizen(random.nextInt(25_000)) : uscc(number % 10_000_000));
        cells.add((person ? "示例人员" : "示例企业有限公司") + number);
        cells.add("失信被执行人名单");
        cells.add(COURTS.get(random.nextInt(COURTS.size())));
        cells.add("(" + decided.getYear() + ")示例执" + number + "号");
        cells.add("法释〔2017〕7号");
        cells.add(decided.toString());
        cells.add(from.toString());
        cells.add(random.nextBoolean() ? "" : from.plusYears(2).toString());
        cells.add(random.nextInt(3) == 0 ? "" : "违反财产报告制度");
        cells.add(random.nextBoolean() ? "一般" : "严重");
        return cells;
    }

    /** Writes the header and that many rows as CSV. */
    public void writeCsv(OutputStream out, long rows, Charset charset) throws IOException {
        BufferedOutputStream buffered = new BufferedOutputStream(out, 1 << 16);
        buffered.write((String.join(",", HEADER) + "\n").getBytes(charset));
        for (long number = 0; number < rows; number++) {
            buffered.write((String.join(",", row(number)) + "\n").getBytes(charset));
        }
        buffered.flush();
    }

    /** The code of a made-up enterprise, from 0 to 9,999,999. */
    public static String uscc(long number) {
        String body = "M" + String.format(java.util.Locale.ROOT, "%07d", number);
        int sum = 0;
        for (int i = 0; i < body.length(); i++) {
            char c = body.charAt(i);
            sum += (c <= '9' ? c - '0' : c - 'A' + 10) * ORG_CODE_WEIGHTS[i];
        }
        int check = 11 - sum % 11;
        String code = "91349999" + body + (check == 10 ? "X" : check == 11 ? "0" : String.valueOf(check));
        sum = 0;
        for (int i = 0; i < WEIGHTS.length; i++) {
            sum += ALPHABET.indexOf(code.charAt(i)) * WEIGHTS[i];
        }
        return code + ALPHABET.charAt((31 - sum % 31) % 31);
    }

    /** Sixteen letters and no digit, so that no id looks like somebody's number. */
    private static String letters(long value) {
        char[] letters = new char[16];
        for (int i = 0; i < letters.length; i++) {
            letters[i] = (char) ('a' + (value >>> 4 * i & 15));
        }
        return new String(letters);
    }

    private static String citizen(int day) {
        LocalDate born = FIRST_BIRTH.plusDays(day);
        String body = "341182" + born.toString().replace("-", "") + "000";
        int sum = 0;
        for (int i = 0; i < CITIZEN_WEIGHTS.length; i++) {
            sum += (body.charAt(i) - '0') * CITIZEN_WEIGHTS[i];
        }
        return body + "10X98765432".charAt(sum % 11);
    }
}
