package dev.sallyport.gateway;

import dev.sallyport.sql.Statement;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A statement by which a person says anew why they are here. */
sealed interface Stating {
    /** {@code SET sallyport.purpose = 'payment'}. */
    record To(String name, String value) implements Stating {}

    /** {@code RESET sallyport.purpose}: back to what was said at sign-in. */
    record Back(String name) implements Stating {}

    /** {@code RESET ALL}, {@code DISCARD ALL}. */
    record AllBack() implements Stating {}

    /** About one of these settings, in a way that is not read. */
    record Unclear() implements Stating {}

    String NAME = "(?:\"?sallyport\"?\\s*\\.\\s*\"?([a-z_]+)\"?)";
    int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.DOTALL;

    Pattern SET =
            Pattern.compile(
                    "\\s*SET\\s+(?:SESSION\\s+)?"
                            + NAME
                            + "\\s*(?:=|\\s+TO\\s)\\s*(?:'((?:[^'\\\\]|'')*)'|([\\w-]+))\\s*;?\\s*",
                    FLAGS);

    Pattern RESET = Pattern.compile("\\s*RESET\\s+" + NAME + "\\s*;?\\s*", FLAGS);

    /**
     * Empty for all but a few statements; those are not many to look at. Pools send {@code RESET
     * ALL} behind other statements, so that is read wherever it stands.
     */
    static Optional<Stating> in(List<Statement> statements, byte[] utf8, int length) {
        List<Statement> concerned = statements.stream().filter(Stating::concerns).toList();
        if (concerned.isEmpty()) {
            return Optional.empty();
        }
        if (concerned.stream().allMatch(Stating::isAll)) {
            return Optional.of(new AllBack());
        }
        return Optional.of(
                statements.size() == 1
                        ? read(new String(utf8, 0, length, StandardCharsets.UTF_8))
                        : new Unclear());
    }

    /** Whether it can change what is said. */
    static boolean concerns(Statement statement) {
        return statement.touchesSettings()
                && switch (statement.verb()) {
                    case "SET", "RESET" -> isAbout(statement) || isAll(statement);
                    case "DISCARD" -> isAll(statement);
                    default -> false;
                };
    }

    private static boolean isAbout(Statement statement) {
        return statement.normalised().toLowerCase(Locale.ROOT).contains("sallyport");
    }

    private static boolean isAll(Statement statement) {
        return statement.normalised().equals("reset all")
                || statement.normalised().equals("discard all");
    }

    private static Stating read(String text) {
        Matcher set = SET.matcher(text);
        if (set.matches()) {
            String word = set.group(3);
            return "default".equalsIgnoreCase(word)
                    ? new Back(lower(set.group(1)))
                    : new To(
                            lower(set.group(1)),
                            word != null ? word : set.group(2).replace("''", "'"));
        }
        Matcher reset = RESET.matcher(text);
        return reset.matches() ? new Back(lower(reset.group(1))) : new Unclear();
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** What is said after it. */
    default Stated after(Stated now, Stated atSignIn) {
        return switch (this) {
            case To(String name, String value) -> now.with(name, value);
            case Back(String name) -> now.as(name, atSignIn);
            case AllBack _ -> atSignIn;
            case Unclear _ -> now;
        };
    }
}
