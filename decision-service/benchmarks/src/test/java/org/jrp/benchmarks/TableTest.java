package org.jrp.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.jrp.release.Release;
import org.junit.jupiter.api.Test;

class TableTest {

    private static final Pace SHORT = new Pace(0.01, 0.01, 3);

    @Test
    void a_section_gives_its_figures_and_they_print() {
        List<Figure> figures = Section.TABLE_10.measure(SHORT, Set.of());

        assertThat(figures).extracting(Figure::id).containsOnly("P1");
        assertThat(Benchmarks.part("10 rules", figures))
                .contains("| P1 | engine from the memo ÷ hand-written map, 10 rules |");
        assertThat(Benchmarks.end(figures)).contains("1 figures with a target");
    }

    @Test
    void a_figure_reads_back_as_it_was_written() {
        Figure figure = new Figure("P2", "×", "cold", 1.5, 1.25, 2.5, 1.75, 12, "≤ 2");

        assertThat(Figure.parse(figure.line())).isEqualTo(figure);
        assertThat(figure.reached()).isTrue();
        assertThat(figure.row()).isEqualTo("| P2 | cold | 1.50 | 1.25 – 2.50 | 1.75 | 12 | ≤ 2 ✓ |");
        assertThat(figure.json()).contains("\"target\":\"≤ 2\",\"reached\":true");
    }

    @Test
    void a_missed_target_is_named() {
        Figure figure = new Figure("P3", "×", "engine ÷ KIE DMN", 12, 11, 13, Double.NaN, Double.NaN, "≥ 20");

        assertThat(figure.reached()).isFalse();
        assertThat(Benchmarks.end(List.of(figure)))
                .contains("0 of 1 figures")
                .contains("Not reached: P3 engine ÷ KIE DMN.");
    }

    @Test
    void the_shipped_release_grows_to_the_number_asked_for() {
        try (Release release = GrownRelease.of(800)) {
            assertThat(release.rules().rules().stream()
                            .filter(rule -> !rule.principle())
                            .count())
                    .isBetween(800L, 810L);
        }
    }
}
