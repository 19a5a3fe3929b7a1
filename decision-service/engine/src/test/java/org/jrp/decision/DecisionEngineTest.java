package org.jrp.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jrp.decision.Cases.FIRM;
import static org.jrp.decision.Cases.PERSON;
import static org.jrp.decision.Cases.caseFile;
import static org.jrp.decision.Cases.event;
import static org.jrp.decision.Cases.id;
import static org.jrp.decision.Cases.listing;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jrp.catalogue.Effect;
import org.jrp.catalogue.Kind;
import org.jrp.listing.EventType;
import org.jrp.rule.Reason;
import org.jrp.subject.SubjectKind;
import org.junit.jupiter.api.Test;

class DecisionEngineTest {

    private final DecisionEngine engine = DecisionEngine.of(Cases.RELEASE);

    @Test
    void restricts_a_judgment_defaulter_in_government_procurement_and_says_why() {
        Decision decision =
                engine.decide(caseFile().listedOn("judgment-defaulter").build());

        assertThat(decision.outcome()).isEqualTo(Outcome.RESTRICTED);
        assertThat(decision.editions()).containsExactly("2018-mingguang");
        assertThat(decision.requiresConfirmation()).isTrue();
        Applied measure = decision.measure("restrict-government-procurement");
        assertThat(measure.name()).isEqualTo("限制参加政府采购活动");
        assertThat(measure.effect()).isEqualTo(Effect.MANDATORY);
        assertThat(measure.category()).isEqualTo("N01");
        assertThat(measure.departments()).contains("finance-bureau");
        assertThat(measure.feedbackDue()).isEqualTo(LocalDate.of(2018, 9, 14));
        assertThat(measure.citations())
                .extracting(Citation::docNo)
                .contains("发改财金〔2016〕141号", "财库〔2016〕125号", "中办发〔2016〕64号");
        assertThat(measure.citations())
                .filteredOn(citation -> "发改财金〔2016〕141号".equals(citation.docNo()))
                .allSatisfy(citation -> {
                    assertThat(citation.clause()).isNull();
                    assertThat(citation.verified()).isFalse();
                });
    }

    @Test
    void keeps_restricting_a_judgment_defaulter_after_the_gate_by_the_central_opinion_alone() {
        for (String day : List.of("2021-06-01", "2026-06-01")) {
            Decision decision = engine.decide(
                    caseFile().listedOn("judgment-defaulter").on(day).build());

            assertThat(decision.outcome()).isEqualTo(Outcome.RESTRICTED);
            Applied measure = decision.measure("restrict-government-procurement");
            assertThat(measure.edition()).isEqualTo(day.startsWith("2021") ? "2020-gate" : "2024-national");
            assertThat(measure.basisUnverified()).isFalse();
            assertThat(measure.citations())
                    .filteredOn(citation -> citation.effect() == Effect.MANDATORY)
                    .extracting(Citation::docNo)
                    .containsOnly("中办发〔2016〕64号");
            assertThat(measure.citations())
                    .filteredOn(citation -> "发改财金〔2016〕141号".equals(citation.docNo()))
                    .isNotEmpty()
                    .allSatisfy(citation -> {
                        assertThat(citation.effect()).isEqualTo(Effect.REFERENCE);
                        assertThat(citation.basisUnverified()).isTrue();
                    });
        }
    }

    @Test
    void weakens_a_work_safety_entry_to_caution_after_the_gate() {
        assertThat(engine.decide(caseFile().listedOn("work-safety-dishonest").build())
                        .outcome())
                .isEqualTo(Outcome.RESTRICTED);
        for (String day : List.of("2021-06-01", "2026-06-01")) {
            Decision decision = engine.decide(
                    caseFile().listedOn("work-safety-dishonest").on(day).build());

            assertThat(decision.outcome()).isEqualTo(Outcome.CAUTION);
            Applied measure = decision.measure("restrict-government-procurement");
            assertThat(measure.effect()).isEqualTo(Effect.REFERENCE);
            assertThat(measure.basisUnverified()).isTrue();
            assertThat(measure.citations()).extracting(Citation::provision).contains("2016-1001-work-safety-m21");
        }
    }

    @Test
    void withholds_every_incentive_while_a_sanction_entry_is_live() {
        Decision decision = engine.decide(caseFile()
                .context("government-funding")
                .listedOn("tax-credit-a")
                .listedOn("judgment-defaulter")
                .build());

        assertThat(decision.withheld()).extracting(Withheld::reason).contains(Reason.RED_AGAINST_BLACK);
        assertThat(decision.measures()).extracting(Applied::kind).containsOnly(Kind.SANCTION);
    }

