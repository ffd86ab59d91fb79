package dev.sallyport.sql;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a statement names. What stands behind a view, a trigger, a rule or a function is not in its
 * text, and not here; nor is what {@code EXECUTE} runs.
 *
 * @param relations tables, views and sequences, without the names that WITH gives
 * @param columns as far as the text tells
 * @param functions called by name, {@code lower} or {@code hosp.audit}
 * @param settings changed by name
 * @param locks {@code FOR UPDATE} and its like, or the mode of LOCK
 * @param channels listened to or notified
 * @param shape of a query or change that is the whole of its query string
 * @param derived what its result shows beside columns
 */
public record Touches(
        List<RelationUse> relations,
        Set<ColumnUse> columns,
        Set<String> functions,
        Set<String> settings,
        Set<String> locks,
        List<ChannelUse> channels,
        Optional<SelectShape> shape,
        Derived derived) {

    public Touches {
        relations = List.copyOf(relations);
        columns = Set.copyOf(columns);
        functions = Set.copyOf(functions);
        settings = Set.copyOf(settings);
        locks = Set.copyOf(locks);
        channels = List.copyOf(channels);
    }
}
