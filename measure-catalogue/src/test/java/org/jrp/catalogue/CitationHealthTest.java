package org.jrp.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.jrp.catalogue.CitationHealth.Finding;
import org.jrp.catalogue.CitationHealth.Trouble;
import org.junit.jupiter.api.Test;

class CitationHealthTest {

    private static final LocalDate IN_2017 = LocalDate.of(2017, 12, 31);
    private static final LocalDate IN_2018 = LocalDate.of(2018, 1, 1);

    private final SmallFiles small = new SmallFiles();

    private Finding finding(LocalDate on, String id) {
        return CitationHealth.of(small.read(), on).findings().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_source_ends_and_is_replaced_on_the_day_it_says() {
        assertThat(finding(IN_2017, "old-1").troubles()).containsExactly(Trouble.UNVERIFIED);
        assertThat(finding(IN_2018, "old-1").troubles())
                .containsExactly(Trouble.UNVERIFIED, Trouble.EXPIRED, Trouble.REPLACED);
        assertThat(finding(IN_2018, "old-1").reasons())
                .extracting(Text::zh)
                .containsExactly("文字未见公开文本。", "自 2018-01-01 起不再有效。", "已由《中华人民共和国政府采购法》第二十二条取代。");
        assertThat(finding(IN_2018, "old-1").reasons())
                .extracting(Text::en)
                .contains("It is no longer in force from 2018-01-01.", "It was replaced by gpl-22.");
    }

    @Test
    void it_tells_what_rests_on_a_source() {
        small.replace("statutes.yaml", "articleVerified: true", "articleVerified: false");

        Finding finding = finding(IN_2018, "gpl-22");

        assertThat(finding.citation()).isEqualTo("《中华人民共和国政府采购法》第二十二条");
        assertThat(finding.source()).isEqualTo(CitationHealth.Source.ARTICLE);
        assertThat(finding.provisions()).containsExactly("2016-141-defaulter-m01");
        assertThat(finding.measures()).containsExactly("restrict-procurement");
        assertThat(finding.editions()).containsExactly("2018-city");
    }

    @Test
    void an_instrument_is_unverified_replaced_and_expired_like_a_statute() {
        small.replace(
                "instruments/2016-141-defaulter.yaml",
                "replacedBy: null",
                "replacedBy: 2016-1467-tax\nvalidTo: 2018-01-01");
        small.replace("instruments/2016-141-defaulter.yaml", "validTo: null\n", "");

        assertThat(finding(IN_2018, "2016-141-defaulter").troubles())
                .containsExactly(Trouble.EXPIRED, Trouble.REPLACED);
        assertThat(finding(IN_2018, "2016-141-defaulter").provisions()).hasSize(2);
        assertThat(finding(IN_2018, "2016-1467-tax").troubles()).containsExactly(Trouble.UNVERIFIED);
        assertThat(finding(IN_2018, "2016-1467-tax").citation())
                .isEqualTo("《关于对纳税信用A级纳税人实施联合激励措施的合作备忘录》发改财金〔2016〕1467号");
        assertThat(CitationHealth.of(small.read(), IN_2017).findings())
                .extracting(Finding::id)
                .doesNotContain("2016-141-defaulter");
    }

    @Test
    void what_was_replaced_without_an_end_is_replaced_once_the_successor_counts() {
        small.replace("statutes.yaml", "validTo: 2018-01-01", "validTo: null");

        assertThat(finding(IN_2017, "old-1").troubles()).contains(Trouble.REPLACED);
        assertThat(finding(LocalDate.of(2002, 1, 1), "old-1").troubles()).doesNotContain(Trouble.REPLACED);
    }

    @Test
    void it_counts() {
        CitationHealth health = CitationHealth.of(small.read(), IN_2018);

        assertThat(health.counts()).isEqualTo(new CitationHealth.Counts(5, 3, 2, 1, 1, 3, 2, 2));
        assertThat(health.with(Trouble.UNVERIFIED)).extracting(Finding::id).containsExactly("old-1", "2016-1467-tax");
    }

    @Test
    void of_the_shipped_sources_those_that_ended_come_first() {
        CitationHealth health = CitationHealth.of(ShippedFiles.CATALOGUE, LocalDate.of(2026, 11, 23));

        List<Boolean> ended = health.findings().stream()
                .map(one -> one.troubles().contains(Trouble.EXPIRED))
                .toList();
        assertThat(ended).isSortedAccordingTo((a, b) -> Boolean.compare(b, a));
        assertThat(health.findings()).extracting(Finding::id).contains("2016-2796-statistics", "fgm2010");
        assertThat(health.findings())
                .allSatisfy(one ->
                        assertThat(one.reasons()).hasSameSizeAs(one.troubles()).isNotEmpty());
        assertThat(health.counts().sound() + health.findings().size())
                .isEqualTo(health.counts().sources());
    }

    @Test
    void before_anything_ended_nothing_has_ended() {
        CitationHealth health = CitationHealth.of(ShippedFiles.CATALOGUE, Catalogue.FIRST_DAY);

        assertThat(health.with(Trouble.EXPIRED)).isEmpty();
    }
}
