package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP1001;
import static dev.sallyport.problem.ProblemCode.SP1002;
import static dev.sallyport.problem.ProblemCode.SP1003;
import static dev.sallyport.problem.ProblemCode.SP1004;

import dev.sallyport.problem.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The fields of one thing in a file: what is unknown, missing or of a wrong kind is a problem. */
final class Fields {
    private final String what;
    private final Place place;
    private final Problems problems;
    private final Map<String, Yaml.Entry> entries = new LinkedHashMap<>();
    private final boolean broken;

    private Fields(Yaml value, String what, Problems problems, Place place) {
        this.what = what;
        this.place = place;
        this.problems = problems;
        this.broken = !(value instanceof Yaml.Mapping);
    }

    /**
     * @param what how the thing is called in messages, as in {@code role `nurse`}
     * @param known every key it may have
     */
    static Fields of(Yaml value, String what, Problems problems, List<String> known) {
        return of(value, what, problems, known, value.place());
    }

    /** A thing with a name: what is missing is reported at the name. */
    static Fields named(Yaml.Entry entry, String what, Problems problems, List<String> known) {
        return of(entry.value(), what, problems, known, entry.key().place());
    }

    private static Fields of(
            Yaml value, String what, Problems problems, List<String> known, Place place) {
        Fields fields = new Fields(value, what, problems, place);
        for (Yaml.Entry entry : entries(value, what, problems)) {
            String key = entry.key().text();
            if (known.contains(key)) {
                fields.entries.put(key, entry);
            } else {
                problems.add(
                        entry.key().place(),
                        SP1002,
                        "unknown key " + Words.quoted(key) + " in " + what,
                        Words.suggestion(key, known));
            }
        }
        return fields;
    }

    /** The entries of a mapping whose keys are names. */
    static List<Yaml.Entry> entries(Yaml value, String what, Problems problems) {
        if (value instanceof Yaml.Mapping mapping) {
            return mapping.entries();
        }
        if (!value.isBroken()) {
            problems.add(value.place(), SP1001, what + " is not a mapping", "write `key: value`");
        }
        return List.of();
    }

    static List<Yaml> items(Yaml value, String what, Problems problems) {
        if (value instanceof Yaml.Sequence sequence) {
            return sequence.items();
        }
        if (!value.isBroken()) {
            problems.add(value.place(), SP1001, what + " is not a list", "write `[…]`");
        }
        return List.of();
    }

    /** A scalar that YAML takes for text. */
    static Optional<Yaml.Scalar> word(Yaml value, String what, Problems problems) {
        if (value instanceof Yaml.Scalar scalar && scalar.kind() == Yaml.Kind.TEXT) {
            return Optional.of(scalar);
        }
        if (value instanceof Yaml.Scalar scalar && scalar.kind() != Yaml.Kind.NULL) {
            String quotes = "put it in quotes: `\"" + Words.oneLine(scalar.text()) + "\"`";
            problems.add(value.place(), SP1001, what + " is not text", quotes);
        } else if (!value.isBroken()) {
            problems.add(value.place(), SP1001, what + " is not text", "write a word");
        }
        return Optional.empty();
    }

    boolean has(String key) {
        return entries.containsKey(key);
    }

    Place place() {
        return place;
    }

    Optional<Yaml> value(String key) {
        return Optional.ofNullable(entries.get(key)).map(Yaml.Entry::value);
    }

    Optional<Yaml> required(String key, String instead) {
        Optional<Yaml> value = value(key);
        if (value.isEmpty() && !broken) {
            problems.add(place, SP1003, what + " has no " + Words.quoted(key), instead);
        }
        return value;
    }

    Optional<Yaml.Scalar> word(String key) {
        return value(key).flatMap(value -> word(value, named(key), problems));
    }

    Optional<Yaml.Scalar> requiredWord(String key, String instead) {
        return required(key, instead).flatMap(value -> word(value, named(key), problems));
    }

    /** Text that is not blank; the empty string stands for what has been reported. */
    String requiredText(String key, String instead) {
        Optional<Yaml.Scalar> word = requiredWord(key, instead);
        if (word.isPresent() && word.get().text().isBlank()) {
            problems.add(word.get().place(), SP1003, named(key) + " is empty", instead);
        }
        return word.map(Yaml.Scalar::text).orElse("");
    }

    /** The words of a list; empty where the key is absent. */
    List<Yaml.Scalar> words(String key) {
        return value(key).map(value -> words(value, named(key), problems)).orElse(List.of());
    }

    static List<Yaml.Scalar> words(Yaml value, String what, Problems problems) {
        List<Yaml.Scalar> words = new ArrayList<>();
        for (Yaml item : items(value, what, problems)) {
            word(item, "an entry of " + what, problems).ifPresent(words::add);
        }
        return words;
    }

    /** One word, or a list of them. */
    List<Yaml.Scalar> wordOrWords(String key) {
        return value(key).stream()
                .flatMap(value ->
                        value instanceof Yaml.Sequence ? words(key).stream() : word(key).stream())
                .toList();
    }

    OptionalInt number(String key, int least, int most) {
        Optional<Yaml> value = value(key);
        if (value.isEmpty() || value.get().isBroken()) {
            return OptionalInt.empty();
        }
        if (value.get() instanceof Yaml.Scalar scalar && scalar.text().matches("[0-9]{1,6}")) {
            int number = Integer.parseInt(scalar.text());
            if (scalar.kind() == Yaml.Kind.NUMBER && number >= least && number <= most) {
                return OptionalInt.of(number);
            }
        }
        problems.add(
                value.get().place(),
                SP1004,
                named(key) + " is not a whole number in range",
                "write " + least + " to " + most);
        return OptionalInt.empty();
    }

    private String named(String key) {
        return Words.quoted(key) + " of " + what;
    }
}
