package dev.sallyport.app;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What CONTRIBUTING.md asks of a source file, as questions to its text. */
final class SourceRules {
    static final int FILE_LINES = 400;
    static final int METHOD_LINES = 60;

    private static final Pattern NOT_CODE =
            Pattern.compile(
                    "(?s)/\\*.*?\\*/|//[^\\n]*|\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*+\"|'(?:\\\\.|[^'\\\\])+'");

    private static final Pattern TYPE =
            Pattern.compile("\\b(?:class|interface|enum|record)\\s+\\w");

    private static final Pattern TOP_LEVEL =
            Pattern.compile(
                    "(?m)^(?:public |final |abstract |sealed |non-sealed )*(?:class|@?interface|enum|record) \\w+");

    /** A comment with a sentence, and then nothing but annotations. */
    private static final Pattern SENTENCE =
            Pattern.compile(
                    "(?s).*/\\*\\*(?:(?!\\*/).)*[.?!](?:(?!\\*/).)*\\*/\\s*(?:@(?:(?!/\\*|;\\n).)*)?");

    private enum Scope {
        TYPE,
        METHOD,
        BLOCK
    }

    private record Open(Scope scope, int line) {}

    private SourceRules() {}

    static boolean isTooLong(String text) {
        return text.lines().count() > FILE_LINES;
    }

    /** The first lines of methods that are too long. */
    static List<Integer> longMethods(String text) {
        String code = withoutComments(text);
        List<Integer> found = new ArrayList<>();
        Deque<Open> scopes = new ArrayDeque<>();
        int line = 1;
        int header = 0;
        for (int at = 0; at < code.length(); at++) {
            char letter = code.charAt(at);
            if (letter == '\n') {
                line++;
            } else if (letter == '{') {
                String before = code.substring(header, at);
                int first = line - (int) before.strip().lines().count() + 1;
                scopes.push(new Open(scope(before, scopes), first));
            } else if (letter == '}' && !scopes.isEmpty()) {
                Open closed = scopes.pop();
                if (closed.scope() == Scope.METHOD && line - closed.line() + 1 > METHOD_LINES) {
                    found.add(closed.line());
                }
            }
            if (letter == '{' || letter == '}' || letter == ';') {
                header = at + 1;
            }
        }
        return found;
    }

    private static Scope scope(String header, Deque<Open> scopes) {
        if (TYPE.matcher(header).find()) {
            return Scope.TYPE;
        }
        boolean inType = !scopes.isEmpty() && scopes.element().scope() == Scope.TYPE;
        return inType && header.contains("(") ? Scope.METHOD : Scope.BLOCK;
    }

    /** Code with as many lines as before, and without comments and texts. */
    private static String withoutComments(String text) {
        return NOT_CODE.matcher(text)
                .replaceAll(found ->
                        Matcher.quoteReplacement(
                                "\n"
                                        .repeat(
                                                (int)
                                                        found.group()
                                                                .chars()
                                                                .filter(c -> c == '\n')
                                                                .count())));
    }

    static boolean saysWhatItIs(String text) {
        Matcher type = TOP_LEVEL.matcher(text);
        return !type.find() || SENTENCE.matcher(text.substring(0, type.start())).matches();
    }

    static Optional<String> forbidden(Pattern words, String text) {
        Matcher found = words.matcher(text);
        return found.find() ? Optional.of(found.group()) : Optional.empty();
    }
}
