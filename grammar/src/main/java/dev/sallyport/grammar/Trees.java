package dev.sallyport.grammar;

import dev.sallyport.sql.NameUse;
import dev.sallyport.sql.RelationName;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Questions to parts of a parse tree that several readers of it ask. */
final class Trees {
    private Trees() {}

    /** A relation by name; where the parent's field tells what it is, it has no type of its own. */
    static boolean isRangeVar(Node node) {
        return node.is("RangeVar") || (node.is("") && node.has("relname"));
    }

    /** {@code -'1'}, which is {@code -1} to whoever does not look at literals. */
    static boolean isNegatedLiteral(Node node) {
        return node.is("A_Expr")
                && !node.has("lexpr")
                && node.names("name").equals(List.of("-"))
                && node.node("rexpr").is("A_Const")
                && !node.node("rexpr").has("isnull");
    }

    static boolean isSelect(Node node) {
        return node.is("SelectStmt") || (node.is("") && node.has("limitOption"));
    }

    /** A query within an expression; that of JSON_ARRAY stands there as it is. */
    static boolean isQuery(Node node) {
        return node.is("SubLink") || isSelect(node);
    }

    static RelationName relation(Node rangeVar) {
        String schema = rangeVar.text("schemaname");
        return new RelationName(
                schema.isEmpty() ? Optional.empty() : Optional.of(schema),
                rangeVar.text("relname"));
    }

    /** By what the statement calls it. */
    static String called(Node rangeVar) {
        String alias = rangeVar.node("alias").text("aliasname");
        return alias.isEmpty() ? rangeVar.text("relname") : alias;
    }

    /** What a statement runs, plans, prepares, opens, copies or keeps; else the statement. */
    static Node query(Node statement) {
        boolean wraps =
                switch (statement.type()) {
                    case "ExplainStmt", "PrepareStmt", "DeclareCursorStmt", "CreateTableAsStmt" ->
                            true;
                    case "CopyStmt" -> statement.has("query");
                    default -> false;
                };
        return wraps ? query(statement.node("query")) : statement;
    }

    /** The name of a prepared statement, cursor or savepoint that a statement gives or uses. */
    static Optional<NameUse> name(Node statement) {
        Node run = query(statement);
        return run.is("ExecuteStmt")
                ? named(run.text("name"), NameUse.Act.EXECUTE)
                : switch (statement.type()) {
                    case "PrepareStmt" -> named(statement.text("name"), NameUse.Act.PREPARE);
                    case "DeallocateStmt" -> named(statement.text("name"), NameUse.Act.DEALLOCATE);
                    case "DeclareCursorStmt" ->
                            named(statement.text("portalname"), NameUse.Act.DECLARE);
                    case "FetchStmt" -> named(statement.text("portalname"), NameUse.Act.FETCH);
                    case "ClosePortalStmt" ->
                            named(statement.text("portalname"), NameUse.Act.CLOSE);
                    case "TransactionStmt" -> savepoint(statement);
                    default -> Optional.empty();
                };
    }

    private static Optional<NameUse> savepoint(Node statement) {
        String name = statement.text("savepoint_name");
        return switch (statement.text("kind")) {
            case "TRANS_STMT_SAVEPOINT" -> named(name, NameUse.Act.SAVEPOINT);
            case "TRANS_STMT_RELEASE", "TRANS_STMT_ROLLBACK_TO" ->
                    named(name, NameUse.Act.ROLLBACK_TO);
            default -> Optional.empty();
        };
    }

    private static Optional<NameUse> named(String name, NameUse.Act act) {
        return Optional.of(new NameUse(name, act));
    }

    /** What a change returns: PostgreSQL 18 has the list within a clause of its own. */
    static List<Node> returned(Node change) {
        return change.has("returningClause")
                ? change.node("returningClause").nodes("exprs")
                : change.nodes("returningList");
    }

    /** Whether it gives values to columns that it does not name: in their order, maybe to all. */
    static boolean fillsUnnamed(Node change) {
        boolean inserts =
                change.is("InsertStmt") && change.has("selectStmt") && !change.has("cols");
        return inserts
                || change.nodes("mergeWhenClauses").stream()
                        .anyMatch(clause -> clause.has("values") && !clause.has("targetList"));
    }

    /** What a changed row is called as it was and as it is now, where it is returned. */
    static Set<String> versions(Node change) {
        Set<String> names = new HashSet<>(Set.of("old", "new"));
        for (Node option : change.node("returningClause").nodes("options")) {
            names.add(option.text("value"));
        }
        return names;
    }

    static boolean any(Node node, Predicate<Node> wanted) {
        boolean[] found = {wanted.test(node)};
        children(node, child -> found[0] |= any(child, wanted));
        return found[0];
    }

    static void children(Node node, Consumer<Node> visitor) {
        for (Object value : node.fields().values()) {
            each(value, visitor);
        }
    }

    /** The nodes in the value of a field. */
    static void each(Object value, Consumer<Node> visitor) {
        switch (value) {
            case Node child -> visitor.accept(child);
            case List<?> items -> items.forEach(item -> each(item, visitor));
            default -> {}
        }
    }
}
