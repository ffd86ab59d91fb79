package dev.sallyport.grammar;

import dev.sallyport.sql.ColumnUse;
import dev.sallyport.sql.FromItem;
import dev.sallyport.sql.Parameters;
import dev.sallyport.sql.SelectList;
import dev.sallyport.sql.SelectShape;
import dev.sallyport.sql.SelectShape.Output;
import dev.sallyport.sql.SelectShape.Part;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How a query or change is built, from its tree and its text. */
final class Shapes {
    private final Node statement;
    private final Set<Part> parts = EnumSet.noneOf(Part.class);
    private final List<FromItem> from = new ArrayList<>();
    private final Scope scope;
    private int firstItem = Integer.MAX_VALUE;

    private Shapes(Node statement) {
        this.statement = statement;
        Scope names = Scope.NONE;
        for (Node query : statement.node("withClause").nodes("ctes")) {
            names = names.withQuery(query.text("ctename"));
        }
        scope = names;
    }

    static Optional<SelectShape> of(Node statement, byte[] utf8, int offset, int length) {
        Node inner =
                switch (statement.type()) {
                    case "DeclareCursorStmt", "PrepareStmt", "CopyStmt" -> statement.node("query");
                    default -> statement;
                };
        return switch (inner.type()) {
            case "SelectStmt" ->
                    Optional.of(
                            new Shapes(inner)
                                    .query(
                                            utf8,
                                            offset,
                                            Parameters.numbers(
                                                    utf8, offset, length, Comparisons.in(inner))));
            case "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt" ->
                    statement.is("CopyStmt")
                            ? Optional.empty()
                            : Optional.of(new Shapes(inner).change());
            default -> Optional.empty();
        };
    }

    private SelectShape query(byte[] utf8, int offset, Set<Integer> compared) {
        clause("distinctClause", Part.DISTINCT);
        clause("groupClause", Part.GROUPING);
        clause("havingClause", Part.GROUPING);
        clause("larg", Part.SET_OPERATION);
        clause("windowClause", Part.WINDOW);
        clause("limitCount", Part.LIMIT);
        clause("limitOffset", Part.LIMIT);
        clause("sortClause", Part.ORDER);
        clause("withClause", Part.WITH);
        clause("lockingClause", Part.LOCKING);
        List<Node> items = statement.nodes("fromClause");
        items.forEach(item -> item(item, true));
        Trees.children(statement, this::inside);
        if (!items.isEmpty()) {
            first(items.getFirst());
        }
        int fromWord =
                firstItem == Integer.MAX_VALUE || !endsAtFrom(items.getFirst())
                        ? -1
                        : SelectList.fromWord(utf8, offset, offset + firstItem);
        return new SelectShape(
                fromWord, from, outputs(statement.nodes("targetList")), parts, compared);
    }

    /** Nothing stands between the list, which is not empty, and the word FROM. */
    private boolean endsAtFrom(Node firstItem) {
        return !statement.nodes("targetList").isEmpty()
                && !statement.has("intoClause")
                && !Trees.any(firstItem, item -> item.has("is_rowsfrom"));
    }

    private SelectShape change() {
        parts.add(
                switch (statement.type()) {
                    case "InsertStmt" -> Part.INSERT;
                    case "UpdateStmt" -> Part.UPDATE;
                    case "DeleteStmt" -> Part.DELETE;
                    default -> Part.MERGE;
                });
        clause("withClause", Part.WITH);
        clause("onConflictClause", Part.ON_CONFLICT);
        clause("returningList", Part.RETURNING);
        clause("returningClause", Part.RETURNING);
        Node target = statement.node("relation");
        item(target, true);
        if (reads(statement.node("whereClause"), target)) {
            parts.add(Part.FILTERED);
        }
        return new SelectShape(-1, from, outputs(Trees.returned(statement)), parts, Set.of());
    }

