package dev.sallyport.policy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What may be written at a place of a policy file, whatever the words there mean. */
sealed interface Shape {

    /** A key that a mapping may have, and what it is for in one sentence. */
    record Key(String name, Shape shape, String description, Presence presence) {}

    enum Presence {
        REQUIRED,
        OPTIONAL
    }

    /**
     * Text.
     *
     * @param pattern ECMA 262, of the whole text
     * @param instead what to write where it does not match
     */
    record Word(Optional<String> pattern, String instead) implements Shape {}

    /** One of a few words. */
    record OneOf(List<String> words) implements Shape {
        public OneOf {
            words = List.copyOf(words);
        }
    }

    /** A whole number within bounds. */
    record Whole(int least, int most) implements Shape {}

    /** {@code true} or {@code false}, where both mean something. */
    record Flag(Set<Boolean> values) implements Shape {
        public Flag {
            values = Ordered.copyOf(values);
        }
    }

    /** A text, a number, {@code true} or {@code false}. */
    record Constant() implements Shape {}

    /** No value. */
    record Nothing() implements Shape {}

    /** A list of things of one shape. */
    record Items(Shape each, int least) implements Shape {}

    /**
     * Names a person chooses, each with a value.
     *
     * @param name what a name looks like
     */
    record Named(Word name, Shape each, int least) implements Shape {}

    /** As the name says; a name that fits no pattern may have any value, the words are judged. */
    record ByName(Map<String, Shape> patterns) implements Shape {
        public ByName {
            patterns = Ordered.copyOf(patterns);
        }
    }

    /**
     * Known keys.
     *
     * @param demands what holds between the keys
     * @param others the names a person may add
     */
    record Keys(List<Key> keys, List<Demand> demands, Optional<Named> others) implements Shape {
        public Keys {
            keys = List.copyOf(keys);
            demands = List.copyOf(demands);
        }

        Keys demanding(Demand... more) {
            return new Keys(keys, List.of(more), others);
        }

        Keys with(Named names) {
            return new Keys(keys, demands, Optional.of(names));
        }

        Optional<Key> key(String name) {
            for (Key key : keys) {
                if (key.name().equals(name)) {
                    return Optional.of(key);
                }
            }
            return Optional.empty();
        }

        List<String> names() {
            return keys.stream().map(Key::name).toList();
        }
    }

    /** The keys, or {@code {}}. */
    record OrEmpty(Keys keys) implements Shape {}

    /** The keys that go with the word of one key. */
    record ByKind(String key, String description, Map<String, Keys> kinds) implements Shape {
        public ByKind {
            kinds = Ordered.copyOf(kinds);
        }
    }

    /** Whichever of these the value's type fits. */
    record Either(List<Shape> shapes) implements Shape {
        public Either {
            shapes = List.copyOf(shapes);
        }
    }

    /** A shape with a name, which may hold itself. */
    record Reference(String name) implements Shape {}

    /** What must hold between the keys of one mapping. */
    sealed interface Demand {
        /** At least one of these. */
        record AnyOf(List<String> names, String instead) implements Demand {}

        /** One of these and no other. */
        record ExactlyOne(List<String> names, String instead) implements Demand {}

        /** Not this one without that. */
        record Together(String name, String with) implements Demand {}
    }

    static Key required(String name, Shape shape, String description) {
        return new Key(name, shape, description, Presence.REQUIRED);
    }

    static Key optional(String name, Shape shape, String description) {
        return new Key(name, shape, description, Presence.OPTIONAL);
    }

    static Keys keys(Key... keys) {
        return new Keys(List.of(keys), List.of(), Optional.empty());
    }

    static OneOf oneOf(String... words) {
        return new OneOf(List.of(words));
    }

    static Word word() {
        return new Word(Optional.empty(), "write a word");
    }

    static Word word(String pattern, String instead) {
        return new Word(Optional.of("^(?:" + pattern + ")$"), instead);
    }

    /** Text that is not blank. */
    static Word text() {
        return new Word(Optional.of("\\S"), "write a few words");
    }

    static Items words() {
        return new Items(word(), 0);
    }

    static Either wordOrWords() {
        return new Either(List.of(word(), words()));
    }

    static Named named(Shape each) {
        return new Named(word(), each, 0);
    }

    static Flag flag() {
        return new Flag(Set.of(true, false));
    }

    static Map<String, Keys> kinds(List<Map.Entry<String, Keys>> kinds) {
        Map<String, Keys> map = new LinkedHashMap<>();
        kinds.forEach(kind -> map.put(kind.getKey(), kind.getValue()));
        return map;
    }
}
