package org.jrp.arch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** The package list is the pipeline: a package uses those before it. Engine and catalogue are pure. */
class ArchitectureTest {

    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.jrp");

    @Test
    void packages_follow_the_line_from_question_to_proof() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("org.jrp..")
                .layer("catalogue")
                .definedBy("org.jrp.catalogue..")
                .layer("json")
                .definedBy("org.jrp.json..")
                .layer("subject")
                .definedBy("org.jrp.subject..")
                .layer("listing")
                .definedBy("org.jrp.listing..")
                .layer("rule")
                .definedBy("org.jrp.rule..")
                .layer("release")
                .definedBy("org.jrp.release..")
                .layer("decision")
                .definedBy("org.jrp.decision..")
                .layer("record")
                .definedBy("org.jrp.record..")
                .layer("seal")
                .definedBy("org.jrp.seal..")
                .layer("impact")
                .definedBy("org.jrp.impact..")
                .layer("replay")
                .definedBy("org.jrp.replay..")
                .whereLayer("replay")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("impact")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("seal")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("record")
                .mayOnlyBeAccessedByLayers("seal", "replay")
                .whereLayer("decision")
                .mayOnlyBeAccessedByLayers("record", "seal", "impact", "replay")
                .whereLayer("release")
                .mayOnlyBeAccessedByLayers("decision", "record", "impact", "replay")
                .whereLayer("rule")
                .mayOnlyBeAccessedByLayers("release", "decision", "record", "impact")
                .whereLayer("listing")
                .mayOnlyBeAccessedByLayers("rule", "release", "decision", "record", "impact")
                .whereLayer("subject")
                .mayOnlyBeAccessedByLayers("listing", "rule", "release", "decision", "record", "impact")
                .check(PRODUCT);
    }

    @Test
    void engine_and_catalogue_know_no_spring_no_database_and_no_logging() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.springframework..",
                        "java.sql..",
                        "javax.sql..",
                        "java.net..",
                        "org.slf4j..",
                        "java.util.logging..")
                .check(PRODUCT);
    }

    @Test
    void nothing_reads_a_clock() {
        for (Class<?> clock : new Class<?>[] {
            Instant.class, LocalDate.class, LocalDateTime.class, ZonedDateTime.class, OffsetDateTime.class
        }) {
            noClasses().should().callMethod(clock, "now").check(PRODUCT);
        }
        noClasses().should().callMethod(System.class, "currentTimeMillis").check(PRODUCT);
        noClasses().should().callMethod(System.class, "nanoTime").check(PRODUCT);
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(java.time.Clock.class)
                .check(PRODUCT);
    }

    @Test
    void nothing_is_random() {
        noClasses().should().dependOnClassesThat().areAssignableTo(Random.class).check(PRODUCT);
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ThreadLocalRandom.class)
                .check(PRODUCT);
        noClasses().should().callMethod(java.util.UUID.class, "randomUUID").check(PRODUCT);
    }

    @Test
    void only_the_compiler_of_releases_knows_drools() {
        noClasses()
                .that()
                .haveNameNotMatching("org\\.jrp\\.release\\.CompiledRules.*")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.kie..", "org.drools..")
                .check(PRODUCT);
    }

    @Test
    void deciding_and_recording_use_no_floating_point() {
        noClasses()
                .that()
                .resideInAnyPackage("org.jrp.decision..", "org.jrp.record..", "org.jrp.rule..", "org.jrp.listing..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Double.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Float.class)
                .check(PRODUCT);
    }

    @Test
    void exceptions_say_what_they_are() {
        classes()
                .that()
                .areAssignableTo(Throwable.class)
                .should()
                .haveSimpleNameEndingWith("Exception")
                .check(PRODUCT);
    }
}