    /** Whether a condition is about the target's own columns for certain. */
    private boolean reads(Node condition, Node target) {
        boolean alone =
                statement.nodes("fromClause").isEmpty() && statement.nodes("usingClause").isEmpty();
        String alias = target.node("alias").text("aliasname");
        String name = alias.isEmpty() ? target.text("relname") : alias;
        return Trees.any(
                condition,
                node ->
                        node.is("ColumnRef")
                                && (node.names("fields").size() > 1
                                        ? node.names("fields").getFirst().equals(name)
                                        : alone && !Trees.any(condition, Trees::isSelect)));
    }

    private static List<Output> outputs(List<Node> targets) {
        List<Output> outputs = new ArrayList<>();
        for (Node target : targets) {
            Node value = target.node("val");
            if (value.is("ColumnRef")) {
                outputs.add(output(value));
            }
        }
        return outputs;
    }

    private static Output output(Node column) {
        List<String> name = new ArrayList<>(column.names("fields"));
        if (column.nodes("fields").getLast().is("A_Star")) {
            name.add(ColumnUse.ALL);
        }
        return new Output(
                name.size() > 1 ? Optional.of(name.get(name.size() - 2)) : Optional.empty(),
                name.getLast());
    }

    private void clause(String field, Part part) {
        if (statement.has(field)) {
            parts.add(part);
        }
    }

    private void item(Node item, boolean visible) {
        if (item.is("JoinExpr")) {
            if (item.has("usingClause") || item.has("isNatural")) {
                parts.add(Part.SHARED_COLUMNS);
            }
            boolean named = item.has("alias");
            item(item.node("larg"), visible && !named);
            item(item.node("rarg"), visible && !named);
            return;
        }
        Node alias = item.node("alias");
        boolean plain = visible && alias.nodes("colnames").isEmpty();
        from.add(
                new FromItem(
                        plain && Trees.isRangeVar(item) && !scope.isQuery(item)
                                ? Optional.of(Trees.relation(item))
                                : Optional.empty(),
                        alias.has("aliasname")
                                ? Optional.of(alias.text("aliasname"))
                                : Optional.empty()));
    }

    private void inside(Node node) {
        if (Trees.isSelect(node)) {
            parts.add(Part.SUBQUERY);
            if (Trees.any(node, Shapes::mayAggregate)) {
                parts.add(Part.INNER_AGGREGATE);
            }
            return;
        }
        switch (node.type()) {
            case "FuncCall" -> call(node);
            case "JsonArrayAgg", "JsonObjectAgg" -> parts.add(Part.AGGREGATE);
            case "GroupingFunc" -> parts.add(Part.GROUPING);
            default -> {}
        }
        Trees.children(node, this::inside);
    }

    private static boolean mayAggregate(Node node) {
        return switch (node.type()) {
            case "FuncCall" -> isAggregate(node) || isUnknown(node);
            case "JsonArrayAgg", "JsonObjectAgg", "GroupingFunc" -> true;
            default -> false;
        };
    }

    private static boolean isUnknown(Node call) {
        return Functions.harm(call.names("funcname")) == Functions.Harm.UNKNOWN;
    }

    private static boolean isAggregate(Node call) {
        return Functions.AGGREGATES.contains(call.names("funcname").getLast())
                || call.has("agg_star")
                || call.has("agg_distinct")
                || call.has("agg_order")
                || call.has("agg_filter")
                || call.has("agg_within_group");
    }

    private void call(Node node) {
        if (node.has("over")) {
            parts.add(Part.WINDOW);
        } else if (isAggregate(node)) {
            parts.add(Part.AGGREGATE);
        }
        if (Functions.SET_RETURNING.contains(node.names("funcname").getLast())) {
            parts.add(Part.SET_RETURNING);
        }
        if (isUnknown(node)) {
            parts.add(Part.UNKNOWN_FUNCTION);
        }
    }

    /** The first byte known of a FROM item: nothing of it stands before the word FROM. */
    private void first(Node node) {
        if (node.has("location")) {
            firstItem = Math.min(firstItem, node.number("location"));
        }
        Trees.children(node, this::first);
    }
}
