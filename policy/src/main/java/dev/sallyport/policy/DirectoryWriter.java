package dev.sallyport.policy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes people as {@link DirectoryReader} reads them: the same people, the same text. */
public final class DirectoryWriter {
    private static final Pattern PLAIN = Pattern.compile("[a-z][a-z0-9_]*");

    /** What YAML takes for something else than a word. */
    private static final Set<String> CONSTANTS = Set.of("true", "false", "null");

    private DirectoryWriter() {}

    /** By login, and everything of one person in one line. */
    public static String write(Directory directory) {
        StringBuilder text = new StringBuilder("version: 1\n\npeople:");
        text.append(directory.people().isEmpty() ? " {}\n" : "\n");
        new TreeMap<>(directory.people())
                .forEach((login, person) ->
                        text.append("  ")
                                .append(word(login))
                                .append(": ")
                                .append(person(person))
                                .append('\n'));
        programs(directory, AskerKind.AGENTS, text);
        programs(directory, AskerKind.SERVICES, text);
        if (!directory.removed().isEmpty()) {
            text.append("\nremoved:\n");
            new TreeMap<>(directory.removed())
                    .forEach((login, removal) ->
                            text.append("  ")
                                    .append(word(login))
                                    .append(": ")
                                    .append(removal(removal))
                                    .append('\n'));
        }
        return text.toString();
    }

    private static void programs(Directory directory, AskerKind kind, StringBuilder text) {
        Map<String, Program> some = new TreeMap<>(directory.programs());
        some.values().removeIf(program -> program.kind() != kind);
        if (!some.isEmpty()) {
            text.append('\n').append(kind).append(":\n");
        }
        some.forEach((name, program) ->
                text.append("  ")
                        .append(word(name))
                        .append(": ")
                        .append(program(program))
                        .append('\n'));
    }

    private static String program(Program program) {
        return "{owner: "
                + word(program.owner())
                + program.workload()
                        .map(one ->
                                ", workload: {issuer: %s, subject: %s}"
                                        .formatted(word(one.issuer()), word(one.subject())))
                        .orElse("")
                + (program.suspended() ? ", suspended: true" : "")
                + "}";
    }

    private static String person(Directory.Person person) {
        StringBuilder text = new StringBuilder("{name: ").append(word(person.name()));
        text.append(", groups: ").append(words(List.copyOf(new TreeSet<>(person.groups()))));
        if (!person.attributes().isEmpty()) {
            text.append(", attributes: {").append(attributes(person.attributes())).append('}');
        }
        if (person.suspended()) {
            text.append(", suspended: true");
        }
        person.renamedFrom().ifPresent(old -> text.append(", renamed_from: ").append(word(old)));
        return text.append('}').toString();
    }

    private static String attributes(Map<String, List<String>> attributes) {
        return new TreeMap<>(attributes)
                .entrySet().stream()
                        .map(one -> word(one.getKey()) + ": " + words(one.getValue()))
                        .collect(Collectors.joining(", "));
    }

    private static String removal(Directory.Removal removal) {
        return removal.reassignTo().map(heir -> "{reassign_to: " + word(heir) + "}").orElse("{}");
    }

    private static String words(List<String> words) {
        return words.stream()
                .map(DirectoryWriter::word)
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static String word(String word) {
        if (PLAIN.matcher(word).matches() && !CONSTANTS.contains(word)) {
            return word;
        }
        StringBuilder quoted = new StringBuilder("\"");
        word.chars().forEach(one -> quoted.append(escaped((char) one)));
        return quoted.append('"').toString();
    }

    private static String escaped(char one) {
        if (one == '"' || one == '\\') {
            return "\\" + one;
        }
        boolean isPlain = (one >= ' ' && one <= '~') || Character.isLetterOrDigit(one);
        return isPlain || Character.isSurrogate(one)
                ? String.valueOf(one)
                : "\\u%04x".formatted((int) one);
    }
}
