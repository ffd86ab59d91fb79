package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP1001;
import static dev.sallyport.problem.ProblemCode.SP1002;
import static dev.sallyport.problem.ProblemCode.SP1003;
import static dev.sallyport.problem.ProblemCode.SP1004;

import dev.sallyport.problem.Place;
import dev.sallyport.problem.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Holds a file to the grammar. The readers know a thing by its name and tell a mistake better; what
 * they had no reason to look at is told here, so that nothing that does not fit is ever taken.
 */
final class ShapeCheck {
    /** Of the grammar, which does not change. */
    private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

    private final Map<String, Shape> definitions;
    private final List<Misfit> misfits = new ArrayList<>();

    private ShapeCheck(Map<String, Shape> definitions) {
        this.definitions = definitions;
    }

    /**
     * A place that does not fit.
     *
     * @param owner the name of the thing it belongs to, where the readers tell what is missing
     */
    record Misfit(Place place, Place owner, ProblemCode code, String message, String instead) {}

    static List<Misfit> of(Yaml file, Shape shape, Map<String, Shape> definitions) {
        ShapeCheck check = new ShapeCheck(definitions);
        check.check(file, shape, file.place());
        return List.copyOf(check.misfits);
    }

    private void check(Yaml value, Shape shape, Place owner) {
        if (value.isBroken()) {
            return;
        }
        if (!isOfType(value, shape)) {
            add(value.place(), owner, SP1001, "a value of another type", "write " + type(shape));
            return;
        }
        switch (shape) {
            case Shape.Word word -> word((Yaml.Scalar) value, word, owner);
            case Shape.OneOf(var words) -> oneOf((Yaml.Scalar) value, words, owner);
            case Shape.Whole whole -> whole((Yaml.Scalar) value, whole, owner);
            case Shape.Flag(var values) -> {
                if (!values.contains(((Yaml.Scalar) value).text().equals("true"))) {
                    add(value.place(), owner, SP1001, "says nothing", "leave it out");
                }
            }
            case Shape.Constant ignored -> {}
            case Shape.Nothing ignored -> {}
            case Shape.Items items -> items((Yaml.Sequence) value, items, owner);
            case Shape.Named named -> named((Yaml.Mapping) value, named, owner);
            case Shape.ByName(var patterns) -> byName((Yaml.Mapping) value, patterns);
            case Shape.Keys keys -> keys((Yaml.Mapping) value, keys, owner);
            case Shape.OrEmpty(var keys) -> {
                if (!((Yaml.Mapping) value).entries().isEmpty()) {
                    keys((Yaml.Mapping) value, keys, owner);
                }
            }
            case Shape.ByKind kinds -> byKind((Yaml.Mapping) value, kinds, owner);
            case Shape.Either(var shapes) -> either(value, shapes, owner);
            case Shape.Reference(var name) -> check(value, named(name), owner);
        }
    }

    private boolean isOfType(Yaml value, Shape shape) {
        return switch (shape) {
            case Shape.Word ignored -> is(value, Yaml.Kind.TEXT);
            case Shape.OneOf ignored -> is(value, Yaml.Kind.TEXT);
            case Shape.Whole ignored -> is(value, Yaml.Kind.NUMBER);
            case Shape.Flag ignored -> is(value, Yaml.Kind.BOOLEAN);
            case Shape.Constant ignored ->
                    value instanceof Yaml.Scalar && !is(value, Yaml.Kind.NULL);
            case Shape.Nothing ignored -> is(value, Yaml.Kind.NULL);
            case Shape.Items ignored -> value instanceof Yaml.Sequence;
            case Shape.Named ignored -> value instanceof Yaml.Mapping;
            case Shape.ByName ignored -> value instanceof Yaml.Mapping;
            case Shape.Keys ignored -> value instanceof Yaml.Mapping;
            case Shape.OrEmpty ignored -> value instanceof Yaml.Mapping;
            case Shape.ByKind ignored -> value instanceof Yaml.Mapping;
            case Shape.Either(var shapes) -> shapes.stream().anyMatch(one -> isOfType(value, one));
            case Shape.Reference(var name) -> isOfType(value, named(name));
        };
    }

