package org.jrp.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class VersionTest {

    @Test
    void the_engine_names_the_version_it_is_built_as() throws IOException {
        String pom = Files.readString(Path.of(System.getProperty("jrp.root", "../.."), "pom.xml"));

        assertThat(pom)
                .contains("<artifactId>jrp-parent</artifactId>\n  <version>" + DecisionEngine.VERSION + "</version>");
    }
}
