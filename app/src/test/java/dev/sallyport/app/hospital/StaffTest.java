package dev.sallyport.app.hospital;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.policy.Directory;
import dev.sallyport.policy.DirectoryReader;
import dev.sallyport.policy.DirectoryReading;
import dev.sallyport.testkit.SampleHospital;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The hospital's own list of staff and the directory speak of the same people. */
class StaffTest {

    @Test
    void agreesWithTheDirectoryOfTheSample() {
        Path people = SampleHospital.FOLDER.resolve("people.yaml");
        Directory directory =
                ((DirectoryReading.Accepted) DirectoryReader.read(people)).directory();

        assertThat(directory.people().values()).isNotEmpty().allSatisfy(StaffTest::isListed);
    }

    private static void isListed(Directory.Person person) {
        assertThat(Staff.ALL)
                .anySatisfy(one -> {
                    assertThat(one.login()).isEqualTo(person.login());
                    assertThat(one.name()).isEqualTo(person.name());
                    assertThat(List.of(String.valueOf(one.id())))
                            .isEqualTo(person.attributes().get("staff_id"));
                    assertThat(one.clinics().stream().map(String::valueOf).toList())
                            .isEqualTo(person.attributes().getOrDefault("clinics", List.of()));
                });
    }
}
