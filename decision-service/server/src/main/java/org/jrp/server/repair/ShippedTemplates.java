package org.jrp.server.repair;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jrp.catalogue.Problem;
import org.jrp.catalogue.YamlFile;
import org.jrp.catalogue.YamlMap;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/** The sample letters that come with the service (随附样本), written at the start where they are not there yet. */
@Component
class ShippedTemplates implements ApplicationRunner {

    private static final String FILE = "/repair/commitment-templates.yaml";
    private static final String AUTHOR = "jrp";

    private final CommitmentTemplates templates;

    ShippedTemplates(CommitmentTemplates templates) {
        this.templates = templates;
    }

    @Override
    public void run(ApplicationArguments arguments) throws IOException {
        List<Problem> problems = new ArrayList<>();
        try (InputStream in = Objects.requireNonNull(
                ShippedTemplates.class.getResourceAsStream(FILE), "The jar holds " + FILE + ".")) {
            YamlMap file = YamlFile.readMap(FILE, in.readAllBytes(), problems);
            if (file != null) {
                for (YamlMap one : file.maps("templates")) {
                    templates.insert(
                            one.text("code"),
                            one.number("version"),
                            one.text("title"),
                            one.coded("type", CommitmentType.class).code(),
                            one.text("body").strip(),
                            one.textOrNull("source"),
                            AUTHOR,
                            AUTHOR);
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalStateException("The sample letters cannot be read: " + problems.get(0));
        }
    }
}
