package dev.sallyport.grammar;

import java.util.List;
import java.util.Set;

/** Whether a condition can tell one row of a table from another, as far as its text tells. */
final class Conditions {
    private static final Set<String> HOLDS_OF_ITSELF = Set.of("=", "<=", ">=");

    private Conditions() {}

    /**
     * {@code WHERE true}, {@code 1 = 1}, {@code id = id} or {@code $1} select nothing; what is
     * always true by what the data is cannot be known here.
     *
     * @param target the table whose rows are changed
     */
    static boolean selects(Node condition, Node target) {
        return switch (condition.text("boolop")) {
            case "AND_EXPR", "NOT_EXPR" ->
                    condition.nodes("args").stream().anyMatch(part -> selects(part, target));
            case "OR_EXPR" ->
                    condition.nodes("args").stream().allMatch(part -> selects(part, target));
            default ->
                    (condition.is("CurrentOfExpr") || names(condition, target, false))
                            && !isOfItself(condition);
        };
    }

    private static boolean isOfItself(Node condition) {
        return condition.is("A_Expr")
                && HOLDS_OF_ITSELF.contains(String.join(".", condition.names("name")))
                && Fingerprint.text(condition.node("lexpr"))
                        .equals(Fingerprint.text(condition.node("rexpr")));
    }

    /** In a query inside, a column without a qualifier is that query's own. */
    private static boolean names(Node node, Node target, boolean inside) {
        if (node.is("ColumnRef")) {
            List<String> name = node.names("fields");
            return name.size() < 2
                    ? !inside
                    : name.get(name.size() - 2).equals(Trees.called(target));
        }
        boolean deeper = inside || Trees.isSelect(node);
        boolean[] found = new boolean[1];
        Trees.children(node, child -> found[0] |= names(child, target, deeper));
        return found[0];
    }
}
