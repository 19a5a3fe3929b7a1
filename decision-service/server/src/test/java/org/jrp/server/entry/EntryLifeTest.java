package org.jrp.server.entry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jrp.listing.Listing;
import org.jrp.listing.RelatedPerson;
import org.jrp.server.access.Caller;
import org.jrp.server.access.Role;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntryLifeTest {

    private static EntryBed bed;
    private static int count;

    @BeforeAll
    static void start() {
        bed = EntryBed.fresh();
        bed.jdbc.update("""
                insert into department (code, name, aliases, place, requests_per_minute, subjects_per_day)
                values ('market-bureau', '市市场监管局', '{市工商局}', '341182', 600, 1000),
                       ('old-bureau', '市质监局', '{}', '341182', 600, 1000)
                """);
        bed.jdbc.update("update department set successor = 'market-bureau' where code = 'old-bureau'");
    }

    private static String published() {
        String entryId = "e/" + ++count;
        bed.imported(entryId, EntryBed.COURT_LIST, EntryBed.ENTERPRISE, "2018-03-01", "2020-03-01");
        return entryId;
    }

    private static Caller market() {
        return EntryBed.caller(
                EntryBed.department("market-bureau", "市市场监管局", List.of("市工商局"), "serious-violation-enterprise"),
                Role.LIST_MANAGER);
    }

    private static Map<String, Object> draft(String at, String validFrom) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("list", "serious-violation-enterprise");
        body.put("subject", Map.of("idType", "uscc", "id", EntryBed.ENTERPRISE, "name", "示例企业一"));
        body.put("basis", "企业信息公示暂行条例第十七条");
        body.put("at", at);
        body.put("validFrom", validFrom);
        return body;
    }

    @Test
    void an_exit_stops_the_entry_at_once() {
        String entry = published();
        assertThat(bed.state(entry, "2019-06-01", null)).isEqualTo("published live");

        EntryBed.Answer exit = bed.as(EntryBed.manager()).event(entry, "exited", "2019-06-01", "reason", "已履行");

        assertThat(exit.status()).as(exit.text()).isEqualTo(201);
        assertThat(exit.map("now")).containsEntry("state", "exited").containsEntry("live", false);
        assertThat(exit.body()).containsEntry("fromState", "published").containsEntry("toState", "exited");
        assertThat(bed.state(entry, "2019-06-01", null)).isEqualTo("exited");
        assertThat(bed.state(entry, "2019-05-31", null)).isEqualTo("published live");
    }

    @Test
    void an_exit_that_arrives_late_is_not_known_before_it_was_recorded() {
        String entry = published();
        EntryBed.Answer exit = bed.as(EntryBed.manager()).event(entry, "exited", "2019-06-01", "reason", "已履行");
        Instant recorded = Instant.parse(exit.text("recordedAt"));

        assertThat(bed.state(entry, "2019-06-01", recorded.minusNanos(1_000))).isEqualTo("published live");
        assertThat(bed.state(entry, "2019-06-01", recorded)).isEqualTo("exited");
        assertThat(bed.state(entry, "2019-06-01", recorded.plusSeconds(86_400))).isEqualTo("exited");
    }

    @Test
    void validity_is_half_open() {
        String entry = published();

        assertThat(bed.state(entry, "2018-02-28", null)).isEqualTo("published");
        assertThat(bed.state(entry, "2018-03-01", null)).isEqualTo("published live");
        assertThat(bed.state(entry, "2020-02-29", null)).isEqualTo("published live");
        assertThat(bed.state(entry, "2020-03-01", null)).isEqualTo("published");
    }

    @Test
    void an_objection_marks_the_entry_until_it_is_decided_with_reasons() {
        String entry = published();

        EntryBed.Answer lodged =
                bed.as(EntryBed.creditOffice()).event(entry, "disputed", "2019-01-07", "reason", "主体提出异议");
        assertThat(lodged.status()).as(lodged.text()).isEqualTo(201);
        assertThat(bed.state(entry, "2019-01-07", null)).isEqualTo("published live disputed");
        EntryBed.Answer silent = bed.as(EntryBed.manager()).event(entry, "dispute-rejected", "2019-01-09");
        assertThat(silent.status()).isEqualTo(422);
        assertThat(silent.list("errors"))
                .extracting(error -> error.get("pointer"))
                .containsExactly("/reason");
        assertThat(bed.as(EntryBed.creditOffice())
                        .event(entry, "dispute-rejected", "2019-01-09", "reason", "核查无误")
                        .code())
                .isEqualTo("actor-not-allowed");
        bed.as(EntryBed.manager()).event(entry, "dispute-rejected", "2019-01-09", "reason", "核查无误");

        assertThat(bed.state(entry, "2019-01-08", null)).isEqualTo("published live disputed");
        assertThat(bed.state(entry, "2019-01-09", null)).isEqualTo("published live");
        assertThat(bed.as(EntryBed.manager())
                        .event(entry, "dispute-rejected", "2019-01-10", "reason", "再次驳回")
                        .code())
                .isEqualTo("objection-open");
    }

    @Test
    void a_suspended_entry_gives_nothing_and_comes_back_by_an_event_alone() {
        String entry = published();
        bed.as(EntryBed.manager()).event(entry, "suspended", "2019-01-01", "docNo", "(2019)破1号", "reason", "破产重整");

        assertThat(bed.state(entry, "2019-12-31", null)).isEqualTo("suspended");
        bed.event(entry, "resumed", "2019-06-01", "reason", "重整终止");

        assertThat(bed.state(entry, "2019-05-31", null)).isEqualTo("suspended");
        assertThat(bed.state(entry, "2019-06-01", null)).isEqualTo("published live");
    }

    @Test
    void the_seed_path_needs_commitment_and_training() {
        String entry = published();
        bed.as(EntryBed.manager())
                .event(entry, "moved-to-key-attention", "2019-02-01", "docNo", "移1号", "reason", "已整改");
        assertThat(bed.state(entry, "2019-02-01", null)).isEqualTo("key-attention live");
        bed.event(entry, "committed", "2019-02-10", "actor", "subj", "docNo", "承诺1号");

        EntryBed.Answer early = bed.event(entry, "exited", "2019-03-01", "reason", "整改到位");
        assertThat(early.status()).isEqualTo(409);
        assertThat(early.code()).isEqualTo("committed-and-trained");
        assertThat(early.text("allowed")).contains("suspended").doesNotContain("exited");
        EntryBed.Answer trained = bed.as(EntryBed.officer()).event(entry, "trained", "2019-02-20");
        assertThat(trained.status()).as(trained.text()).isEqualTo(201);
        assertThat(trained.text("actor")).isEqualTo("dept");
        EntryBed.Answer exit = bed.as(EntryBed.manager()).event(entry, "exited", "2019-03-01", "reason", "整改到位");

        assertThat(exit.status()).as(exit.text()).isEqualTo(201);
        assertThat(bed.state(entry, "2019-03-01", null)).isEqualTo("exited");
    }

    @Test
    void from_the_gate_on_no_blacklist_entry_moves_to_key_attention() {
        String entry = "gate";
        bed.imported(entry, EntryBed.COURT_LIST, EntryBed.ENTERPRISE, "2020-03-01", null);

        EntryBed.Answer moved = bed.as(EntryBed.manager())
                .event(entry, "moved-to-key-attention", "2020-12-18", "docNo", "移2号", "reason", "已整改");

        assertThat(moved.status()).isEqualTo(409);
        assertThat(moved.code()).isEqualTo("before-gate");
    }

    @Test
    void who_may_not_follows_is_told_what_is_allowed() {
        String entry = published();
        bed.as(EntryBed.manager()).event(entry, "exited", "2019-06-01", "reason", "已履行");

        EntryBed.Answer again = bed.event(entry, "exited", "2019-06-02", "reason", "已履行");

        assertThat(again.status()).isEqualTo(409);
        assertThat(again.code()).isEqualTo("transition-not-allowed");
        assertThat(again.body().get("allowed")).isEqualTo(List.of("rectified", "suspended", "withdrawn"));
    }

    @ParameterizedTest
    @CsvSource({
        "manager, repaired, 409, repair-pending",
        "manager, expired, 409, actor-not-allowed",
        "credit-office, recognised, 409, transition-not-allowed",
        "credit-office, repaired, 409, actor-not-allowed",
        "credit-office, withdrawn, 409, actor-not-allowed",
        "credit-office, pushed, 201, ",
        "officer, withdrawn, 409, actor-not-allowed",
        "officer, exited, 409, actor-not-allowed",
        "officer, trained, 201, ",
        "stranger, exited, 403, actor-not-granted",
        "auditor, exited, 403, actor-not-granted",
    })
    void each_role_acts_as_its_own_party_alone(String role, String type, int status, String code) {
        String entry = published();
        Caller caller = switch (role) {
            case "manager" -> EntryBed.manager();
            case "credit-office" -> EntryBed.creditOffice();
            case "officer" -> EntryBed.officer();
            case "auditor" -> EntryBed.auditor();
            default -> market();
        };

        EntryBed.Answer answer = bed.as(caller).event(entry, type, "2019-06-01", "docNo", "文1号", "reason", "事由");

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code == null ? "" : code);
    }

    @ParameterizedTest
    @CsvSource({"officer, rec", "officer, plat", "credit-office, rec", "manager, plat", "manager, sys", "manager, dept"
    })
    void nobody_takes_anothers_part(String role, String actor) {
        String entry = published();
        Caller caller = switch (role) {
            case "manager" -> EntryBed.manager();
            case "credit-office" -> EntryBed.creditOffice();
            default -> EntryBed.officer();
        };

        EntryBed.Answer answer =
                bed.as(caller).event(entry, "withdrawn", "2019-06-01", "actor", actor, "docNo", "撤1号", "reason", "撤销");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("actor-not-granted");
    }

    @ParameterizedTest
    @CsvSource({"市市场监管局, 201", "市工商局, 201", "市质监局, 201", "国家某总局, 201", "市法院, 403"})
    void a_recogniser_is_known_by_name_alias_succession_or_list(String recogniser, int status) {
        bed.jdbc.update("""
                insert into department (code, name, place, requests_per_minute, subjects_per_day)
                values ('court', '市法院', '341182', 600, 1000) on conflict do nothing
                """);
        String entry = "r" + ++count;
        bed.imported(
                entry,
                "serious-violation-enterprise",
                EntryBed.ENTERPRISE,
                "示例企业",
                recogniser,
                "2018-03-01",
                null,
                null,
                List.of());

        EntryBed.Answer answer =
                bed.as(market()).event(entry, "withdrawn", "2019-06-01", "docNo", "撤1号", "reason", "认定有误");

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    }

    @Test
    void acting_for_the_subject_needs_the_number_of_its_request() {
        String entry = published();

        EntryBed.Answer bare = bed.as(EntryBed.officer()).event(entry, "committed", "2019-06-01", "actor", "subj");

        assertThat(bare.status()).isEqualTo(422);
        assertThat(bed.event(entry, "committed", "2019-06-01", "actor", "subj", "docNo", "承诺1号")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void a_repair_waits_for_the_shortest_publicity_of_its_list() {
        String entry = "repair";
        bed.imported(
                entry,
                "serious-violation-enterprise",
                EntryBed.ENTERPRISE,
                "示例企业",
                "市市场监管局",
                "2019-01-01",
                null,
                null,
                List.of());
        bed.as(market()).event(entry, "committed", "2019-01-20", "actor", "subj", "docNo", "承诺1号");
        List<Map<String, Object>> exits = new ArrayList<>();
        EntryBed.CATALOGUE.findList("serious-violation-enterprise").orElseThrow().exits().stream()
                .filter(exit -> exit.event().equals("repaired") && exit.openOn(java.time.LocalDate.of(2019, 2, 1)))
                .forEach(exit -> exits.add(Map.of("months", exit.afterMonths())));

        EntryBed.Answer early = bed.event(entry, "repair-requested", "2019-02-01");

        boolean waits = !exits.isEmpty() && exits.stream().allMatch(exit -> (int) exit.get("months") > 1);
        assertThat(early.code()).isEqualTo(waits ? "repair-open" : "");
        EntryBed.Answer later = bed.event(entry, "repair-requested", waits ? "2022-02-01" : "2022-02-02");
        assertThat(later.status()).as(later.text()).isEqualTo(201);
        assertThat(bed.event(entry, "repaired", "2022-03-01", "docNo", "修1号", "reason", "已纠正")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void a_local_entry_is_noticed_before_it_is_recognised_and_published() {
        EntryBed.Answer begun = bed.as(market()).send("/entries", draft("2021-01-04", "2021-02-01"));
        assertThat(begun.status()).as(begun.text()).isEqualTo(201);
        String entry = begun.text("entryId");
        assertThat(bed.state(entry, "2021-01-04", null)).isEqualTo("draft");

        EntryBed.Answer hasty = bed.event(entry, "recognised", "2021-02-01", "docNo", "认1号", "reason", "情节严重");
        assertThat(hasty.code()).isEqualTo("transition-not-allowed");
        assertThat(hasty.body().get("allowed")).isEqualTo(List.of("notified", "rectified", "suspended", "withdrawn"));
        assertThat(bed.event(entry, "notified", "2021-01-05").status()).isEqualTo(201);
        assertThat(bed.event(entry, "recognised", "2021-02-01").status()).isEqualTo(422);
        assertThat(bed.event(entry, "recognised", "2021-02-02", "docNo", "认1号").code())
                .isEqualTo("not-backdated");
        assertThat(bed.event(entry, "recognised", "2021-02-01", "docNo", "认1号").status())
                .isEqualTo(201);
        assertThat(bed.state(entry, "2021-02-01", null)).isEqualTo("recognised");
        assertThat(bed.event(entry, "published", "2021-02-02").status()).isEqualTo(201);

        assertThat(bed.state(entry, "2021-02-02", null)).isEqualTo("published live");
        Listing stored = bed.store.ofEntryIds(List.of(entry)).get(0).listing();
        assertThat(stored.docNo()).isEqualTo("认1号");
        assertThat(stored.recognisedAt()).isEqualTo("2021-02-01");
    }

    @Test
    void an_entry_below_the_blacklist_begins_on_key_attention() {
        String list = EntryBed.CATALOGUE.lists().stream()
                .filter(one -> one.kind() == org.jrp.catalogue.Kind.KEY_ATTENTION)
                .findFirst()
                .orElseThrow()
                .code();
        Caller office = EntryBed.caller(EntryBed.department("x", "市某局", List.of(), list), Role.LIST_MANAGER);
        Map<String, Object> body = draft("2019-01-04", "2019-01-04");
        body.put("list", list);
        assertThat(bed.as(office).send("/entries", body).status()).isEqualTo(422);
        body.put("docNo", "关1号");

        String entry = bed.send("/entries", body).text("entryId");

        assertThat(bed.state(entry, "2019-01-04", null)).isEqualTo("key-attention live");
        EntryBed.Answer exit = bed.event(entry, "exited", "2019-06-01", "reason", "已整改");
        assertThat(exit.status()).as(exit.text()).isEqualTo(201);
    }

    @Test
    void a_draft_lacks_nothing_and_is_its_recognisers_own() {
        Map<String, Object> body = draft("2021-01-04", "2021-02-01");
        assertThat(bed.as(EntryBed.creditOffice()).send("/entries", body).status())
                .isEqualTo(403);
        assertThat(bed.as(EntryBed.manager()).send("/entries", body).code()).isEqualTo("list-not-granted");
        bed.as(market());
        body.put("validFrom", "2020-12-31");
        assertThat(bed.send("/entries", body).list("errors").get(0)).containsEntry("code", "backdated");
        body.put("validFrom", "2021-02-01");
        body.put("basis", "");
        assertThat(bed.send("/entries", body).list("errors").get(0)).containsEntry("pointer", "/basis");
        body.put("subject", Map.of("idType", "uscc", "id", "91349999M00000019X"));
        EntryBed.Answer wrong = bed.send("/entries", body);
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.code()).isEqualTo("invalid-id");
    }

    @Test
    void days_to_come_are_for_announced_ends() {
        String entry = "future";
        bed.imported(entry, EntryBed.COURT_LIST, EntryBed.ENTERPRISE, "2026-03-01", null);

        EntryBed.Answer disputed =
                bed.as(EntryBed.creditOffice()).event(entry, "disputed", "2026-11-27", "reason", "异议");
        EntryBed.Answer exit = bed.as(EntryBed.manager()).event(entry, "exited", "2026-12-31", "reason", "期满");

        assertThat(disputed.status()).isEqualTo(422);
        assertThat(exit.status()).as(exit.text()).isEqualTo(201);
        assertThat(exit.map("now")).containsEntry("state", "published").containsEntry("live", true);
        assertThat(bed.state(entry, "2026-12-31", null)).isEqualTo("exited");
        assertThat(bed.event(entry, "withdrawn", "2026-02-28", "docNo", "撤1号", "reason", "有误")
                        .status())
                .as("before the entry began")
                .isEqualTo(422);
    }

    @Test
    void an_earlier_day_must_leave_later_events_standing_unless_it_releases() {
        String entry = published();
        bed.as(EntryBed.manager()).event(entry, "suspended", "2019-05-01", "docNo", "(2019)破1号", "reason", "破产重整");
        bed.event(entry, "resumed", "2019-06-01", "reason", "重整终止");

        EntryBed.Answer moved =
                bed.event(entry, "moved-to-key-attention", "2019-04-01", "docNo", "移1号", "reason", "已整改");
        EntryBed.Answer resumedTwice = bed.event(entry, "resumed", "2019-05-15", "reason", "提前终止");
        EntryBed.Answer exit = bed.event(entry, "exited", "2019-03-01", "reason", "已履行");

        assertThat(moved.status()).as(moved.text()).isEqualTo(201);
        assertThat(resumedTwice.code()).isEqualTo("later-event-conflict");
        assertThat(exit.status()).as(exit.text()).isEqualTo(201);
        assertThat(bed.state(entry, "2019-12-01", null)).startsWith("exited");
    }

    @Test
    void an_amendment_changes_what_it_names_and_clears_the_objection() {
        String entry = published();
        bed.as(EntryBed.creditOffice()).event(entry, "disputed", "2019-01-07", "reason", "期限有误");
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "amended");
        body.put("at", "2019-01-09");
        body.put("docNo", "更1号");
        body.put("reason", "期限更正");
        bed.as(EntryBed.manager());
        String address = "/entries/" + EntryKey.of(entry) + "/events";
        assertThat(bed.send(address, body).list("errors").get(0)).containsEntry("pointer", "/changes");
        body.put("changes", Map.of("validFrom", "2017-01-01"));
        assertThat(bed.send(address, body).status()).isEqualTo(422);
        body.put("changes", Map.of("validTo", "2017-01-01"));
        assertThat(bed.send(address, body).status()).isEqualTo(422);
        body.put("changes", Map.of("validTo", "2019-03-01", "severity", "minor"));

        EntryBed.Answer amended = bed.send(address, body);

        assertThat(amended.status()).as(amended.text()).isEqualTo(201);
        assertThat(bed.state(entry, "2019-02-28", null)).isEqualTo("published live");
        assertThat(bed.state(entry, "2019-03-01", null)).isEqualTo("published");
    }

    @Test
    void events_of_one_entry_wait_for_each_other_and_leave_no_gap() throws Exception {
        String entry = published();
        EntryBed other = bed.under(bed.keys);
        bed.as(EntryBed.manager());
        other.as(EntryBed.manager());
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<EntryBed.Answer>> answers = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            EntryBed one = i % 2 == 0 ? bed : other;
            String type = i < 8 ? "exited" : "rectified";
            Callable<EntryBed.Answer> task = () -> {
                start.await();
                return one.event(entry, type, "2019-06-01", "reason", "已履行");
            };
            answers.add(threads.submit(task));
        }
        start.countDown();

        int exits = 0;
        for (int i = 0; i < 16; i++) {
            EntryBed.Answer answer = answers.get(i).get();
            assertThat(answer.status()).as(answer.text()).isIn(201, i < 8 ? 409 : 201);
            exits += i < 8 && answer.status() == 201 ? 1 : 0;
        }
        threads.shutdown();

        assertThat(exits).isEqualTo(1);
        List<Integer> seqs = bed.jdbc.queryForList(
                "select seq from listing_event e join listing l on l.id = e.listing where entry_id = ? order by recorded_at",
                Integer.class,
                entry);
        assertThat(seqs).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
        chainHolds(entry);
    }

    private static void chainHolds(String entry) {
        StoredListing stored = bed.store.ofEntryIds(List.of(entry)).get(0);
        EventChain chain = new EventChain(bed.vault);
        byte[] hash = bed.jdbc.queryForObject("select digest from listing where entry_id = ?", byte[].class, entry);
        List<Map<String, Object>> rows = bed.jdbc.queryForList(
                "select previous_hash, hash from listing_event where listing = ? order by seq", stored.row());
        for (int i = 0; i < rows.size(); i++) {
            assertThat((byte[]) rows.get(i).get("previous_hash")).isEqualTo(hash);
            hash = chain.next(hash, entry, i + 1, stored.listing().events().get(i));
            assertThat((byte[]) rows.get(i).get("hash")).isEqualTo(hash);
        }
    }

    @Test
    void an_event_sent_twice_under_one_key_happens_once() {
        String entry = published();
        bed.as(EntryBed.manager());
        String address = "/entries/" + EntryKey.of(entry) + "/events";
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "exited");
        body.put("at", "2019-06-01");
        body.put("reason", "已履行");

        EntryBed.Answer first = bed.send(address, body, "key-" + entry.length() + count);
        EntryBed.Answer again = bed.send(address, body, "key-" + entry.length() + count);

        assertThat(first.status()).as(first.text()).isEqualTo(201);
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.status()).isEqualTo(201);
    }

    @Test
    void every_event_adds_a_row_for_each_person_named() {
        String entry = "named";
        bed.imported(
                entry,
                EntryBed.COURT_LIST,
                EntryBed.ENTERPRISE,
                "示例企业",
                "某某人民法院",
                "2018-03-01",
                null,
                null,
                List.of(new RelatedPerson("legal-representative", EntryBed.id(EntryBed.PERSON), true)));
        byte[] reference = bed.vault.reference(EntryBed.id(EntryBed.PERSON));

        bed.as(EntryBed.creditOffice()).event(entry, "disputed", "2019-01-07", "reason", "异议");

        assertThat(bed.jdbc.queryForList(
                        "select seq from listing_related where subject = ? order by seq", Integer.class, reference))
                .containsExactly(0, 1);
    }

    @Test
    void what_is_malformed_is_refused_by_place() {
        String entry = published();
        bed.as(EntryBed.manager());

        assertThat(bed.event("none", "exited", "2019-06-01", "reason", "x").code())
                .isEqualTo("entry-not-found");
        EntryBed.Answer unknown = bed.event(entry, "exit", "2019-06-01");
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.text("detail")).contains("exited");
        assertThat(bed.event(entry, "exited", "2019-06-01", "reason", "x", "attachmentsHash", "12")
                        .status())
                .isEqualTo(422);
        assertThat(bed.event(entry, "exited", "2019-06-01", "reason", "x", "origin", "post-blacklist")
                        .status())
                .isEqualTo(422);
    }
}
