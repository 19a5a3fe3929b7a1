package org.jrp.server.entry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jrp.listing.RelatedPerson;
import org.jrp.server.access.Caller;
import org.jrp.server.access.Role;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntryPagesTest {

    private static final List<String> PEOPLE =
            List.of("341182190001010008", "341182190012310006", "341182199909090002");
    private static final String OTHER_LIST = "serious-violation-enterprise";

    private static EntryBed bed;

    @BeforeAll
    static void entries() {
        bed = EntryBed.fresh();
        for (int i = 0; i < 30; i++) {
            String list = i % 3 == 0 ? OTHER_LIST : EntryBed.COURT_LIST;
            bed.imported(
                    "p" + i,
                    list,
                    PEOPLE.get(i % PEOPLE.size()),
                    "张某" + i,
                    "某某人民法院",
                    "2018-03-01",
                    null,
                    null,
                    List.of());
        }
        bed.imported(
                "odd/id 一",
                EntryBed.COURT_LIST,
                EntryBed.ENTERPRISE,
                "示例企业一",
                "某某人民法院",
                "2018-03-01",
                "2018-06-01",
                null,
                List.of(new RelatedPerson("legal-representative", EntryBed.id(PEOPLE.get(0)), true)));
        bed.imported(
                "quarantined",
                EntryBed.COURT_LIST,
                EntryBed.ENTERPRISE,
                "示例企业一",
                "某某人民法院",
                "2018-03-01",
                null,
                new String[] {"basis"},
                List.of());
        bed.as(EntryBed.manager()).event("p1", "exited", "2019-06-01", "reason", "已履行");
    }

    private static List<String> ids(EntryBed.Answer page) {
        return page.list("items").stream()
                .map(item -> (String) item.get("entryId"))
                .toList();
    }

    private static List<String> all(String query) {
        List<String> ids = new ArrayList<>();
        String cursor = "";
        for (int page = 0; page < 100; page++) {
            EntryBed.Answer answer = bed.read("/entries?" + query + cursor);
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            ids.addAll(ids(answer));
            if (answer.body().get("cursor") == null) {
                return ids;
            }
            cursor = "&cursor=" + answer.text("cursor");
        }
        throw new AssertionError("The pages do not end.");
    }

    @ParameterizedTest
    @CsvSource({"1", "7", "32", "33", "200"})
    void pages_of_any_size_give_every_entry_once(int limit) {
        bed.as(EntryBed.auditor());

        List<String> ids = all("limit=" + limit);

        assertThat(ids).hasSize(32).doesNotHaveDuplicates().startsWith("p0", "p1");
    }

    @Test
    void every_row_of_a_page_is_masked() {
        bed.as(EntryBed.auditor());

        EntryBed.Answer page = bed.read("/entries?limit=200");

        assertThat(PEOPLE).noneMatch(id -> page.text().contains(id));
        assertThat(page.text()).doesNotContain("张某").contains("示例企业一").contains("341182********0008");
        assertThat(page.list("items"))
                .allSatisfy(item -> assertThat(item.get("recordedAt")).isNotNull());
    }

    @Test
    void a_list_manager_sees_the_lists_of_its_department() {
        bed.as(EntryBed.manager());
        assertThat(all("limit=9")).hasSize(22).doesNotContain("p0", "p3");
        assertThat(bed.read("/entries?list=" + OTHER_LIST).code()).isEqualTo("list-not-granted");
        assertThat(bed.read("/entries/p0").code()).isEqualTo("list-not-granted");
        assertThat(bed.as(EntryBed.officer()).read("/entries").status()).isEqualTo(403);
        Caller both = EntryBed.caller(
                EntryBed.department("x", "市某局", List.of(), EntryBed.COURT_LIST, OTHER_LIST), Role.LIST_MANAGER);

        bed.as(both);
        assertThat(all("limit=5")).hasSize(32);
        bed.as(EntryBed.creditOffice());
        assertThat(all("limit=31")).hasSize(32);
    }

    @Test
    void states_are_filters() {
        bed.as(EntryBed.auditor());

        assertThat(all("state=exited")).containsExactly("p1");
        assertThat(all("state=exited&asOf=2019-05-31")).isEmpty();
        assertThat(all("state=ended")).containsExactly("p1", "odd/id 一");
        assertThat(all("state=quarantined")).containsExactly("quarantined");
        assertThat(all("state=live&limit=4")).hasSize(29).doesNotContain("p1", "odd/id 一", "quarantined");
        assertThat(all("state=live&asOf=2018-02-28")).isEmpty();
        assertThat(all("knownAt=2020-01-01T00:00:00Z")).isEmpty();
        assertThat(bed.read("/entries?state=gone").code()).isEqualTo("unknown-state");
        assertThat(bed.read("/entries?limit=201").code()).isEqualTo("invalid-parameter");
        assertThat(bed.read("/entries?cursor=zz").code()).isEqualTo("invalid-cursor");
        assertThat(bed.read("/entries?list=judgement-defaulter").text("detail")).contains("judgment-defaulter");
    }

    @Test
    void a_subject_is_found_as_listed_and_as_named() {
        bed.as(EntryBed.auditor());
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("subject", Map.of("idType", "citizen-id", "id", PEOPLE.get(0)));
        body.put("limit", 8);

        EntryBed.Answer first = bed.send("/entries/search", body);
        body.put("cursor", first.body().get("cursor"));
        EntryBed.Answer second = bed.send("/entries/search", body);

        assertThat(ids(first)).hasSize(8);
        assertThat(ids(second)).hasSize(3).endsWith("odd/id 一");
        assertThat(second.body()).containsEntry("cursor", null);
        assertThat(bed.logged).last().asString().startsWith("entries-searched");
        assertThat(bed.logged).noneMatch(line -> line.contains(PEOPLE.get(0)));
    }

    @Test
    void an_entry_is_found_by_its_id_whatever_stands_in_it() {
        bed.as(EntryBed.manager());

        EntryBed.Answer found = bed.send("/entries/search", Map.of("entryId", "odd/id 一"));
        String key = (String) found.list("items").get(0).get("key");
        EntryBed.Answer view = bed.read("/entries/" + key);

        assertThat(key).matches("~[A-Za-z0-9_-]+");
        assertThat(view.map("entry")).containsEntry("entryId", "odd/id 一");
        assertThat(view.list("related").get(0)).containsEntry("id", "341182********0008");
        assertThat(bed.send("/entries/search", Map.of("entryId", "p0")).list("items"))
                .as("a list of another department")
                .isEmpty();
        assertThat(bed.send("/entries/search", Map.of()).status()).isEqualTo(400);
    }

    @Test
    void an_entry_is_shown_with_its_life_and_what_the_caller_may_do() {
        bed.as(EntryBed.creditOffice()).event("p2", "disputed", "2026-11-23", "reason", "主体提出异议");
        int before = bed.logged.size();

        EntryBed.Answer view = bed.as(EntryBed.manager()).read("/entries/p2");

        assertThat(view.status()).as(view.text()).isEqualTo(200);
        assertThat(view.map("subject")).containsEntry("name", "张某2").containsEntry("id", "341182********0002");
        assertThat(view.list("events"))
                .hasSize(1)
                .first()
                .satisfies(event -> assertThat(event)
                        .containsEntry("type", "disputed")
                        .containsEntry("actor", "plat")
                        .containsEntry("actorOrg", "credit-office")
                        .containsEntry("fromState", "published"));
        assertThat(view.list("allowed"))
                .extracting(one -> one.get("actor") + " " + one.get("type"))
                .contains("rec dispute-rejected", "rec exited", "rec withdrawn", "subj committed")
                .doesNotContain("rec repaired", "plat pushed");
        assertThat(view.list("timers"))
                .extracting(one -> one.get("code") + " " + one.get("due") + " " + one.get("overdue"))
                .containsExactly("objection-platform-check 2026-11-24 true", "objection-provider 2026-11-26 false");
        assertThat(bed.logged).hasSize(before + 1).last().asString().startsWith("entry-read p2");
    }

    @Test
    void an_entry_is_shown_as_it_was_known() {
        bed.as(EntryBed.auditor());
        EntryBed.Answer now = bed.read("/entries/p1?asOf=2020-01-01");
        Instant exited = Instant.parse((String) now.list("events").get(0).get("recordedAt"));

        EntryBed.Answer before = bed.read("/entries/p1?asOf=2020-01-01&knownAt=" + exited.minusMillis(1));
        EntryBed.Answer long_before = bed.read("/entries/p1?asOf=2020-01-01&knownAt=2020-01-01T00:00:00Z");

        assertThat(now.text()).contains("\"exited\"");
        assertThat(before.list("events")).isEmpty();
        assertThat(((Map<?, ?>) before.map("entry").get("state")).get("state")).isEqualTo("published");
        assertThat(long_before.status()).isEqualTo(404);
    }
}
