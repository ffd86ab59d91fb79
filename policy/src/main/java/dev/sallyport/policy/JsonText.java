package dev.sallyport.policy;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Maps, lists, texts, numbers and truth as JSON, indented by two. */
final class JsonText {
    private final StringBuilder text = new StringBuilder();

    private JsonText() {}

    static String of(Map<String, ? extends @Nullable Object> object) {
        JsonText json = new JsonText();
        json.value(object, 0);
        return json.text.append('\n').toString();
    }

    /** One text; YAML reads it, too. */
    static String quoted(String text) {
        JsonText json = new JsonText();
        json.string(text);
        return json.text.toString();
    }

    private void value(@Nullable Object value, int depth) {
        switch (value) {
            case null -> text.append("null");
            case Map<?, ?> map ->
                    many(
                            "{",
                            "}",
                            List.copyOf(map.entrySet()),
                            depth,
                            entry -> entry(entry, depth));
            case Collection<?> list when isFlat(list) -> flat(list);
            case Collection<?> list -> many("[", "]", list, depth, item -> value(item, depth + 1));
            case Number number -> text.append(number);
            case Boolean truth -> text.append(truth);
            default -> string(value.toString());
        }
    }

    private void entry(Map.Entry<?, ?> entry, int depth) {
        string(String.valueOf(entry.getKey()));
        text.append(": ");
        value(entry.getValue(), depth + 1);
    }

    private <T> void many(
            String open, String close, Collection<T> items, int depth, Consumer<T> write) {
        text.append(open);
        String between = "";
        for (T item : items) {
            text.append(between).append('\n').append("  ".repeat(depth + 1));
            write.accept(item);
            between = ",";
        }
        text.append(items.isEmpty() ? "" : "\n" + "  ".repeat(depth)).append(close);
    }

    private static boolean isFlat(Collection<?> list) {
        return list.stream().noneMatch(item -> item instanceof Map || item instanceof Collection);
    }

    private void flat(Collection<?> list) {
        text.append('[');
        String between = "";
        for (Object item : list) {
            text.append(between);
            value(item, 0);
            between = ", ";
        }
        text.append(']');
    }

    private void string(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char letter = value.charAt(i);
            switch (letter) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                default -> {
                    if (letter < ' ') {
                        text.append("\\u%04x".formatted((int) letter));
                    } else {
                        text.append(letter);
                    }
                }
            }
        }
        text.append('"');
    }
}
