package dev.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.problem.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the writer of people to their reader. */
final class DirectoryWriterTest {
    private static final Place PLACE = new Place("directory", 0, 0);
    private static final int ROUNDS = 200;

    /** What YAML, a terminal or a person could take for something else. */
    private static final List<String> WORDS =
            List.of(
                    "nurses",
                    "Nora \"N\" Quinn",
                    "true",
                    "null",
                    "~",
                    "0x1F",
                    "1e3",
                    "007",
                    "- a",
                    "a: b # c",
                    "{x}",
                    "Zoë Łukasz",
                    "李 四",
                    "\uD83D\uDE00",
                    "back\\slash",
                    "tab\there",
                    "line\nbreak",
                    "\u2028\u0085\u00a0",
                    "*alias",
                    "&anchor",
                    "!tag",
                    "yes",
                    "42");

    @TempDir private Path folder;

    @Test
    void writesOneLineForEachInOrder() {
        Directory directory =
                new Directory(
                        Map.of(
                                "omar",
                                new Directory.Person(
                                        "omar",
                                        "Omar",
                                        Set.of(),
                                        Map.of(),
                                        true,
                                        Optional.of("om"),
                                        PLACE),
                                "nora",
                                new Directory.Person(
                                        "nora",
                                        "Nora Quinn",
                                        Set.of("nurses", "icu"),
                                        Map.of("clinics", List.of("1", "x 2")),
                                        PLACE)),
                        Map.of("lea", new Directory.Removal("lea", Optional.of("heirs"), PLACE)),
                        Map.of(
                                "helper",
                                new Program(
                                        AskerKind.AGENTS,
                                        "helper",
                                        "nora",
                                        Optional.empty(),
                                        PLACE),
                                "feed",
                                new Program(
                                        AskerKind.SERVICES,
                                        "feed",
                                        "omar",
                                        Optional.of(new Workload("https://i.example", "a:b")),
                                        true,
                                        PLACE)));

        assertThat(DirectoryWriter.write(directory))
                .isEqualTo(
                        """
                        version: 1

                        people:
                          nora: {name: "Nora Quinn", groups: [icu, nurses], attributes: {clinics: ["1", "x 2"]}}
                          omar: {name: "Omar", groups: [], suspended: true, renamed_from: om}

                        agents:
                          helper: {owner: nora}

                        services:
                          feed: {owner: omar, workload: {issuer: "https://i.example", subject: "a:b"}, suspended: true}

                        removed:
                          lea: {reassign_to: heirs}
                        """);
    }

    @Test
    void isReadBackAsTheSamePeopleWhateverTheyAreCalled() throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < ROUNDS; round++) {
            Directory directory = directory(random);
            String text = DirectoryWriter.write(directory);
            Path file = Files.writeString(folder.resolve("people.yaml"), text);

            assertThat(DirectoryReader.read(file))
                    .isInstanceOfSatisfying(
                            DirectoryReading.Accepted.class,
                            read -> {
                                assertThat(unplaced(read.directory())).isEqualTo(directory);
                                assertThat(DirectoryWriter.write(read.directory())).isEqualTo(text);
                            });
        }
    }

    private static Directory directory(SplittableRandom random) {
        Map<String, Directory.Person> people = new LinkedHashMap<>();
        Map<String, Directory.Removal> removed = new LinkedHashMap<>();
        for (int i = 0; i < random.nextInt(6); i++) {
            String login = random.nextInt(9) == 0 ? "true" : "p" + i;
            people.put(
                    login,
                    new Directory.Person(
                            login,
                            word(random),
                            new TreeSet<>(words(random)),
                            random.nextBoolean() ? Map.of() : Map.of("clinics", words(random)),
                            random.nextBoolean(),
                            random.nextBoolean() ? Optional.empty() : Optional.of("old" + i),
                            PLACE));
            Optional<String> heir = random.nextBoolean() ? Optional.empty() : Optional.of("heir");
            removed.put("gone" + i, new Directory.Removal("gone" + i, heir, PLACE));
        }
        return new Directory(people, removed);
    }

    private static String word(SplittableRandom random) {
        return WORDS.get(random.nextInt(WORDS.size()));
    }

    private static List<String> words(SplittableRandom random) {
        List<String> words = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            words.add(word(random));
        }
        return words;
    }

    private static Directory unplaced(Directory directory) {
        return new Directory(
                directory.people().values().stream()
                        .map(person ->
                                new Directory.Person(
                                        person.login(),
                                        person.name(),
                                        person.groups(),
                                        person.attributes(),
                                        person.suspended(),
                                        person.renamedFrom(),
                                        PLACE))
                        .collect(Collectors.toMap(Directory.Person::login, one -> one)),
                directory.removed().values().stream()
                        .map(one -> new Directory.Removal(one.login(), one.reassignTo(), PLACE))
                        .collect(Collectors.toMap(Directory.Removal::login, one -> one)));
    }
}
