package org.jrp.server.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jrp.server.ServerTest;
import org.jrp.server.whole.Reply;
import org.jrp.server.whole.Service;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The figures of the demonstration, counted once more by plain SQL over entries and events, and over the file itself. */
@ServerTest(properties = {"test=figure-demo", "jrp.demo=true"})
class DemoStatisticsTest {

    /** Written down here again on purpose. */
    private static final String ENTRY = """
            with entry as (
                select l.id, l.entry_id, l.list, l.subject, l.recogniser like '市%' as city,
                    l.list in ('tax-credit-a', 'customs-aeo-advanced') as red,
                    l.list not in ('tax-credit-a', 'customs-aeo-advanced', 'key-attention') as black,
                    l.entry_id in ('demo-person-1', 'demo-2018-financial-1') as person,
                    not exists (select 1 from listing_event e where e.listing = l.id)
                        or exists (select 1 from listing_event e where e.listing = l.id and e.type = 'published' and e.at <= :day)
                        or (select e.type not in ('drafted', 'recognised', 'published')
                                and not (e.type = 'moved-to-key-attention' and e.origin = 'sub-threshold')
                            from listing_event e where e.listing = l.id order by e.at, e.seq limit 1) as published,
                    exists (select 1 from listing_event e where e.listing = l.id and e.type in ('exited', 'repaired') and e.at <= :day) as gone,
                    exists (select 1 from listing_event e where e.listing = l.id and e.type = 'committed' and e.at <= :day) as committed,
                    exists (select 1 from listing_event e where e.listing = l.id and e.type = 'trained' and e.at <= :day) as trained
                from listing l
                where l.recognised_at between '2018-01-01' and :day and l.missing is null
                    and not exists (select 1 from listing_event e where e.listing = l.id and e.type = 'withdrawn' and e.at <= :day)),
            target as (
                select subject, bool_and(gone) as gone, bool_or(committed) as committed, bool_or(trained) as trained,
                    bool_and(person) as person
                from entry where black group by subject)
            """;

    private static final Map<String, String> FIGURES = new LinkedHashMap<>(Map.of(
            "7",
            "select count(*) filter (where published) || '/' || count(*) from entry",
            "10",
            "select count(*) filter (where city) || '/' || count(*) filter (where not city) from entry where red or black",
            "13",
            "select 0 || '/' || count(*) from entry where (red or black) and not city",
            "14 rectified-and-exited",
            "select count(*) filter (where gone) || '/' || count(*) from target",
            "14 committed",
            "select count(*) filter (where committed) || '/' || count(*) from target",
            "14 trained",
            "select count(*) filter (where trained) || '/' || count(*) from target",
            "15",
            "select count(*) filter (where trained) || '/' || count(*) from target where not person",
            "25",
            "select count(*) filter (where committed) || '/' || count(*) from target where not person"));

    @Autowired
    Environment environment;

    @Autowired
    JdbcClient jdbc;

    @ParameterizedTest
    @ValueSource(strings = {"2018-12-31", "2018-08-31", "2018-04-20", "2018-01-01"})
    void the_figures_equal_those_counted_from_raw_events(String day) throws IOException {
        Map<String, String> answered = answered("/api/v1/statistics?year=2018&asOf=" + day);

        Map<String, String> counted = new HashMap<>();
        FIGURES.forEach((figure, sql) -> counted.put(
                figure,
                jdbc.sql(ENTRY + sql)
                        .param("day", LocalDate.parse(day))
                        .query(String.class)
                        .single()));
        jdbc.sql(ENTRY + "select list, count(*) as entries from entry where (red or black) and not city group by list")
                .param("day", LocalDate.parse(day))
                .query((row, number) -> counted.put("13 " + row.getString("list"), "0/" + row.getLong("entries")))
                .list();
        counted.put("9", codes(day));
        assertThat(answered).isEqualTo(counted);
    }

    @Test
    void the_year_says_something_and_not_everything_is_reached() {
        Map<?, ?> body =
                service().get("/api/v1/statistics?year=2018", auditor()).json();

        Map<String, Object> met = new HashMap<>();
        for (Object one : (List<?>) body.get("items")) {
            Map<?, ?> item = (Map<?, ?>) one;
            met.putIfAbsent(
                    item.get("item") + (item.get("item").equals(14L) ? " " + item.get("part") : ""), item.get("met"));
        }
        assertThat(body.get("asOf")).isEqualTo("2018-12-31");
        assertThat(met)
                .containsEntry("7", "yes")
                .containsEntry("9", "no")
                .containsEntry("10", "yes")
                .containsEntry("13", "no")
                .containsEntry("14 trained", "no")
                .containsEntry("15", "no")
                .containsEntry("25", "yes");
    }

    @Test
    void nothing_was_known_before_it_came() {
        Map<String, String> answered = answered("/api/v1/statistics?year=2018&knownAt=2018-12-31T00:00:00Z");

        assertThat(answered.values()).allMatch(share -> share.equals("0/0"));
    }

    private Service service() {
        return Service.of(environment);
    }

    private String auditor() {
        return service().auditor();
    }

    private Map<String, String> answered(String path) {
        Reply reply = service().get(path, auditor());
        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
        Map<String, String> figures = new HashMap<>();
        for (Object one : reply.list("items")) {
            Map<?, ?> item = (Map<?, ?>) one;
            figures.put(
                    item.get("item") + (item.get("part") == null ? "" : " " + item.get("part")),
                    item.get("numerator") + "/" + item.get("denominator"));
        }
        return figures;
    }

    /** From the file alone. */
    private static String codes(String day) throws IOException {
        try (InputStream in = DemoStatisticsTest.class.getResourceAsStream("/demo/entries.yaml")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            Matcher entry = Pattern.compile(
                            "entryId: .+\\n\\s+id: \"?([0-9A-Z]{18})\"?\\n\\s+name: (.+)\\n(?:.*\\n)*?\\s+recognisedAt: (.+)\\n")
                    .matcher(text);
            Map<String, Set<String>> names = new HashMap<>();
            long records = 0;
            while (entry.find()) {
                if (!entry.group(1).startsWith("34") && entry.group(3).compareTo(day) <= 0) {
                    records++;
                    names.computeIfAbsent(entry.group(1), unused -> new HashSet<>())
                            .add(entry.group(2));
                }
            }
            return names.values().stream().mapToLong(one -> one.size() - 1).sum() + "/" + records;
        }
    }
}
