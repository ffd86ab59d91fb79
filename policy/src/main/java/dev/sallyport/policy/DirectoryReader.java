package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP1004;

import java.nio.file.Path;
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

    private final Problems problems = new Problems();

    private DirectoryReader() {}

    public static DirectoryReading read(Path file) {
        DirectoryReader reader = new DirectoryReader();
        Map<String, Directory.Person> people = new LinkedHashMap<>();
        reader.tree(file).ifPresent(tree -> people.putAll(reader.people(tree)));
        return reader.problems.isEmpty()
                ? new DirectoryReading.Accepted(new Directory(people))
                : new DirectoryReading.Rejected(reader.problems.listed());
    }

    private Optional<Yaml> tree(Path file) {
        return PolicyFiles.read(file, problems)
                .flatMap(content -> YamlParser.parse(content.name(), content.text(), problems));
    }

    private Map<String, Directory.Person> people(Yaml tree) {
        Map<String, Directory.Person> people = new LinkedHashMap<>();
        Fields fields = Fields.of(tree, "the file of people", problems, KEYS);
        Optional<Yaml> listed =
                fields.required("people", "add `people: {login: {name: …, groups: […]}}`");
        if (listed.isPresent()) {
            for (Yaml.Entry entry : Fields.entries(listed.get(), "`people`", problems)) {
                people.put(entry.key().text(), person(entry));
            }
        }
        return people;
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
        fields.words("groups").forEach(word -> groups.add(word.text()));
        Map<String, List<String>> attributes = new LinkedHashMap<>();
        if (fields.value("attributes").isPresent()) {
            for (Yaml.Entry attribute :
                    Fields.entries(fields.value("attributes").get(), "`attributes`", problems)) {
                attributes.put(attribute.key().text(), Attributes.values(attribute, problems));
            }
        }
        return new Directory.Person(
                login,
                fields.requiredText("name", "add `name:`, as people say it"),
                groups,
                attributes,
                CatalogReader.line(entry));
    }
}
