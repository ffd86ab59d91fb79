package dev.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.sallyport.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The schema we ship, judged by a validator that is not ours, and the reader accept and refuse the
 * same documents as far as their form goes.
 */
final class AgreementTest {
    private static final int MUTATIONS =
            Integer.getInteger(
                    "sallyport.agreement", Boolean.getBoolean("sallyport.full") ? 500 : 60);
    private static final long SEED = Long.getLong("sallyport.seed", 42);

    private static final Set<String> FORM = Set.of("SP1001", "SP1002", "SP1003", "SP1004");

    /** Of the same codes, and yet about what words mean together: no schema can know. */
    private static final Pattern MEANING =
            Pattern.compile(
                    "duplicate|is not of length|cannot become a name in the database|on the whole"
                            + " database|is not a date|is not a length of time|exported and not"
                            + " seen|gives longer than|replaced by itself|a review of"
                            + " nothing|unknown time zone|is not a part of a day|a condition"
                            + " longer|is a table|says nothing beside|`rule` has no|has no `on`");

    private static final Schema SCHEMA =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(PolicySchema.json());

    @TempDir private Path folder;

    @Test
    void acceptsTheExamples() throws IOException {
        for (Path policy : examples()) {
            for (Path file : files(policy)) {
                assertThat(judge(JsonText.of(document(file)))).as("%s", file).isEmpty();
            }
            assertThat(PolicyReader.read(policy)).isInstanceOf(PolicyReading.Accepted.class);
        }
    }

    @Test
    void refusesTheSameDocuments() throws IOException {
        List<String> keys = keys();
        for (Path policy : examples()) {
            for (Path file : files(policy)) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
            for (Path file : files(policy)) {
                for (int i = 0; i < MUTATIONS; i++) {
                    Random random = new Random(SEED + i);
                    Map<String, @Nullable Object> document = document(file);
                    for (int n = random.nextInt(2); n >= 0; n--) {
                        Documents.spoil(document, keys, random);
                    }
                    agree(file.getFileName().toString(), JsonText.of(document), SEED + i);
                }
                Files.writeString(folder.resolve(file.getFileName()), Files.readString(file));
            }
            for (Path file : files(policy)) {
                Files.delete(folder.resolve(file.getFileName()));
            }
        }
    }

    private void agree(String name, String text, long seed) throws IOException {
        Files.writeString(folder.resolve(name), text);
        List<String> schema = judge(text);
        List<String> grammar = misfits(text);
        List<String> reader = form(name);
        String what = "seed " + seed + " " + name + "\nschema " + schema + "\ngrammar " + grammar;

        assertThat(grammar.isEmpty()).as("%s", what).isEqualTo(schema.isEmpty());
        if (schema.isEmpty()) {
            assertThat(reader).as("%s", what).isEmpty();
        } else {
            assertThat(PolicyReader.read(folder))
                    .as("%s", what)
                    .isInstanceOf(PolicyReading.Rejected.class);
        }
    }

    private static List<String> judge(String text) {
        return SCHEMA.validate(text, InputFormat.JSON).stream().map(Object::toString).toList();
    }

    private static List<String> misfits(String text) {
        Yaml tree = YamlParser.parse("", text, new Problems()).orElseThrow();
        return ShapeCheck.of(tree, Grammar.policy(), Grammar.definitions()).stream()
                .map(misfit -> misfit.code() + " " + misfit.message())
                .toList();
    }

    private List<String> form(String file) {
        return switch (PolicyReader.read(folder)) {
            case PolicyReading.Accepted ignored -> List.of();
            case PolicyReading.Rejected(var problems) ->
                    problems.stream()
                            .filter(problem -> isForm(problem, file))
                            .map(Object::toString)
                            .toList();
        };
    }

    private static boolean isForm(Problem problem, String file) {
        return FORM.contains(problem.code().name())
                && problem.place().map(place -> place.file().equals(file)).orElse(false)
                && !MEANING.matcher(problem.message()).find();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> document(Path file) throws IOException {
        Optional<Yaml> tree = YamlParser.parse("", Files.readString(file), new Problems());
        return (Map<String, @Nullable Object>)
                Objects.requireNonNull(Documents.copyOf(tree.orElseThrow()));
    }

    /** Every key of the language, each somewhere else than where it belongs as well. */
    private static List<String> keys() throws IOException {
        Set<String> keys = new TreeSet<>();
        Pattern key = Pattern.compile("\"([a-z_]+)\": \\{");
        key.matcher(PolicySchema.json()).results().forEach(found -> keys.add(found.group(1)));
        return new ArrayList<>(keys);
    }

    private static List<Path> examples() throws IOException {
        try (Stream<Path> folders =
                Files.walk(HospitalExampleTest.HOSPITAL.resolveSibling(""), 2)) {
            return folders.filter(path -> path.endsWith("policy")).sorted().toList();
        }
    }

    private static List<Path> files(Path policy) throws IOException {
        try (Stream<Path> files = Files.list(policy)) {
            return files.filter(path -> path.toString().endsWith(".yaml")).sorted().toList();
        }
    }
}
