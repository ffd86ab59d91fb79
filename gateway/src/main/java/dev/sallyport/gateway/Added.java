package dev.sallyport.gateway;

import dev.sallyport.audit.Subjects.Basis;
import dev.sallyport.wire.MessageFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What the gateway has added to one text of a client's.
 *
 * @param keys what the added columns hold, in their order
 * @param tables whose rows they name
 * @param letter how many letters stand before it
 * @param letters how many it has
 * @param swallowed whether the client asked for no rows at all
 * @param reach whom the keys of the result name
 * @param options of a COPY, as it is normalised
 */
record Added(
        List<KeyName> keys,
        Set<String> tables,
        int letter,
        int letters,
        boolean swallowed,
        KeyPlan.Reach reach,
        String options) {

    Added {
        keys = List.copyOf(keys);
        tables = Set.copyOf(tables);
    }

    /** How many columns the result has more. */
    int columns() {
        return keys.size();
    }

    /** Whose the rows of a COPY are: of them only the added columns are read, as text. */
    ResultColumns copied() {
        List<ResultColumns.Key> read = new ArrayList<>();
        for (KeyName name : keys) {
            read.add(new ResultColumns.Key(read.size(), name, KeyValue.AS_IT_STANDS));
        }
        return new ResultColumns(read, ResultColumns.UNSEEN, Basis.RETURNED, 0, reach, 0, tables)
                .of(this);
    }

    /** Where the client's own text is at fault; the database counts letters, from 1. */
    MessageFields placed(MessageFields fields) {
        return fields.value(MessageFields.POSITION)
                .filter(position -> position.matches("\\d{1,9}"))
                .map(Integer::parseInt)
                .filter(position -> position > letter)
                .map(position ->
                        fields.with(
                                MessageFields.POSITION,
                                Integer.toString(Math.max(letter, position - letters))))
                .orElse(fields);
    }

    /** Whether an error is about what was added. */
    boolean isAtFault(MessageFields fields) {
        return fields.value(MessageFields.POSITION)
                .filter(position -> position.matches("\\d{1,9}"))
                .map(Integer::parseInt)
                .filter(position -> position > letter && position <= letter + letters)
                .isPresent();
    }
}
