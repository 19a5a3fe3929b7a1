package org.jrp.server.repair;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jrp.server.whole.Reply;
import org.junit.jupiter.api.Test;

class TrainingTest extends RepairTest {

    private Reply hold(String key, Object hours, List<Map<String, Object>> attendees, Object... more) {
        Map<String, Object> body = body(
                "title", "信用修复培训", "heldOn", "2019-03-05", "hours", hours, "documentNo", "训1号", "attendees", attendees);
        body.putAll(body(more));
        return service.post("/api/v1/trainings", key, body);
    }

    private static Map<String, Object> attendee(String entryId, String evidence) {
        return body("entryId", entryId, "evidence", evidence);
    }

    @Test
    void good_rows_land_next_to_bad_ones() {
        String firm = listed();
        String person = listedPerson();
        String lazy = listed();
        String gone = listed();
        event(gone, manager(), "exited", "2019-02-01", "reason", "已履行");

        Reply reply = hold(
                officer(),
                4,
                List.of(
                        attendee(firm, "training"),
                        attendee(person, "volunteering"),
                        attendee(lazy, "volunteering"),
                        attendee("no-such-entry", "training"),
                        attendee(gone, "training"),
                        attendee(firm, "training"),
                        attendee(lazy, "reading")));

        assertThat(reply.status()).as(reply.toString()).isEqualTo(201);
        assertThat(reply.json().get("accepted")).isEqualTo(2L);
        assertThat(reply.json().get("rejected")).isEqualTo(5L);
        assertThat(reply.list("errors").stream()
                        .map(error -> ((Map<?, ?>) error).get("index") + " " + ((Map<?, ?>) error).get("code")))
                .containsExactly(
                        "2 persons-only",
                        "3 entry-not-found",
                        "4 transition-not-allowed",
                        "5 duplicate",
                        "6 duplicate");
        assertThat(reply.list("warnings")).isEmpty();
        assertThat(state(firm).get("trained")).isEqualTo(true);
        assertThat(state(person).get("trained")).isEqualTo(true);
        assertThat(state(lazy).get("trained")).isEqualTo(false);
        Reply one = read("/trainings/" + reply.field("id"), officer());
        assertThat(one.json().get("attended")).isEqualTo(2L);
        assertThat(one.list("attendance").stream()
                        .map(a -> ((Map<?, ?>) a).get("entryId") + " " + ((Map<?, ?>) a).get("evidence")))
                .containsExactlyInAnyOrder(firm + " training", person + " volunteering");
    }

    @Test
    void where_nobody_can_be_taken_there_was_no_training() {
        int before = read("/trainings", auditor()).list("items").size();

        Reply reply = hold(officer(), 4, List.of(attendee("no-such-entry", "training")));

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.code()).isEqualTo("nobody-trained");
        assertThat(pointers(reply).toString()).isEqualTo("[/attendees/0]");
        assertThat(read("/trainings", auditor()).list("items")).hasSize(before);
    }

    @Test
    void a_short_one_is_taken_and_told() {
        Reply reply = hold(creditOffice(), "2.5", List.of(attendee(listed(), "training")));

        assertThat(reply.status()).as(reply.toString()).isEqualTo(201);
        assertThat(((Map<?, ?>) reply.list("warnings").get(0)).get("code")).isEqualTo("few-hours");
        Reply enough = hold(creditOffice(), 3, List.of(attendee(listed(), "training")));
        assertThat(enough.list("warnings")).isEmpty();
        assertThat(read("/trainings/" + reply.field("id"), creditOffice()).field("hours"))
                .isEqualTo("2.5");
        assertThat(read("/trainings/" + enough.field("id"), creditOffice()).field("hours"))
                .isEqualTo("3");
    }

    @Test
    void one_of_a_field_is_for_that_list() {
        String court = listed();
        String tax = listed(TAX_LIST, "2018-03-01");

        Reply reply = hold(
                creditOffice(),
                3,
                List.of(attendee(court, "training"), attendee(tax, "training")),
                "field",
                COURT_LIST);

        assertThat(((Map<?, ?>) reply.list("errors").get(0)).get("code")).isEqualTo("other-field");
        String id = reply.field("id");
        assertThat(read("/trainings/" + id, manager()).status()).isEqualTo(200);
        assertThat(read("/trainings/" + id, taxManager()).status()).isEqualTo(404);
        assertThat(read("/trainings/" + id, stranger()).status()).isEqualTo(404);
        assertThat(hold(creditOffice(), 3, List.of(attendee(court, "training")), "field", "no-such-list")
                        .text())
                .contains("unknown-list");
    }

    @Test
    void a_list_manager_sees_of_others_trainings_its_own_entries_alone() {
        String court = listed();
        String tax = listed(TAX_LIST, "2018-03-01");
        String id = hold(officer(), 3, List.of(attendee(court, "training"), attendee(tax, "training")))
                .field("id");

        assertThat(read("/trainings/" + id, officer()).list("attendance")).hasSize(2);
        assertThat(read("/trainings/" + id, taxManager()).list("attendance").toString())
                .contains(tax)
                .doesNotContain("entryId=" + court);
    }

    @Test
    void what_is_wrong_with_it_is_told() {
        assertThat(hold(manager(), 3, List.of(attendee(listed(), "training"))).status())
                .isEqualTo(403);
        assertThat(pointers(hold(officer(), 0, List.of())).toString()).contains("/hours", "/attendees");
        assertThat(pointers(hold(officer(), "3.25", List.of(attendee(listed(), "training"))))
                        .toString())
                .contains("/hours");
    }
}
