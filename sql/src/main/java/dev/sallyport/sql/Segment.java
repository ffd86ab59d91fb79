package dev.sallyport.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The facts of one stretch of tokens that may be a statement of its own. */
final class Segment {
    /** Enough for {@code SET SESSION a.b = value} and one token too many. */
    private static final int HEAD = 8;

    private final List<Lexeme> head = new ArrayList<>(HEAD);
    private final CallWatch calls = new CallWatch();
    private final SettingWatch settings = new SettingWatch();
    private final CopyWatch copy = new CopyWatch();
    private boolean changes;
    private String mainVerb = "";
    private int depth;

    void take(Lexeme next) {
        if (head.size() < HEAD) {
            head.add(next);
        }
        calls.take(next);
        settings.take(next);
        copy.take(next);
        changes |= next.isWordOf(Words.CHANGING);
        if (next.is(Token.OPEN)) {
            depth++;
        } else if (next.is(Token.CLOSE)) {
            depth--;
        } else if (depth == 0 && mainVerb.isEmpty() && next.isWordOf(Verbs.MAIN)) {
            mainVerb = next.text();
        }
    }

    boolean isEmpty() {
        return head.isEmpty();
    }

    /** The word at that place of the head; empty when there is none. */
    String word(int at) {
        return at < head.size() && head.get(at).is(Token.WORD) ? head.get(at).text() : "";
    }

    boolean opensWithParenthesis() {
        return head.getFirst().is(Token.OPEN);
    }

    /** The first query or change word outside of parentheses: what a WITH is for. */
    String mainVerb() {
        return mainVerb;
    }

    boolean changes() {
        return changes;
    }

    CallWatch.Worst calls() {
        return calls.worst();
    }

    boolean hidesSetting() {
        return settings.unknownName();
    }

    Optional<CopyDirection> copyDirection() {
        return copy.direction();
    }

    Optional<Forbidden> forbidden() {
        if (head.isEmpty()) {
            return Optional.empty();
        }
        if (changesAccount()) {
            return Optional.of(Forbidden.ACCOUNT);
        }
        if (settings.changesPinned() || Settings.changesPinned(head)) {
            return Optional.of(Forbidden.PINNED_SETTING);
        }
        if (word(0).equals("notify")) {
            return Optional.of(Forbidden.CHANNEL);
        }
        return copy.serverSide() ? Optional.of(Forbidden.SERVER_FILE) : Optional.empty();
    }

    private boolean changesAccount() {
        return switch (word(0)) {
            case "alter", "create", "drop" ->
                    switch (word(1)) {
                        case "role", "group" -> true;
                        case "user" -> !isUserMapping();
                        default -> false;
                    };
            default -> false;
        };
    }

    /** {@code USER MAPPING FOR}; an account may itself be called mapping. */
    private boolean isUserMapping() {
        return word(2).equals("mapping") && (word(3).equals("for") || word(3).equals("if"));
    }
}
