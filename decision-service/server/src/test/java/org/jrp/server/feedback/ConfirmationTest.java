package org.jrp.server.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jrp.server.feedback.FeedbackBed.PROCUREMENT;
import static org.jrp.server.feedback.FeedbackBed.fields;
import static org.jrp.server.feedback.FeedbackBed.report;

import java.util.List;
import java.util.Map;
import org.jrp.server.feedback.FeedbackBed.Asked;
import org.jrp.server.whole.Ids;
import org.jrp.server.whole.Reply;
import org.jrp.server.whole.SignIn;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

/** DP-22: what reduces rights is not final before a named person stands by it. */
@WholeFeedback
class ConfirmationTest {

    @Autowired
    Environment environment;

    FeedbackBed bed;

    @BeforeEach
    void meet() {
        bed = new FeedbackBed(environment);
    }

    private static String wanted(String officer) {
        return "{\"measures\": [\"%s\"], \"officer\": \"%s\"}".formatted(PROCUREMENT, officer);
    }

    @Test
    void a_report_waits_for_the_confirmation_and_is_final_with_it() {
        Asked asked = bed.decision();
        Reply made = bed.service.post(asked.feedback(), bed.finance, report());
        assertThat(made.json().get("final")).isEqualTo(false);
        assertThat(made.field("state")).isEqualTo("unconfirmed");
        assertThat(bed.owed(asked.id(), PROCUREMENT).get("state")).isEqualTo("unconfirmed");

        Reply confirmed = bed.service.post(asked.confirm(), bed.wang, wanted("王某"));

        assertThat(confirmed.status()).as("%s", confirmed).isEqualTo(200);
        Reply now = bed.service.get(made.header("Location"), bed.finance);
        assertThat(now.json().get("final")).isEqualTo(true);
        assertThat(now.field("confirmedBy")).isEqualTo("王某");
        assertThat(bed.owed(asked.id(), PROCUREMENT)).isEmpty();
    }

    @Test
    void a_report_on_a_confirmed_measure_is_final_at_once() {
        Asked asked = bed.decision();
        bed.service.post(asked.confirm(), bed.wang, wanted("王某"));

        Reply made = bed.service.post(
                asked.feedback(), bed.finance, report("handling", "lesser", "action", "书面告诫", "reason", "首次违规"));

        assertThat(made.json().get("final")).as("%s", made).isEqualTo(true);
        assertThat(bed.owed(asked.id(), PROCUREMENT)).isEmpty();
    }

    @Test
    void repeated_it_changes_nothing() {
        Asked asked = bed.decision();

        Reply first = bed.service.post(asked.confirm(), bed.wang, wanted("王某"));
        Reply again = bed.service.post(asked.confirm(), bed.wang, wanted("王某"));
        Reply other = bed.service.post(asked.confirm(), bed.li, wanted("李某"));
        Reply shown = bed.service.get("/api/v1/decisions/" + asked.id() + "/confirmations", bed.service.auditor());

        assertThat(again.body()).isEqualTo(first.body());
        assertThat(other.body()).isEqualTo(first.body());
        assertThat(shown.body()).isEqualTo(first.body());
        Map<?, ?> one = (Map<?, ?>) first.list("items").stream()
                .filter(item -> ((Map<?, ?>) item).get("measure").equals(PROCUREMENT))
                .findFirst()
                .orElseThrow();
        assertThat(one.get("confirmedBy")).isEqualTo("王某");
        assertThat(first.list("items"))
                .filteredOn(item -> !((Map<?, ?>) item).get("measure").equals(PROCUREMENT))
                .isNotEmpty()
                .allMatch(item -> ((Map<?, ?>) item).get("confirmedBy") == null);
    }

    @Test
    void nobody_else_can() {
        Asked asked = bed.decision();
        String chen = SignIn.person(FeedbackBed.HOUSING, "陈某", "officer");

        Reply key = bed.service.post(asked.confirm(), bed.finance, wanted("王某"));
        Reply department = bed.service.post(asked.confirm(), chen, wanted("陈某"));
        Reply name = bed.service.post(asked.confirm(), bed.wang, wanted("李某"));
        Reply auditor =
                bed.service.post(asked.confirm(), SignIn.person(FeedbackBed.FINANCE, "周某", "auditor"), wanted("周某"));

        assertThat(key.status()).isEqualTo(403);
        assertThat(key.code()).isEqualTo("personal-sign-in-required");
        assertThat(department.status()).isEqualTo(404);
        assertThat(fields(name)).containsExactly("/officer not-signed-in");
        assertThat(auditor.code()).isEqualTo("forbidden");
        assertThat(bed.service
                        .get("/api/v1/decisions/" + asked.id() + "/confirmations", bed.housing)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void only_measures_of_the_decision_that_reduce_rights_want_it() {
        Asked asked = bed.decision();
        bed.service.list("confirm-red", Ids.enterprise(29_001), "tax-credit-a", "2018-03-01");
        Asked red = bed.ask(bed.finance, Ids.enterprise(29_001), "confirm-red", "award-selection", "2018-09-01");
        String incentive =
                ((Map<?, ?>) red.reply().list("measures").get(0)).get("code").toString();

        Reply none = bed.service.post(asked.confirm(), bed.wang, "{\"officer\": \"王某\"}");
        Reply unknown = bed.service.post(asked.confirm(), bed.wang, "{\"measures\": [\"restrict-stock\", null]}");
        Reply needless = bed.service.post(red.confirm(), bed.wang, "{\"measures\": [\"" + incentive + "\"]}");

        assertThat(fields(none)).containsExactly("/measures missing");
        assertThat(unknown.code()).isEqualTo("unknown-measure");
        assertThat(needless.status()).isEqualTo(422);
        assertThat(needless.code()).isEqualTo("no-confirmation-needed");
        Reply made = bed.service.post(red.feedback(), bed.finance, report("measure", incentive));
        assertThat(made.json().get("final")).as("%s", made).isEqualTo(true);
        assertThat(bed.service
                        .post(made.header("Location") + "/confirm", bed.wang, "{}")
                        .status())
                .isEqualTo(422);
        assertThat(bed.service
                        .get("/api/v1/decisions/" + red.id() + "/confirmations", bed.finance)
                        .list("items"))
                .isEqualTo(List.of());
    }
}
