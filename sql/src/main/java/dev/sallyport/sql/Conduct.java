package dev.sallyport.sql;

import java.util.Optional;
import java.util.Set;

/**
 * What a statement does, wherever in it that stands: in a CTE, behind EXPLAIN, PREPARE, DECLARE or
 * COPY. None of it depends on a literal but for {@link GroupedQuery}.
 *
 * @param acts none for what steers the session, and for EXECUTE, which runs what PREPARE named
 * @param unknownFunctions of those called, the ones that are no built-in known to be one
 * @param fingerprint the same for the same query whatever its literals, parameters and spelling;
 *     only for queries, changes, CALL and COPY
 * @param grouped how it counts its groups, where it shows nothing but groups
 * @param name that it gives to what it prepares or declares, or runs something by
 */
public record Conduct(
        Set<Act> acts,
        Set<String> unknownFunctions,
        Optional<String> fingerprint,
        Optional<GroupedQuery> grouped,
        Optional<NameUse> name) {

    public Conduct {
        acts = Set.copyOf(acts);
        unknownFunctions = Set.copyOf(unknownFunctions);
    }
}
