package org.jrp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressBarTest {

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(written, true, StandardCharsets.UTF_8);

    @Test
    void shows_how_far_it_is_and_wipes_itself_away() {
        try (ProgressBar bar = new ProgressBar(err, true, "正在检查", 0)) {
            bar.at(1, 2);
            assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
                while (!shown().contains(" 50%")) {
                    Thread.onSpinWait();
                }
            });
        }

        assertThat(shown())
                .contains("正在检查 [###############---------------] 50%")
                .endsWith("\r\u001B[K");
    }

    @Test
    void writes_nothing_where_nobody_looks() {
        try (ProgressBar bar = new ProgressBar(err, false, "正在检查", 0)) {
            bar.at(1, 2);
        }

        assertThat(shown()).isEmpty();
    }

    @Test
    void writes_nothing_about_what_is_over_soon() {
        try (ProgressBar bar = new ProgressBar(err, true, "正在检查", 60_000)) {
            bar.at(1, 2);
        }

        assertThat(shown()).isEmpty();
    }

    private String shown() {
        return written.toString(StandardCharsets.UTF_8);
    }
}
