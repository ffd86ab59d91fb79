package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.policy.Directory;
import dev.sallyport.policy.Directory.Person;
import dev.sallyport.policy.DirectoryReader;
import dev.sallyport.policy.DirectoryReading;
import dev.sallyport.problem.Place;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** For whom the directory speaks of it counts, in every apply; for everybody else the file does. */
final class ToldPeopleTest {
    private static final Place PLACE = new Place("directory", 0, 0);

    private static final String WRITTEN =
            """
            version: 1
            people:
              nora: {name: Nora Quinn, groups: [nurses]}
              omar: {name: Omar Haddad, groups: [physicians]}
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private DataDirectory directory;

    @BeforeEach
    void open() throws IOException {
        directory = DataDirectory.open(folder.resolve("data"));
    }

    @AfterEach
    void close() throws IOException {
        directory.close();
    }

    @Test
    void leavesTheFileAsItIsWhileTheDirectorySaysNothing() throws IOException {
        PolicyFiles files = files(WRITTEN);

        assertThat(ToldPeople.in(directory).over(files)).isSameAs(files);
    }

    @Test
    void countsOverTheFileForWhomItSpeaksOf() throws IOException {
        var gone = new Directory.Removal("omar", Optional.empty(), PLACE);
        ToldPeople.in(directory)
                .keep(
                        new Directory(
                                Map.of(
                                        "nora",
                                        person("nora", "auditors"),
                                        "zoe",
                                        person("zoe", "nurses")),
                                Map.of("omar", gone)));

        Directory read = read(ToldPeople.in(directory).over(files(WRITTEN)));

        assertThat(read.people()).containsOnlyKeys("nora", "zoe");
        assertThat(read.people())
                .hasEntrySatisfying(
                        "nora", nora -> assertThat(nora.groups()).containsExactly("auditors"));
        assertThat(read.removed()).containsOnlyKeys("omar");
    }

    @Test
    void keepsWhoWasCutOffSuspendedThoughNothingWasAppliedSince() throws IOException {
        ToldPeople.in(directory).keep(new Directory(Map.of("zoe", person("zoe", "nurses"))));
        ToldPeople.in(directory).cut(Set.of("zoe", "nobody"));

        Directory read = read(ToldPeople.in(directory).over(files(WRITTEN)));

        assertThat(read.isAtWork("zoe")).isFalse();
        assertThat(read.isAtWork("nora")).isTrue();
        assertThat(read.people()).doesNotContainKey("nobody");
    }

    @Test
    void leavesMistakesOfTheFileToWhoeverTellsThem() throws IOException {
        ToldPeople.in(directory).keep(new Directory(Map.of("zoe", person("zoe", "nurses"))));
        PolicyFiles broken = files("people: [");

        assertThat(ToldPeople.in(directory).over(broken)).isSameAs(broken);
    }

    private static Person person(String login, String group) {
        return new Person(login, login, Set.of(group), Map.of("clinics", List.of("1")), PLACE);
    }

    private static PolicyFiles files(String people) {
        return new PolicyFiles(
                Collections.unmodifiableSortedMap(new TreeMap<>()),
                Optional.of(people.getBytes(StandardCharsets.UTF_8)));
    }

    private static Directory read(PolicyFiles files) {
        String text = new String(files.people().orElseThrow(), StandardCharsets.UTF_8);
        return switch (DirectoryReader.read("people.yaml", text)) {
            case DirectoryReading.Accepted(Directory directory) -> directory;
            case DirectoryReading.Rejected(var problems) ->
                    throw new AssertionError(problems.toString());
        };
    }
}
