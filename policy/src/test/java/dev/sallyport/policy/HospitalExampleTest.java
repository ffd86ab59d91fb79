package dev.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The sample policy and its people are right as they stand. */
final class HospitalExampleTest {
    static final Path HOSPITAL =
            Path.of(
                    Objects.requireNonNull(System.getProperty("sallyport.root")),
                    "examples/hospital");

    static Policy policy() {
        return ((PolicyReading.Accepted) PolicyReader.read(HOSPITAL.resolve("policy"))).policy();
    }

    @Test
    void readsWithoutAProblemOrAWarning() {
        PolicyReading reading = PolicyReader.read(HOSPITAL.resolve("policy"));

        assertThat(reading.toString()).doesNotContain("SP1");
        assertThat(reading)
                .isInstanceOfSatisfying(
                        PolicyReading.Accepted.class,
                        accepted -> assertThat(accepted.warnings()).isEmpty());
    }

    @Test
    void holdsEveryFactOfItsTests() {
        assertThat(policy().tests()).hasSizeGreaterThan(30);
        assertThat(PolicyTests.run(policy())).isEmpty();
    }

    @Test
    void namesItsPeople() {
        DirectoryReading reading = DirectoryReader.read(HOSPITAL.resolve("people.yaml"));

        assertThat(reading)
                .isInstanceOfSatisfying(
                        DirectoryReading.Accepted.class,
                        accepted ->
                                assertThat(accepted.directory().people().keySet())
                                        .isEqualTo(
                                                Set.of(
                                                        "nora", "omar", "bella", "ana", "frank",
                                                        "dual", "newt")));
    }
}
