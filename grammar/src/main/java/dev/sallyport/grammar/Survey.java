package dev.sallyport.grammar;

import dev.sallyport.sql.ColumnUse;
import dev.sallyport.sql.RelationName;
import dev.sallyport.sql.RelationUse;
import dev.sallyport.sql.RelationUse.Use;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** One walk over the tree of a statement: what it names, and what in it has an effect. */
final class Survey {
    private final Map<RelationName, RelationUse> relations = new LinkedHashMap<>();
    private final Set<ColumnUse> columns = new LinkedHashSet<>();
    private final Set<String> functions = new LinkedHashSet<>();
    private final Set<String> unknownFunctions = new LinkedHashSet<>();
    private final Set<String> locks = new LinkedHashSet<>();
    private final Hazards hazards;
    private Functions.Harm harm = Functions.Harm.NONE;
    private boolean changesRows;
    private boolean makesTable;

    private Survey(Hazards hazards) {
        this.hazards = hazards;
    }

    static Survey of(Node statement, String normalised) {
        Survey survey = new Survey(new Hazards(normalised));
        survey.visit(statement, Scope.NONE, useAtTop(statement));
        return survey;
    }

    /** What the statement does with a relation that stands in it outside of any query. */
    private static Use useAtTop(Node statement) {
        return switch (statement.type()) {
            case "LockStmt" -> Use.LOCKED;
            case "TruncateStmt" -> Use.CHANGED;
            case "CopyStmt" -> statement.has("is_from") ? Use.CHANGED : Use.READ;
            default -> Use.DEFINED;
        };
    }

    List<RelationUse> relations() {
        return List.copyOf(relations.values());
    }

    Set<ColumnUse> columns() {
        return columns;
    }

    Set<String> functions() {
        return functions;
    }

    /** Of the functions, those that are no built-in known here. */
    Set<String> unknownFunctions() {
        return unknownFunctions;
    }

    Set<String> locks() {
        return locks;
    }

    Hazards hazards() {
        return hazards;
    }

    /** The worst of the functions and operators named. */
    Functions.Harm harm() {
        return harm;
    }

    /** It inserts, updates, deletes, merges or locks rows somewhere. */
    boolean changesRows() {
        return changesRows;
    }

    /** {@code SELECT … INTO}. */
    boolean makesTable() {
        return makesTable;
    }

    private void visit(Node node, Scope scope, Use use) {
        hazards.note(node);
        if (Trees.isSelect(node)) {
            select(node, scope);
        } else if (Trees.isRangeVar(node)) {
            relation(node, scope, use);
        } else {
            typed(node, scope, use);
        }
    }

    private void typed(Node node, Scope scope, Use use) {
        switch (node.type()) {
            case "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt" -> change(node, scope);
            case "ColumnRef" -> column(node, scope);
            case "CopyStmt" -> {
                copied(node);
                children(node, scope, use);
            }
            case "LockingClause" -> {
                changesRows = true;
                locks.add(lock(node.text("strength")));
            }
            case "FuncCall" -> {
                called(node.names("funcname"));
                children(node, scope, use);
            }
            case "CallStmt" -> {
                called(node.node("funccall").names("funcname"));
                children(node, scope, use);
            }
            case "A_Expr" -> {
                operator(node.names("name"));
                children(node, scope, use);
            }
            case "SubLink" -> {
                operator(node.names("operName"));
                children(node, scope, use);
            }
            case "SortBy" -> {
                operator(node.names("useOp"));
                children(node, scope, use);
            }
            case "JoinExpr" -> {
                joined(node, scope);
                children(node, scope, use);
            }
            case "RangeSubselect" ->
                    children(node, node.has("lateral") ? scope : scope.beside(), use);
            case "DropStmt" -> node.nodes("objects").forEach(object -> dropped(node, object));
            default -> children(node, scope, use);
        }
    }

    private void children(Node node, Scope scope, Use use) {
        Trees.children(node, child -> visit(child, scope, use));
    }

    private void select(Node node, Scope around) {
        Scope scope = with(node, around).over(node.nodes("fromClause"));
        Node into = node.node("intoClause");
        if (into.has("rel")) {
            makesTable = true;
            use(Trees.relation(into.node("rel")), Use.DEFINED);
        }
        inside(node, scope, Set.of("withClause", "intoClause"));
    }

    private void change(Node node, Scope around) {
        changesRows = true;
        Node target = node.node("relation");
        List<Node> sources = new ArrayList<>(List.of(target));
        sources.addAll(node.nodes("fromClause"));
        sources.addAll(node.nodes("usingClause"));
        if (node.has("sourceRelation")) {
            sources.add(node.node("sourceRelation"));
        }
        hazards.note(target);
        RelationName changed = Trees.relation(target);
        use(changed, Use.CHANGED);
        named(node.nodes("cols"), changed);
        if (Trees.fillsUnnamed(node)) {
            all(target);
        }
        if (node.is("UpdateStmt")) {
            named(node.nodes("targetList"), changed);
        }
        node.nodes("mergeWhenClauses")
                .forEach(clause -> named(clause.nodes("targetList"), changed));
        named(node.node("onConflictClause").nodes("targetList"), changed);
        Scope scope = with(node, around).over(sources).calling(versions(node), changed);
        inside(node, scope, Set.of("withClause", "relation"));
    }

