package dev.sallyport.gateway;

import dev.sallyport.sql.Statement;
import dev.sallyport.wire.MessageFields;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The message of an error or notice without values. What comes of the text has its position in it;
 * what has none may quote what a row held, for a type's input or a function can be given any value:
 * {@code body::regclass}. It keeps names of the statement, and those of a constraint's own fields.
 */
final class Wording {
    /** Data exceptions: also the position of a literal stands beside what it was. */
    private static final String DATA_EXCEPTION = "22";

    private static final String VIOLATION = "23";

    /** Syntax errors and unknown names: some end in what they are about, without quotes. */
    private static final String UNKNOWN = "42";

    /** Words of the protocol and of the gateway's own, and names that only a client can give. */
    private static final List<String> WITHOUT_VALUES = List.of("08", "26", "42P05");

    /** Schema, table, column, type and constraint. */
    private static final char[] NAMES = {'s', 't', 'c', 'd', 'n'};

    private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");

    /** By itself, not the length of a type and no parameter. */
    private static final Pattern NUMBER =
            Pattern.compile("(?<![\\w$.])(?<!\\w\\()[-+]?\\d[\\w.:+-]*");

    /** Of the rewriter, before anything runs. */
    private static final Pattern OF_A_VIEW =
            Pattern.compile("cannot [a-z ]+ column \"[^\"]*\" of view \"[^\"]*\"");

    private static final Pattern TAIL = Pattern.compile(": [^\"]*$");

    private static final String BLANK = "…";

    private Wording() {}

    /**
     * @param running what it is about; null where nothing is
     */
    static String of(MessageFields fields, @Nullable Owed running) {
        String state = fields.sqlState();
        String message = fields.message();
        if (isOfTheText(fields) && !state.startsWith(DATA_EXCEPTION)) {
            return message;
        }
        String quoted = namesOnly(fields, running) ? message : withoutQuoted(message);
        String rest = state.startsWith(UNKNOWN) ? TAIL.matcher(quoted).replaceAll(": …") : quoted;
        return NUMBER.matcher(rest).replaceAll(BLANK);
    }

    /** Whether no row can have to do with it. */
    static boolean isOfTheText(MessageFields fields) {
        return fields.value(MessageFields.POSITION).isPresent()
                || WITHOUT_VALUES.stream().anyMatch(fields.sqlState()::startsWith)
                || isRaised(fields);
    }

    /** Words of whoever wrote the function. */
    private static boolean isRaised(MessageFields fields) {
        return !fields.sqlState().startsWith(DATA_EXCEPTION)
                && fields.value(MessageFields.WHERE)
                        .filter(where -> where.lines().findFirst().orElse("").endsWith(" at RAISE"))
                        .isPresent();
    }

    /** One name that the statement has; several could be quotes within one value. */
    static boolean namesOnly(MessageFields fields, @Nullable Owed running) {
        String message = fields.message();
        List<String> names = QUOTED.matcher(message).results().map(one -> one.group(1)).toList();
        if (fields.sqlState().startsWith(VIOLATION)) {
            return names.stream().allMatch(name -> isOfFields(fields, name));
        }
        return !fields.sqlState().startsWith(DATA_EXCEPTION)
                && (names.size() == 1 || OF_A_VIEW.matcher(message).matches())
                && names.stream().allMatch(name -> has(running, name));
    }

    private static boolean isOfFields(MessageFields fields, String name) {
        for (char letter : NAMES) {
            if (fields.value(letter).filter(name::equals).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private static boolean has(@Nullable Owed running, String name) {
        return running != null
                && (name.equals(running.name())
                        || running.statement()
                                .map(Statement::normalised)
                                .filter(text -> isWordOf(text, name))
                                .isPresent());
    }

    private static boolean isWordOf(String text, String name) {
        return Pattern.compile("(?<![\\w$])" + Pattern.quote(name) + "(?![\\w$])")
                .matcher(text)
                .find();
    }

    /** The server doubles no quotes within a value, so from the first to the last. */
    private static String withoutQuoted(String message) {
        int first = message.indexOf('"');
        int last = message.lastIndexOf('"');
        return first < 0
                ? message
                : message.substring(0, first)
                        + "\"…\""
                        + (last > first ? message.substring(last + 1) : "");
    }
}
