package org.jrp.server.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jrp.json.JsonWriter;
import org.jrp.server.ServerTest;
import org.jrp.server.whole.Ids;
import org.jrp.server.whole.Reply;
import org.jrp.server.whole.Service;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Every number of the work plan at both sides of its threshold, through imports and the interface. Each item has a year of its own. */
@ServerTest(properties = "test=figure")
class FigureThresholdTest {

    private static final String CITY = "市财政局";
    private static final String NATIONAL = "国家示例部门";

    @Autowired
    Environment environment;

    @Autowired
    JdbcClient jdbc;

    private Service service;

    @BeforeEach
    void service() {
        service = Service.of(environment);
    }

    @Test
    @SuppressWarnings("unchecked") // a list of ids
    void more_than_a_tenth_of_what_was_collected_is_published() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            Map<String, Object> row =
                    row("pub-" + i, Ids.enterprise(100_000 + i), "judgment-defaulter", NATIONAL, "2005-03-01");
            if (i >= 100) {
                row.put(
                        "events",
                        events("recognised 2005-03-01 plat" + (i == 100 ? ",published 2005-11-01 plat" : "")));
            }
            rows.add(row);
        }
        imported(rows);

        Map<?, ?> before = figure(2005, "2005-10-31", 7, null);
        Map<?, ?> after = figure(2005, "2005-12-31", 7, null);

        assertThat(counts(before)).containsExactly(100L, 1_000L, "no", "0.100000");
        assertThat(counts(after)).containsExactly(101L, 1_000L, "yes", "0.101000");
        assertThat((List<Object>) before.get("missing")).hasSize(100).contains("pub-100");
        assertThat(before.get("missingCount")).isEqualTo(900L);
        assertThat(before.get("threshold")).isEqualTo("1/10");
        assertThat(before.get("comparator")).isEqualTo(">");
    }

    @Test
    void fewer_than_one_code_in_a_thousand_is_wrong() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < 9_991; i++) {
            rows.add(row(
                    "code-" + i,
                    Ids.enterprise(200_000 + i),
                    "major-tax-violation",
                    NATIONAL,
                    i < 9_989 ? "2001-03-01" : "2001-06-01"));
        }
        for (int i = 0; i < 9; i++) {
            rows.add(row(
                    "code-wrong-" + i,
                    wrong(Ids.enterprise(300_000 + i)),
                    "major-tax-violation",
                    NATIONAL,
                    "2001-03-01"));
        }
        Reply first = imported(rows);
        // A second delivery of the same file counts nothing twice.
        imported(rows);

        Map<?, ?> passes = figure(2001, "2001-06-30", 9, null);

        assertThat(first.json().get("rejected")).isEqualTo(9L);
        assertThat(counts(passes)).containsExactly(9L, 10_000L, "yes", "0.000900");
        assertThat(jdbc.sql("select sum(codes_wrong) from import")
                        .query(Long.class)
                        .single())
                .isEqualTo(9);

        imported(List.of(
                row("code-more", Ids.enterprise(300_100), "major-tax-violation", NATIONAL, "2001-03-01"),
                row("code-wrong-more", wrong(Ids.enterprise(300_009)), "major-tax-violation", NATIONAL, "2001-03-01")));

        Map<?, ?> fails = figure(2001, "2001-05-31", 9, null);

        assertThat(counts(fails)).containsExactly(10L, 10_000L, "no", "0.001000");
        assertThat(components(fails)).containsExactly("wrong-codes 10", "duplicate-codes 0");
        assertThat(counts(figure(2001, "2001-06-30", 9, null))).startsWith(10L, 10_002L);

        imported(List.of(
                named(
                        row("code-double", Ids.enterprise(200_000), "judgment-defaulter", NATIONAL, "2001-07-01"),
                        "另一名称"),
                named(
                        row("code-same", Ids.enterprise(200_001), "judgment-defaulter", NATIONAL, "2001-07-01"),
                        "示例 主体")));

        Map<?, ?> doubled = figure(2001, "2001-07-31", 9, null);

        assertThat(components(doubled)).containsExactly("wrong-codes 10", "duplicate-codes 1");
        assertThat((List<?>) doubled.get("missing")).isEqualTo(List.of("code-double"));
        assertThat(counts(doubled)).startsWith(11L, 10_004L);
    }

    @Test
    void the_city_recognises_half_as_many_as_others() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            rows.add(row("nat-" + i, Ids.enterprise(400_000 + i), "judgment-defaulter", NATIONAL, "2006-03-01"));
        }
        for (int i = 0; i < 100; i++) {
            rows.add(row(
                    "city-" + i,
                    Ids.enterprise(401_000 + i),
                    "tax-credit-a",
                    CITY,
                    i == 99 ? "2006-08-01" : "2006-03-01"));
        }
        rows.add(row("city-attention", Ids.enterprise(402_000), "key-attention", CITY, "2006-03-01"));
        Map<String, Object> incomplete =
                row("city-incomplete", Ids.enterprise(402_001), "tax-credit-a", CITY, "2006-03-01");
        incomplete.remove("docNo");
        rows.add(incomplete);
        Map<String, Object> withdrawn =
                row("city-withdrawn", Ids.enterprise(402_002), "tax-credit-a", CITY, "2006-03-01");
        withdrawn.put("events", events("withdrawn 2006-04-01 rec"));
        rows.add(withdrawn);
        imported(rows);

        assertThat(counts(figure(2006, "2006-07-31", 10, null))).containsExactly(99L, 200L, "no", "0.495000");
        assertThat(counts(figure(2006, "2006-08-01", 10, null))).containsExactly(100L, 200L, "yes", "0.500000");
        assertThat(counts(figure(2006, "2006-08-01", 7, null))).startsWith(301L, 302L);
    }

    @Test
    void a_tenth_of_the_entries_of_a_field_become_cases() {
        imported(IntStream.range(0, 50)
                .mapToObj(i ->
                        row("field-" + i, Ids.enterprise(500_000 + i), "environment-dishonest", NATIONAL, "2007-03-01"))
                .toList());
        imported(List.of(row("field-other", Ids.enterprise(501_000), "work-safety-dishonest", NATIONAL, "2007-03-01")));
        for (int i = 0; i < 5; i++) {
            uploaded(
                    "environment-dishonest",
                    "field-" + i,
                    i == 4 ? "2007-09-01T10:00:00+08:00" : "2007-05-01T10:00:00+08:00");
        }
        UUID retracted = uploaded("environment-dishonest", "field-7", "2007-05-01T10:00:00+08:00");
        step(retracted, 3, "retracted", "2007-05-02T10:00:00+08:00");

        Map<?, ?> before = figure(2007, "2007-08-31", 13, "environment-dishonest");

        assertThat(counts(before)).containsExactly(4L, 50L, "no", "0.080000");
        assertThat(before.get("missingCount")).isEqualTo(46L);
        assertThat(counts(figure(2007, "2007-09-01", 13, "environment-dishonest")))
                .containsExactly(5L, 50L, "yes", "0.100000");
        assertThat(counts(figure(2007, "2007-09-01", 13, "work-safety-dishonest")))
                .containsExactly(0L, 1L, "no", "0.000000");
        assertThat(counts(figure(2007, "2007-09-01", 13, null))).containsExactly(5L, 51L, "no", "0.098039");
        assertThat(counts(figure(2007, "2007-05-01", 13, "environment-dishonest")))
                .startsWith(5L, 50L);
    }

    @Test
    void every_target_of_the_governance_is_rectified_and_out_and_committed_and_trained() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            String month = i == 9 ? "09" : "05";
            Map<String, Object> row =
                    row("gov-" + i, Ids.enterprise(600_000 + i), "work-safety-dishonest", CITY, "2008-03-01");
            row.put(
                    "events",
                    events("rectified 2008-04-01 rec,moved-to-key-attention 2008-04-02 rec,committed 2008-MM-10 subj,"
                                    .replace("MM", month)
                            + "trained 2008-MM-11 plat,exited 2008-MM-12 rec".replace("MM", month)));
            rows.add(row);
        }
        imported(rows);

        for (String part : List.of("rectified-and-exited", "committed", "trained")) {
            Map<?, ?> before = figure(2008, "2008-08-31", 14, part);
            assertThat(counts(before)).as(part).containsExactly(9L, 10L, "no", "0.900000");
            assertThat((List<?>) before.get("missing")).as(part).isEqualTo(List.of("gov-9"));
            assertThat(counts(figure(2008, "2008-12-31", 14, part)))
                    .as(part)
                    .containsExactly(10L, 10L, "yes", "1.000000");
        }
        assertThat(counts(figure(2008, "2008-08-31", 15, null))).containsExactly(9L, 10L, "no", "0.900000");
        assertThat(counts(figure(2008, "2008-12-31", 15, null))).containsExactly(10L, 10L, "yes", "1.000000");

        Map<?, ?> lacking = page("/api/v1/statistics/2008/items/14?side=missing&part=committed&asOf=2008-08-31");

        Map<?, ?> only = (Map<?, ?>) ((List<?>) lacking.get("items")).get(0);
        assertThat(only.get("entryId")).isEqualTo("gov-9");
        assertThat(((Map<?, ?>) only.get("subject")).get("name")).isEqualTo("示例主体");
        assertThat(only.get("state")).isEqualTo("key-attention");
    }

    @Test
    void three_firms_in_ten_make_a_commitment_and_persons_are_no_firms() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Map<String, Object> row =
                    row("com-" + i, Ids.enterprise(700_000 + i), "work-safety-dishonest", NATIONAL, "2009-03-01");
            if (i < 30) {
                row.put("events", events("committed 2009-" + (i == 29 ? "09" : "05") + "-01 subj"));
            }
            rows.add(row);
        }
        Map<String, Object> person = row("com-person", Ids.citizen(77), "judgment-defaulter", NATIONAL, "2009-03-01");
        person.put("events", events("committed 2009-05-01 subj"));
        rows.add(person);
        // A second entry of a firm does not make it two.
        rows.add(row("com-again", Ids.enterprise(700_000), "judgment-defaulter", NATIONAL, "2009-04-01"));
        imported(rows);

        assertThat(counts(figure(2009, "2009-08-31", 25, null))).containsExactly(29L, 100L, "no", "0.290000");
        assertThat(counts(figure(2009, "2009-12-31", 25, null))).containsExactly(30L, 100L, "yes", "0.300000");
        assertThat(counts(figure(2009, "2009-12-31", 14, "committed"))).startsWith(31L, 101L);
    }

    @Test
    void what_was_not_known_then_does_not_count() {
        imported(List.of(row("clock-1", Ids.enterprise(800_000), "judgment-defaulter", NATIONAL, "2010-03-01")));
        String between = jdbc.sql("select clock_timestamp()")
                .query(OffsetDateTime.class)
                .single()
                .withOffsetSameInstant(ZoneOffset.UTC)
                .toString();
        imported(List.of(row("clock-2", Ids.enterprise(800_001), "judgment-defaulter", NATIONAL, "2010-03-01")));

        assertThat(counts(figure(2010, "2010-12-31", 7, null))).startsWith(2L, 2L);
        assertThat(counts(figure(2010, "2010-12-31&knownAt=" + between, 7, null)))
                .startsWith(1L, 1L);
        assertThat(counts(figure(2011, "2011-12-31", 7, null))).containsExactly(0L, 0L, "not-applicable", "null");
    }

    @Test
    void an_incomplete_entry_that_came_again_complete_counts_once() {
        Map<String, Object> incomplete =
                row("again-1", Ids.enterprise(810_000), "judgment-defaulter", NATIONAL, "2012-03-01");
        incomplete.remove("docNo");
        imported(List.of(incomplete));

        assertThat(counts(figure(2012, "2012-12-31", 7, null))).startsWith(0L, 1L);

        imported(List.of(row("again-1", Ids.enterprise(810_000), "judgment-defaulter", NATIONAL, "2012-03-01")));

        assertThat(counts(figure(2012, "2012-12-31", 7, null))).startsWith(1L, 1L);
    }

    @Test
    void the_entries_behind_a_figure_come_page_by_page() {
        imported(IntStream.range(0, 5)
                .mapToObj(i -> row("page-" + i, Ids.citizen(500 + i), "judgment-defaulter", NATIONAL, "2013-03-01"))
                .toList());

        List<Object> ids = new ArrayList<>();
        String cursor = "";
        for (int pages = 0; pages < 3; pages++) {
            Map<?, ?> page = page("/api/v1/statistics/2013/items/7?side=denominator&limit=2" + cursor);
            for (Object item : (List<?>) page.get("items")) {
                Map<?, ?> one = (Map<?, ?>) item;
                ids.add(one.get("entryId"));
                assertThat(((Map<?, ?>) one.get("subject")).get("id").toString())
                        .contains("********");
                assertThat(((Map<?, ?>) one.get("subject")).get("name")).isNull();
            }
            cursor = "&cursor=" + page.get("cursor");
        }

        assertThat(ids).containsExactly("page-0", "page-1", "page-2", "page-3", "page-4");
        assertThat(cursor).isEqualTo("&cursor=null");
        assertThat(service.get("/api/v1/statistics/2013/items/17", service.office())
                        .code())
                .isEqualTo("unknown-item");
        assertThat(service.get("/api/v1/statistics/2013/items/7?side=left", service.office())
                        .status())
                .isEqualTo(400);
        assertThat(service.get("/api/v1/statistics/2013/items/7?part=x", service.office())
                        .code())
                .isEqualTo("unknown-part");
    }

    @Test
    void a_keeper_of_one_list_is_shown_the_entries_of_that_list_only() {
        imported(List.of(
                row("keeper-1", Ids.enterprise(820_000), "judgment-defaulter", NATIONAL, "2014-03-01"),
                row("keeper-2", Ids.enterprise(820_001), "work-safety-dishonest", NATIONAL, "2014-03-01")));
        service.grant("civil-affairs-bureau", """
                {"lists": ["work-safety-dishonest"], "requestsPerMinute": 100000, "subjectsPerDay": 100000, "place": "341182"}
                """);
        String keeper = service.key("civil-affairs-bureau", "list-manager");

        Reply figures = service.get("/api/v1/statistics?year=2014", keeper);
        Reply page = service.get("/api/v1/statistics/2014/items/15?side=missing", keeper);

        assertThat(figures.text()).contains("keeper-2").doesNotContain("keeper-1");
        assertThat(page.text()).contains("keeper-2").doesNotContain("keeper-1");
        assertThat(service.get("/api/v1/statistics?year=2014", service.auditor())
                        .text())
                .contains("keeper-1");
        assertThat(service.get("/api/v1/statistics?year=2014", service.officer())
                        .code())
                .isEqualTo("forbidden");
    }

    @Test
    void a_day_outside_the_year_is_refused() {
        assertThat(service.get("/api/v1/statistics?year=2018&asOf=2019-01-01", service.office())
                        .code())
                .isEqualTo("as-of-out-of-range");
        assertThat(service.get("/api/v1/statistics?year=2099", service.office()).code())
                .isEqualTo("as-of-out-of-range");
        assertThat(service.get("/api/v1/statistics?year=1", service.office()).status())
                .isEqualTo(400);
        assertThat(service.get("/api/v1/statistics?year=2018&format=pdf", service.office())
                        .status())
                .isEqualTo(400);
    }

    @Test
    void the_figures_come_as_a_table_too() {
        Reply reply = service.get("/api/v1/statistics?year=2015&format=csv", service.auditor());

        assertThat(reply.header("Content-Type")).isEqualTo("text/csv;charset=UTF-8");
        assertThat(reply.text())
                .startsWith("\uFEFF工作要点项,")
                .contains("第7项:2018年")
                .contains("'=");
        assertThat(reply.text().lines()).hasSizeGreaterThan(10);
    }

    private UUID uploaded(String list, String entry, String at) {
        UUID id = UUID.randomUUID();
        jdbc.sql("insert into joint_case (id, department, list, kind, feedback, entries, author, credential)"
                        + " values (?, 'finance-bureau', ?, 'sanction', '{}', array[?], '王某', 'test')")
                .params(id, list, entry)
                .update();
        step(id, 1, "approved", at);
        step(id, 2, "uploaded", at);
        return id;
    }

    private void step(UUID id, int seq, String type, String at) {
        jdbc.sql(
                        "insert into joint_case_step (joint_case, seq, type, version, officer, department, credential, recorded_at)"
                                + " values (?, ?, ?, 1, '李某', 'credit-office', 'test', ?)")
                .params(id, seq, type, OffsetDateTime.parse(at))
                .update();
    }

    private Map<?, ?> page(String path) {
        Reply reply = service.get(path, service.office());
        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
        return reply.json();
    }

    private Map<?, ?> figure(int year, String asOf, int item, String part) {
        List<?> items = (List<?>)
                page("/api/v1/statistics?year=" + year + "&asOf=" + asOf).get("items");
        return items.stream()
                .map(one -> (Map<?, ?>) one)
                .filter(one -> one.get("item").equals((long) item) && java.util.Objects.equals(one.get("part"), part))
                .findFirst()
                .orElseThrow();
    }

    private static List<Object> counts(Map<?, ?> figure) {
        return Arrays.asList(
                figure.get("numerator"),
                figure.get("denominator"),
                figure.get("met"),
                String.valueOf(figure.get("rate")));
    }

    private static List<String> components(Map<?, ?> figure) {
        return ((List<?>) figure.get("components"))
                .stream()
                        .map(one -> (Map<?, ?>) one)
                        .map(one -> one.get("code") + " " + one.get("numerator"))
                        .toList();
    }

    /** The same code with another check character. */
    private static String wrong(String code) {
        char last = code.charAt(17);
        return code.substring(0, 17) + (last == 'A' ? 'B' : 'A');
    }

    private static Map<String, Object> named(Map<String, Object> row, String name) {
        row.put("name", name);
        return row;
    }

    private static List<Map<String, Object>> events(String text) {
        List<Map<String, Object>> events = new ArrayList<>();
        for (String one : text.split(",")) {
            String[] words = one.split(" ");
            Map<String, Object> event = new LinkedHashMap<>();
            event.put("type", words[0]);
            event.put("at", words[1]);
            event.put("actor", words[2]);
            if (words[0].equals("moved-to-key-attention")) {
                event.put("origin", "post-blacklist");
            }
            event.put("docNo", "示例〔2018〕1号");
            event.put("reason", "示例");
            events.add(event);
        }
        return events;
    }

    private static Map<String, Object> row(String entryId, String id, String list, String recogniser, String day) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("entryId", entryId);
        row.put("id", id);
        row.put("name", "示例主体");
        row.put("list", list);
        row.put("recogniser", recogniser);
        row.put("docNo", "示例〔2018〕" + entryId + "号");
        row.put("basis", "法释〔2017〕7号");
        row.put("recognisedAt", day);
        row.put("validFrom", LocalDate.parse(day).toString());
        return row;
    }

    private Reply imported(List<Map<String, Object>> rows) {
        StringBuilder lines = new StringBuilder();
        rows.forEach(row -> lines.append(new String(JsonWriter.inOrder(row), StandardCharsets.UTF_8))
                .append('\n'));
        return service.imported("application/x-ndjson", lines.toString().getBytes(StandardCharsets.UTF_8), "");
    }
}
