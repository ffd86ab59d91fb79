package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP1101;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads classes by name, by the start of their names as {@code phi.*}, or {@code any} of them. */
final class ClassNames {
    private static final String ANY = "any";

    private final Set<String> known;
    private final Problems problems;

    ClassNames(Set<String> known, Problems problems) {
        this.known = known;
        this.problems = problems;
    }

    /** Empty where the key is absent. */
    Set<String> read(Fields fields, String key) {
        List<Yaml.Scalar> words = fields.wordOrWords(key);
        Set<String> classes = new LinkedHashSet<>();
        words.forEach(word -> classes.addAll(meant(word)));
        return classes;
    }

    private Set<String> meant(Yaml.Scalar word) {
        String text = word.text();
        if (text.equals(ANY)) {
            return known;
        }
        Set<String> meant = new LinkedHashSet<>();
        boolean start = text.endsWith(".*") && text.length() > 2;
        known.stream()
                .filter(name ->
                        start
                                ? name.startsWith(text.substring(0, text.length() - 1))
                                : name.equals(text))
                .forEach(meant::add);
        if (meant.isEmpty()) {
            problems.add(
                    word.place(),
                    SP1101,
                    "unknown class " + Words.quoted(text),
                    Words.suggestion(text, known));
        }
        return meant;
    }
}
