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

/** Reads a file of people: logins with names, groups and attributes; never a secret. */
public final class DirectoryReader {
    private static final List<String> KEYS = List.of("version", "people");
    private static final List<String> PERSON = List.of("name", "groups", "attributes");

    /** What is wrong with people, which is told only where the whole file could be read. */
    private final Problems problems = new Problems();

    private final Map<String, Directory.Person> people = new LinkedHashMap<>();
    private final Map<String, String> words = new HashMap<>();

    private DirectoryReader() {}

    public static DirectoryReading read(Path file) {
        Problems problems = new Problems();
        DirectoryReader reader = new DirectoryReader();
        PolicyFiles.read(file, problems)
                .flatMap(content -> reader.tree(content, problems))
                .ifPresent(tree -> reader.people(tree, problems));
        return problems.isEmpty()
                ? new DirectoryReading.Accepted(new Directory(reader.people))
                : new DirectoryReading.Rejected(problems.listed());
    }

    private Optional<Yaml> tree(PolicyFiles.Content content, Problems found) {
        return YamlParser.parse(
                content.name(),
                content.text(),
                found,
                Map.of("people", entry -> people.put(entry.key().text(), person(entry))));
    }

    private void people(Yaml tree, Problems found) {
        Fields fields = Fields.of(tree, "the file of people", found, KEYS);
        fields.required("people", "add `people: {login: {name: …, groups: […]}}`")
                .ifPresent(listed -> Fields.entries(listed, "`people`", found));
        found.add(problems);
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
                CatalogReader.line(entry));
    }

    /** Thousands are in one group; its name is kept once. */
    private String once(Yaml.Scalar word) {
        return words.computeIfAbsent(word.text(), text -> text);
    }
}