    @Test
    void favours_a_grade_a_taxpayer() {
        Decision decision = engine.decide(caseFile()
                .context("government-funding")
                .listedOn("tax-credit-a")
                .build());

        assertThat(decision.outcome()).isEqualTo(Outcome.FAVOURED);
        assertThat(decision.measures()).extracting(Applied::effect).containsOnly(Effect.INCENTIVE);
        assertThat(decision.requiresConfirmation()).isFalse();
    }

    @Test
    void decides_the_same_whatever_the_order_of_entries() {
        CaseFile oneWay = caseFile()
                .listedOn("tax-credit-a")
                .listedOn("judgment-defaulter")
                .build();
        CaseFile otherWay = caseFile()
                .listedOn("judgment-defaulter")
                .listedOn("tax-credit-a")
                .build();

        assertThat(oneWay).isEqualTo(otherWay);
        assertThat(engine.decide(oneWay)).isEqualTo(engine.decide(otherWay));
    }

    @Test
    void silence_says_what_was_searched() {
        Decision decision = engine.decide(caseFile().build());

        assertThat(decision.outcome()).isEqualTo(Outcome.CLEAR);
        assertThat(decision.checked().lists()).isGreaterThan(50);
        assertThat(decision.checked().sources()).hasSize(1);
        assertThat(decision.validUntil()).isNull();
    }

    @Test
    void a_source_that_is_missing_stale_or_unreachable_is_never_clear() {
        Instant known = Instant.parse("2018-09-01T00:00:00Z");
        for (Source source : List.of(
                new Source("s", List.of(), null, true),
                new Source("s", List.of(), known.minusSeconds(8 * 86_400), true),
                new Source("s", List.of(), known, false),
                new Source("s", List.of("tax-credit-a"), known, true))) {
            Decision decision = engine.decide(
                    caseFile().knownAt("2018-09-01T00:00:00Z").sources(source).build());

            assertThat(decision.outcome()).isEqualTo(Outcome.REVIEW);
            assertThat(decision.reviews()).extracting(Review::code).allMatch(code -> code.startsWith("source-"));
        }
    }

    @Test
    void validity_is_half_open_and_events_end_it_on_their_day() {
        assertThat(outcome(listing(FIRM, "judgment-defaulter", "2018-09-01", null)))
                .isEqualTo(Outcome.RESTRICTED);
        assertThat(outcome(listing(FIRM, "judgment-defaulter", "2018-09-02", null)))
                .isEqualTo(Outcome.CLEAR);
        assertThat(outcome(listing(FIRM, "judgment-defaulter", "2016-09-01", "2018-09-01")))
                .isEqualTo(Outcome.CLEAR);
        assertThat(outcome(listing(
                        FIRM, "judgment-defaulter", "2018-03-01", null, event(EventType.REPAIRED, "2018-09-01"))))
                .isEqualTo(Outcome.CLEAR);
        assertThat(outcome(listing(
                        FIRM, "judgment-defaulter", "2018-03-01", null, event(EventType.REPAIRED, "2018-09-02"))))
                .isEqualTo(Outcome.RESTRICTED);
    }

    @Test
    void an_answer_holds_until_the_entry_ends_or_the_law_changes() {
        CaseFile ending = caseFile()
                .entry(listing(FIRM, "judgment-defaulter", "2018-03-01", "2018-09-20"))
                .build();

        assertThat(engine.decide(ending).validUntil()).isEqualTo(LocalDate.of(2018, 9, 20));
        assertThat(engine.decide(caseFile()
                                .entry(listing(FIRM, "judgment-defaulter", "2019-01-01", null))
                                .build())
                        .validUntil())
                .isEqualTo(LocalDate.of(2019, 1, 1));
    }

    @Test
    void offers_ways_out_that_were_verified_by_deciding_again() {
        Decision decision = engine.decide(caseFile()
                .entry(listing(FIRM, "judgment-defaulter", "2018-03-01", "2020-03-01"))
                .build());

        assertThat(decision.remedies()).extracting(Remedy::action).contains("fulfil-judgment", "wait-until-end");
        assertThat(decision.remedies()).allMatch(remedy -> remedy.outcomeThen() == Outcome.CLEAR);
        assertThat(decision.remedies())
                .filteredOn(remedy -> remedy.action().equals("fulfil-judgment"))
                .extracting(Remedy::effectiveFrom)
                .containsExactly(LocalDate.of(2018, 9, 5));
    }

    @Test
    void a_disputed_entry_behind_a_rights_reducing_measure_goes_to_a_person() {
        Decision decision = engine.decide(caseFile()
                .entry(listing(FIRM, "judgment-defaulter", "2018-03-01", null, event(EventType.DISPUTED, "2018-08-01")))
                .build());

        assertThat(decision.outcome()).isEqualTo(Outcome.REVIEW);
        assertThat(decision.measure("restrict-government-procurement").disputed())
                .isTrue();
    }

