package dev.sallyport.policy;

import dev.sallyport.problem.Place;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is taken from PUBLIC in a database beside what the doors themselves need; every item is on
 * until somebody declines it and says why.
 */
public record Hardening(Map<Item, Declined> declined) {
    static final Hardening ALL = new Hardening(Map.of());

    public Hardening {
        declined = Map.copyOf(declined);
    }

    public Optional<Declined> declined(Item item) {
        return Optional.ofNullable(declined.get(item));
    }

    /** Something that everybody may do in a fresh PostgreSQL and no person needs. */
    public enum Item {
        /** CONNECT and TEMPORARY on the database itself, {@code postgres} and {@code template1}. */
        DATABASES("databases"),
        /** The schema {@code public}: until 15 everybody could create in it. */
        PUBLIC_SCHEMA("public_schema"),
        /** DO blocks and functions in {@code plpgsql} and {@code sql}. */
        LANGUAGES("languages"),
        /** Built-in functions that store, signal, wait or run SQL out of sight. */
        BUILTINS("builtins"),
        /** EXECUTE on functions that owners of governed tables make from now on. */
        NEW_FUNCTIONS("new_functions");

        private final String word;

        Item(String word) {
            this.word = word;
        }

        /** As a policy writes it. */
        public String word() {
            return word;
        }

        static List<String> words() {
            return Arrays.stream(values()).map(Item::word).toList();
        }
    }

    /** Why an item is left as it is. */
    public record Declined(String reason, Place place) {}
}
