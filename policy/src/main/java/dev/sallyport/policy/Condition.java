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

    public boolean holds(Circumstances circumstances) {
        return compiled.test(circumstances);
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
