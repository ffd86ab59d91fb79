package dev.sallyport.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** The little JSON the record needs: strings and lists of strings, as UTF-8 without any NUL. */
final class Json {
    /** Longest name taken over whole; longer ones are hostile (a login is at most 63 bytes). */
    static final int NAME_CHARS = 256;

    /**
     * A regular expression of a string as {@link #quoted} writes it; its one group is the inside.
     */
    static final String STRING = "\"((?:[^\"\\\\]|\\\\.)*+)\"";

    /** The same of what stands inside of a list of them. */
    static final String STRINGS = "(?:" + STRING + ",?)*+";

    private Json() {}

    static String name(String text) {
        return quoted(text.length() <= NAME_CHARS ? text : text.substring(0, NAME_CHARS) + "…");
    }

    static String names(List<String> names) {
        StringJoiner json = new StringJoiner(",", "[", "]");
        for (String name : names) {
            json.add(name(name));
        }
        return json.toString();
    }

    static String object(SortedMap<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> name(field.getKey()) + ":" + name(field.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    static String quoted(String text) {
        var json = new StringBuilder(text.length() + 16).append('"');
        for (int i = 0; i < text.length(); i++) {
            append(json, text.charAt(i));
        }
        return json.append('"').toString();
    }

    /** What stood inside of the quotes, of a text without control characters. */
    static String plain(String inside) {
        return inside.replaceAll("\\\\(.)", "$1");
    }

    /** A lone surrogate becomes {@code ?}: the record is valid UTF-8 whatever a client sent. */
    static byte[] utf8(String json) {
        return json.getBytes(UTF_8);
    }

    private static void append(StringBuilder json, char character) {
        if (character == '"' || character == '\\') {
            json.append('\\').append(character);
        } else if (character < 0x20) {
            json.append(character < 0x10 ? "\\u000" : "\\u001")
                    .append(Character.forDigit(character & 15, 16));
        } else {
            json.append(character);
        }
    }
}
