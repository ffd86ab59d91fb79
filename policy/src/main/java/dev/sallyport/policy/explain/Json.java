package dev.sallyport.policy.explain;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A JSON object in the order it was put together; a value that is not there is left out. */
final class Json {
    /** Counts up when a field changes its meaning; a field more does not. */
    private static final int VERSION = 1;

    private final Map<String, String> fields = new LinkedHashMap<>();

    static Json versioned() {
        return new Json().put("v", VERSION);
    }

    Json put(String name, String text) {
        return raw(name, quoted(text));
    }

    Json put(String name, Optional<?> value) {
        value.ifPresent(present -> put(name, present.toString()));
        return this;
    }

    Json put(String name, long number) {
        return raw(name, Long.toString(number));
    }

    Json put(String name, Json object) {
        return raw(name, object.toString());
    }

    Json put(String name, Map<String, String> texts) {
        Json object = new Json();
        texts.forEach(object::put);
        return put(name, object);
    }

    Json truth(String name, boolean truth) {
        return raw(name, Boolean.toString(truth));
    }

    /** A list; each item an object or, by its words, a text. */
    Json list(String name, Collection<?> items) {
        return raw(
                name,
                items.stream()
                        .map(item -> item instanceof Json json ? json : quoted(item.toString()))
                        .map(Object::toString)
                        .collect(Collectors.joining(",", "[", "]")));
    }

    private Json raw(String name, String json) {
        fields.put(name, json);
        return this;
    }

    @Override
    public String toString() {
        return fields.entrySet().stream()
                .map(field -> quoted(field.getKey()) + ":" + field.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder(text.length() + 2).append('"');
        for (int at = 0; at < text.length(); at++) {
            json.append(escaped(text.charAt(at)));
        }
        return json.append('"').toString();
    }

    private static String escaped(char letter) {
        if (letter == '"' || letter == '\\') {
            return "\\" + letter;
        }
        return letter < ' ' ? "\\u%04x".formatted((int) letter) : String.valueOf(letter);
    }
}
