package dev.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The sample policy and its people are right as they stand. */
final class HospitalExampleTest {
    static final Path HOSPITAL =
            Path.of(
                    Objects.requireNonNull(System.getProperty("sallyport.root")),
                    "examples/hospital");

    static Policy policy() {
        PolicyReading reading = PolicyReader.read(HOSPITAL.resolve("policy"));
        assertThat(reading).isInstanceOf(PolicyReading.Accepted.class);
        return ((PolicyReading.Accepted) reading).policy();
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
}
