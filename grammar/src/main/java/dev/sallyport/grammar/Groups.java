package dev.sallyport.grammar;

import dev.sallyport.sql.GroupedQuery;
import dev.sallyport.sql.GroupedQuery.Counted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a query that shows groups and nothing else. Whatever is not known here to be harmless makes
 * it another query: an expression may fail on one row and tell of it.
 */
final class Groups {
    private static final Set<String> CLAUSES =
            Set.of(
                    "targetList",
                    "fromClause",
                    "whereClause",
                    "groupClause",
                    "havingClause",
                    "sortClause",
                    "limitCount",
                    "limitOffset",
                    "limitOption",
                    "intoClause",
                    "op");
    private static final Set<String> AGGREGATES =
            Set.of(
                    "count",
                    "sum",
                    "avg",
                    "stddev",
                    "stddev_pop",
                    "stddev_samp",
                    "variance",
                    "var_pop",
                    "var_samp");

    /** Whose first argument is a word of the language, and whose second a date. */
    private static final Set<String> PARTS_OF_DATES = Set.of("date_trunc", "date_part", "extract");

    private static final Set<String> BESIDE_ARGUMENTS =
            Set.of("agg_filter", "agg_order", "agg_within_group", "over", "func_variadic");
    private static final Set<String> COMPARISONS =
            Set.of("=", "<>", "<", "<=", ">", ">=", "BETWEEN", "NOT BETWEEN");
    private static final Set<String> LIKES = Set.of("~~", "!~~", "~~*", "!~~*");

    /** PostgreSQL's own, as they are called without a schema; its grammar adds one to others. */
    private static final Set<String> PLAIN_TYPES =
            Set.of(
                    "bool",
                    "date",
                    "float4",
                    "float8",
                    "int2",
                    "int4",
                    "int8",
                    "text",
                    "timestamptz",
                    "uuid");

    private final List<Node> from = new ArrayList<>();
    private final List<Map<String, Long>> least = new ArrayList<>();

    /** Only with a HAVING is a reading of this one text, and may depend on its literals. */
    private final boolean seesLiterals;

    private Groups(Node query) {
        seesLiterals = query.has("havingClause");
    }

    static Optional<GroupedQuery> of(Node statement) {
        Node query = Trees.query(statement);
        var groups = new Groups(query);
        return query.is("SelectStmt") && groups.areAll(query)
                ? Optional.of(groups.read())
                : Optional.empty();
    }

    private GroupedQuery read() {
        List<Counted> counted = new ArrayList<>();
        for (int i = 0; i < from.size(); i++) {
            counted.add(
                    new Counted(
                            Trees.relation(from.get(i)), Trees.called(from.get(i)), least.get(i)));
        }
        return new GroupedQuery(counted);
    }

    private boolean areAll(Node query) {
        return CLAUSES.containsAll(query.fields().keySet())
                && query.text("op").matches("|SETOP_NONE")
                && !query.nodes("fromClause").isEmpty()
                && query.nodes("fromClause").stream().allMatch(this::isPlainItem)
                && (!query.has("whereClause") || isPlainCondition(query.node("whereClause")))
                && query.nodes("groupClause").stream().allMatch(Groups::isPlain)
                && query.nodes("targetList").stream().allMatch(one -> isShown(one.node("val")))
                && query.nodes("sortClause").stream()
                        .allMatch(one -> !one.has("useOp") && isShown(one.node("node")))
                && isConstantIfAny(query, "limitCount")
                && isConstantIfAny(query, "limitOffset")
                && isFloor(query.node("havingClause"));
    }

    private boolean isPlainItem(Node item) {
        if (item.is("JoinExpr")) {
            return !item.has("alias")
                    && !item.has("join_using_alias")
                    && isPlainItem(item.node("larg"))
                    && isPlainItem(item.node("rarg"))
                    && (!item.has("quals") || isPlainCondition(item.node("quals")));
        }
        from.add(item);
        least.add(new HashMap<>());
        return item.is("RangeVar") && !item.node("alias").has("colnames");
    }

    private boolean isPlainCondition(Node condition) {
        return switch (condition.type()) {
            case "BoolExpr" -> condition.nodes("args").stream().allMatch(this::isPlainCondition);
            case "NullTest" -> isPlainOperand(condition.node("arg"));
            case "BooleanTest" -> isPlainCondition(condition.node("arg"));
            case "A_Expr" -> isPlainComparison(condition);
            default -> isPlainOperand(condition);
        };
    }

