package dev.sallyport.provision.adopt;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Words as YAML 1.2 takes them for text, whatever is in them. */
final class YamlText {
    private static final Pattern PLAIN =
            Pattern.compile("[A-Za-z_][A-Za-z0-9_.]*( [A-Z]+| [0-9]+)*");

    /** What some reader of YAML takes for something else. */
    private static final Set<String> TAKEN =
            Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

    private YamlText() {}

    static String word(String text) {
        return PLAIN.matcher(text).matches() && !TAKEN.contains(text.toLowerCase(Locale.ROOT))
                ? text
                : quoted(text);
    }

    static String list(Collection<String> words) {
        return words.stream().map(YamlText::word).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints()
                .forEach(one -> {
                    if (one == '"' || one == '\\') {
                        quoted.append('\\').appendCodePoint(one);
                    } else if (isPrinted(one)) {
                        quoted.appendCodePoint(one);
                    } else {
                        quoted.append(
                                one < 0x10000
                                        ? "\\u%04X".formatted(one)
                                        : "\\U%08X".formatted(one));
                    }
                });
        return quoted.append('"').toString();
    }

    private static boolean isPrinted(int one) {
        boolean ascii = one >= ' ' && one < 0x7f;
        boolean beyond = one >= 0xA0 && one < 0xD800;
        return ascii || (beyond && one != 0x2028 && one != 0x2029);
    }
}
