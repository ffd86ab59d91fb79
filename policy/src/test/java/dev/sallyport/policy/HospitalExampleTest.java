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
    void readsWithTheOneNoteThatIsMeant() {
        PolicyReading reading = PolicyReader.read(HOSPITAL.resolve("policy"));

        assertThat(reading)
                .isInstanceOfSatisfying(
                        PolicyReading.Accepted.class,
                        accepted ->
                                assertThat(accepted.warnings().toString())
                                        .isEqualTo(
                                                "[SP1110 10-catalog.yaml:19:3 class `phi.sensitive`"
                                                        + " is shown by no role (nobody may see it;"
                                                        + " if that is meant, leave it)]"));
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
                                                        "dual", "newt", "ada")));
    }
}
