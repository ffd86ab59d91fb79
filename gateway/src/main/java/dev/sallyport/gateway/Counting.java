package dev.sallyport.gateway;

import dev.sallyport.policy.Guardrail;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What limits and watching guardrails hold for the statements of one text.
 *
 * @param statements of each in order; of a text that is not known, one
 * @param exports whether one of them takes rows away as a file
 * @param counts whether rows of it count, or somebody wants to know of them
 * @param stoppable whether it may be stopped in the middle
 */
record Counting(List<Rules> statements, boolean exports, boolean counts, boolean stoppable) {
    /** Where nobody counts. */
    static final Counting NONE = of(List.of(), false);

    /**
     * What holds for one statement.
     *
     * @param caps where it is stopped
     * @param watched who wants to know of it
     * @param metered those caps under which rows of several statements count, by their meters
     * @param meters what its rows count for
     */
    record Rules(
            List<Cap> caps, List<Guardrail> watched, List<List<Cap>> metered, List<String> meters) {
        static final Rules NONE = new Rules(List.of(), List.of());

        Rules(List<Cap> caps, List<Guardrail> watched) {
            this(
                    List.copyOf(caps),
                    List.copyOf(watched),
                    List.copyOf(
                            caps.stream()
                                    .filter(Cap::isMetered)
                                    .collect(
                                            Collectors.groupingBy(
                                                    Cap::meter,
                                                    LinkedHashMap::new,
                                                    Collectors.toList()))
                                    .values()),
                    Stream.concat(
                                    caps.stream().filter(Cap::isMetered).map(Cap::meter).distinct(),
                                    watched.stream()
                                            .filter(one -> one.acts().volume().isPresent())
                                            .map(Caps::meter))
                            .toList());
        }

        boolean isNone() {
            return caps.isEmpty() && watched.isEmpty();
        }
    }

    static Counting of(List<Rules> statements, boolean exports) {
        return new Counting(
                List.copyOf(statements),
                exports,
                statements.stream().anyMatch(rules -> !rules.isNone()),
                statements.stream().anyMatch(rules -> !rules.caps().isEmpty()));
    }

    /** What holds for one of the statements. */
    Rules at(int index) {
        return statements.isEmpty()
                ? Rules.NONE
                : statements.get(Math.min(index, statements.size() - 1));
    }
}
