package org.jrp.server.entry;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jrp.catalogue.ListType;
import org.jrp.decision.Source;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SourceBookTest {

    private static final Instant MONDAY = Instant.parse("2026-11-23T00:00:00Z");

    private EntryBed bed;

    @BeforeEach
    void fresh() {
        bed = EntryBed.fresh();
    }

    private void delivered(String list, Instant at, String source) {
        bed.jdbc.update(
                "insert into source_load (list, recorded_at, source) values (?, ?, ?)",
                list,
                Timestamp.from(at),
                source);
    }

    private void everythingDelivered(Instant at) {
        EntryBed.CATALOGUE.lists().forEach(list -> delivered(list.code(), at, "市信用平台"));
        changed();
    }

    private void changed() {
        bed.jdbc.update("update epoch set sources = sources + 1");
        bed.book.refreshIfOlder(bed.jdbc.queryForObject("select sources from epoch", Long.class));
    }

    @Test
    void lists_that_were_never_loaded_are_one_source() {
        List<Source> sources = bed.book.sources(MONDAY);

        assertThat(sources).containsExactly(new Source("未载入", List.of(), null, true));
    }

    @Test
    void lists_that_were_delivered_together_are_one_source() {
        everythingDelivered(MONDAY);

        assertThat(bed.book.sources(MONDAY)).containsExactly(new Source("市信用平台", List.of(), MONDAY, true));
        assertThat(bed.book.sources(MONDAY)).isSameAs(bed.book.sources(MONDAY.plusSeconds(60)));
        assertThat(bed.book.sources(MONDAY.minusMillis(1)))
                .extracting(Source::name)
                .containsExactly("未载入");
        assertThat(bed.book.latest()).isEqualTo(MONDAY);
    }

    @Test
    void lists_that_differ_are_apart_and_names_stay_unique() {
        everythingDelivered(MONDAY);
        delivered("judgment-defaulter", MONDAY.plusSeconds(60), "市信用平台");
        changed();

        List<Source> sources = bed.book.sources(MONDAY.plusSeconds(60));

        assertThat(sources).hasSize(2);
        assertThat(sources).extracting(Source::name).containsExactlyInAnyOrder("市信用平台", "市信用平台(2)");
        assertThat(sources.stream().flatMap(source -> source.lists().stream()))
                .containsExactlyInAnyOrderElementsOf(
                        EntryBed.CATALOGUE.lists().stream().map(ListType::code).toList());
        assertThat(sources)
                .filteredOn(source -> source.lists().contains("judgment-defaulter"))
                .containsExactly(new Source(
                        sources.get(0).lists().size() == 1
                                ? sources.get(0).name()
                                : sources.get(1).name(),
                        List.of("judgment-defaulter"),
                        MONDAY.plusSeconds(60),
                        true));
        assertThat(bed.book.sources(MONDAY)).hasSize(1);
    }

    @Test
    void an_outage_stands_from_its_report_until_the_next_word() {
        everythingDelivered(MONDAY);
        bed.as(EntryBed.manager());

        EntryBed.Answer report =
                bed.send("/sources/judgment-defaulter/reports", Map.of("reachable", false, "reason", "最高法接口中断"));

        assertThat(report.status()).as(report.text()).isEqualTo(201);
        Instant outage = Instant.parse(report.text("recordedAt"));
        bed.book.refreshIfOlder(bed.jdbc.queryForObject("select sources from epoch", Long.class));
        assertThat(bed.book.sources(outage))
                .contains(new Source(
                        bed.book.sources(outage).stream()
                                .filter(source -> !source.reachable())
                                .findFirst()
                                .orElseThrow()
                                .name(),
                        List.of("judgment-defaulter"),
                        MONDAY,
                        false));
        assertThat(bed.book.sources(outage.minusNanos(1_000))).allMatch(Source::reachable);
        assertThat(bed.read("/sources").list("items"))
                .filteredOn(item -> item.get("list").equals("judgment-defaulter"))
                .singleElement()
                .satisfies(item ->
                        assertThat(item).containsEntry("reachable", false).containsEntry("reason", "最高法接口中断"));
        delivered("judgment-defaulter", outage.plusSeconds(1), "court");
        changed();
        assertThat(bed.book.sources(outage.plusSeconds(1))).allMatch(Source::reachable);
        assertThat(bed.book.sources(outage)).anyMatch(source -> !source.reachable());
    }

    @Test
    void a_report_needs_a_reason_and_the_right_person() {
        assertThat(bed.as(EntryBed.creditOffice())
                        .send("/sources/judgment-defaulter/reports", Map.of("reachable", true))
                        .status())
                .isEqualTo(422);
        assertThat(bed.send("/sources/judgment-defaulter/reports", Map.of("reason", "x"))
                        .status())
                .isEqualTo(400);
        assertThat(bed.send("/sources/nothing-like-it/reports", Map.of("reachable", true, "reason", "x"))
                        .code())
                .isEqualTo("unknown-list");
        assertThat(bed.as(EntryBed.officer())
                        .send("/sources/judgment-defaulter/reports", Map.of("reachable", true, "reason", "x"))
                        .status())
                .isEqualTo(403);
        assertThat(bed.jdbc.queryForObject("select sources from epoch", Long.class))
                .isZero();
    }

    @Test
    void age_is_told_with_its_limit() {
        everythingDelivered(MONDAY);
        int limit =
                EntryBed.CATALOGUE.findList("judgment-defaulter").orElseThrow().freshnessDays();
        Instant edge = MONDAY.plusSeconds(limit * 86_400L);

        assertThat(freshness(edge)).containsEntry("stale", false).containsEntry("limitDays", (long) limit);
        assertThat(freshness(edge.plusMillis(1))).containsEntry("stale", true);
        assertThat(freshness(MONDAY.minusMillis(1)))
                .containsEntry("stale", true)
                .containsEntry("loadedAt", null);
    }

    private Map<String, Object> freshness(Instant knownAt) {
        return bed.as(EntryBed.officer()).read("/sources?knownAt=" + knownAt).list("items").stream()
                .filter(item -> item.get("list").equals("judgment-defaulter"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_book_is_read_again_only_when_the_count_has_moved() {
        everythingDelivered(MONDAY);
        long epoch = bed.book.epoch();
        delivered("judgment-defaulter", MONDAY.plusSeconds(60), "court");

        bed.book.refreshIfOlder(epoch);
        assertThat(bed.book.sources(MONDAY.plusSeconds(60))).hasSize(1);
        changed();

        assertThat(bed.book.epoch()).isEqualTo(epoch + 1);
        assertThat(bed.book.sources(MONDAY.plusSeconds(60))).hasSize(2);
    }
}
