package dev.sallyport.grammar;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A node of PostgreSQL's parse tree, by the names of its source (parsenodes.h).
 *
 * @param type {@code SelectStmt}; empty where the parent's field alone tells what it is
 * @param fields values that are not the default of their type: nodes, lists, texts, numbers, true
 */
record Node(String type, Map<String, Object> fields) {
    private static final Node NONE = new Node("", Map.of());

    boolean is(String other) {
        return type.equals(other);
    }

    boolean has(String field) {
        return fields.containsKey(field);
    }

    /** The node in that field; one without type and fields where there is none. */
    Node node(String field) {
        return fields.get(field) instanceof Node found ? found : NONE;
    }

    /** The nodes of that list; empty where there is none. */
    List<Node> nodes(String field) {
        return fields.get(field) instanceof List<?> list ? nodesOf(list) : List.of();
    }

    /** The text or number in that field; empty where there is none. */
    String text(String field) {
        @Nullable Object value = fields.get(field);
        return value == null || value instanceof Node || value instanceof Collection<?>
                ? ""
                : value.toString();
    }

    /** The number in that field; 0 where there is none. */
    int number(String field) {
        return fields.get(field) instanceof Long number ? number.intValue() : 0;
    }

    /** The texts of a list of String nodes: a name in its parts. */
    List<String> names(String field) {
        return nodes(field).stream()
                .filter(part -> part.is("String"))
                .map(part -> part.text("sval"))
                .toList();
    }

    private static List<Node> nodesOf(List<?> list) {
        return list.stream().filter(Node.class::isInstance).map(Node.class::cast).toList();
    }
}
