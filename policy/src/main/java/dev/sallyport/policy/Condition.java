package dev.sallyport.policy;

import dev.sallyport.problem.Place;
import java.util.function.Predicate;

/** A checked expression on the circumstances; two with the same text are the same. */
public final class Condition {
    private final String text;
    private final Place place;
    private final Predicate<Circumstances> compiled;

    Condition(String text, Place place, Predicate<Circumstances> compiled) {
        this.text = text;
        this.place = place;
        this.compiled = compiled;
    }

    public String text() {
        return text;
    }

    public Place place() {
        return place;
    }

    /** False where something it asks about is not known, or is not what it should be. */
    public boolean holds(Circumstances circumstances) {
        return compiled.test(circumstances);
    }

    /** Both at once, said at this one's place. */
    Condition and(Condition other) {
        return equals(other)
                ? this
                : new Condition(
                        "(" + text + ") && (" + other.text + ")",
                        place,
                        compiled.and(other.compiled));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Condition condition && condition.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
