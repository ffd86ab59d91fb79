package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP1001;
import static dev.sallyport.problem.ProblemCode.SP1002;

import dev.sallyport.problem.Place;
import dev.sallyport.problem.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A YAML file that is no policy, read as strictly as one: words by their keys.
 *
 * @param words by key, the sections before it joined by dots, as in {@code listen.port}
 * @param problems everything wrong, in file order
 */
public record KeyedFile(Map<String, Word> words, List<Problem> problems) {

    /** One word and where it stands. */
    public record Word(String text, Place place) {}

    public KeyedFile {
        words = Map.copyOf(words);
        problems = List.copyOf(problems);
    }

    /**
     * @param known every key there may be, with its sections; {@code *} between dots stands for any
     */
    public static KeyedFile read(Path file, Collection<String> known) {
        Problems problems = new Problems();
        Map<String, Word> words = new LinkedHashMap<>();
        PolicyFiles.read(file, problems)
                .flatMap(content -> YamlParser.parse(content.name(), content.text(), problems))
                .ifPresent(tree -> section(tree, "", "", known, words, problems));
        return new KeyedFile(words, problems.listed());
    }

    private static void section(
            Yaml value,
            String prefix,
            String pattern,
            Collection<String> known,
            Map<String, Word> words,
            Problems problems) {
        String what = prefix.isEmpty() ? "the file" : Words.quoted(prefix);
        for (Yaml.Entry entry : Fields.entries(value, what, problems)) {
            String key = below(prefix, entry.key().text());
            String named = below(pattern, entry.key().text());
            String any = below(pattern, "*");
            if (known.contains(named) || known.contains(any)) {
                word(entry.value(), key, problems).ifPresent(word -> words.put(key, word));
            } else if (isSection(named, known)) {
                section(entry.value(), key, named, known, words, problems);
            } else if (isSection(any, known)) {
                section(entry.value(), key, any, known, words, problems);
            } else {
                problems.add(
                        entry.key().place(),
                        SP1002,
                        "unknown key " + Words.quoted(key),
                        Words.suggestion(
                                key,
                                beside(pattern, known).stream()
                                        .map(one -> prefix + one.substring(pattern.length()))
                                        .toList()));
            }
        }
    }

    private static String below(String section, String key) {
        return section.isEmpty() ? key : section + "." + key;
    }

    private static boolean isSection(String key, Collection<String> known) {
        return known.stream().anyMatch(one -> one.startsWith(key + "."));
    }

    /** What could stand where the unknown key stands. */
    private static Collection<String> beside(String prefix, Collection<String> known) {
        String start = prefix.isEmpty() ? "" : prefix + ".";
        List<String> beside = new ArrayList<>();
        for (String key : known) {
            if (key.startsWith(start)) {
                int dot = key.indexOf('.', start.length());
                beside.add(dot < 0 ? key : key.substring(0, dot));
            }
        }
        return beside.stream().distinct().toList();
    }

    /** Never shows what stands there: it may be a secret in the wrong place. */
    private static Optional<Word> word(Yaml value, String key, Problems problems) {
        if (value instanceof Yaml.Scalar scalar && scalar.kind() != Yaml.Kind.NULL) {
            return Optional.of(new Word(scalar.text(), scalar.place()));
        }
        if (!value.isBroken()) {
            problems.add(
                    value.place(), SP1001, Words.quoted(key) + " is not one word", "write one");
        }
        return Optional.empty();
    }
}
