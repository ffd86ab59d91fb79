package dev.sallyport.grammar;

import dev.sallyport.sql.Act;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What a statement does, wherever in its tree that stands. */
final class Acts {
    private static final Set<String> DROPS =
            Set.of(
                    "DropStmt",
                    "DropdbStmt",
                    "DropOwnedStmt",
                    "DropSubscriptionStmt",
                    "DropTableSpaceStmt",
                    "DropUserMappingStmt",
                    "DropRoleStmt");
    private static final Set<String> GRANTS =
            Set.of("GrantStmt", "GrantRoleStmt", "AlterDefaultPrivilegesStmt");
    private static final Set<String> ROLES =
            Set.of("CreateRoleStmt", "AlterRoleStmt", "AlterRoleSetStmt", "DropRoleStmt");

    private static final Set<String> OFF = Set.of("false", "off");

    private final String normalised;
    private final Set<Act> acts = EnumSet.noneOf(Act.class);

    private Acts(String normalised) {
        this.normalised = normalised;
    }

    /**
     * @param normalised of the same statement
     */
    static Set<Act> of(Node statement, String normalised) {
        Acts found = new Acts(normalised);
        found.top(statement);
        return found.acts;
    }

    private void top(Node statement) {
        switch (statement.type()) {
            case "TransactionStmt",
                    "VariableSetStmt",
                    "VariableShowStmt",
                    "ConstraintsSetStmt",
                    "DiscardStmt",
                    "ListenStmt",
                    "UnlistenStmt",
                    "NotifyStmt",
                    "DeallocateStmt",
                    "ClosePortalStmt",
                    "FetchStmt",
                    "ExecuteStmt" -> {}
            case "PrepareStmt", "DeclareCursorStmt" -> top(statement.node("query"));
            case "ExplainStmt" -> {
                acts.add(Act.EXPLAIN);
                if (analyzes(statement)) {
                    acts.add(Act.EXPLAIN_ANALYZE);
                }
                top(statement.node("query"));
            }
            case "SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt" ->
                    visit(statement);
            case "CopyStmt" -> copy(statement);
            case "CallStmt" -> also(statement, Act.CALL);
            case "DoStmt" -> acts.addAll(Set.of(Act.DO, Act.CALL));
            case "LockStmt" -> acts.add(Act.LOCK);
            case "TruncateStmt" -> acts.addAll(Set.of(Act.TRUNCATE, Act.DELETE));
            default -> define(statement);
        }
    }

    /** Off by a word, as pgAdmin says it; a literal says nothing here, for it is not remembered. */
    private boolean analyzes(Node statement) {
        boolean off =
                statement.nodes("options").stream()
                        .filter(option -> option.text("defname").equals("analyze"))
                        .allMatch(option -> OFF.contains(option.node("arg").text("sval")));
        return !off || normalised.contains("analyze ?") || normalised.contains("analyse ?");
    }

    private void also(Node statement, Act act) {
        acts.add(act);
        visit(statement);
    }

    private void copy(Node statement) {
        boolean in = statement.has("is_from");
        also(statement, in ? Act.COPY_IN : Act.COPY_OUT);
        if (!in && !statement.has("query")) {
            acts.add(Act.SELECT);
        }
    }

    private void define(Node statement) {
        String type = statement.type();
        if (DROPS.contains(type)) {
            acts.add(Act.DROP);
        }
        if (GRANTS.contains(type)) {
            acts.add(Act.GRANT);
        }
        if (ROLES.contains(type) || statement.text("renameType").equals("OBJECT_ROLE")) {
            acts.add(Act.ALTER_ROLE);
        }
        also(statement, Act.DDL);
    }

    private void visit(Node node) {
        if (Trees.isSelect(node)) {
            select(node);
        }
        switch (node.type()) {
            case "InsertStmt" -> acts.add(Act.INSERT);
            case "UpdateStmt" -> change(node, Act.UPDATE, Act.UPDATE_WITHOUT_WHERE);
            case "DeleteStmt" -> change(node, Act.DELETE, Act.DELETE_WITHOUT_WHERE);
            case "MergeStmt" -> merge(node);
            case "AlterTableCmd" -> {
                if (node.text("subtype").startsWith("AT_Drop")) {
                    acts.add(Act.DROP);
                }
            }
            default -> {}
        }
        Trees.children(node, this::visit);
    }

    private void select(Node select) {
        if (!select.has("valuesLists")) {
            acts.add(Act.SELECT);
        }
        if (select.node("intoClause").has("rel")) {
            acts.add(Act.DDL);
        }
    }

    private void change(Node statement, Act act, Act ofAll) {
        acts.add(act);
        if (!Conditions.selects(statement.node("whereClause"), statement.node("relation"))) {
            acts.add(ofAll);
        }
    }

    private void merge(Node statement) {
        acts.add(Act.MERGE);
        Node target = statement.node("relation");
        boolean joins = Conditions.selects(statement.node("joinCondition"), target);
        for (Node clause : clauses(statement)) {
            boolean all =
                    !Conditions.selects(clause.node("condition"), target)
                            && (!joins || clause.text("matchKind").endsWith("_BY_SOURCE"));
            switch (clause.text("commandType")) {
                case "CMD_INSERT" -> acts.add(Act.INSERT);
                case "CMD_UPDATE" ->
                        acts.addAll(all ? Set.of(Act.UPDATE, Act.UPDATE_WITHOUT_WHERE) : UPDATE);
                case "CMD_DELETE" ->
                        acts.addAll(all ? Set.of(Act.DELETE, Act.DELETE_WITHOUT_WHERE) : DELETE);
                default -> {}
            }
        }
    }

    private static final Set<Act> UPDATE = Set.of(Act.UPDATE);
    private static final Set<Act> DELETE = Set.of(Act.DELETE);

    private static List<Node> clauses(Node merge) {
        return merge.nodes("mergeWhenClauses");
    }
}
