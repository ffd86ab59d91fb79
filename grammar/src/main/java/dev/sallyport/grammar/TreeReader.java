package dev.sallyport.grammar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the parse tree out of the JSON that libpg_query writes: {@code {"SelectStmt": {…}}} is a
 * node with its type, any other object one without. For that writer's JSON only.
 */
final class TreeReader {
    private final String json;
    private int at;

    private TreeReader(String json) {
        this.json = json;
    }

    static Node read(String json) {
        return new TreeReader(json).object();
    }

    private Node object() {
        expect('{');
        Map<String, Object> fields = new LinkedHashMap<>();
        while (peek() != '}') {
            String name = string();
            expect(':');
            fields.put(name, value());
            skip(',');
        }
        at++;
        return named(fields);
    }

    private static Node named(Map<String, Object> fields) {
        if (fields.size() == 1) {
            Map.Entry<String, Object> only = fields.entrySet().iterator().next();
            if (Character.isUpperCase(only.getKey().charAt(0))
                    && only.getValue() instanceof Node inner) {
                return new Node(only.getKey(), inner.fields());
            }
        }
        return new Node("", fields);
    }

    private Object value() {
        return switch (peek()) {
            case '{' -> object();
            case '[' -> list();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            default -> number();
        };
    }

    private List<Object> list() {
        expect('[');
        List<Object> items = new ArrayList<>();
        while (peek() != ']') {
            items.add(value());
            skip(',');
        }
        at++;
        return items;
    }

    private String string() {
        expect('"');
        int start = at;
        while (json.charAt(at) != '"' && json.charAt(at) != '\\') {
            at++;
        }
        if (json.charAt(at) == '"') {
            return json.substring(start, at++);
        }
        return escaped(new StringBuilder(json.substring(start, at)));
    }

    private String escaped(StringBuilder text) {
        while (true) {
            char letter = json.charAt(at++);
            if (letter == '"') {
                return text.toString();
            }
            text.append(letter == '\\' ? escape() : letter);
        }
    }

    private char escape() {
        char letter = json.charAt(at++);
        return switch (letter) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> {
                at += 4;
                yield (char) Integer.parseInt(json, at - 4, at, 16);
            }
            default -> letter;
        };
    }

    private Object number() {
        int start = at;
        while ("+-.eE0123456789".indexOf(json.charAt(at)) >= 0) {
            at++;
        }
        String digits = json.substring(start, at);
        return digits.chars().allMatch(digit -> digit == '-' || Character.isDigit(digit))
                ? (Object) Long.valueOf(digits)
                : (Object) Double.valueOf(digits);
    }

    private Object word(String word, Object value) {
        if (!json.startsWith(word, at)) {
            throw new IllegalStateException("not the JSON of a parse tree");
        }
        at += word.length();
        return value;
    }

    private char peek() {
        return json.charAt(at);
    }

    private void skip(char letter) {
        if (json.charAt(at) == letter) {
            at++;
        }
    }

    private void expect(char letter) {
        if (json.charAt(at++) != letter) {
            throw new IllegalStateException("not the JSON of a parse tree");
        }
    }
}
