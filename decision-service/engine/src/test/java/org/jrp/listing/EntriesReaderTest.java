package org.jrp.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.jrp.listing.EntriesReader.Format.CSV;
import static org.jrp.listing.EntriesReader.Format.NDJSON;
import static org.jrp.listing.EntriesReader.Format.YAML;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.jrp.catalogue.InvalidFilesException;
import org.jrp.catalogue.Problem;
import org.jrp.catalogue.YamlFile;
import org.jrp.catalogue.YamlMap;
import org.jrp.listing.EntriesReader.Format;
import org.jrp.listing.EntriesReader.Result;
import org.jrp.subject.CitizenId;
import org.jrp.subject.OrgCode;
import org.jrp.subject.Uscc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntriesReaderTest {

    private static final String GOOD =
            "{\"id\":\"91349999M00000019Y\",\"list\":\"judgment-defaulter\",\"validFrom\":\"2018-03-01\"}";
    private static final Charset GB18030 = Charset.forName("GB18030");

    @Test
    void the_three_formats_say_the_same() {
        Listing fromJson = only(
                read(
                        NDJSON,
                        "{\"entryId\":\"e1\",\"idType\":\"uscc\",\"id\":\"91349999M00000019Y\",\"name\":\"示例企业一\",\"list\":\"失信被执行人名单\","
                                + "\"recogniser\":\"示例法院\",\"docNo\":\"(2018)皖1182执1号\",\"basis\":\"法释〔2017〕7号\",\"recognisedAt\":\"2018-02-28\","
                                + "\"validFrom\":\"2018-03-01\",\"validTo\":\"2020-03-01\",\"ground\":\"违反财产报告制度\",\"severity\":\"serious\","
                                + "\"corrected\":false,\"courtOrder\":true,\"personalResponsibility\":null,"
                                + "\"related\":[{\"role\":\"legal-representative\",\"idType\":\"citizen-id\",\"id\":\"341182190001010008\",\"personallyResponsible\":true}],"
                                + "\"events\":[{\"type\":\"exited\",\"at\":\"2019-05-05\",\"recordedAt\":\"2019-05-07T08:00:00Z\",\"actor\":\"示例法院\",\"docNo\":\"1号\",\"reason\":\"履行完毕\"}]}"));
        Listing fromCsv = only(
                read(
                        CSV,
                        "条目编号,证件类型,统一社会信用代码/证件号码,名称,名单,认定部门,文书号,认定依据,认定日期,有效期始,有效期至,列入事由,失信程度,已整改,法院限制措施,个人责任,关联人员,事件\n"
                                + "e1,统一社会信用代码,91349999M00000019Y,示例企业一,失信被执行人,示例法院,(2018)皖1182执1号,法释〔2017〕7号,2018-02-28,2018-03-01,2020-03-01,"
                                + "违反财产报告制度,严重,否,是,,"
                                + "\"[{\"\"role\"\":\"\"法定代表人\"\",\"\"id\"\":\"\"341182190001010008\"\",\"\"personallyResponsible\"\":true}]\","
                                + "\"[{\"\"exited\"\":\"\"2019-05-05\"\",\"\"recordedAt\"\":\"\"2019-05-07T16:00:00+08:00\"\",\"\"actor\"\":\"\"示例法院\"\",\"\"docNo\"\":\"\"1号\"\",\"\"reason\"\":\"\"履行完毕\"\"}]\"\n"));
        Listing fromYaml = only(read(YAML, """
                        - entryId: e1
                          id: 91349999M00000019Y
                          name: 示例企业一
                          list: SPC_DEBTOR
                          recogniser: 示例法院
                          docNo: (2018)皖1182执1号
                          basis: 法释〔2017〕7号
                          recognisedAt: 2018-02-28
                          from: 2018-03-01
                          to: 2020-03-01
                          ground: 违反财产报告制度
                          severity: serious
                          courtOrder: true
                          related: [{role: 法定代表人, id: '341182190001010008', personallyResponsible: true}]
                          events: [{exited: 2019-05-05, recordedAt: '2019-05-07T08:00:00Z', actor: 示例法院, docNo: 1号, reason: 履行完毕}]
                        """));

        assertThat(fromCsv).isEqualTo(fromJson);
        assertThat(fromYaml).isEqualTo(fromJson);
        assertThat(fromJson)
                .isEqualTo(new Listing(
                        "e1",
                        new Uscc("91349999M00000019Y"),
                        "示例企业一",
                        "judgment-defaulter",
                        "示例法院",
                        "(2018)皖1182执1号",
                        "法释〔2017〕7号",
                        LocalDate.of(2018, 2, 28),
                        LocalDate.of(2018, 3, 1),
                        LocalDate.of(2020, 3, 1),
                        "违反财产报告制度",
                        Severity.SERIOUS,
                        false,
                        true,
                        null,
                        List.of(new RelatedPerson("legal-representative", new CitizenId("341182190001010008"), true)),
                        List.of(new Event(
                                EventType.EXITED,
                                LocalDate.of(2019, 5, 5),
                                Instant.parse("2019-05-07T08:00:00Z"),
                                "示例法院",
                                "1号",
                                "履行完毕",
                                null,
                                Map.of()))));
    }

    @Test
    void a_date_means_its_first_moment_in_shanghai_and_an_instant_the_day_there() {
        Listing listing = only(read(YAML, """
                entries:
                  - {id: 91349999M00000019Y, list: judgment-defaulter, from: 2018-03-01, events: [{disputed: 2018-08-31}, {type: dispute-rejected, at: '2018-09-30T16:00:00Z'}]}
                """));

        assertThat(listing.events().get(0).recordedAt()).isEqualTo(Instant.parse("2018-08-30T16:00:00Z"));
        assertThat(listing.events().get(1).at()).isEqualTo(LocalDate.of(2018, 10, 1));
        assertThat(listing.events().get(1).recordedAt()).isEqualTo(Instant.parse("2018-09-30T16:00:00Z"));
    }

    @Test
    void an_amendment_keeps_its_changes_in_normal_form() {
        Listing listing = only(read(YAML, """
                - id: M0000001-9
                  list: judgment-defaulter
                  validFrom: 2018-03-01
                  validTo: ''
                  events:
                    - {type: 更正, at: 2018-08-31, changes: {validTo: '', severity: 轻微, courtOrder: 是, ground: 违反财产报告制度}}
                """));

        assertThat(listing.subject()).isEqualTo(new OrgCode("M00000019"));
        assertThat(listing.validTo()).isNull();
        assertThat(listing.events().get(0).changes())
                .containsExactly(
                        Map.entry("validTo", ""),
                        Map.entry("severity", "minor"),
                        Map.entry("ground", "违反财产报告制度"),
                        Map.entry("courtOrder", "true"));
    }

    @Test
    void good_rows_land_beside_bad_ones() {
        Result result = read(
                NDJSON,
                GOOD
                        + "\n\n{\"id\":\"91349999M00000019Z\",\"list\":\"judgment-defaulter\",\"validFrom\":\"2018-03-01\"}\r\n"
                        + "not json\n[]\n" + GOOD.replace("019Y", "0000") + "\n"
                        + GOOD.replace("91349999M00000019Y", "92349999M00000027N"));

        assertThat(result.rows()).isEqualTo(6);
        assertThat(result.listings())
                .extracting(Listing::subject)
                .containsExactly(new Uscc("91349999M00000019Y"), new Uscc("92349999M00000027N"));
        assertThat(result.problems())
                .extracting(Problem::line, Problem::code)
                .containsExactly(
                        tuple(3, "invalid-id"),
                        tuple(4, "json-syntax"),
                        tuple(5, "not-an-object"),
                        tuple(6, "invalid-id"));
        assertThat(result.problems()).allSatisfy(problem -> {
            assertThat(problem.message().zh()).isNotBlank();
            assertThat(problem.mend().zh()).isNotBlank();
            assertThat(problem.in(Locale.CHINESE)).startsWith("entries:" + problem.line() + ":");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"list\":\"失信被执行人名单\" | \"list\":\"失信被执行名单\" | unknown-word | 失信被执行人名单",
                "\"list\":\"失信被执行人名单\" | \"liste\":\"失信被执行人名单\" | unknown-key | Maybe list?",
                "\"list\":\"失信被执行人名单\" | \"name\":\"x\" | missing-key | Add",
                "\"2018-03-01\" | \"2018/3/1\" | not-a-date | Maybe 2018-03-01?",
                "\"2018-03-01\" | \"2018-02-29\" | not-a-date | real date",
                "\"2018-03-01\" | \"0018-03-01\" | not-a-date | real date",
                "\"2018-03-01\" | 20180301 | not-a-date | real date",
                "\"2018-03-01\" | {} | wrong-type | form",
                "\"2018-03-01\" | \"\" | missing-key | Add",
                "\"2018-03-01\" | \"2018-03-01\",\"validTo\":\"2018-03-01\" | empty-term | dates",
                "\"2018-03-01\" | \"2018-03-01\",\"from\":\"2018-03-01\" | duplicate-key | Remove",
                "\"2018-03-01\" | \"2018-03-01\",\"id\":\"x\" | duplicate-key | JSON",
                "\"2018-03-01\" | \"2018-03-01\",\"recognisedAt\":\"2018-03-02\" | back-dated | decision",
                "\"2018-03-01\" | \"2018-03-01\",\"severity\":\"seriuos\" | unknown-word | Maybe serious?",
                "\"2018-03-01\" | \"2018-03-01\",\"courtOrder\":\"yes\" | wrong-type | form",
                "\"2018-03-01\" | \"2018-03-01\",\"name\":\"a\\u0000b\" | control-character | Remove",
                "\"2018-03-01\" | \"2018-03-01\",\"related\":{\"role\":\"董士\",\"id\":\"341182190001010008\"} | unknown-word | 董事",
                "\"2018-03-01\" | \"2018-03-01\",\"related\":[{\"role\":\"董事\",\"id\":\"341182190001010000\"}] | invalid-id | swapped",
                "\"2018-03-01\" | \"2018-03-01\",\"related\":[1] | wrong-type | form",
                "\"2018-03-01\" | \"2018-03-01\",\"events\":[{\"repaird\":\"2018-09-01\"}] | unknown-key | Maybe repaired?",
                "\"2018-03-01\" | \"2018-03-01\",\"events\":[{\"type\":\"exited\"}] | missing-key | Add",
                "\"2018-03-01\" | \"2018-03-01\",\"events\":[{\"type\":\"exited\",\"at\":\"2018-13-01\"}] | not-a-date | date",
                "\"2018-03-01\" | \"2018-03-01\",\"events\":[{\"exited\":\"2018-09-01\",\"at\":\"2018-09-01\"}] | unknown-key | use",
                "\"2018-03-01\" | \"2018-03-01\",\"events\":[{\"amended\":\"2018-09-01\"}] | missing-key | Add",
                "\"2018-03-01\" | \"2018-03-01\",\"events\":[{\"amended\":\"2018-09-01\",\"changes\":{\"validUntil\":\"x\"}}] | unknown-key | Maybe validTo?",
                "\"2018-03-01\" | \"2018-03-01\",\"events\":[{\"exited\":\"2018-09-01\",\"origin\":\"sub-threshold\"}] | not-for-this-event | Remove",
                "\"2018-03-01\" | \"2018-03-01\",\"events\":[{\"exited\":\"2018-09-01\"},{\"repaired\":\"2018-09-02\"}] | impossible-history | Allowed",
                "\"2018-03-01\" | \"2018-03-01\",\"events\":[{\"repaired\":\"2018-09-01\",\"actor\":\"dept\"}] | impossible-history | rec",
                "\"91349999M00000019Y\" | \"91349999M00000019Y\",\"idType\":\"passport\" | unknown-word | Known",
                "\"91349999M00000019Y\" | null | missing-key | Add",
            })
    void a_bad_row_is_told_what_is_wrong_and_how_to_mend_it(String good, String bad, String code, String mend) {
        String row = "{\"id\":\"91349999M00000019Y\",\"list\":\"失信被执行人名单\",\"validFrom\":\"2018-03-01\"}";
        assertThat(row).contains(good);

        Result result = read(NDJSON, "\n" + row.replace(good, bad) + "\n" + row);

        assertThat(result.listings()).hasSize(1);
        assertThat(result.problems()).anySatisfy(problem -> {
            assertThat(problem.code()).isEqualTo(code);
            assertThat(problem.line()).isEqualTo(2);
            assertThat(problem.mend().en()).contains(mend);
        });
    }

    @Test
    void persons_numbers_are_masked_in_problems() {
        Result result = read(
                NDJSON,
                GOOD.replace("91349999M00000019Y", "341182190001010000") + "\n"
                        + GOOD.replace("\"91349999M00000019Y\"", "341182190002290005") + "\n"
                        + GOOD.replace("\"91349999M00000019Y\"", "341182190002290005X"));

        assertThat(result.problems()).hasSize(3);
        assertThat(result.problems().toString()).doesNotContain("19000");
        assertThat(result.problems().get(0).value()).isEqualTo("341182********0000");
    }

    @Test
    void a_ground_the_list_does_not_know_is_a_warning() {
        Result result = read(NDJSON, GOOD.replace("\"id\"", "\"ground\":\"违反财产报告\",\"id\""));

        assertThat(result.listings()).hasSize(1);
        assertThat(result.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.severity()).isEqualTo(Problem.Severity.WARNING);
            assertThat(problem.mend().en()).isEqualTo("Maybe 违反财产报告制度?");
        });
    }

    @Test
    void the_same_entry_twice_counts_once_and_another_under_its_number_is_refused() {
        String numbered = GOOD.replace("\"id\"", "\"entryId\":\"e1\",\"id\"");
        Result result = read(NDJSON, numbered + "\n" + numbered + "\n" + numbered.replace("03-01", "04-01"));

        assertThat(result.listings()).hasSize(1);
        assertThat(result.rows()).isEqualTo(3);
        assertThat(result.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo("duplicate-entry");
            assertThat(problem.line()).isEqualTo(3);
        });
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void a_byte_order_mark_does_not_matter(Format format) {
        String text = switch (format) {
            case NDJSON -> GOOD;
            case CSV -> "id,list,validFrom\n91349999M00000019Y,judgment-defaulter,2018-03-01";
            case YAML -> "- {id: 91349999M00000019Y, list: judgment-defaulter, validFrom: 2018-03-01}";
        };

        assertThat(only(read(format, "\uFEFF" + text))).isEqualTo(only(read(format, text)));
    }

    @Test
    void tables_in_gb18030_are_read() {
        String text = "统一社会信用代码,名称,名单,有效期始\n91349999M00000019Y,联通示例㐀企业,失信被执行人名单,2018-03-01\n";

        assertThat(only(read(CSV, text.getBytes(GB18030))).name()).isEqualTo("联通示例㐀企业");
        assertThat(read(NDJSON, GOOD.replace("}", ",\"name\":\"企业\"}").getBytes(GB18030))
                        .problems())
                .extracting(Problem::code)
                .containsExactly("not-utf-8");
        assertThat(read(YAML, "- {name: 企业}".getBytes(GB18030)).problems())
                .extracting(Problem::code)
                .containsExactly("not-utf-8");
    }

    @Test
    void a_line_in_another_encoding_is_refused_alone() {
        byte[] head = "id,名称,list,validFrom\n91349999M00000019Y,企业,judgment-defaulter,2018-03-01\n"
                .getBytes(StandardCharsets.UTF_8);
        byte[] filler = new byte[1 << 18];
        Arrays.fill(filler, (byte) '\n');
        byte[] other = "92349999M00000027N,企业,judgment-defaulter,2018-03-01\n".getBytes(GB18030);
        byte[] last = "92349999M00000027N,x,judgment-defaulter,2018-03-01\n".getBytes(StandardCharsets.UTF_8);

        Result result = read(CSV, joined(head, filler, other, last));

        assertThat(result.listings()).hasSize(2);
        assertThat(result.problems()).extracting(Problem::code).containsExactly("wrong-encoding");
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void utf_16_is_refused_as_a_whole(Format format) {
        Result result = read(format, "id,list,validFrom\n".getBytes(StandardCharsets.UTF_16));

        assertThat(result.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo("not-utf-8");
            assertThat(problem.line()).isZero();
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "id,list,validFrom,id | duplicate-header",
                "id,统一社会信用代码,list,validFrom | duplicate-header",
                "id,list,validFrom,from | duplicate-header",
                "id,list,有效期限始 | unknown-header",
                "id,list | missing-header",
                "91349999M00000019Y,judgment-defaulter,2018-03-01 | unknown-header",
                "\"id,list,validFrom | unbalanced-quote"
            })
    void a_bad_header_stops_the_reading(String header, String code) {
        Result result = read(CSV, header + "\n91349999M00000019Y,judgment-defaulter,2018-03-01\n");

        assertThat(result.listings()).isEmpty();
        assertThat(result.problems()).extracting(Problem::code).contains(code);
    }

    @Test
    void an_empty_table_is_told_so() {
        assertThat(read(CSV, "").problems()).extracting(Problem::code).containsExactly("empty-file");
        assertThat(read(CSV, "\n \n").problems()).extracting(Problem::code).containsExactly("empty-file");
        assertThat(read(YAML, "").problems()).extracting(Problem::code).containsExactly("empty-file");
        assertThat(read(NDJSON, "")).isEqualTo(new Result(List.of(), List.of(), 0));
    }

    @Test
    void an_unclosed_quote_spoils_its_own_line_only() {
        Result result = read(
                CSV,
                "id,name,list,validFrom\n"
                        + "91349999M00000019Y,\"示例,judgment-defaulter,2018-03-01\n"
                        + "92349999M00000027N,示例二,judgment-defaulter,2018-03-01\n"
                        + "93349999M00000035E,a \"b\" c,judgment-defaulter,2018-03-01\n"
                        + "52349999M00000043G,\"两\n行,加\"\"逗号\",judgment-defaulter,2018-03-01\n"
                        + "123499990000000511,短,judgment-defaulter\n");

        assertThat(result.listings())
                .extracting(listing -> listing.subject().value())
                .containsExactly("92349999M00000027N", "93349999M00000035E", "52349999M00000043G");
        assertThat(result.listings().get(2).name()).isEqualTo("两\n行,加\"逗号");
        assertThat(result.problems())
                .extracting(Problem::line, Problem::code)
                .containsExactly(tuple(2, "unbalanced-quote"), tuple(7, "wrong-cells"));
        assertThat(result.rows()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\t", ";"})
    void other_separators_are_recognised(String separator) {
        String text = "id,list,validFrom,\n91349999M00000019Y,judgment-defaulter,2018-03-01,\n,,,\n";

        assertThat(only(read(CSV, text.replace(",", separator))).validFrom()).isEqualTo(LocalDate.of(2018, 3, 1));
    }

    @Test
    void a_cell_that_is_no_json_is_named_by_its_header() {
        Result result = read(CSV, "统一社会信用代码,名单,有效期始,事件\n91349999M00000019Y,失信被执行人名单,2018-03-01,已退出\n");

        assertThat(result.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message().zh()).contains("事件"));
    }

    @Test
    void a_line_of_fifty_megabytes_is_a_problem_and_the_next_one_lands() {
        for (Format format : List.of(NDJSON, CSV)) {
            String head = format == CSV ? "id,list,validFrom\n" : "";
            String tail = format == CSV ? "91349999M00000019Y,judgment-defaulter,2018-03-01\n" : GOOD;
            InputStream in = new SequenceInputStream(
                    new ByteArrayInputStream(head.getBytes(StandardCharsets.UTF_8)),
                    new SequenceInputStream(
                            repeated('x', 50_000_000),
                            new ByteArrayInputStream(("\n" + tail).getBytes(StandardCharsets.UTF_8))));

            Result result = EntriesReader.read("entries", in, format, SmallCatalogue.CATALOGUE);

            assertThat(result.listings()).hasSize(1);
            assertThat(result.problems()).extracting(Problem::code).containsExactly("line-too-long");
            assertThat(result.rows()).isEqualTo(2);
        }
    }

    @Test
    void nul_bytes_are_a_problem_of_their_line() {
        Result table = read(
                CSV,
                "id,list,validFrom\n91349999M00000019Y,judgment-defaulter,2018-03-01\u0000\n91349999M00000019Y,judgment-defaulter,2018-03-01");

        assertThat(table.listings()).hasSize(1);
        assertThat(table.problems()).extracting(Problem::code).containsExactly("nul-byte");
        assertThat(read(NDJSON, "\u0000" + GOOD + "\n" + GOOD).listings()).hasSize(1);
    }

    @Test
    void nesting_and_numbers_of_events_are_bounded() {
        String deep = "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000);
        String many = GOOD.replace(
                "}", ",\"events\":[" + "{\"pushed\":\"2018-03-02\"},".repeat(1_000) + "{\"pushed\":\"2018-03-02\"}]}");

        assertThat(read(NDJSON, deep).problems()).extracting(Problem::code).containsExactly("too-deep");
        assertThat(read(NDJSON, many).problems()).extracting(Problem::code).containsExactly("too-many");
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void random_bytes_are_problems_and_nothing_worse(Format format) {
        Random random = new Random(11);
        for (int i = 0; i < 400; i++) {
            byte[] bytes = new byte[random.nextInt(2_000)];
            random.nextBytes(bytes);

            assertThat(read(format, bytes).listings()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void spoilt_files_are_problems_and_nothing_worse(Format format) {
        String row = "91349999M00000019Y,judgment-defaulter,2018-03-01,\"[{\"\"exited\"\":\"\"2019-01-01\"\"}]\"\n";
        String text = switch (format) {
            case NDJSON -> (GOOD + "\n").repeat(5);
            case CSV -> "id,list,validFrom,events\n" + row.repeat(5);
            case YAML ->
                "- {id: 91349999M00000019Y, list: judgment-defaulter, from: 2018-03-01, events: [{exited: 2019-01-01}]}\n"
                        .repeat(5);
        };
        Random random = new Random(12);
        for (int i = 0; i < 3_000; i++) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            for (int j = random.nextInt(4); j >= 0; j--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }

            Result result = read(format, bytes);

            assertThat(result.listings()).hasSizeLessThanOrEqualTo(5);
        }
    }

    @Test
    void a_duplicate_key_spoils_its_own_yaml_entry_only() {
        Result result = read(YAML, """
                - {id: 91349999M00000019Y, list: judgment-defaulter, from: 2018-03-01}
                - id: 91349999M00000019Y
                  list: judgment-defaulter
                  from: 2018-03-01
                  from: 2018-04-01
                - {id: 92349999M00000027N, list: judgment-defaulter, from: 2018-03-01}
                """);

        assertThat(result.listings())
                .extracting(listing -> listing.subject().value())
                .containsExactly("91349999M00000019Y", "92349999M00000027N");
        assertThat(result.problems()).extracting(Problem::code).containsExactly("duplicate-key");
    }

    @Test
    void good_entries_of_a_yaml_file_land_beside_bad_ones() {
        Result result = read(YAML, """
                entries:
                  - {id: 91349999M00000019Y, list: judgment-defaulter, from: 2018-03-01}
                  - {id: 91349999M00000019Y, list: judgment-defaulter, form: 2018-03-01}
                  - {id: 92349999M00000027N, list: judgment-defaulter, from: 2018-03-01}
                """);

        assertThat(result.listings()).hasSize(2);
        assertThat(result.rows()).isEqualTo(3);
        assertThat(result.problems())
                .allSatisfy(problem -> assertThat(problem.line()).isEqualTo(3));
        assertThat(result.problems())
                .anySatisfy(problem -> assertThat(problem.mend().en()).isEqualTo("Maybe from?"));
    }

    @Test
    void a_scenarios_entry_may_leave_its_subject_to_the_runner() {
        List<Problem> problems = new ArrayList<>();
        YamlMap row = YamlFile.readMaps(
                        "scenario.yaml",
                        "- {list: 失信被执行人名单, from: 2018-03-01, events: [{repaired: 2018-08-31}]}"
                                .getBytes(StandardCharsets.UTF_8),
                        problems)
                .get(0);

        Listing listing = EntriesReader.read(row, SmallCatalogue.CATALOGUE, new Uscc("91349999M00000019Y"), problems);

        assertThat(problems).isEmpty();
        assertThat(listing).isNotNull();
        assertThat(listing.subject()).isEqualTo(new Uscc("91349999M00000019Y"));
        assertThat(listing.events()).extracting(Event::type).containsExactly(EventType.REPAIRED);
    }

    @ParameterizedTest
    @CsvSource({"a.ndjson, NDJSON", "A.CSV, CSV", "dir.csv/a.yml, YAML", "a.jsonl, NDJSON", "a.yaml, YAML"})
    void the_format_is_told_by_the_name(String name, Format format) {
        assertThat(Format.of(name)).isEqualTo(format);
    }

    @Test
    void a_name_that_tells_no_format_is_refused() {
        assertThatThrownBy(() -> Format.of("entries.xlsx"))
                .isInstanceOf(InvalidFilesException.class)
                .hasMessageContaining("End it in .ndjson, .csv or .yaml.");
    }

    private static Listing only(Result result) {
        assertThat(result.problems()).isEmpty();
        assertThat(result.listings()).hasSize(1);
        return result.listings().get(0);
    }

    private static Result read(Format format, String text) {
        return read(format, text.getBytes(StandardCharsets.UTF_8));
    }

    private static Result read(Format format, byte[] bytes) {
        return EntriesReader.read("entries", new ByteArrayInputStream(bytes), format, SmallCatalogue.CATALOGUE);
    }

    private static InputStream repeated(char c, int times) {
        return new InputStream() {
            private int left = times;

            @Override
            public int read() {
                return left-- > 0 ? c : -1;
            }

            @Override
            public int read(byte[] bytes, int from, int length) {
                if (left <= 0) {
                    return -1;
                }
                int some = Math.min(left, length);
                Arrays.fill(bytes, from, from + some, (byte) c);
                left -= some;
                return some;
            }
        };
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
