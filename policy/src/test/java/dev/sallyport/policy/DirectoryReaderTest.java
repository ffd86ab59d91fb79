package dev.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.problem.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DirectoryReaderTest {
    @TempDir private Path folder;

    @Test
    void readsGroupsAndAttributes() throws IOException {
        DirectoryReading reading =
                read(
                        """
                        people:
                          nora: {name: Nora Quinn, groups: [nurses], attributes: {clinics: [1, "x"], staff_id: 101}}
                        """);

        assertThat(reading)
                .isInstanceOfSatisfying(
                        DirectoryReading.Accepted.class,
                        accepted ->
                                assertThat(accepted.directory().people().get("nora"))
                                        .isEqualTo(
                                                new Directory.Person(
                                                        "nora",
                                                        "Nora Quinn",
                                                        Set.of("nurses"),
                                                        Map.of(
                                                                "clinics",
                                                                List.of("1", "x"),
                                                                "staff_id",
                                                                List.of("101")),
                                                        Place.line("people.yaml", 2))));
    }

    @Test
    void tellsEveryMistakeInOneRun() throws IOException {
        DirectoryReading reading =
                read(
                        """
                        people:
                          Nora: {name: Nora Quinn}
                          omar: {groups: [physicians]}
                          bella: {name: Bella Rossi, group: [billing]}
                          ana: {name: Ana Lindqvist, groups: data-science}
                          frank: {name: Frank Osei, password: secret}
                          dual: {name: Dua Levy, attributes: {clinics: {a: 1}, Staff-Id: 7}}
                        """);

        assertThat(((DirectoryReading.Rejected) reading).problems().stream().map(Object::toString))
                .containsExactly(
                        "SP1004 people.yaml:2:3 login `Nora` cannot become a name in the database"
                                + " (use a to z, 0 to 9 and `_`, at most 41 characters, not reserved)",
                        "SP1003 people.yaml:3:3 person `omar` has no `name` (add `name:`, as people"
                                + " say it)",
                        "SP1002 people.yaml:4:30 unknown key `group` in person `bella` (did you"
                                + " mean `groups`?)",
                        "SP1001 people.yaml:5:38 `groups` of person `ana` is not a list (write"
                                + " `[…]`)",
                        "SP1002 people.yaml:6:29 unknown key `password` in person `frank` (use one"
                                + " of `attributes`, `groups`, `name`, `renamed_from`,"
                                + " `suspended`)",
                        "SP1001 people.yaml:7:48 a value of `clinics` is not a constant (write a"
                                + " word, a number or a list of them)",
                        "SP1004 people.yaml:7:56 attribute `Staff-Id` is not a plain name (use a to"
                                + " z, 0 to 9 and `_`, at most 41 characters)");
    }

    @Test
    void knowsWhoIsSuspendedRenamedAndGone() throws IOException {
        DirectoryReading reading =
                read(
                        """
                        people:
                          nora: {name: Nora Quinn, suspended: true}
                          bea: {name: Bea Bell, renamed_from: beatrix}
                        removed:
                          omar: {reassign_to: hosp_owner}
                          ana: {}
                        """);

        Directory directory = ((DirectoryReading.Accepted) reading).directory();
        assertThat(directory.people().values())
                .extracting(Directory.Person::suspended)
                .containsExactly(true, false);
        assertThat(directory.people().values())
                .extracting(Directory.Person::renamedFrom)
                .containsExactly(Optional.empty(), Optional.of("beatrix"));
        assertThat(directory.removed().values())
                .extracting(Directory.Removal::reassignTo)
                .containsExactly(Optional.of("hosp_owner"), Optional.empty());
    }

    @Test
    void refusesALoginOfTwo() throws IOException {
        DirectoryReading reading =
                read(
                        """
                        people:
                          nora: {name: Nora Quinn}
                          bea: {name: Bea Bell, renamed_from: nora}
                        removed: {nora: {}}
                        """);

        assertThat(((DirectoryReading.Rejected) reading).problems().stream().map(Object::toString))
                .hasSize(2)
                .anyMatch(problem -> problem.contains("`nora` is both removed and somebody's"))
                .anyMatch(problem -> problem.contains("`bea` is renamed from `nora`, which is"));
    }

    @Test
    void refusesAFileThatIsNotThere() {
        DirectoryReading reading = DirectoryReader.read(folder.resolve("people.yaml"));

        assertThat(((DirectoryReading.Rejected) reading).problems())
                .singleElement()
                .hasToString("SP1005 people.yaml not a file (put a regular file here)");
    }

    @Test
    void refusesAFileWithoutPeople() throws IOException {
        assertThat(((DirectoryReading.Rejected) read("version: 1\n")).problems())
                .singleElement()
                .hasToString(
                        "SP1003 people.yaml:1:1 the file of people has no `people` (add `people:"
                                + " {login: {name: …, groups: […]}}`)");
    }

    @Test
    void readsAgentsAndServicesWithTheirOwners() throws IOException {
        DirectoryReading reading =
                read(
                        """
                        people: {nora: {name: Nora Quinn}}
                        agents: {helper: {owner: nora}}
                        services:
                          feed:
                            owner: nora
                            workload: {issuer: "https://kubernetes.example", subject: "system:serviceaccount:a:b"}
                        """);

        assertThat(((DirectoryReading.Accepted) reading).directory().programs())
                .containsOnly(
                        Map.entry(
                                "helper",
                                new Program(
                                        AskerKind.AGENTS,
                                        "helper",
                                        "nora",
                                        Optional.empty(),
                                        Place.line("people.yaml", 2))),
                        Map.entry(
                                "feed",
                                new Program(
                                        AskerKind.SERVICES,
                                        "feed",
                                        "nora",
                                        Optional.of(
                                                new Workload(
                                                        "https://kubernetes.example",
                                                        "system:serviceaccount:a:b")),
                                        Place.line("people.yaml", 4))));
    }

    /** Whatever a token says is compared to the letter, so nothing may look like a pattern. */
    @Test
    void refusesAProgramWithoutOwnerOrWithAPatternForAWorkload() throws IOException {
        DirectoryReading reading =
                read(
                        """
                        people: {nora: {name: Nora Quinn}}
                        agents:
                          both: {owner: nora}
                          helper: {}
                        services:
                          both: {owner: nora}
                          a: {owner: nora, workload: {issuer: "https://i.example", subject: "system:*"}}
                          b: {owner: nora, workload: {issuer: "elsewhere", subject: x}}
                          c: {owner: nora, workload: {issuer: "https://i.example"}}
                          Bad-name: {owner: nora}
                          sp_lens_nurse: {owner: nora, suspended: perhaps}
                        """);

        assertThat(((DirectoryReading.Rejected) reading).problems().stream().map(Object::toString))
                .satisfiesExactly(
                        owner -> assertThat(owner).startsWith("SP1003 people.yaml:4:3 agent"),
                        both -> assertThat(both).contains("`both` is both an agent and a service"),
                        star -> assertThat(star).contains("`subject` is no word of a token's"),
                        issuer -> assertThat(issuer).contains("issuer `elsewhere` of service `b`"),
                        subject -> assertThat(subject).contains("has no `subject`"),
                        name -> assertThat(name).contains("service `Bad-name` cannot become"),
                        ours -> assertThat(ours).contains("service `sp_lens_nurse` cannot become"),
                        flag -> assertThat(flag).contains("suspended"));
    }

    private DirectoryReading read(String text) throws IOException {
        return DirectoryReader.read(Files.writeString(folder.resolve("people.yaml"), text));
    }
}
