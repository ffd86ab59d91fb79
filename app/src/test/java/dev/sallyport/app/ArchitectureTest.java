package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the module table of ARCHITECTURE.md, and holds each rule to a sample that breaks it. */
final class ArchitectureTest {
    private static final String ROOT = "dev.sallyport";
    private static final String BAD = ROOT + ".app.bad";

    private static final JavaClasses OURS =
            new ClassFileImporter()
                    .withImportOption(location ->
                            !location.contains("/app/bad/") && !location.contains("test-classes"))
                    .importPackages(ROOT);

    private static final JavaClasses SAMPLE = new ClassFileImporter().importPackages(BAD);

    static Stream<String> rules() {
        return ArchitectureRules.below(ROOT).keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void holds(String name) {
        rule(ROOT, name).check(OURS);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void refusesTheBadSample(String name) {
        assertThatThrownBy(() -> rule(BAD, name).check(SAMPLE))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("was violated");
    }

    /** A rule about a package that is not there would hold for ever. */
    @Test
    void looksAtEveryModule() {
        Set<String> packages =
                OURS.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());

        assertThat(packages)
                .contains(
                        "dev.sallyport.problem",
                        "dev.sallyport.sql",
                        "dev.sallyport.policy",
                        "dev.sallyport.audit",
                        "dev.sallyport.wire",
                        "dev.sallyport.provision",
                        "dev.sallyport.gateway",
                        "dev.sallyport.control",
                        "dev.sallyport.cli",
                        "dev.sallyport.app");
    }

    private static ArchRule rule(String root, String name) {
        ArchRule rule = ArchitectureRules.below(root).get(name);
        if (rule == null) {
            throw new IllegalArgumentException(name);
        }
        return rule;
    }
}
