package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP1004;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a file of people: logins with names, groups and attributes, and the agents and services
 * that are theirs; never a secret.
 */
public final class DirectoryReader {
    private static final List<String> KEYS =
            List.of("version", "people", "agents", "services", "removed");
    private static final List<String> PERSON =
            List.of("name", "groups", "attributes", "suspended", "renamed_from");
    private static final List<String> REMOVAL = List.of("reassign_to");

    /** What is wrong with people, which is told only where the whole file could be read. */
    private final Problems problems = new Problems();

    private final Map<String, Directory.Person> people = new LinkedHashMap<>();
    private final Map<String, Directory.Removal> removed = new LinkedHashMap<>();
    private final Map<String, Program> programs = new LinkedHashMap<>();
    private final Map<String, String> words = new HashMap<>();

    private DirectoryReader() {}

    public static DirectoryReading read(Path file) {
        Problems problems = new Problems();
        return PolicyFiles.read(file, problems)
                .map(content -> read(content.name(), content.text(), problems))
                .orElseGet(() -> new DirectoryReading.Rejected(problems.listed()));
    }

    /**
     * @param name what the text is called in messages
     */
    public static DirectoryReading read(String name, String text) {
        return read(name, text, new Problems());
    }

    private static DirectoryReading read(String name, String text, Problems problems) {
        DirectoryReader reader = new DirectoryReader();
        reader.tree(name, text, problems).ifPresent(tree -> reader.people(tree, problems));
        return problems.isEmpty()
                ? new DirectoryReading.Accepted(
                        new Directory(reader.people, reader.removed, reader.programs))
                : new DirectoryReading.Rejected(problems.listed());
    }

    private Optional<Yaml> tree(String name, String text, Problems found) {
        return YamlParser.parse(
                name,
                text,
                found,
                Map.of("people", entry -> people.put(entry.key().text(), person(entry))));
    }

    private void people(Yaml tree, Problems found) {
        Fields fields = Fields.of(tree, "the file of people", found, KEYS);
        fields.required("people", "add `people: {login: {name: …, groups: […]}}`")
                .ifPresent(listed -> Fields.entries(listed, "`people`", found));
        found.add(problems);
        fields.value("removed").stream()
                .flatMap(listed -> Fields.entries(listed, "`removed`", found).stream())
                .forEach(entry -> removed.put(entry.key().text(), removal(entry, found)));
        people.values().forEach(person -> oneLogin(person, found));
        ProgramReader reader = new ProgramReader(found);
        reader.read(fields, AskerKind.AGENTS, programs);
        reader.read(fields, AskerKind.SERVICES, programs);
    }

    private Directory.Removal removal(Yaml.Entry entry, Problems found) {
        String login = entry.key().text();
        if (people.containsKey(login)) {
            found.add(
                    entry.key().place(),
                    SP1004,
                    "login " + Words.quoted(login) + " is both removed and somebody's",
                    "give the person another login; one that was removed is nobody's again");
        }
        Fields fields = Fields.named(entry, "removal " + Words.quoted(login), found, REMOVAL);
        return new Directory.Removal(
                login,
                fields.word("reassign_to").map(Yaml.Scalar::text),
                CatalogReader.line(entry));
    }

    private void oneLogin(Directory.Person person, Problems found) {
        person.renamedFrom()
                .filter(people::containsKey)
                .ifPresent(old ->
                        found.add(
                                person.place(),
                                SP1004,
                                "login "
                                        + Words.quoted(person.login())
                                        + " is renamed from "
                                        + Words.quoted(old)
                                        + ", which is somebody's",
                                "take one of the two out"));
    }

    private Directory.Person person(Yaml.Entry entry) {
        String login = entry.key().text();
        if (!Names.isNative(login)) {
            problems.add(
                    entry.key().place(),
                    SP1004,
                    "login " + Words.quoted(login) + " cannot become a name in the database",
                    "use a to z, 0 to 9 and `_`, at most 41 characters, not reserved");
        }
        Fields fields = Fields.named(entry, "person " + Words.quoted(login), problems, PERSON);
        Set<String> groups = new LinkedHashSet<>();
        fields.words("groups").forEach(word -> groups.add(once(word)));
        Map<String, List<String>> attributes = new LinkedHashMap<>();
        if (fields.value("attributes").isPresent()) {
            for (Yaml.Entry attribute :
                    Fields.entries(fields.value("attributes").get(), "`attributes`", problems)) {
                attributes.put(once(attribute.key()), Attributes.values(attribute, problems));
            }
        }
        return new Directory.Person(
                login,
                fields.requiredText("name", "add `name:`, as people say it"),
                groups,
                attributes,
                Flags.read(fields, "suspended", problems).orElse(false),
                fields.word("renamed_from").map(Yaml.Scalar::text),
                CatalogReader.line(entry));
    }

    /** Thousands are in one group; its name is kept once. */
    private String once(Yaml.Scalar word) {
        return words.computeIfAbsent(word.text(), text -> text);
    }
}