    private static boolean is(Yaml value, Yaml.Kind kind) {
        return value instanceof Yaml.Scalar scalar && scalar.kind() == kind;
    }

    private String type(Shape shape) {
        return switch (shape) {
            case Shape.Word word -> word.pattern().isEmpty() ? "a word" : "text";
            case Shape.OneOf(var words) -> "one of " + Words.quoted(words);
            case Shape.Whole(int least, int most) -> least + " to " + most;
            case Shape.Flag ignored -> "`true` or `false`";
            case Shape.Constant ignored -> "a constant";
            case Shape.Nothing ignored -> "`null`";
            case Shape.Items ignored -> "`[…]`";
            case Shape.Named ignored -> "`key: value`";
            case Shape.ByName ignored -> "`key: value`";
            case Shape.Keys ignored -> "`key: value`";
            case Shape.OrEmpty ignored -> "`key: value`";
            case Shape.ByKind ignored -> "`key: value`";
            case Shape.Either(var shapes) ->
                    String.join(" or ", shapes.stream().map(this::type).toList());
            case Shape.Reference(var name) -> type(named(name));
        };
    }

    private Shape named(String name) {
        return Optional.ofNullable(definitions.get(name)).orElseThrow();
    }

    private void word(Yaml.Scalar value, Shape.Word word, Place owner) {
        if (!fits(value.text(), word)) {
            String message = Words.quoted(value.text()) + " does not fit";
            add(value.place(), owner, SP1004, message, word.instead());
        }
    }

    private static boolean fits(String text, Shape.Word word) {
        return word.pattern().isEmpty() || finds(word.pattern().get(), text);
    }

    private static boolean finds(String pattern, String text) {
        return PATTERNS.computeIfAbsent(pattern, Pattern::compile).matcher(text).find();
    }

    private void oneOf(Yaml.Scalar value, List<String> words, Place owner) {
        if (!words.contains(value.text())) {
            String message = "unknown word " + Words.quoted(value.text());
            add(value.place(), owner, SP1004, message, Words.suggestion(value.text(), words));
        }
    }

    private void whole(Yaml.Scalar value, Shape.Whole whole, Place owner) {
        boolean fits =
                value.text().matches("[0-9]{1,9}")
                        && Integer.parseInt(value.text()) >= whole.least()
                        && Integer.parseInt(value.text()) <= whole.most();
        if (!fits) {
            String message = Words.quoted(value.text()) + " is not a whole number in range";
            add(value.place(), owner, SP1004, message, "write " + type(whole));
        }
    }

    private void items(Yaml.Sequence value, Shape.Items items, Place owner) {
        if (value.items().size() < items.least()) {
            add(value.place(), owner, SP1003, "a list too short", "add at least " + items.least());
        }
        value.items().forEach(item -> check(item, items.each(), item.place()));
    }

    private void named(Yaml.Mapping value, Shape.Named named, Place owner) {
        if (value.entries().size() < named.least()) {
            add(value.place(), owner, SP1003, "an empty mapping", "add at least one entry");
        }
        value.entries().forEach(entry -> entry(entry, named));
    }

    private void entry(Yaml.Entry entry, Shape.Named named) {
        word(entry.key(), named.name(), entry.key().place());
        check(entry.value(), named.each(), entry.key().place());
    }

    private void byName(Yaml.Mapping value, Map<String, Shape> patterns) {
        for (Yaml.Entry entry : value.entries()) {
            patterns.forEach((pattern, shape) -> {
                if (finds(pattern, entry.key().text())) {
                    check(entry.value(), shape, entry.key().place());
                }
            });
        }
    }

