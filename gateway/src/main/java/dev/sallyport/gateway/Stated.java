package dev.sallyport.gateway;

import dev.sallyport.wire.StartupPacket.Startup;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Why somebody says they are here: settings {@code sallyport.…} of the connection, by their last
 * word. No right comes of it alone.
 */
record Stated(Map<String, String> said) {
    static final String PREFIX = "sallyport.";
    static final String PURPOSE = "purpose";
    static final String NOTICE = "notice";

    /** What can be said, beside the purpose; one of a purpose's `needs` or just for the record. */
    static final List<String> BESIDE = List.of("reason", "study_id", "ticket");

    /** A sentence; what is longer belongs in the ticket. */
    static final int LONGEST = 200;

    static final Stated NOTHING = new Stated(Map.of());

    Stated {
        said = Map.copyOf(said);
    }

    /** As the database reads a startup packet: `options` first, then the settings by name. */
    static Stated of(Startup packet) {
        Map<String, String> said = new TreeMap<>();
        packet.parameter("options").ifPresent(options -> read(words(options), said));
        packet.parameters().forEach((name, value) -> take(name, value, said));
        return new Stated(said);
    }

    /** {@code -c name=value}, {@code -cname=value}, {@code --name=value}. */
    private static void read(List<String> words, Map<String, String> said) {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            String setting = "";
            if (word.equals("-c") && i + 1 < words.size()) {
                setting = words.get(++i);
            } else if (word.startsWith("-c") || word.startsWith("--")) {
                setting = word.substring(2);
            }
            int equals = setting.indexOf('=');
            if (equals > 0) {
                take(setting.substring(0, equals), setting.substring(equals + 1), said);
            }
        }
    }

    private static void take(String name, String value, Map<String, String> said) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.startsWith(PREFIX)) {
            said.put(lower.substring(PREFIX.length()), value);
        }
    }

    /** Words apart by space; a backslash takes the next character as it is. */
    private static List<String> words(String options) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < options.length(); i++) {
            char letter = options.charAt(i);
            if (letter == '\\' && i + 1 < options.length()) {
                word.append(options.charAt(++i));
            } else if (!Character.isWhitespace(letter)) {
                word.append(letter);
            } else if (!word.isEmpty()) {
                words.add(word.toString());
                word.setLength(0);
            }
        }
        words.add(word.toString());
        return words;
    }

    Optional<String> purpose() {
        return Optional.ofNullable(said.get(PURPOSE)).filter(word -> !word.isEmpty());
    }

    /** What is said under a name; empty where nothing is. */
    Optional<String> word(String name) {
        return Optional.ofNullable(said.get(name));
    }

    boolean wantsNoNotice() {
        return List.of("off", "false", "no", "0").contains(said.getOrDefault(NOTICE, ""));
    }

    /** What goes on record with the purpose. */
    SortedMap<String, String> beside() {
        SortedMap<String, String> beside = new TreeMap<>();
        BESIDE.forEach(name -> {
            String value = said.getOrDefault(name, "");
            if (!value.isEmpty()) {
                beside.put(name, value);
            }
        });
        return beside;
    }

    /** The first value that is too long to keep, or could not be shown in a line. */
    Optional<String> unfit() {
        return beside().entrySet().stream()
                .filter(entry ->
                        entry.getValue().length() > LONGEST
                                || entry.getValue().chars().anyMatch(Character::isISOControl))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    Stated with(String name, String value) {
        Map<String, String> more = new TreeMap<>(said);
        more.put(name, value);
        return new Stated(more);
    }

    /** The same with one thing as another has it. */
    Stated as(String name, Stated other) {
        Map<String, String> changed = new TreeMap<>(said);
        changed.remove(name);
        Optional.ofNullable(other.said.get(name)).ifPresent(value -> changed.put(name, value));
        return new Stated(changed);
    }
}
