package org.jrp.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** A package a feature; a feature uses those named here and no other. */
class ServerArchitectureTest {

    private static final JavaClasses SERVER = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.jrp.server");

    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.jrp");

    /**
     * What a feature may use, besides the classes at the root: refusals, subjects and releases are for all; whoever answers signs in
     * by access; decisions rest on entries, and are what notices and the old exchange show: these say what they want of a decision,
     * and decision gives it. Tasks follow entries and decisions, feedback follows tasks. Nobody uses figures.
     */
    @Test
    void a_feature_uses_those_it_is_meant_to() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("problem")
                .definedBy("org.jrp.server.problem..")
                .layer("subject")
                .definedBy("org.jrp.server.subject..")
                .layer("release")
                .definedBy("org.jrp.server.release..")
                .layer("access")
                .definedBy("org.jrp.server.access..")
                .layer("catalogue")
                .definedBy("org.jrp.server.catalogue..")
                .layer("entry")
                .definedBy("org.jrp.server.entry..")
                .layer("exchange")
                .definedBy("org.jrp.server.exchange..")
                .layer("notice")
                .definedBy("org.jrp.server.notice..")
                .layer("decision")
                .definedBy("org.jrp.server.decision..")
                .layer("document")
                .definedBy("org.jrp.server.document..")
                .layer("notification")
                .definedBy("org.jrp.server.notification..")
                .layer("task")
                .definedBy("org.jrp.server.task..")
                .layer("feedback")
                .definedBy("org.jrp.server.feedback..")
                .layer("repair")
                .definedBy("org.jrp.server.repair..")
                .layer("rights")
                .definedBy("org.jrp.server.rights..")
                .layer("cases")
                .definedBy("org.jrp.server.cases..")
                .layer("figure")
                .definedBy("org.jrp.server.figure..")
                .layer("replay")
                .definedBy("org.jrp.server.replay..")
                .layer("offline")
                .definedBy("org.jrp.server.offline..")
                .layer("seal")
                .definedBy("org.jrp.server.seal..")
                .layer("impact")
                .definedBy("org.jrp.server.impact..")
                .layer("publication")
                .definedBy("org.jrp.server.publication..")
                .layer("operations")
                .definedBy("org.jrp.server.operations..")
                .layer("embedded")
                .definedBy("org.jrp.server.embedded..")
                .whereLayer("problem")
                .mayNotAccessAnyLayer()
                .whereLayer("subject")
                .mayNotAccessAnyLayer()
                .whereLayer("release")
                .mayNotAccessAnyLayer()
                .whereLayer("embedded")
                .mayNotAccessAnyLayer()
                .whereLayer("access")
                .mayOnlyAccessLayers("problem", "subject", "release")
                .whereLayer("catalogue")
                .mayOnlyAccessLayers("problem", "release", "document")
                .whereLayer("entry")
                .mayOnlyAccessLayers("problem", "subject", "release", "access", "document")
                .whereLayer("exchange")
                .mayOnlyAccessLayers("problem", "release", "access")
                .whereLayer("notice")
                .mayOnlyAccessLayers("problem", "subject", "release", "access", "document")
                .whereLayer("decision")
                .mayOnlyAccessLayers("problem", "subject", "release", "access", "entry", "notice", "exchange")
                .whereLayer("document")
                .mayOnlyAccessLayers("problem")
                .whereLayer("notification")
                .mayOnlyAccessLayers("problem", "subject", "access")
                .whereLayer("task")
                .mayOnlyAccessLayers("problem", "subject", "release", "access", "entry", "decision", "notification")
                .whereLayer("feedback")
                .mayOnlyAccessLayers(
                        "problem", "subject", "release", "access", "entry", "decision", "task", "exchange", "document")
                .whereLayer("repair")
                .mayOnlyAccessLayers("problem", "subject", "release", "access", "entry", "document")
                .whereLayer("rights")
                .mayOnlyAccessLayers(
                        "problem", "subject", "release", "access", "entry", "decision", "repair", "document")
                .whereLayer("cases")
                .mayOnlyAccessLayers("problem", "subject", "release", "access", "document")
                .whereLayer("figure")
                .mayOnlyAccessLayers("problem", "subject", "release", "access", "document")
                .whereLayer("replay")
                .mayOnlyAccessLayers("problem", "subject", "release", "access", "decision", "seal", "document")
                .whereLayer("offline")
                .mayOnlyAccessLayers("problem", "subject", "release", "access", "decision")
                .whereLayer("seal")
                .mayOnlyAccessLayers("problem", "subject", "access")
                .whereLayer("impact")
                .mayOnlyAccessLayers(
                        "problem", "subject", "release", "access", "entry", "decision", "document", "publication")
                .whereLayer("publication")
                .mayOnlyAccessLayers("problem", "subject", "release", "access", "entry", "decision")
                .whereLayer("operations")
                .mayOnlyAccessLayers("release", "entry")
                .check(SERVER);
    }

    @Test
    void features_do_not_go_round_in_circles() {
        slices().matching("org.jrp.server.(*)..").should().beFreeOfCycles().check(SERVER);
    }

    @Test
    void controllers_are_called_by_http_only() {
        classes()
                .that()
                .areAnnotatedWith(RestController.class)
                .or()
                .areAnnotatedWith(RestControllerAdvice.class)
                .or()
                .areAnnotatedWith(Controller.class)
                .should()
                .bePackagePrivate()
                .check(SERVER);
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAnnotatedWith(RestController.class)
                .andShould()
                .notBeAnnotatedWith(RestController.class)
                .check(SERVER);
    }

    @Test
    void configurations_are_for_spring_only() {
        classes()
                .that()
                .areAnnotatedWith(org.springframework.context.annotation.Configuration.class)
                .and()
                .areTopLevelClasses()
                .should()
                .bePackagePrivate()
                .check(SERVER);
    }

    @Test
    void the_time_comes_from_a_source_that_a_test_can_set() {
        for (Class<?> clock : new Class<?>[] {
            Instant.class,
            LocalDate.class,
            LocalTime.class,
            LocalDateTime.class,
            ZonedDateTime.class,
            OffsetDateTime.class,
            YearMonth.class
        }) {
            noClasses().should().callMethod(clock, "now").check(SERVER);
        }
        noClasses().should().callMethod(System.class, "currentTimeMillis").check(SERVER);
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(java.util.Date.class)
                .check(notSql());
        noClasses()
                .that()
                .doNotHaveSimpleName("JrpServer")
                .should()
                .callMethod(InstantSource.class, "system")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(Clock.class, "systemDefaultZone")
                .check(SERVER);
    }

    /** What reads rows may meet the driver's own dates. */
    private static JavaClasses notSql() {
        return SERVER.that(com.tngtech.archunit.base.DescribedPredicate.describe(
                "read no rows",
                one -> one.getDirectDependenciesFromSelf().stream()
                        .noneMatch(to -> to.getTargetClass().getPackageName().startsWith("java.sql"))));
    }

    @Test
    void only_what_speaks_to_the_operator_at_the_console_writes_there() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("org.jrp.server.StartMessage")
                .and()
                .doNotHaveFullyQualifiedName("org.jrp.server.JrpServer")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(SERVER);
        noClasses().should().callMethod(Throwable.class, "printStackTrace").check(SERVER);
    }

    @Test
    void spring_and_the_database_stay_in_the_server() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.jrp.server..", "org.jrp.bench..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.springframework..", "java.sql..", "javax.sql..", "jakarta..", "io.micrometer..")
                .check(PRODUCT);
        noClasses()
                .that()
                .resideOutsideOfPackage("org.jrp.server..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.jrp.server..")
                .check(PRODUCT);
    }

    @Test
    void no_field_is_filled_from_outside_and_no_method_is_named_for_what_everything_does() {
        fields().that()
                .areDeclaredInClassesThat()
                .haveSimpleNameNotEndingWith("MapperImpl") // MapStruct makes these
                .should()
                .notBeAnnotatedWith(Autowired.class)
                .check(SERVER);
        noMethods()
                .that()
                .doNotHaveModifier(JavaModifier.SYNTHETIC)
                .and()
                .doNotHaveModifier(JavaModifier.BRIDGE)
                .should()
                .haveNameMatching("(handle|process)[A-Z].*")
                .check(SERVER);
    }

    @Test
    void features_speak_to_each_other_by_public_types_and_the_database_by_spring() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.persistence..", "org.hibernate..", "lombok..")
                .check(SERVER);
        classes()
                .that()
                .haveSimpleNameEndingWith("Impl")
                .and()
                .haveSimpleNameNotEndingWith("MapperImpl")
                .or()
                .haveSimpleNameEndingWith("Util")
                .or()
                .haveSimpleNameEndingWith("Manager")
                .should()
                .bePrivate()
                .allowEmptyShould(true)
                .check(SERVER);
    }
}
