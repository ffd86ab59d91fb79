package dev.sallyport.grammar;

import dev.sallyport.sql.Derived;
import dev.sallyport.sql.RelationName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the cells of a result are made of. Conditions and orders decide which rows there are, and
 * are not in them; a function that makes rows, and a bound, may count something out by them. In
 * doubt a cell shows something.
 */
final class Derivation {
    private static final String COUNT = "count";
    private static final Set<String> CHANGES =
            Set.of("InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt");

    /** Of all rows together, one number. */
    private static final Set<String> SUMS =
            Set.of(
                    "sum",
                    "avg",
                    "bool_and",
                    "bool_or",
                    "every",
                    "stddev",
                    "stddev_pop",
                    "stddev_samp",
                    "variance",
                    "var_pop",
                    "var_samp",
                    "corr");

    /** How many rows there are, or come before. */
    private static final Set<String> PLACES =
            Set.of(COUNT, "row_number", "rank", "dense_rank", "percent_rank", "cume_dist", "ntile");

    private final Set<RelationName> from = new HashSet<>();

    /**
     * Names that WITH gives, by how often they stand in FROM; those of two queries count as one.
     */
    private final Map<String, Integer> queries = new HashMap<>();

    private final Set<String> set = new HashSet<>();
    private final Set<RelationName> copied = new HashSet<>();
    private boolean mixed;

    /** Something of a row decides how many rows there are. */
    private boolean counted;

    private Derivation() {}

    static Derived of(Node statement) {
        Node query = Trees.query(statement);
        if (statement.is("ExplainStmt")) {
            return Derived.NOTHING;
        }
        Derivation all = new Derivation();
        all.query(query, Set.of());
        boolean mixed = all.mixed || all.queries.values().stream().anyMatch(times -> times > 1);
        return new Derived(
                all.counted || showsCells(query),
                (int) list(query).stream().filter(Derivation::isColumn).count(),
                all.from,
                mixed,
                all.set,
                all.copied);
    }

    private static boolean showsCells(Node query) {
        if (!Trees.isSelect(query) && !CHANGES.contains(query.type())) {
            return query.is("CallStmt") || shows(query, Sums.SHOW_NOTHING);
        }
        List<Node> list = list(query);
        Sums sums = Sums.SHOW_NOTHING.in(query);
        return list.isEmpty()
                ? showsAny(query, Sums.SHOW_NOTHING)
                : list.stream().anyMatch(cell -> !isColumn(cell) && shows(cell, sums));
    }

    /**
     * What sums show at one place.
     *
     * @param here whether there may be one for each row of a table
     * @param within the same of a query there, which runs for each row around it
     */
    private record Sums(boolean here, boolean within) {
        static final Sums SHOW_NOTHING = new Sums(false, false);
        static final Sums SHOW_ROWS = new Sums(true, true);

        /** In the list of a query that stands at this place. */
        Sums in(Node query) {
            return new Sums(
                    within || query.has("groupClause"),
                    within || query.has("fromClause") || CHANGES.contains(query.type()));
        }
    }

    /** What it lists, unless it unites queries or lists values. */
    private static List<Node> list(Node query) {
        return Trees.isSelect(query) ? query.nodes("targetList") : Trees.returned(query);
    }

    private static boolean isColumn(Node target) {
        Node value = target.node("val");
        return value.is("ColumnRef") && !value.nodes("fields").getLast().is("A_Star");
    }

    /**
     * @param outer names that WITH gives around it
     */
    private void query(Node query, Set<String> outer) {
        Set<String> names = new HashSet<>(outer);
        Node with = query.node("withClause");
        if (with.has("recursive")) {
            mixed = true;
            with.nodes("ctes").forEach(part -> names.add(part.text("ctename")));
        }
        for (Node part : with.nodes("ctes")) {
            query(part.node("ctequery"), names);
            names.add(part.text("ctename"));
        }
        if (Trees.isSelect(query)) {
            select(query, names);
        } else if (CHANGES.contains(query.type())) {
            change(query, names);
        } else {
            cell(query, names);
        }
    }

