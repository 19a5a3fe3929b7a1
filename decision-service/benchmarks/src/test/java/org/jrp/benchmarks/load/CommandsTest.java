package org.jrp.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import org.jrp.benchmarks.Benchmarks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void each_command_explains_itself() throws IOException {
        assertThat(LoadRun.main(List.of("--help"), out)).isZero();
        assertThat(KillRun.main(List.of("-h"), out)).isZero();

        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .contains("benchmarks.jar load", "--entries", "benchmarks.jar kill", "--cycles");
    }

    @Test
    void the_jar_explains_itself() throws IOException {
        PrintStream before = System.out;
        System.setOut(out);
        try {
            Benchmarks.main(new String[] {"--help"});
        } finally {
            System.setOut(before);
        }

        assertThat(bytes.toString(StandardCharsets.UTF_8)).contains("--only", "load [--help]", "kill [--help]");
    }

    @Test
    void an_option_that_is_not_known_is_named() throws IOException {
        assertThat(LoadRun.main(List.of("--ruonds", "5"), out)).isEqualTo(2);
        assertThat(KillRun.main(List.of("--cycles"), out)).isEqualTo(2);
        assertThat(bytes.size()).isZero();
    }

    @Test
    void a_run_whose_control_loses_nothing_is_void() {
        KillHarness.Outcome outcome = new KillHarness.Outcome(3, 1_000, 5, 0, 0, List.of(), 12, 0);

        assertThat(outcome.passed()).isFalse();
        assertThat(KillRun.text(outcome)).contains("VOID").contains("1,000 answers");
    }

    @Test
    void the_endpoints_are_packed_into_a_jar_of_their_own(@TempDir Path folder) throws IOException {
        try (JarFile jar = new JarFile(Endpoints.writeJar(folder).toFile())) {
            assertThat(jar.stream().map(entry -> entry.getName()))
                    .contains("org/jrp/server/", "org/jrp/server/decision/LoadEndpoints.class")
                    .allMatch(name -> name.endsWith("/") || name.startsWith("org/jrp/server/"));
        }
    }
}