    private void keys(Yaml.Mapping value, Shape.Keys keys, Place owner) {
        for (Yaml.Entry entry : value.entries()) {
            Optional<Shape.Key> known = keys.key(entry.key().text());
            if (known.isPresent()) {
                check(entry.value(), known.get().shape(), entry.key().place());
            } else if (keys.others().isPresent()) {
                entry(entry, keys.others().get());
            } else {
                add(
                        entry.key().place(),
                        owner,
                        SP1002,
                        "unknown key " + Words.quoted(entry.key().text()),
                        Words.suggestion(entry.key().text(), keys.names()));
            }
        }
        for (Shape.Key key : keys.keys()) {
            if (key.presence() == Shape.Presence.REQUIRED && !has(value, key.name())) {
                missing(value, owner, Words.quoted(key.name()) + " is missing", key.description());
            }
        }
        keys.demands().forEach(demand -> demand(value, demand, owner));
    }

    private void demand(Yaml.Mapping value, Shape.Demand demand, Place owner) {
        switch (demand) {
            case Shape.Demand.AnyOf(var names, var instead) -> {
                if (names.stream().noneMatch(name -> has(value, name))) {
                    missing(value, owner, "something is missing", instead);
                }
            }
            case Shape.Demand.ExactlyOne(var names, var instead) -> {
                if (names.stream().filter(name -> has(value, name)).count() != 1) {
                    missing(value, owner, "one key is wanted", instead);
                }
            }
            case Shape.Demand.Together(var name, var with) -> {
                if (has(value, name) && !has(value, with)) {
                    String message = Words.quoted(name) + " without " + Words.quoted(with);
                    add(place(value, name), value.place(), SP1003, message, "add the other");
                }
            }
        }
    }

    private void byKind(Yaml.Mapping value, Shape.ByKind kinds, Place owner) {
        Optional<Yaml> kind =
                value.entries().stream()
                        .filter(entry -> entry.key().text().equals(kinds.key()))
                        .map(Yaml.Entry::value)
                        .findFirst();
        if (kind.isEmpty()) {
            missing(value, owner, Words.quoted(kinds.key()) + " is missing", kinds.description());
            return;
        }
        String word = kind.get() instanceof Yaml.Scalar scalar ? scalar.text() : "";
        Shape.Keys keys = kinds.kinds().get(word);
        if (keys == null) {
            add(
                    kind.get().place(),
                    owner,
                    SP1004,
                    "unknown kind " + Words.quoted(word),
                    Words.suggestion(word, kinds.kinds().keySet()));
            return;
        }
        List<Yaml.Entry> others =
                value.entries().stream()
                        .filter(entry -> !entry.key().text().equals(kinds.key()))
                        .toList();
        keys(new Yaml.Mapping(others, value.place()), keys, owner);
    }

    private void either(Yaml value, List<Shape> shapes, Place owner) {
        List<Misfit> least = List.of();
        for (Shape shape : shapes) {
            if (isOfType(value, shape)) {
                ShapeCheck attempt = new ShapeCheck(definitions);
                attempt.check(value, shape, owner);
                if (attempt.misfits.isEmpty()) {
                    return;
                }
                least = least.isEmpty() ? attempt.misfits : least;
            }
        }
        misfits.addAll(least);
    }

    private static boolean has(Yaml.Mapping value, String name) {
        for (Yaml.Entry entry : value.entries()) {
            if (entry.key().text().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private static Place place(Yaml.Mapping value, String name) {
        return value.entries().stream()
                .filter(entry -> entry.key().text().equals(name))
                .map(entry -> entry.value().place())
                .findFirst()
                .orElse(value.place());
    }

    private void missing(Yaml.Mapping value, Place owner, String message, String instead) {
        add(value.place(), owner, SP1003, message, instead);
    }

    private void add(Place place, Place owner, ProblemCode code, String message, String instead) {
        misfits.add(new Misfit(place, owner, code, message, instead));
    }
}