    /** What the row is called as it was, as it will be, and as it was to be inserted. */
    private static List<String> versions(Node change) {
        return Stream.concat(Trees.versions(change).stream(), Stream.of("excluded")).toList();
    }

    private void inside(Node node, Scope scope, Set<String> done) {
        node.fields()
                .forEach((field, value) -> {
                    if (!done.contains(field)) {
                        Trees.each(value, part -> visit(part, scope, Use.READ));
                    }
                });
    }

    /** The scope behind a WITH clause, whose queries are visited; each sees those before it. */
    private Scope with(Node node, Scope around) {
        Node with = node.node("withClause");
        Scope scope = around;
        if (with.has("recursive")) {
            for (Node query : with.nodes("ctes")) {
                scope = scope.withQuery(query.text("ctename"));
            }
        }
        for (Node query : with.nodes("ctes")) {
            visit(query, scope, Use.READ);
            scope = scope.withQuery(query.text("ctename"));
        }
        return scope;
    }

    private void relation(Node node, Scope scope, Use use) {
        if (use != Use.READ || !scope.isQuery(node)) {
            use(Trees.relation(node), use);
            if (node.node("alias").has("colnames")) {
                all(node);
            }
        }
    }

    /** Columns that two tables share, and a name for all of a join's. */
    private void joined(Node join, Scope scope) {
        for (String shared : join.names("usingClause")) {
            columns.add(new ColumnUse(Optional.empty(), shared));
        }
        if (join.has("isNatural") || join.has("alias")) {
            all(join.node("larg"), scope);
            all(join.node("rarg"), scope);
        }
    }

    /** Its columns are not called by their own names, or by none. */
    private void all(Node item, Scope scope) {
        if (item.is("JoinExpr")) {
            all(item.node("larg"), scope);
            all(item.node("rarg"), scope);
        } else if (Trees.isRangeVar(item) && !scope.isQuery(item)) {
            all(item);
        }
    }

    private void all(Node table) {
        columns.add(new ColumnUse(Optional.of(Trees.relation(table)), ColumnUse.ALL));
    }

    private void use(RelationName relation, Use use) {
        relations.merge(relation, new RelationUse(relation, use, 1), RelationUse::and);
    }

    /** Columns that are set. */
    private void named(List<Node> targets, RelationName changed) {
        for (Node target : targets) {
            if (target.has("name")) {
                columns.add(new ColumnUse(Optional.of(changed), target.text("name")));
            }
        }
    }

    /** A table without a list of columns is copied with all of them. */
    private void copied(Node node) {
        if (node.has("relation")) {
            List<String> listed = node.names("attlist");
            Optional<RelationName> table = Optional.of(Trees.relation(node.node("relation")));
            (listed.isEmpty() ? List.of(ColumnUse.ALL) : listed)
                    .forEach(name -> columns.add(new ColumnUse(table, name)));
        }
    }

    private void column(Node node, Scope scope) {
        List<String> name = new ArrayList<>(node.names("fields"));
        if (node.nodes("fields").getLast().is("A_Star")) {
            name.add(ColumnUse.ALL);
        }
        columns.addAll(scope.columns(name));
    }

    private void called(List<String> name) {
        String whole = String.join(".", name);
        Functions.Harm of = Functions.harm(name);
        functions.add(whole);
        if (of == Functions.Harm.UNKNOWN) {
            unknownFunctions.add(whole);
        }
        raise(of);
    }

    /** An operator of another schema runs a function that is not known here. */
    private void operator(List<String> name) {
        if (name.size() > 1 && !name.getFirst().equals("pg_catalog")) {
            unknownFunctions.add(String.join(".", name));
            raise(Functions.Harm.UNKNOWN);
        }
    }

    private void raise(Functions.Harm other) {
        harm = harm.compareTo(other) < 0 ? other : harm;
    }

    private void dropped(Node statement, Node object) {
        String kind = statement.text("removeType");
        boolean relation =
                switch (kind) {
                    case "OBJECT_TABLE",
                            "OBJECT_VIEW",
                            "OBJECT_MATVIEW",
                            "OBJECT_SEQUENCE",
                            "OBJECT_FOREIGN_TABLE" ->
                            true;
                    default -> false;
                };
        List<String> name = object.names("items");
        if (relation && !name.isEmpty()) {
            use(
                    new RelationName(
                            name.stream().limit(name.size() - 1).reduce((_, last) -> last),
                            name.getLast()),
                    Use.DEFINED);
        }
    }

    private static String lock(String strength) {
        return switch (strength) {
            case "LCS_FORKEYSHARE" -> "for key share";
            case "LCS_FORSHARE" -> "for share";
            case "LCS_FORNOKEYUPDATE" -> "for no key update";
            default -> "for update";
        };
    }
}