    @Test
    void key_attention_gives_supervision_and_nothing_else() {
        Decision decision = engine.decide(caseFile()
                .entry(listing(
                        FIRM,
                        "judgment-defaulter",
                        "2018-03-01",
                        null,
                        event(EventType.MOVED_TO_KEY_ATTENTION, "2018-08-01")))
                .build());

        assertThat(decision.outcome()).isEqualTo(Outcome.CAUTION);
        assertThat(decision.measures()).extracting(Applied::code).containsExactly("key-supervision");
        assertThat(decision.measure("key-supervision").citations())
                .extracting(Citation::docNo)
                .containsExactly("发改财金规〔2017〕1798号");
        assertThat(decision.withheld()).extracting(Withheld::reason).containsOnly(Reason.KEY_ATTENTION);
        assertThat(engine.decide(caseFile().listedOn("key-attention").build()).measures())
                .extracting(Applied::code)
                .containsExactly("key-supervision");
    }

    @Test
    void a_minor_act_that_was_corrected_is_not_punished() {
        Decision decision = engine.decide(caseFile()
                .entry(Cases.minorAndCorrected(FIRM, "work-safety-dishonest"))
                .build());

        assertThat(decision.outcome()).isEqualTo(Outcome.CLEAR);
        assertThat(decision.withheld()).extracting(Withheld::reason).containsOnly(Reason.MINOR_CORRECTED);
    }

    @Test
    void a_public_body_and_a_minor_go_to_a_person() {
        assertThat(engine.decide(caseFile()
                                .kind(SubjectKind.PUBLIC_BODY)
                                .listedOn("judgment-defaulter")
                                .build())
                        .measures())
                .isEmpty();
        Decision minor = engine.decide(caseFile()
                .about(id("341182199909090002"))
                .on("2017-06-01")
                .listedOn("judgment-defaulter")
                .build());
        assertThat(minor.outcome()).isEqualTo(Outcome.REVIEW);
        assertThat(minor.reviews()).extracting(Review::code).contains("underage");
    }

    @Test
    void a_units_entry_reaches_a_person_only_where_provision_and_recogniser_name_it() {
        var unit = listing(FIRM, "work-safety-dishonest", "2018-03-01", null);
        var naming = new org.jrp.listing.Listing(
                null,
                FIRM,
                null,
                unit.list(),
                unit.recogniser(),
                unit.docNo(),
                null,
                unit.recognisedAt(),
                unit.validFrom(),
                null,
                null,
                null,
                false,
                null,
                null,
                List.of(new org.jrp.listing.RelatedPerson("legal-representative", PERSON, null)),
                List.of());

        assertThat(engine.decide(caseFile().about(PERSON).entry(unit).build()).outcome())
                .isEqualTo(Outcome.CLEAR);
        Decision reached = engine.decide(caseFile().about(PERSON).entry(naming).build());
        assertThat(reached.outcome()).isEqualTo(Outcome.RESTRICTED);
        assertThat(reached.entries().get(0).role()).isEqualTo("legal-representative");
    }

    @Test
    void a_matter_that_was_not_given_makes_a_measure_conditional() {
        var notGiven = engine.decide(caseFile()
                .context("administrative-licensing")
                .listedOn("judgment-defaulter")
                .build());
        var given = engine.decide(caseFile()
                .context("administrative-licensing")
                .matter("financing-guarantee-company")
                .listedOn("judgment-defaulter")
                .build());

        assertThat(notGiven.outcome()).isEqualTo(Outcome.CAUTION);
        assertThat(notGiven.measure("restrict-financing-guarantee-company").conditional())
                .isTrue();
        assertThat(given.outcome()).isEqualTo(Outcome.RESTRICTED);
        assertThat(given.measure("restrict-financing-guarantee-company").conditional())
                .isFalse();
        assertThat(given.nearMisses()).isNotEmpty();
    }

    @Test
    void asks_that_have_no_answer_are_refused() {
        assertThatThrownBy(() -> engine.decide(caseFile().context("travel").build()))
                .isInstanceOf(InvalidQuestionException.class)
                .extracting("code")
                .isEqualTo("unknown-context");
        assertThatThrownBy(() -> engine.decide(caseFile().matter("no-such").build()))
                .isInstanceOf(InvalidQuestionException.class)
                .extracting("code")
                .isEqualTo("unknown-matter");
        assertThatThrownBy(() -> engine.decide(caseFile().on("2016-05-29").build()))
                .isInstanceOf(InvalidQuestionException.class)
                .extracting("code")
                .isEqualTo("as-of-out-of-range");
        assertThat(engine.decide(caseFile().on("2016-05-30").build()).outcome()).isEqualTo(Outcome.CLEAR);
    }

    private Outcome outcome(org.jrp.listing.Listing listing) {
        return engine.decide(caseFile().entry(listing).build()).outcome();
    }
}
