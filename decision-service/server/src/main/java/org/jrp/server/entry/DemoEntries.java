package org.jrp.server.entry;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jrp.listing.EntriesReader;
import org.jrp.server.ServerProperties;
import org.jrp.server.access.Caller;
import org.jrp.server.access.Department;
import org.jrp.server.access.Role;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/**
 * The entries of a demonstration (示例条目), about made-up subjects; imported at every start, so that no list is stale. A second time they
 * change nothing.
 */
@Component
@ConditionalOnProperty("jrp.demo")
class DemoEntries implements ApplicationRunner {

    private static final Logger log = LoggerFactory.getLogger(DemoEntries.class);
    private static final String FILE = "/demo/entries.yaml";
    private static final long MOST = 1 << 20;
    private static final Caller OFFICE = new Caller(
            "demo",
            new Department("credit-office", "信用办", List.of(), "341182", Set.of(), Set.of("*"), 0, 0, false, null),
            Set.of(Role.CREDIT_OFFICE),
            null);

    private final EntryImport imports;
    private final ServerProperties properties;

    DemoEntries(EntryImport imports, ServerProperties properties) {
        this.imports = imports;
        this.properties = properties;
    }

    @Override
    public void run(ApplicationArguments arguments) throws IOException {
        ImportOrder order = new ImportOrder(OFFICE, null, true, "demo", false, Locale.ENGLISH);
        try (InputStream in = DemoEntries.class.getResourceAsStream(FILE);
                ImportReport report = new ImportReport(properties.data().resolve("tmp"), Locale.ENGLISH)) {
            if (in == null) {
                throw new IllegalStateException("The service was built without " + FILE + ".");
            }
            ImportResult result =
                    imports.run(order, new TextFeed("entries.yaml", EntriesReader.Format.YAML, in, -1, MOST), report);
            log.info("Demonstration: {} entries, {} of them new.", result.rows(), result.accepted());
        }
    }
}
