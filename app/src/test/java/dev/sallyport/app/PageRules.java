package dev.sallyport.app;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a page of ours names, held against what is there. */
final class PageRules {
    private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```");
    private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:\\s]+)(?:#[^)]*)?\\)");

    /** {@code Gate}, {@code Gate.judge}, {@code NativeObject.LensView}; not a word in capitals. */
    private static final Pattern TYPES =
            Pattern.compile("(?:[A-Z]\\w*[a-z]\\w*)(?:\\.\\w+)*(?:\\(\\))?");

    private static final Pattern FILE =
            Pattern.compile("\\.?[\\w.-]+(?:/[\\w.-]+)+/?|[\\w-]+\\.(?:md|yaml|sql|xml|sh|java)");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (SP\\d{4}) \\|(.*)$");

    /** Made when the program runs, so no page can point at it in the checkout. */
    private static final Pattern MADE = Pattern.compile("(\\./)?demo-data(/.*)?");

    private PageRules() {}

    static List<String> unknownTypes(String page, Set<String> types) {
        return code(page)
                .filter(span -> TYPES.matcher(span).matches() && !FILE.matcher(span).matches())
                .flatMap(span -> Stream.of(span.split("\\.")))
                .filter(word -> word.matches("[A-Z]\\w*[a-z]\\w*") && !types.contains(word))
                .distinct()
                .toList();
    }

    static List<String> missingFiles(String page, Predicate<String> exists) {
        Stream<String> named = code(page).filter(span -> FILE.matcher(span).matches());
        return Stream.concat(named, matches(LINK, page))
                .filter(path -> !MADE.matcher(path).matches() && !exists.test(path))
                .distinct()
                .toList();
    }

    /** The codes that a page explains, in its order. */
    static List<String> codes(String page) {
        return matches(ROW, page).toList();
    }

    /** Codes without a meaning, an example of their own, or a way out. */
    static List<String> incompleteCodes(String page) {
        return ROW.matcher(page)
                .results()
                .filter(row -> !isComplete(row.group(1), row.group(2)))
                .map(row -> row.group(1))
                .toList();
    }

    private static boolean isComplete(String code, String cells) {
        String[] texts = cells.split("(?<!\\\\)\\|");
        return texts.length == 3
                && Stream.of(texts).noneMatch(String::isBlank)
                && texts[1].contains(code);
    }

    private static Stream<String> code(String page) {
        return matches(CODE, FENCED.matcher(page).replaceAll(""));
    }

    private static Stream<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(PageRules::named).flatMap(Optional::stream);
    }

    private static Optional<String> named(MatchResult found) {
        return Optional.ofNullable(found.group(1));
    }
}
