package dev.sallyport.grammar;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The literals that conditions of a query compare with a column by {@code =}. */
final class Comparisons {
    private static final List<String> EQUAL = List.of("=");

    private final Set<Integer> places = new HashSet<>();

    private Comparisons() {}

    /** The first byte of each, from the start of the query string. */
    static Set<Integer> in(Node query) {
        Comparisons found = new Comparisons();
        found.visit(query, false);
        return found.places;
    }

    /** Beside WHERE and ON a literal may be what something else is told apart by. */
    private void visit(Node node, boolean condition) {
        if (Trees.isSelect(node) || node.is("JoinExpr")) {
            node.fields()
                    .forEach((field, value) -> {
                        boolean decides = field.equals("whereClause") || field.equals("quals");
                        Trees.each(value, part -> visit(part, decides));
                    });
            return;
        }
        if (condition && isEquality(node)) {
            literal(node.node("lexpr"), node.node("rexpr"));
            literal(node.node("rexpr"), node.node("lexpr"));
        }
        Trees.children(node, part -> visit(part, condition));
    }

    private static boolean isEquality(Node node) {
        return node.is("A_Expr")
                && node.text("kind").equals("AEXPR_OP")
                && node.names("name").equals(EQUAL);
    }

    private void literal(Node column, Node literal) {
        if (column.is("ColumnRef") && literal.is("A_Const")) {
            places.add(literal.number("location"));
        }
    }
}
