package dev.sallyport.gateway;

import dev.sallyport.wire.MessageFields;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of the database's own words on an error or notice reaches a client. Its detail, hint and
 * context may quote values of rows the person does not see; they pass only for conditions that are
 * known to speak of the statement alone. (PostgreSQL, appendix A: error codes; section 54.8: error
 * and notice message fields.)
 */
final class Redaction {
    private static final char INTERNAL_QUERY = 'q';
    private static final char INTERNAL_POSITION = 'p';

    /** Everything that may quote a value or a function's own text. */
    private static final List<Character> WITHHELD =
            List.of(
                    MessageFields.DETAIL,
                    MessageFields.HINT,
                    MessageFields.WHERE,
                    INTERNAL_QUERY,
                    INTERNAL_POSITION);

    /** Their details and hints are about names, types, limits and transactions: never a value. */
    private static final Set<String> OF_THE_STATEMENT =
            Set.of(
                    // Feature not supported, wrong object type, not in the needed state.
                    "0A000",
                    "42809",
                    "55000",
                    "55P03",
                    // Serialization and deadlocks: numbers of processes and transactions.
                    "40001",
                    "40P01",
                    // Too little of something.
                    "53000",
                    "53100",
                    "53200",
                    "53300",
                    "53400",
                    "54000",
                    "54001",
                    "54011",
                    "54023",
                    // Syntax, and names that are unknown or mean several things.
                    "42601",
                    "42702",
                    "42703",
                    "42704",
                    "42712",
                    "42725",
                    "42803",
                    "42804",
                    "42846",
                    "42883",
                    "42P01",
                    "42P02",
                    "42P08",
                    "42P09",
                    "42P10",
                    "42P18",
                    "42P19",
                    "42P20",
                    "42P21",
                    "42P22");

    private Redaction() {}

    /**
     * @param running what it is about; null where nothing is
     */
    static MessageFields of(MessageFields fields, @Nullable Owed running) {
        MessageFields told = fields;
        if (!isOfTheStatement(fields, running)) {
            for (char letter : WITHHELD) {
                told = told.without(letter);
            }
        }
        return told.with(MessageFields.MESSAGE, Wording.of(fields, running));
    }

    /**
     * A function may raise any condition with any words; then its context stands beside them. An
     * unknown name without a position in the text was a value.
     */
    private static boolean isOfTheStatement(MessageFields fields, @Nullable Owed running) {
        return OF_THE_STATEMENT.contains(fields.sqlState())
                && fields.value(MessageFields.WHERE).isEmpty()
                && (!fields.sqlState().startsWith("42")
                        || Wording.isOfTheText(fields)
                        || Wording.namesOnly(fields, running));
    }
}
