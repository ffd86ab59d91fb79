package dev.sallyport.policy.explain;

import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/** Sets in the order of their words, so that the same answer is always the same text. */
final class Sorted {
    private Sorted() {}

    static Set<String> of(Collection<String> words) {
        return Collections.unmodifiableSet(new TreeSet<>(words));
    }
}