    private void select(Node select, Set<String> names) {
        if (select.has("larg")) {
            query(select.node("larg"), names);
            query(select.node("rarg"), names);
            return;
        }
        select.nodes("fromClause").forEach(item -> item(item, names));
        mixed |= select.nodes("groupClause").stream().anyMatch(by -> by.is("GroupingSet"));
        counted |=
                Stream.of("groupClause", "distinctClause")
                        .flatMap(groups -> select.nodes(groups).stream())
                        .anyMatch(by -> Trees.any(by, Derivation::multiplies));
        select.nodes("targetList").forEach(cell -> cell(cell, names));
        select.nodes("valuesLists").forEach(cell -> cell(cell, names));
        List<Node> bounds = new ArrayList<>();
        bounds.add(select.node("limitCount"));
        bounds.add(select.node("limitOffset"));
        select.nodes("windowClause").forEach(window -> bounds.addAll(frame(window)));
        for (Node bound : bounds) {
            cell(bound, names);
            counted |= shows(bound, Sums.SHOW_NOTHING);
        }
    }

    /** What it returns may have come from any table that it reads. */
    private void change(Node change, Set<String> names) {
        copies(change, names);
        from.add(Trees.relation(change.node("relation")));
        mixed |= !change.is("DeleteStmt") && reads(change);
        mixed |= !change.is("UpdateStmt") && returnsVersion(change);
        sets(change);
        for (String field : List.of("fromClause", "usingClause")) {
            change.nodes(field).forEach(item -> item(item, names));
        }
        item(change.node("sourceRelation"), names);
        Trees.returned(change).forEach(cell -> cell(cell, names));
    }

    /** What stands in FROM may be written, unless nothing but constants is. */
    private void copies(Node change, Set<String> names) {
        Derivation read = new Derivation();
        List<Node> values = new ArrayList<>(change.node("onConflictClause").nodes("targetList"));
        values.addAll(change.nodes("targetList"));
        for (Node clause : change.nodes("mergeWhenClauses")) {
            values.addAll(clause.nodes("targetList"));
            values.addAll(clause.nodes("values"));
        }
        values.forEach(value -> read.cell(value, names));
        read.query(change.node("selectStmt"), names);
        if (values.stream().anyMatch(value -> Trees.any(value, one -> one.is("ColumnRef")))) {
            change.nodes("fromClause").forEach(item -> read.item(item, names));
            read.item(change.node("sourceRelation"), names);
        }
        copied.addAll(read.from);
        copied.addAll(read.copied);
        if (!read.queries.isEmpty()) {
            copied.addAll(from);
        }
    }

    private void sets(Node change) {
        List<Node> targets = new ArrayList<>(change.node("onConflictClause").nodes("targetList"));
        if (change.is("UpdateStmt")) {
            targets.addAll(change.nodes("targetList"));
        }
        for (Node clause : change.nodes("mergeWhenClauses")) {
            if (clause.text("commandType").equals("CMD_UPDATE")) {
                targets.addAll(clause.nodes("targetList"));
            }
        }
        targets.forEach(target -> set.add(target.text("name")));
    }

    private static boolean reads(Node change) {
        return change.has("fromClause")
                || change.has("sourceRelation")
                || change.node("selectStmt").has("fromClause")
                || change.node("selectStmt").has("larg")
                || asks(change.nodes("targetList"))
                || asks(change.node("selectStmt").nodes("valuesLists"));
    }

    /** A row that is new was nobody's, and one that is gone is nobody's now. */
    private static boolean returnsVersion(Node change) {
        Set<String> versions = Trees.versions(change);
        return Trees.returned(change).stream()
                .anyMatch(cell -> Trees.any(cell, node -> isOf(versions, node)));
    }

    private static boolean isOf(Set<String> rows, Node node) {
        return node.is("ColumnRef")
                && node.names("fields").stream().limit(1).anyMatch(rows::contains);
    }

