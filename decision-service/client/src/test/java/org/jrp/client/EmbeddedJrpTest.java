package org.jrp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.jrp.client.EmbeddedCases.CHECK;
import static org.jrp.client.EmbeddedCases.CLEAN_FIRM;
import static org.jrp.client.EmbeddedCases.DAY;
import static org.jrp.client.EmbeddedCases.ENTRIES;
import static org.jrp.client.EmbeddedCases.FIRM;
import static org.jrp.client.EmbeddedCases.NOW;
import static org.jrp.client.EmbeddedCases.OTHER_PERSON;
import static org.jrp.client.EmbeddedCases.PERSON;
import static org.jrp.client.EmbeddedCases.RELEASE;
import static org.jrp.client.EmbeddedCases.TRADER;
import static org.jrp.client.EmbeddedCases.engine;
import static org.jrp.client.EmbeddedCases.entries;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jrp.catalogue.Context;
import org.jrp.catalogue.InvalidFilesException;
import org.jrp.catalogue.Problem;
import org.jrp.decision.CaseFile;
import org.jrp.decision.Decision;
import org.jrp.decision.DecisionEngine;
import org.jrp.decision.Outcome;
import org.jrp.decision.Question;
import org.jrp.decision.Source;
import org.jrp.listing.EntriesReader;
import org.jrp.listing.Listing;
import org.jrp.listing.RelatedPerson;
import org.jrp.record.Answer;
import org.jrp.record.CanonicalDecision;
import org.jrp.subject.SubjectIds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddedJrpTest {

    @TempDir
    private Path folder;

    private static final List<Source> SOURCES = List.of(Source.file("entries-file", NOW));

    private static List<Listing> listings() {
        return EntriesReader.read(
                        "entries.ndjson",
                        new ByteArrayInputStream(ENTRIES.getBytes(StandardCharsets.UTF_8)),
                        EntriesReader.Format.NDJSON,
                        RELEASE.catalogue())
                .listings();
    }

    @Test
    void every_answer_is_the_engines_own() throws IOException {
        List<Listing> listings = listings();
        assertThat(listings).hasSize(4);
        int restricted = 0;
        try (EmbeddedJrp jrp = engine(folder).open()) {
            for (String id : List.of(FIRM, CLEAN_FIRM, TRADER, PERSON, OTHER_PERSON)) {
                for (Context context : RELEASE.catalogue().contexts()) {
                    for (LocalDate day : List.of(DAY, LocalDate.of(2019, 6, 1))) {
                        if (!context.offered()) {
                            continue;
                        }
                        Question question = new Question(
                                SubjectIds.parse(null, id, DAY).id(),
                                null,
                                context.code(),
                                null,
                                "341182",
                                day,
                                NOW,
                                List.of(new RelatedPerson(
                                        "legal-representative",
                                        SubjectIds.parse(null, OTHER_PERSON, DAY)
                                                .id(),
                                        null)));
                        CaseFile file = CaseFile.assemble(question, listings, SOURCES);
                        Decision decision = DecisionEngine.of(RELEASE).decide(file);
                        String hash = CanonicalDecision.hash(file, decision, RELEASE.hash());

                        DecisionAnswer answer = jrp.decide(Check.of(id, context.code(), "p")
                                .withAsOf(day)
                                .withRelated("legal-representative", OTHER_PERSON));

                        assertThat(answer.decisionHash()).isEqualTo(hash);
                        assertThat(answer)
                                .isEqualTo(Answers.decision(Fields.read(Answer.bytes(
                                        file,
                                        decision,
                                        RELEASE.hash(),
                                        DecisionEngine.VERSION,
                                        hash,
                                        Answer.Subject.of(question.subject(), null),
                                        new Answer.Recorded(
                                                answer.decisionId(), "finance-bureau", answer.recordHash())))));
                        restricted += answer.outcome() == Outcome.RESTRICTED ? 1 : 0;
                    }
                }
            }
        }
        assertThat(restricted).isGreaterThan(10);
    }

    @Test
    void an_entry_under_an_organisation_code_meets_the_social_credit_code() throws IOException {
        try (EmbeddedJrp jrp = engine(folder).open()) {
            DecisionAnswer answer = jrp.decide(Check.of(CLEAN_FIRM, "bidding", "p"));

            assertThat(answer.entries())
                    .extracting(DecisionAnswer.Entry::entryId)
                    .containsExactly("o1");
        }
    }

    @Test
    void the_answer_names_its_measures_with_their_citations() throws IOException {
        try (EmbeddedJrp jrp = engine(folder).open()) {
            DecisionAnswer answer = jrp.decide(CHECK.withName("示例企业一"));

            assertThat(answer.outcome()).isEqualTo(Outcome.RESTRICTED);
            assertThat(answer.asOf()).isEqualTo(DAY);
            assertThat(answer.knownAt()).isEqualTo(NOW);
            assertThat(answer.place()).isEqualTo("341182");
            assertThat(answer.subject().name()).isEqualTo("示例企业一");
            assertThat(answer.release()).isEqualTo(jrp.release());
            assertThat(answer.measures())
                    .isNotEmpty()
                    .allSatisfy(measure -> assertThat(measure.citations()).isNotEmpty());
        }
    }

    @Test
    void words_may_be_chinese() throws IOException {
        try (EmbeddedJrp jrp = engine(folder).open()) {
            DecisionAnswer chinese = jrp.decide(new Check(
                    new Check.Subject("居民身份证", "341182190012310006", null),
                    "政府采购",
                    null,
                    "p",
                    "自然人",
                    null,
                    null,
                    null,
                    List.of(new Check.RelatedPerson("法定代表人", null, PERSON))));
            DecisionAnswer codes = jrp.decide(Check.of("341182190012310006", "government-procurement", "p")
                    .withRelated("legal-representative", PERSON));

            assertThat(chinese.decisionHash()).isEqualTo(codes.decisionHash());
        }
    }

    @Test
    void a_measure_says_whether_it_is_for_the_department_that_asked() throws IOException {
        try (EmbeddedJrp jrp = engine(folder).open()) {
            assertThat(jrp.decide(CHECK).measures())
                    .isNotEmpty()
                    .allSatisfy(measure -> assertThat(measure.addressedToYou())
                            .isEqualTo(measure.departments().contains("finance-bureau")));
        }
    }

    @Test
    void a_citizens_number_comes_back_masked() throws IOException {
        try (EmbeddedJrp jrp = engine(folder).open()) {
            DecisionAnswer answer = jrp.decide(Check.of(PERSON, "bidding", "p"));

            assertThat(answer.subject().id()).isEqualTo("341182********0008");
        }
    }

    @Test
    void entries_older_than_their_freshness_allows_are_never_clear() throws IOException {
        EmbeddedJrpBuilder builder = engine(folder);
        Path file = entries(folder, NOW.minus(Duration.ofDays(400)));
        try (EmbeddedJrp jrp = builder.open()) {
            Check check = Check.of("341182190012310006", "bidding", "p");
            DecisionAnswer stale = jrp.decide(check);
            Files.setLastModifiedTime(file, FileTime.from(NOW));
            jrp.reload();
            DecisionAnswer fresh = jrp.decide(check);

            assertThat(stale.outcome()).isEqualTo(Outcome.REVIEW);
            assertThat(fresh.outcome()).isEqualTo(Outcome.CLEAR);
        }
    }

    @Test
    void the_moment_of_export_counts_where_it_is_given() throws IOException {
        Path file = entries(folder, NOW);
        try (EmbeddedJrp old = engine(folder)
                .entries(EntryFile.of(file).loadedAt(NOW.minus(Duration.ofDays(400))))
                .open()) {
            DecisionAnswer answer = old.decide(Check.of(TRADER, "bidding", "p"));

            assertThat(answer.outcome()).isEqualTo(Outcome.REVIEW);
            assertThat(answer.checked().sources().get(0).stale()).isTrue();
            assertThat(answer.reviews()).extracting(DecisionAnswer.Review::code).contains("source-stale");
        }
    }

    @Test
    void a_file_with_a_bad_row_is_refused_unless_somebody_is_told() throws IOException {
        Path file = Files.writeString(
                folder.resolve("bad.ndjson"), ENTRIES + "{\"entryId\":\"x\",\"list\":\"judgment-defaulter\"}\n");
        List<Problem> told = new ArrayList<>();

        assertThatThrownBy(() -> engine(folder).entries(EntryFile.of(file)).open())
                .isInstanceOf(InvalidFilesException.class);
        try (EmbeddedJrp jrp = engine(folder)
                .entries(EntryFile.of(file).loadedAt(NOW).leavingOutBadRows(told::addAll))
                .open()) {
            assertThat(jrp.decide(CHECK).outcome()).isEqualTo(Outcome.RESTRICTED);
        }
        assertThat(told)
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem.line()).isEqualTo(5));
    }

    @Test
    void a_reload_that_fails_leaves_the_entries_as_they_were() throws IOException {
        try (EmbeddedJrp jrp = engine(folder).open()) {
            Files.delete(folder.resolve("entries.ndjson"));

            assertThatThrownBy(jrp::reload).isInstanceOf(UncheckedIOException.class);
            assertThat(jrp.decide(CHECK).outcome()).isEqualTo(Outcome.RESTRICTED);
        }
    }

    @Test
    void a_reload_takes_effect() throws IOException {
        try (EmbeddedJrp jrp = engine(folder).open()) {
            Files.writeString(
                    folder.resolve("entries.ndjson"),
                    ENTRIES.lines().skip(1).findFirst().orElseThrow());
            jrp.reload();

            assertThat(jrp.decide(CHECK).entries()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "91349999M00000019A, bidding, p, 400, invalid-id, /subject/id",
        "91349999M00000019Y, biding, p, 400, unknown-context, /context",
        "91349999M00000019Y, bidding, ' ', 400, missing-purpose, /purpose",
    })
    void a_question_without_an_answer_is_refused_as_the_server_would(
            String id, String context, String purpose, int status, String code, String pointer) throws IOException {
        try (EmbeddedJrp jrp = engine(folder).open()) {
            JrpProblemException refused =
                    catchThrowableOfType(JrpProblemException.class, () -> jrp.decide(Check.of(id, context, purpose)));

            assertThat(refused.status()).isEqualTo(status);
            assertThat(refused.code()).isEqualTo(code);
            assertThat(refused.errors())
                    .extracting(JrpProblem.FieldError::pointer)
                    .containsExactly(pointer);
        }
        assertThat(records()).isEmpty();
    }

    @Test
    void matter_day_role_kind_and_type_are_checked_too() throws IOException {
        try (EmbeddedJrp jrp = engine(folder).language(Locale.ENGLISH).open()) {
            assertThat(refusal(jrp, CHECK.withMatter("nothing"))).isEqualTo("400 unknown-matter");
            assertThat(refusal(jrp, CHECK.withAsOf(LocalDate.of(2016, 5, 29)))).isEqualTo("422 as-of-out-of-range");
            assertThat(refusal(jrp, CHECK.withRelated("friend", PERSON))).isEqualTo("400 unknown-role");
            assertThat(refusal(jrp, CHECK.withRelated("director", "12"))).isEqualTo("400 invalid-id");
            assertThat(refusal(jrp, CHECK.withKind("robot"))).isEqualTo("400 invalid-body");
            assertThat(refusal(jrp, CHECK.withIdType("passport"))).isEqualTo("400 invalid-body");
            assertThat(refusal(jrp, CHECK.withAsOf(LocalDate.of(2028, 9, 2)))).isEqualTo("422 as-of-out-of-range");
            assertThat(refusal(jrp, CHECK.withKnownAt(NOW.plusSeconds(1)))).isEqualTo("422 known-at-out-of-range");
            assertThat(refusal(jrp, CHECK.withPlace("3411"))).isEqualTo("400 invalid-place");
            assertThatThrownBy(() -> jrp.decide(CHECK.withIdType("passport")))
                    .hasMessageContaining("The value is not known");
        }
    }

    private static String refusal(EmbeddedJrp jrp, Check check) {
        JrpProblemException refused = catchThrowableOfType(JrpProblemException.class, () -> jrp.decide(check));
        return refused.status() + " " + refused.code();
    }

    @Test
    void a_closed_engine_answers_nothing() throws IOException {
        EmbeddedJrp jrp = engine(folder).open();
        jrp.close();
        jrp.close();

        assertThatThrownBy(() -> jrp.decide(CHECK)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void an_engine_that_could_not_start_leaves_its_folder_free() throws IOException {
        assertThatThrownBy(() -> engine(folder)
                        .entries(EntryFile.of(folder.resolve("gone.csv")))
                        .open())
                .isInstanceOf(UncheckedIOException.class);

        try (EmbeddedJrp jrp = engine(folder).open()) {
            assertThat(jrp.recovery().clean()).isTrue();
        }
    }

    @Test
    void no_identifier_and_no_name_stands_in_the_records() throws IOException {
        try (EmbeddedJrp jrp = engine(folder).open()) {
            jrp.decide(Check.of(
                            FIRM, "bidding", "核查 " + PERSON + "、341182199909090003 和 " + FIRM + ",招标 ZB20180901001234号")
                    .withName("示例企业一")
                    .withRelated("legal-representative", OTHER_PERSON));
        }

        String text =
                Files.readString(RecordFiles.list(folder.resolve("records")).get(0));
        assertThat(text)
                .doesNotContain(FIRM, PERSON, OTHER_PERSON, "341182199909090003", "M00000019", "示例企业")
                .contains("ZB20180901001234");
        assertThat(records().get(0).record().envelope().personalCiphertext()).isNull();
        assertThat(records().get(0).findPersonalFields(EmbeddedCases.key(1))).isEmpty();
    }

    @Test
    void whom_it_was_about_can_be_read_with_the_key_alone() throws IOException {
        try (EmbeddedJrp jrp = engine(folder).personalKey(EmbeddedCases.key(1)).open()) {
            jrp.decide(CHECK.withName("示例企业一").withRelated("director", PERSON));
            jrp.decide(CHECK);
        }

        assertThat(Files.readString(RecordFiles.list(folder.resolve("records")).get(0)))
                .doesNotContain(FIRM, PERSON, "示例企业一");
        List<RecordedDecision> records = records();
        assertThat(records.get(0).findPersonalFields(EmbeddedCases.key(1)).orElseThrow())
                .asString()
                .contains(FIRM, "示例企业一", PERSON);
        assertThatThrownBy(() -> records.get(0).findPersonalFields(EmbeddedCases.key(2)))
                .isInstanceOf(IllegalArgumentException.class);
        String first = records.get(0).record().envelope().personalCiphertext();
        String other = records.get(1).record().envelope().decisionId();
        assertThatThrownBy(() -> new PersonalFields(EmbeddedCases.key(1)).decrypt(other, first))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_record_holds_what_was_answered() throws IOException {
        DecisionAnswer answer;
        try (EmbeddedJrp jrp = engine(folder).open()) {
            answer = jrp.decide(CHECK);
        }

        RecordedDecision recorded = records().get(0);
        assertThat(recorded.record().decisionHash()).isEqualTo(answer.decisionHash());
        assertThat(recorded.record().recordHash()).isEqualTo(answer.recordHash());
        assertThat(recorded.record().envelope().decisionId()).isEqualTo(answer.decisionId());
        assertThat(recorded.record().envelope().requester()).isEqualTo("finance-bureau");
        assertThat(recorded.record().envelope().purpose()).isEqualTo(CHECK.purpose());
        assertThat(recorded.record().envelope().decidedAt()).isEqualTo(Instant.parse("2018-09-01T01:00:00Z"));
    }

    private List<RecordedDecision> records() {
        List<RecordedDecision> records = new ArrayList<>();
        assertThat(RecordedDecision.readAll(folder.resolve("records"), records::add)
                        .clean())
                .isTrue();
        return records;
    }
}
