package org.jrp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jrp.cli.CommandLineRun.COMPANY;
import static org.jrp.cli.CommandLineRun.PERSON;
import static org.jrp.cli.CommandLineRun.decide;
import static org.jrp.cli.CommandLineRun.decideArgs;
import static org.jrp.cli.CommandLineRun.demo;
import static org.jrp.cli.CommandLineRun.write;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jrp.decision.CaseFile;
import org.jrp.decision.DecisionEngine;
import org.jrp.decision.Question;
import org.jrp.decision.Source;
import org.jrp.listing.EntriesReader;
import org.jrp.listing.Listing;
import org.jrp.record.CanonicalDecision;
import org.jrp.release.Release;
import org.jrp.subject.SubjectIds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecideCommandTest {

    @TempDir
    Path folder;

    @Test
    void prints_the_response_body_of_the_http_api() {
        CommandLineRun run = decide("--name", "示例企业一", "--json");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.json())
                .containsEntry("outcome", "restricted")
                .containsEntry("subject", Map.of("idType", "uscc", "id", COMPANY, "name", "示例企业一"))
                .containsEntry("context", "government-procurement")
                .containsEntry("asOf", "2018-09-01")
                .containsEntry("knownAt", "2026-11-23T08:00:00+08:00")
                .containsEntry("requiresConfirmation", true)
                .containsKeys("measures", "withheld", "nearMisses", "remedies", "entries", "checked", "release")
                .containsKeys("editions", "assumed", "engine", "decisionHash", "validUntil", "matter")
                .doesNotContainKeys("decisionId", "recordHash");
        assertThat(run.list("measures"))
                .allSatisfy(measure -> assertThat(measure).doesNotContainKey("addressedToYou"));
        assertThat(run.list("measures"))
                .extracting(measure -> measure.get("name"))
                .contains("限制参加政府采购活动");
    }

    @Test
    void hashes_as_the_library_does() throws IOException {
        Object printed = decide("--known-at", "2018-09-01", "--json").json().get("decisionHash");

        try (Release release = Release.shipped();
                InputStream in = Files.newInputStream(demo())) {
            Instant knownAt = Instant.parse("2018-09-01T15:59:59Z");
            List<Listing> listings = EntriesReader.read("any", in, EntriesReader.Format.YAML, release.catalogue())
                    .listings();
            Question question = new Question(
                    SubjectIds.parse(null, COMPANY, LocalDate.MAX).id(),
                    null,
                    "government-procurement",
                    null,
                    "341182",
                    LocalDate.of(2018, 9, 1),
                    knownAt,
                    List.of());
            CaseFile file = CaseFile.assemble(question, listings, List.of(Source.file("entries-file", knownAt)));
            assertThat(printed)
                    .isEqualTo(CanonicalDecision.hash(
                            file, DecisionEngine.of(release).decide(file), release.hash()));
        }
    }

    @Test
    void chinese_words_and_aliases_mean_the_same_as_codes() {
        Object byCode = decide("--json").json().get("decisionHash");

        CommandLineRun run = CommandLineRun.of(
                "decide",
                "--entries",
                demo(),
                "--subject",
                "91349999-m00000019y",
                "--context",
                "政府采购",
                "--as-of",
                "2018-09-01",
                "--kind",
                "企业",
                "--id-type",
                "统一社会信用代码",
                "--json");
        CommandLineRun alias = CommandLineRun.of(
                "decide",
                "--entries",
                demo(),
                "--subject",
                COMPANY,
                "--context",
                "PROCUREMENT",
                "--as-of",
                "2018-09-01",
                "--json");

        assertThat(run.json()).containsEntry("decisionHash", byCode);
        assertThat(alias.json()).containsEntry("decisionHash", byCode);
    }

    @Test
    void tells_an_officer_everything_in_chinese() {
        CommandLineRun run = decide("--name", "示例企业一");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .startsWith("示例企业一(" + COMPANY + ") · 政府采购 · 2018-09-01\n结论:应予限制(restricted)。")
                .contains("限制参加政府采购活动 [应采取]")
                .contains("发改财金〔2016〕141号 条款未核实")
                .contains("通常依据(未核实):")
                .contains("rules/memoranda/2016-141-judgment-defaulter.dslr:")
                .contains("退出途径", "有效记录", "核查范围", "有效至:", "清单:", "推定:", "发布版本 sha256:", "decisionHash sha256:")
                .contains("demo-judgment-1 失信被执行人名单 · 2018-03-01 → 长期 · 已公示 · 主体本身")
                .contains("关联:未提供,未核查")
                .doesNotContain("\u001B");
    }

    @Test
    void tells_the_same_in_english() {
        CommandLineRun run = decide("--lang", "en");

        assertThat(run.out())
                .contains("Outcome: restricted 应予限制. ")
                .contains("need a named officer's confirmation")
                .contains("Measures", "clause unverified", "Usual basis (unverified)", "Ways out", "Live entries")
                .contains("What was searched", "Valid until: ", "Editions: ", "open-ended");
    }

    @Test
    void answers_clear_and_says_what_was_searched_for_a_subject_without_entries() {
        CommandLineRun run = CommandLineRun.of(
                "decide",
                "--entries",
                demo(),
                "--subject",
                "93349999M00000035E",
                "--context",
                "招投标",
                "--as-of",
                "2024-05-06");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("结论:未见奖惩措施(clear)。所查名单中没有该主体的有效记录。").contains("名单 ");
    }

    @Test
    void asks_about_today_as_known_now_unless_told_otherwise() {
        CommandLineRun run =
                CommandLineRun.of("decide", "--entries", demo(), "--subject", COMPANY, "--context", "政府采购", "--json");

        assertThat(run.json())
                .containsEntry("asOf", "2026-11-23")
                .containsEntry("knownAt", "2026-11-23T08:00:00+08:00")
                .containsEntry("place", "341182");
    }

    @Test
    void masks_a_person_in_every_output() {
        Object[] about = {
            "decide",
            "--entries",
            demo(),
            "--subject",
            "341182199909090002",
            "--context",
            "award-selection",
            "--as-of",
            "2018-09-01",
            "--related",
            "法定代表人=" + PERSON
        };

        CommandLineRun people = CommandLineRun.of(about);
        CommandLineRun programs = CommandLineRun.of(with(about, "--json"));

        assertThat(people.exitCode()).isZero();
        assertThat(people.out()).contains("341182********0002").doesNotContain("341182199909090002", PERSON);
        assertThat(programs.out()).contains("341182********0002").doesNotContain("341182199909090002", PERSON);
    }

    @Test
    void masks_a_person_in_every_error() {
        for (Object[] args : List.<Object[]>of(
                new Object[] {"decide", PERSON, "--entries", demo(), "--subject", COMPANY, "--context", "政府采购"},
                new Object[] {"decide", "--entries", demo(), "--subject", "341182190001010000", "--context", "政府采购"},
                new Object[] {"decide", "--entries", demo(), "--subject", COMPANY, "--context", PERSON},
                decideArgs("--matter", PERSON),
                decideArgs("--kind", PERSON),
                decideArgs("--related", PERSON),
                decideArgs("--related", PERSON + "=" + COMPANY),
                decideArgs("--related", "director=341182190001010000"),
                decideArgs("--place", PERSON),
                decideArgs("--as-of", PERSON),
                decideArgs("--known-at", PERSON),
                new Object[] {PERSON})) {
            CommandLineRun plain = CommandLineRun.of(args);
            CommandLineRun json = CommandLineRun.of(with(args, "--json"));

            assertThat(plain.exitCode()).as("%s", List.of(args)).isEqualTo(ExitCode.INVALID);
            assertThat(plain.out() + plain.err() + json.out() + json.err())
                    .doesNotContain(PERSON, "341182190001010000");
        }
    }

    @Test
    void tests_related_persons_by_role() {
        CommandLineRun run = CommandLineRun.of(
                "decide",
                "--entries",
                demo(),
                "--subject",
                "93349999M00000035E",
                "--context",
                "行政许可",
                "--as-of",
                "2018-09-01",
                "--related",
                "legal-representative:citizen-id=341182199909090002",
                "--json");

        assertThat(run.exitCode()).isZero();
        assertThat(run.json().get("checked").toString()).contains("legal-representative");
        assertThat(run.list("entries"))
                .extracting(entry -> entry.get("via"))
                .containsExactly("entity-of-listed-person");
    }

    @Test
    void reads_ndjson_and_csv_like_yaml() {
        Path ndjson = write(folder.resolve("entries.ndjson"), """
                {"entryId":"demo-judgment-1","id":"%s","list":"judgment-defaulter","recogniser":"示例市人民法院","docNo":"(2018)示例执1号","basis":"法释〔2017〕7号","recognisedAt":"2018-02-26","validFrom":"2018-03-01"}
                """.formatted(COMPANY));
        Path csv = write(folder.resolve("entries.csv"), """
                条目编号,统一社会信用代码,名单,认定部门,文书号,认定依据,认定日期,有效期始
                demo-judgment-1,%s,失信被执行人名单,示例市人民法院,(2018)示例执1号,法释〔2017〕7号,2018-02-26,2018-03-01
                """.formatted(COMPANY));
        Object expected = decide("--json").json().get("decisionHash");

        for (Path file : List.of(ndjson, csv)) {
            assertThat(CommandLineRun.of(
                                    "decide",
                                    "--entries",
                                    file,
                                    "--subject",
                                    COMPANY,
                                    "--context",
                                    "政府采购",
                                    "--as-of",
                                    "2018-09-01",
                                    "--json")
                            .json())
                    .containsEntry("decisionHash", expected);
        }
    }

    @Test
    void uses_good_records_and_names_the_bad_ones_by_line() {
        Path file = write(folder.resolve("mixed.ndjson"), """
                {"entryId":"a","id":"%s","list":"judgment-defaulter","validFrom":"2018-03-01"}
                {"entryId":"b","id":"%s","list":"失信被执行人明单","validFrom":"2018-03-01"}
                {"entryId":"c","id":"341182190001010000","list":"judgment-defaulter","validFrom":"2018-13-01"}
                """.formatted(COMPANY, COMPANY));
        Object[] args = {"decide", "--entries", file, "--subject", COMPANY, "--context", "政府采购", "--as-of", "2018-09-01"
        };

        CommandLineRun run = CommandLineRun.of(args);
        CommandLineRun strict = CommandLineRun.of(with(args, "--strict", "--json"));

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("应予限制(restricted)");
        assertThat(run.err())
                .contains(file + ":2:", "失信被执行人明单", "是否为“失信被执行人名单”?")
                .contains(file + ":3:", "2018-13-01", "341182********0000")
                .contains("所涉记录未计入本次核查")
                .doesNotContain("341182190001010000");
        assertThat(strict.exitCode()).isEqualTo(ExitCode.INVALID);
        assertThat(strict.json()).containsEntry("code", "invalid-files");
        assertThat(strict.list("errors")).extracting(error -> error.get("line")).contains(2L, 3L);
    }

    @Test
    void refuses_a_file_of_which_nothing_can_be_used() {
        Path file = write(folder.resolve("bad.ndjson"), "{\"id\":\"x\"}\n");

        CommandLineRun run = CommandLineRun.of(
                "decide", "--entries", file, "--subject", COMPANY, "--context", "政府采购", "--as-of", "2018-09-01");

        assertThat(run.exitCode()).isEqualTo(ExitCode.INVALID);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(file + ":1:");
    }

    @Test
    void reports_an_entry_that_two_files_tell_differently() {
        Path other = write(
                folder.resolve("other.ndjson"),
                "{\"entryId\":\"demo-judgment-1\",\"id\":\"%s\",\"list\":\"judgment-defaulter\",\"validFrom\":\"2018-04-01\"}%n"
                        .formatted(COMPANY));

        CommandLineRun run = decide("--entries", other);

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).contains("[duplicate-entry]", "demo-judgment-1");
    }

    private static Object[] with(Object[] args, Object... more) {
        Object[] all = Arrays.copyOf(args, args.length + more.length);
        System.arraycopy(more, 0, all, args.length, more.length);
        return all;
    }
}
