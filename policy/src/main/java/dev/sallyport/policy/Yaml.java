package dev.sallyport.policy;

import dev.sallyport.problem.Place;
import java.util.List;

/** A value of a YAML file with its place. */
sealed interface Yaml {
    Place place();

    /** One word or text. */
    record Scalar(String text, Kind kind, Place place) implements Yaml {}

    /** A list. */
    record Sequence(List<Yaml> items, Place place) implements Yaml {
        public Sequence {
            items = List.copyOf(items);
        }
    }

    /** Keys with values, in file order, no key twice. */
    record Mapping(List<Entry> entries, Place place) implements Yaml {
        public Mapping {
            entries = List.copyOf(entries);
        }
    }

    /** Something already reported; nothing more is said about it. */
    record Broken(Place place) implements Yaml {}

    /** One key with its value. */
    record Entry(Scalar key, Yaml value) {}

    /** What the YAML 1.2 core schema takes a scalar for. */
    enum Kind {
        TEXT,
        NUMBER,
        BOOLEAN,
        NULL
    }

    default boolean isBroken() {
        return this instanceof Broken;
    }
}
