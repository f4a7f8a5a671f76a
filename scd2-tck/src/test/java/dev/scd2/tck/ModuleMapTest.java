package dev.scd2.tck;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** The module map as rules over the built classes; each fails when it finds no class to look at. */
class ModuleMapTest {
    private static final String[] API = {
        "dev.scd2.change..",
        "dev.scd2.dimension..",
        "dev.scd2.error..",
        "dev.scd2.fact..",
        "dev.scd2.mutation..",
        "dev.scd2.store..",
        "dev.scd2.timeline.."
    };

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.scd2");

    @Test
    void everyModuleOfTheCoreIsThere() {
        for (String name : new String[] {"change", "dimension", "error", "fact", "mutation", "store", "timeline"}) {
            assertThat(CLASSES.that(resideInAnyPackage("dev.scd2." + name)))
                    .as("package dev.scd2.%s", name)
                    .isNotEmpty();
        }
        for (String name : new String[] {"engine", "engine.merge", "engine.diff", "engine.memory", "tck.oracle"}) {
            assertThat(CLASSES.that(resideInAnyPackage("dev.scd2." + name)))
                    .as("package dev.scd2.%s", name)
                    .isNotEmpty();
        }
    }

    @Test
    void theApiDependsOnTheJdkOnly() {
        check(classes()
                .that()
                .resideInAnyPackage(API)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("java.lang..", "java.util..", "java.time..", "java.math..")
                        .or(resideInAnyPackage("java.io..", "java.nio..", "java.security..", "org.jspecify.."))
                        .or(resideInAnyPackage(API))));
    }

    @Test
    void theEngineKnowsNoDatabaseNoAdapterAndNoLogging() {
        check(classes()
                .that()
                .resideInAPackage("dev.scd2.engine..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("java..", "org.jspecify..", "dev.scd2.engine..")
                        .or(resideInAnyPackage(API))));
        check(noClasses()
                .that()
                .resideInAPackage("dev.scd2.engine..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "java.util.logging..", "org.slf4j..", "java.net.."));
    }

    @Test
    void thePureCoreDoesNoInputOrOutput() {
        check(noClasses()
                .that()
                .resideInAnyPackage("dev.scd2.engine.merge..", "dev.scd2.engine.diff..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.io..", "java.nio..", "java.net..")
                        .and(not(resideInAnyPackage("java.nio.charset..")))
                        .and(not(type(java.io.Serializable.class)))));
    }

    @Test
    void thePureCoreReadsNoClock() {
        check(noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.scd2.engine..",
                        "dev.scd2.change..",
                        "dev.scd2.dimension..",
                        "dev.scd2.timeline..",
                        "dev.scd2.mutation..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDate.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime"));
    }

    @Test
    void theOracleKnowsNoClassOfTheEngine() {
        check(noClasses()
                .that()
                .resideInAPackage("dev.scd2.tck.oracle..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.scd2.engine.."));
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(false).check(CLASSES);
    }
}
