package dev.sallyport.policy.explain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** What happens in some environments or in all: said once, with those where it does. */
final class Everywhere<T> {
    private final List<String> environments;
    private final Map<T, List<String>> found = new LinkedHashMap<>();

    Everywhere(List<String> environments) {
        this.environments = List.copyOf(environments);
    }

    void add(String environment, List<T> some) {
        some.forEach(
                one -> found.computeIfAbsent(one, ignored -> new ArrayList<>()).add(environment));
    }

    /**
     * @param in tells it of some environments
     */
    List<T> all(BiFunction<T, List<String>, T> in) {
        return found.entrySet().stream()
                .map(one ->
                        one.getValue().containsAll(environments)
                                ? one.getKey()
                                : in.apply(one.getKey(), one.getValue()))
                .toList();
    }
}