    private boolean isPlainComparison(Node comparison) {
        String operator = String.join(".", comparison.names("name"));
        Node right = comparison.node("rexpr");
        return isPlainOperand(comparison.node("lexpr"))
                && (COMPARISONS.contains(operator)
                        ? isPlainOperand(right)
                        : LIKES.contains(operator) && isPlainPattern(right));
    }

    /** One that ends with a backslash fails where a row is like the rest of it. */
    private boolean isPlainPattern(Node pattern) {
        return seesLiterals
                && pattern.node("sval").has("sval")
                && pattern.node("sval").text("sval").indexOf('\\') < 0;
    }

    private static boolean isPlainOperand(Node operand) {
        return switch (operand.type()) {
            case "List" -> operand.nodes("items").stream().allMatch(Groups::isPlainOperand);
            case "A_ArrayExpr" ->
                    operand.nodes("elements").stream().allMatch(Groups::isPlainOperand);
            default -> isColumn(operand) || isConstant(operand);
        };
    }

    private static boolean isColumn(Node node) {
        return node.is("ColumnRef") && node.names("fields").size() == node.nodes("fields").size();
    }

    private static boolean isConstant(Node node) {
        return switch (node.type()) {
            case "A_Const", "ParamRef", "SQLValueFunction" -> true;
            case "TypeCast" -> isPlainCast(node);
            default -> Trees.isNegatedLiteral(node);
        };
    }

    /** One that is done, or fails, before any row is looked at: no domain, no parameter. */
    private static boolean isPlainCast(Node cast) {
        Node value = cast.node("arg");
        List<String> type = cast.node("typeName").names("names");
        return (value.is("A_Const") || Trees.isNegatedLiteral(value))
                && (type.size() == 1
                        ? PLAIN_TYPES.contains(type.getFirst())
                        : type.getFirst().equals("pg_catalog"));
    }

    private static boolean isConstantIfAny(Node query, String field) {
        return !query.has(field) || isConstant(query.node(field));
    }

    /** Something of a group, not of one row. */
    private static boolean isShown(Node node) {
        return isPlain(node) || isAggregate(node);
    }

    private static boolean isPlain(Node node) {
        return isColumn(node) || isConstant(node) || isPartOfDate(node);
    }

    private static boolean isPartOfDate(Node node) {
        List<Node> arguments = node.nodes("args");
        return isCallOf(PARTS_OF_DATES, node)
                && arguments.size() == 2
                && isConstant(arguments.getFirst())
                && isColumn(arguments.getLast());
    }

    private static boolean isAggregate(Node node) {
        List<Node> arguments = node.nodes("args");
        return isCallOf(AGGREGATES, node)
                && (node.has("agg_star")
                        ? arguments.isEmpty()
                        : arguments.size() == 1 && isColumn(arguments.getFirst()));
    }

    private static boolean isCallOf(Set<String> functions, Node node) {
        return node.is("FuncCall")
                && Functions.isOf(functions, node)
                && BESIDE_ARGUMENTS.stream().noneMatch(node::has);
    }

    /** {@code count(DISTINCT key) >= 5}, or several of them joined by AND. */
    private boolean isFloor(Node having) {
        if (having.text("boolop").equals("AND_EXPR")) {
            return having.nodes("args").stream().allMatch(this::isFloor);
        }
        Node count = having.node("lexpr");
        Node number = having.node("rexpr").node("ival");
        return having.type().isEmpty()
                || (having.text("kind").equals("AEXPR_OP")
                        && having.names("name").equals(List.of(">="))
                        && isAggregate(count)
                        && count.names("funcname").getLast().equals("count")
                        && count.has("agg_distinct")
                        && having.node("rexpr").is("A_Const")
                        && note(count.nodes("args").getFirst(), number.number("ival")));
    }

    /** False where it cannot be said whose column it is. */
    private boolean note(Node column, long atLeast) {
        List<String> name = column.names("fields");
        int item = name.size() == 1 ? 0 : called(name.getFirst());
        if (name.size() > 2 || item < 0 || (name.size() == 1 && from.size() > 1)) {
            return false;
        }
        least.get(item).merge(name.getLast(), atLeast, Math::max);
        return true;
    }

    private int called(String name) {
        for (int i = 0; i < from.size(); i++) {
            if (Trees.called(from.get(i)).equals(name)) {
                return i;
            }
        }
        return -1;
    }
}