    private static boolean asks(List<Node> nodes) {
        return nodes.stream().anyMatch(node -> Trees.any(node, Trees::isQuery));
    }

    private void item(Node item, Set<String> names) {
        if (item.is("JoinExpr")) {
            item(item.node("larg"), names);
            item(item.node("rarg"), names);
        } else if (item.is("RangeSubselect")) {
            query(item.node("subquery"), names);
        } else if (item.is("RangeTableSample")) {
            item(item.node("relation"), names);
        } else if (!Trees.isRangeVar(item)) {
            cell(item, names);
            counted |= shows(item, Sums.SHOW_ROWS);
        } else if (!item.has("schemaname") && names.contains(item.text("relname"))) {
            queries.merge(item.text("relname"), 1, Integer::sum);
        } else {
            from.add(Trees.relation(item));
        }
    }

    /** Queries and windows within a cell, or within a function that makes rows. */
    private void cell(Node node, Set<String> names) {
        if (Trees.isSelect(node)) {
            query(node, names);
            return;
        }
        if (node.is("SubLink")) {
            if (isValue(node)) {
                query(node.node("subselect"), names);
            }
            cell(node.node("testexpr"), names);
            return;
        }
        mixed |= node.has("over") && !isPlace(node);
        counted |= multiplies(node);
        Trees.children(node, child -> cell(child, names));
    }

    /** {@code EXISTS}, {@code IN}, {@code ANY} and {@code ALL} say yes or no. */
    private static boolean isValue(Node link) {
        return switch (link.text("subLinkType")) {
            case "EXISTS_SUBLINK", "ANY_SUBLINK", "ALL_SUBLINK" -> false;
            default -> true;
        };
    }

    /** A function that makes rows of something of a row. */
    private static boolean multiplies(Node call) {
        return call.is("FuncCall")
                && Functions.isOf(Functions.SET_RETURNING, call)
                && shows(call, Sums.SHOW_ROWS);
    }

    private static boolean isPlace(Node call) {
        return call.is("FuncCall") && Functions.isOf(PLACES, call);
    }

    /** How far a window reaches, counted in rows or in what they are ordered by. */
    private static List<Node> frame(Node window) {
        return List.of(window.node("startOffset"), window.node("endOffset"));
    }

    private static boolean showAny(List<Node> nodes, Sums sums) {
        return nodes.stream().anyMatch(node -> shows(node, sums));
    }

    /**
     * @param around what sums show where the query stands
     */
    private static boolean showsAny(Node select, Sums around) {
        Sums sums = around.in(select);
        return select.has("larg")
                ? showsAny(select.node("larg"), around) || showsAny(select.node("rarg"), around)
                : showAny(select.nodes("valuesLists"), sums)
                        || showAny(select.nodes("targetList"), sums);
    }

    /** Whether a cell shows something of a row. */
    private static boolean shows(Node node, Sums sums) {
        if (node.is("ColumnRef")) {
            return true;
        }
        if (Trees.isSelect(node)) {
            return showsAny(node, sums);
        }
        if (node.is("SubLink")) {
            return shows(node.node("testexpr"), sums)
                    || (isValue(node) && showsAny(node.node("subselect"), sums));
        }
        if (node.is("FuncCall")) {
            if (node.has("over") && (!isPlace(node) || showAny(frame(node.node("over")), sums))) {
                return true;
            }
            if (Functions.isOf(Set.of(COUNT), node)) {
                return Trees.any(node, Derivation::mayKeep);
            }
            if (node.has("over")) {
                return showAny(node.nodes("args"), sums);
            }
            if (!sums.here() && Functions.isOf(SUMS, node)) {
                return false;
            }
            if (mayKeep(node)) {
                return true;
            }
        }
        boolean[] found = {false};
        Trees.children(node, child -> found[0] |= shows(child, sums));
        return found[0];
    }

    /** Code that is not known, or has an effect: it can do with a value what it likes. */
    private static boolean mayKeep(Node node) {
        return node.is("FuncCall") && Functions.harm(node.names("funcname")) != Functions.Harm.NONE;
    }
}
