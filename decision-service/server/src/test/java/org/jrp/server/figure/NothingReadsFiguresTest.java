package org.jrp.server.figure;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jrp.release.ReleaseFiles;
import org.jrp.server.TestStores;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/**
 * A figure is reported and never acted on: whoever could reach one by adding, changing or ending an entry would (seed-map.md, note A).
 */
class NothingReadsFiguresTest {

    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.jrp");

    private static final Pattern WRITES = Pattern.compile(
            "\\b(insert\\s+into|update\\s+\\w+\\s+set|delete\\s+from|truncate|merge\\s+into|copy\\s+\\w+\\s+from|nextval|pg_notify|select\\s+.*for\\s+update)\\b",
            Pattern.CASE_INSENSITIVE);

    /** Words by which a rule, the catalogue or SQL could speak of a figure. */
    private static final List<String> FIGURE_WORDS = Stream.concat(
                    Stream.of(
                            "/statistics",
                            "org.jrp.server.figure",
                            "indicator",
                            "kpi",
                            "threshold",
                            "考核指标",
                            "达标",
                            "重错码率",
                            "覆盖率",
                            "公示率",
                            "codes_checked",
                            "codes_wrong",
                            "wrong_code"),
                    Stream.of(Measure.values()).map(Measure::code))
            .toList();

    @Test
    void nobody_depends_on_figures() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.jrp.server.figure..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.jrp.server.figure..")
                .check(PRODUCT);
    }

    @Test
    void figures_start_nothing_and_reach_the_database_by_a_read_only_transaction_alone() {
        noClasses()
                .that()
                .resideInAPackage("org.jrp.server.figure..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.springframework.scheduling..",
                        "org.springframework.data.redis..",
                        "org.springframework.context.event..",
                        "org.jrp.server.entry..",
                        "org.jrp.server.task..",
                        "org.jrp.server.feedback..",
                        "org.jrp.server.notification..",
                        "org.jrp.server.decision..",
                        "org.jrp.server.repair..")
                .check(PRODUCT);
        noClasses()
                .that()
                .resideInAPackage("org.jrp.server.figure..")
                .and()
                .doNotHaveSimpleName("Snapshot")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("javax.sql.DataSource")
                .orShould()
                .dependOnClassesThat()
                .haveSimpleName("JdbcClient")
                .orShould()
                .dependOnClassesThat()
                .haveSimpleName("TransactionTemplate")
                .check(PRODUCT);
    }

    @Test
    void no_class_of_figures_holds_a_statement_that_writes() throws IOException {
        List<String> found = new ArrayList<>();
        PRODUCT.stream()
                .filter(one -> one.getPackageName().startsWith("org.jrp.server.figure"))
                .forEach(one -> {
                    try (InputStream in = NothingReadsFiguresTest.class.getResourceAsStream(
                            "/" + one.getName().replace('.', '/') + ".class")) {
                        String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
                        if (WRITES.matcher(text).find()) {
                            found.add(one.getName());
                        }
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                });

        assertThat(PRODUCT.stream().filter(one -> one.getPackageName().startsWith("org.jrp.server.figure")))
                .hasSizeGreaterThan(10);
        assertThat(found).isEmpty();
    }

    @Test
    void the_database_itself_refuses_a_write_from_there() {
        var source = TestStores.migratedDatabase().dataSource();
        Snapshot snapshot = new Snapshot(source, new DataSourceTransactionManager(source));

        assertThatThrownBy(() -> snapshot.read(jdbc -> jdbc.update("update epoch set sources = sources + 1")))
                .isInstanceOf(DataAccessException.class)
                .hasRootCauseMessage("ERROR: cannot execute UPDATE in a read-only transaction");
        assertThat(snapshot.<Long>read(jdbc -> jdbc.queryForObject("select sources from epoch", Long.class)))
                .isZero();
    }

    @Test
    void no_rule_and_no_file_of_the_catalogue_speaks_of_a_figure() {
        ReleaseFiles files = ReleaseFiles.shipped();
        List<String> found = new ArrayList<>();
        files.paths()
                .forEach(path -> found.addAll(spoken(path, new String(files.bytes(path), StandardCharsets.UTF_8))));

        assertThat(files.paths()).hasSizeGreaterThan(50);
        assertThat(found).isEmpty();
    }

    /** The two tables that a figure reads and nothing else does: what an import counted, and the codes it refused. */
    @Test
    void no_sql_outside_figures_reads_one() throws IOException {
        Path sources = Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
                .limit(4)
                .map(one -> one.resolve("src/main"))
                .filter(Files::isDirectory)
                .findFirst()
                .orElseThrow();
        List<String> found = new ArrayList<>();
        try (Stream<Path> all = Files.walk(sources)) {
            for (Path file : all.filter(NothingReadsFiguresTest::readable).toList()) {
                String text = Files.readString(file);
                for (String word : List.of("codes_checked", "codes_wrong", "wrong_code", "/api/v1/statistics")) {
                    if (text.contains(word)) {
                        found.add(file.getFileName() + " " + word);
                    }
                }
            }
        }

        assertThat(found)
                .containsExactlyInAnyOrder(
                        "ImportTransaction.java codes_checked", // writes them
                        "ImportTransaction.java codes_wrong",
                        "ImportTransaction.java wrong_code",
                        "Permissions.java /api/v1/statistics",
                        "V2__loop.sql codes_checked",
                        "V2__loop.sql codes_wrong",
                        "V2__loop.sql wrong_code");
    }

    private static boolean readable(Path file) {
        String path = file.toString();
        return !path.contains("/server/figure/")
                && (path.endsWith(".java") || path.endsWith(".sql") || path.endsWith(".yml") || path.endsWith(".yaml"));
    }

    private static List<String> spoken(String path, String text) {
        String lower = text.toLowerCase(java.util.Locale.ROOT);
        return FIGURE_WORDS.stream()
                .filter(lower::contains)
                .map(word -> path + ": " + word)
                .toList();
    }
}
