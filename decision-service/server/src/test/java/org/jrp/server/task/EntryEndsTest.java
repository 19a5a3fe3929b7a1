package org.jrp.server.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jrp.server.ServerTest;
import org.jrp.server.whole.Ids;
import org.jrp.server.whole.Service;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** What the clock does to entries becomes part of their history. */
@ServerTest(properties = "test=task")
class EntryEndsTest {

    private static final LocalDate TODAY = LocalDate.now(ZoneId.of("Asia/Shanghai"));

    @Autowired
    Environment environment;

    @Autowired
    EntryEnds ends;

    @Autowired
    TransactionOperations transaction;

    @Autowired
    JdbcClient jdbc;

    Service service;

    @BeforeEach
    void meet() {
        service = Service.of(environment);
    }

    @Test
    void an_entry_whose_term_is_over_has_expired_on_that_day() {
        list("ends-over", 62_001, TODAY.minusYears(1), TODAY.toString(), "");
        list("ends-tomorrow", 62_002, TODAY.minusYears(1), TODAY.plusDays(1).toString(), "");
        list("ends-open", 62_003, TODAY.minusYears(1), null, "");

        round();

        assertThat(state("ends-over")).isEqualTo("expired");
        assertThat(event("ends-over", "expired"))
                .containsEntry("at", TODAY.toString())
                .containsEntry("actor", "sys");
        assertThat(state("ends-tomorrow")).isEqualTo("published");
        assertThat(state("ends-open")).isEqualTo("published");
    }

    @Test
    void what_ended_five_years_ago_goes_to_the_archive_and_no_sooner() {
        LocalDate limit = TODAY.minusDays(1826);
        list("ends-old", 62_004, limit.minusYears(1), null, exit(limit));
        list("ends-young", 62_005, limit.minusYears(1), null, exit(limit.plusDays(1)));

        round();

        assertThat(state("ends-old")).isEqualTo("archived");
        assertThat(state("ends-young")).isEqualTo("exited");
    }

    @Test
    void an_amended_term_counts() {
        list("ends-amended", 62_006, TODAY.minusYears(1), TODAY.minusDays(1).toString(), """
                , "events": [{"type": "disputed", "at": "%s", "reason": "期限有误"},
                    {"type": "amended", "at": "%s", "docNo": "示例更正1号", "reason": "期限有误", "changes": {"validTo": "%s"}}]
                """.formatted(
                        TODAY.minusDays(30), TODAY.minusDays(20), TODAY.plusYears(1)));

        round();

        assertThat(state("ends-amended")).isEqualTo("published");
    }

    @Test
    void an_entry_that_cannot_be_read_keeps_no_other_from_its_end() {
        list("ends-broken", 62_007, TODAY.minusYears(1), TODAY.toString(), "");
        list("ends-whole", 62_008, TODAY.minusYears(1), TODAY.toString(), "");
        byte[] personal = jdbc.sql("select personal from listing where entry_id = 'ends-broken'")
                .query(byte[].class)
                .single();
        jdbc.sql("update listing set personal = '\\x0102' where entry_id = 'ends-broken'")
                .update();

        round();

        jdbc.sql("update listing set personal = ? where entry_id = 'ends-broken'")
                .param(personal)
                .update();
        assertThat(state("ends-whole")).isEqualTo("expired");
        assertThat(state("ends-broken")).isEqualTo("published");
    }

    private void round() {
        while (Boolean.TRUE.equals(transaction.execute(status -> ends.end(TODAY)))) {
            assertThat(TODAY).isNotNull();
        }
    }

    private static String exit(LocalDate at) {
        return ", \"events\": [{\"type\": \"exited\", \"at\": \"%s\", \"docNo\": \"示例移出1号\", \"reason\": \"履行完毕\"}]"
                .formatted(at);
    }

    private void list(String entryId, int number, LocalDate from, String to, String more) {
        String line = """
                {"entryId": "%s", "id": "%s", "name": "示例企业", "list": "judgment-defaulter", "recogniser": "示例市人民法院",
                 "docNo": "(2018)示例执%s号", "basis": "法释〔2017〕7号", "recognisedAt": "%s", "validFrom": "%s"%s%s}
                """.formatted(
                        entryId,
                        Ids.enterprise(number),
                        entryId,
                        from,
                        from,
                        to == null ? "" : ", \"validTo\": \"" + to + "\"",
                        more);
        assertThat(service.imported(
                                "application/x-ndjson", line.replace("\n", "").getBytes(StandardCharsets.UTF_8), "")
                        .field("accepted"))
                .isEqualTo("1");
    }

    private String state(String entryId) {
        Map<?, ?> entry = (Map<?, ?>) service.get("/api/v1/entries/" + entryId, service.office())
                .json()
                .get("entry");
        return String.valueOf(((Map<?, ?>) entry.get("state")).get("state"));
    }

    private Map<String, Object> event(String entryId, String type) {
        List<?> events =
                service.get("/api/v1/entries/" + entryId, service.office()).list("events");
        return events.stream()
                .map(event -> {
                    Map<String, Object> plain = new java.util.TreeMap<>();
                    ((Map<?, ?>) event).forEach((key, value) -> plain.put(String.valueOf(key), String.valueOf(value)));
                    return plain;
                })
                .filter(event -> event.get("type").equals(type))
                .findFirst()
                .orElseThrow();
    }
}
