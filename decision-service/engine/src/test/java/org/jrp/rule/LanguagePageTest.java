package org.jrp.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LanguagePageTest {

    @Test
    void the_page_in_the_rules_folder_is_the_vocabulary_of_this_engine() throws IOException {
        Path page = Path.of(System.getProperty("jrp.root", "../.."), "rules", "language", "sentences.md");
        if (Boolean.getBoolean("jrp.golden.write")) {
            Files.createDirectories(page.getParent());
            Files.writeString(page, LanguagePage.text());
        }

        assertThat(page).as("write it with -Djrp.golden.write=true").content().isEqualTo(LanguagePage.text());
    }
}
