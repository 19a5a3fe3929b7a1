package org.jrp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jrp.cli.CommandLineRun.COMPANY;
import static org.jrp.cli.CommandLineRun.decideArgs;
import static org.jrp.cli.CommandLineRun.write;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each mistake is told with its place and its mend, in both languages, as text and as JSON; nothing is answered. */
class BadInputTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --subject  | 91349999M000000190  | invalid-id      | /subject/id | 校验位(第 18 位)应为 Y         | should be Y
            --subject  | 91349999I00000019Y  | invalid-id      | /subject/id | 是否为数字 1                  | Maybe the digit 1
            --subject  | 341182190002290005  | invalid-id      | /subject/id | 出生日期不是真实日期          | no calendar date
            --subject  | 示例企业一          | invalid-id      | /subject/id | 不合格式                      | wrong form
            --context  | 政府彩购            | unknown-context | /context    | 是否为“政府采购”              | Maybe 政府采购
            --context  | financing           | unknown-context | /context    | 不提供业务场景                | answers no checks
            --matter   | 设立银行            | unknown-matter  | /matter     | 事项“设立银行”不存在          | matter (设立银行) is not known
            --as-of    | 2018-02-30          | invalid-date    | /asOf       | 不是日期                      | is no date
            --as-of    | 2016-05-29          | as-of-out-of-range | /asOf    | 早于 2016-05-30               | is before 2016-05-30
            --known-at | yesterday           | invalid-instant | /knownAt    | 带时区的时刻                  | instant with its offset
            --known-at | 2018-09-01T08:00:00 | invalid-instant | /knownAt    | 带时区的时刻                  | instant with its offset
            --kind     | 公司                | unknown-kind    | /kind       | 主体类型“公司”不存在          | kind (公司) is not known
            --place    | 明光                | invalid-place   | /place      | 六位数字                      | six digits
            --id-type  | 身份                | unknown-id-type | /subject/idType | 证件类型“身份”不存在      | id type (身份) is not known
            --related  | 法定代表人          | malformed-related | /relatedPersons/0 | 角色=证件号码         | form ROLE=ID
            --related  | 老板=91349999M000003770 | unknown-role | /relatedPersons | 关联角色“老板”不存在     | role (老板) is not known
            --related  | 股东=91349999M000003770 | unknown-role | /relatedPersons | 关联角色“股东”不存在     | role (股东) is not known
            """)
    void a_wrong_option_is_told_with_the_field_and_a_mend(
            String option, String value, String code, String pointer, String zh, String en) {
        Object[] args = replaced(option, value);

        CommandLineRun chinese = CommandLineRun.of(args);
        CommandLineRun json = CommandLineRun.in(Map.of("LANG", "en_GB.UTF-8"), false, with(args, "--json"));

        assertThat(chinese.exitCode()).isEqualTo(ExitCode.INVALID);
        assertThat(chinese.out()).isEmpty();
        assertThat(chinese.err()).startsWith("错误:" + option + ":").contains(zh);
        assertThat(json.exitCode()).isEqualTo(ExitCode.INVALID);
        assertThat(json.err()).isEmpty();
        assertThat(json.json().get("detail").toString()).contains(en);
        assertThat(json.json())
                .containsEntry("title", "Invalid input")
                .containsEntry("code", code)
                .containsEntry("type", "urn:jrp:problem:" + code)
                .containsKey("status");
        assertThat(json.list("errors"))
                .singleElement()
                .satisfies(error -> assertThat(error)
                        .containsEntry("pointer", pointer)
                        .containsEntry("option", option)
                        .containsKeys("code", "message", "mend"));
    }

    @Test
    void a_number_that_fits_two_types_is_not_guessed() {
        String both = bothCitizenAndRegistration();

        CommandLineRun json = CommandLineRun.of(with(replaced("--subject", both), "--json"));

        assertThat(json.json()).containsEntry("code", "ambiguous-id").containsEntry("status", 409L);
        assertThat(json.out()).doesNotContain(both);
    }

    @Test
    void an_absent_file_is_named() {
        CommandLineRun run = entries(folder.resolve("none.yaml"));

        assertThat(run.exitCode()).isEqualTo(ExitCode.INVALID);
        assertThat(run.err()).contains("--entries", "none.yaml", "请核对路径和权限");
    }

    @Test
    void a_file_of_unknown_format_is_named() {
        CommandLineRun run = entries(write(folder.resolve("entries.txt"), "x"));

        assertThat(run.exitCode()).isEqualTo(ExitCode.INVALID);
        assertThat(run.err()).contains("entries.txt", "[unknown-format]", ".ndjson");
    }

    @Test
    void an_empty_yaml_file_is_no_clean_record() {
        CommandLineRun run = entries(write(folder.resolve("empty.yaml"), ""));

        assertThat(run.exitCode()).isEqualTo(ExitCode.INVALID);
        assertThat(run.err()).contains("empty.yaml", "[empty-file]");
    }

    @Test
    void an_unknown_list_is_told_with_its_line() {
        CommandLineRun run = entries(write(folder.resolve("list.yaml"), """
                - id: %s
                  list: 失信人名单
                  validFrom: 2018-03-01
                """.formatted(COMPANY)));

        assertThat(run.exitCode()).isEqualTo(ExitCode.INVALID);
        assertThat(run.err()).contains("list.yaml:2:", "失信人名单");
    }

    @Test
    void a_yaml_bomb_is_refused() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            String before = "*a" + (i - 1);
            bomb.append("a%d: &a%d [%s]\n"
                    .formatted(i, i, String.join(", ", Arrays.asList(before, before, before, before))));
        }

        CommandLineRun run = entries(write(folder.resolve("bomb.yaml"), bomb.toString()));

        assertThat(run.exitCode()).isEqualTo(ExitCode.INVALID);
        assertThat(run.err()).contains("bomb.yaml:", "[yaml-alias]", "请把内容写在使用处");
    }

    @Test
    void a_line_of_fifty_megabytes_is_refused_without_being_held() throws IOException {
        Path file = folder.resolve("long.ndjson");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write("{\"name\":\"".getBytes(StandardCharsets.UTF_8));
            byte[] megabyte = new byte[1 << 20];
            Arrays.fill(megabyte, (byte) 'a');
            for (int i = 0; i < 50; i++) {
                out.write(megabyte);
            }
            out.write("\"}\n".getBytes(StandardCharsets.UTF_8));
        }

        CommandLineRun run = entries(file);

        assertThat(run.exitCode()).isEqualTo(ExitCode.INVALID);
        assertThat(run.err())
                .contains("long.ndjson:1:", "[line-too-long]", "每行只写一条")
                .hasSizeLessThan(1_000);
    }

    @Test
    void a_release_that_is_nowhere_is_named() {
        CommandLineRun run = CommandLineRun.of(decideArgs("--release", folder.resolve("none")));

        assertThat(run.exitCode()).isEqualTo(ExitCode.INVALID);
        assertThat(run.err()).contains("--release", "none", "不存在");
    }

    @Test
    void a_folder_that_is_no_release_is_named() {
        CommandLineRun run = CommandLineRun.of(decideArgs("--release", folder));

        assertThat(run.exitCode()).isEqualTo(ExitCode.INVALID);
        assertThat(run.err()).contains("rules/memoranda", "[missing-folder]");
    }

    private static CommandLineRun entries(Path file) {
        return CommandLineRun.of(
                "decide", "--entries", file, "--subject", COMPANY, "--context", "政府采购", "--as-of", "2018-09-01");
    }

    /** The demo question with that option instead of, or beside, its own. */
    private static Object[] replaced(String option, String value) {
        Object[] args = decideArgs();
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals(option)) {
                args[i + 1] = value;
                return args;
            }
        }
        return with(args, option, value);
    }

    private static Object[] with(Object[] args, Object... more) {
        Object[] all = Arrays.copyOf(args, args.length + more.length);
        System.arraycopy(more, 0, all, args.length, more.length);
        return all;
    }

    /** A made-up number of 15 digits that is a date-bearing citizen number and has the check digit of a registration. */
    private static String bothCitizenAndRegistration() {
        for (int i = 0; i < 10; i++) {
            String number = "34999901010100" + i;
            if (checks(number)) {
                return number;
            }
        }
        throw new IllegalStateException("One of ten check digits is right.");
    }

    private static boolean checks(String number) {
        int product = 10;
        for (int i = 0; i < 14; i++) {
            int sum = (product + number.charAt(i) - '0') % 10;
            product = 2 * (sum == 0 ? 10 : sum) % 11;
        }
        return (11 - product) % 10 == number.charAt(14) - '0';
    }
}
