package dev.sallyport.provision;

import dev.sallyport.policy.Hardening;
import dev.sallyport.sql.SqlIdentifier;
import dev.sallyport.sql.TableName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Renders a change as SQL.
 *
 * <p>With {@link ScopeWriter}, {@link MaskWriter}, {@link ViewWriter}, {@link PolicyWriter} and
 * {@link FunctionWriter} the only place where SQL is built.
 */
final class StatementWriter {
    private final Function<String, String> verifiers;
    private final Optional<String> membership;

    /**
     * @param verifiers the text {@code PASSWORD} takes for a login; never the secret itself
     * @param membership how the administrator becomes a member of a role it makes, where it must
     */
    StatementWriter(Function<String, String> verifiers, Optional<String> membership) {
        this.verifiers = verifiers;
        this.membership = membership;
    }

    List<String> write(Change change) {
        return switch (change) {
            case Change.Make make -> make(make.object());
            case Change.Mend mend -> mend(mend.observed(), mend.object());
            case Change.Remove remove -> remove(remove.object());
        };
    }

    private List<String> make(NativeObject object) {
        return switch (object) {
            case NativeObject.GroupRole group -> create(group);
            case NativeObject.LoginRole role ->
                    List.of(
                            "CREATE ROLE "
                                    + role.name().quoted()
                                    + " "
                                    + role.attributes()
                                    + password(role));
            case NativeObject.DefaultPrivilege(SqlIdentifier owner) ->
                    List.of(
                            "ALTER DEFAULT PRIVILEGES FOR ROLE "
                                    + owner.quoted()
                                    + " REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC");
            case NativeObject.OwnSchema(SqlIdentifier name) ->
                    List.of(
                            "CREATE SCHEMA "
                                    + name.quoted()
                                    + " AUTHORIZATION "
                                    + NativeNames.DEFINER.quoted());
            case NativeObject.OwnTable table -> table.definition().statements();
            case NativeObject.PolicyFunction function -> function.definition().statements();
            case NativeObject.LensView view -> create(view);
            case NativeObject.RowPolicy policy -> policy.definition().statements();
            case NativeObject.RowSecurity fence ->
                    List.of("ALTER TABLE " + fence.table().quoted() + " ENABLE ROW LEVEL SECURITY");
            case NativeObject.Grant grant -> List.of(grant(grant));
            case NativeObject.Membership membership -> List.of(grant(membership));
            case NativeObject.RoleSetting setting ->
                    List.of(alterRole(setting) + " SET " + setting.name() + " = " + text(setting));
            case NativeObject.HeldRow row -> List.of(insert(row));
            case NativeObject.PublicGrant everybody -> giveBack(everybody);
            case NativeObject.Taken taken -> List.of(insert(taken));
            case NativeObject.Ending never -> List.of();
            case NativeObject.RetiredLogin row -> List.of(insert(row));
            case NativeObject.Renaming renaming ->
                    List.of(
                            "ALTER ROLE "
                                    + renaming.from().quoted()
                                    + " RENAME TO "
                                    + renaming.to().quoted());
            case NativeObject.Handover handover ->
                    List.of(
                            "ALTER "
                                    + handover.kind().toUpperCase(Locale.ROOT)
                                    + " "
                                    + handover.name()
                                    + " OWNER TO "
                                    + handover.to().quoted());
        };
    }

    private List<String> mend(NativeObject observed, NativeObject wanted) {
        return switch (wanted) {
            case NativeObject.GroupRole(SqlIdentifier name, String attributes, String comment) ->
                    List.of(
                            "ALTER ROLE "
                                    + name.quoted()
                                    + " "
                                    + RoleAttributes.changed(
                                            ((NativeObject.GroupRole) observed).attributes(),
                                            attributes),
                            "COMMENT ON ROLE " + name.quoted() + " IS " + SqlText.literal(comment));
            case NativeObject.LoginRole role ->
                    List.of(
                            "ALTER ROLE "
                                    + role.name().quoted()
                                    + " "
                                    + RoleAttributes.changed(
                                            ((NativeObject.LoginRole) observed).attributes(),
                                            role.attributes())
                                    + newPassword(observed, role));
            case NativeObject.PolicyFunction function -> function.definition().statements();
            default -> {
                List<String> statements = new ArrayList<>(remove(observed));
                statements.addAll(make(wanted));
                yield statements;
            }
        };
    }

    private List<String> create(NativeObject.GroupRole group) {
        String name = group.name().quoted();
        List<String> statements = new ArrayList<>();
        statements.add("CREATE ROLE " + name + " " + group.attributes());
        membership.ifPresent(how -> statements.add("GRANT " + name + " " + how));
        statements.add("COMMENT ON ROLE " + name + " IS " + SqlText.literal(group.comment()));
        return statements;
    }

    /** Who is no superuser can give a view only to a role that might have made it there. */
    private List<String> create(NativeObject.LensView view) {
        if (membership.isEmpty() || view.name().equals(FunctionWriter.MINE)) {
            return view.definition().statements();
        }
        String schema = view.name().schema();
        String making = " ON SCHEMA " + SqlText.name(schema);
        String lens = NativeNames.lens(schema).quoted();
        List<String> statements = new ArrayList<>();
        statements.add("GRANT CREATE" + making + " TO " + lens);
        statements.addAll(view.definition().statements());
        statements.add("REVOKE CREATE" + making + " FROM " + lens);
        return statements;
    }

    private static List<String> remove(NativeObject object) {
        return switch (object) {
            case NativeObject.GroupRole role -> List.of("DROP ROLE " + role.name().quoted());
            case NativeObject.OwnSchema schema -> List.of("DROP SCHEMA " + schema.name().quoted());
            case NativeObject.OwnTable table ->
                    List.of("DROP TABLE " + table.name().quoted() + dependents(table.name()));
            case NativeObject.PolicyFunction function ->
                    List.of("DROP " + function.securable().quoted());
            case NativeObject.LensView view ->
                    List.of(
                            "DROP VIEW IF EXISTS "
                                    + view.name().quoted()
                                    + dependents(view.name()));
            case NativeObject.RowPolicy policy ->
                    List.of(
                            "DROP POLICY IF EXISTS "
                                    + policy.name().quoted()
                                    + " ON "
                                    + policy.table().quoted());
            case NativeObject.RowSecurity fence ->
                    List.of(
                            "ALTER TABLE "
                                    + fence.table().quoted()
                                    + " DISABLE ROW LEVEL SECURITY");
            case NativeObject.Grant grant -> revoke(grant);
            case NativeObject.PublicGrant everybody -> takeFromPublic(everybody);
            case NativeObject.Taken taken -> forget(taken);
            case NativeObject.Membership membership -> List.of(revoke(membership));
            case NativeObject.RoleSetting setting ->
                    List.of(alterRole(setting) + " RESET " + SqlText.name(setting.name()));
            case NativeObject.HeldRow row ->
                    List.of(
                            delete(FunctionWriter.HELD, row.login())
                                    + " AND role = "
                                    + SqlText.literal(row.role()));
            case NativeObject.Ending ending ->
                    List.of(delete(FunctionWriter.ENDING, ending.login()));
            case NativeObject.RetiredLogin row ->
                    List.of(delete(FunctionWriter.RETIRED, row.login()));
            case NativeObject.Renaming never -> List.of();
            case NativeObject.Handover never -> List.of();
            case NativeObject.LoginRole role -> List.of("DROP ROLE " + role.name().quoted());
            case NativeObject.DefaultPrivilege never -> List.of();
        };
    }

    /** Row policies and views stand on these two, and the planner makes them anew. */
    private static String dependents(TableName name) {
        return name.equals(FunctionWriter.HELD) || name.equals(FunctionWriter.MINE)
                ? " CASCADE"
                : "";
    }

    private static String insert(NativeObject.HeldRow row) {
        return "INSERT INTO "
                + FunctionWriter.HELD.quoted()
                + " (login, role, grantee, until, attributes) SELECT rolname, "
                + SqlText.literal(row.role())
                + ", oid, "
                + SqlText.literal(row.until().map(Instant::toString).orElse("infinity"))
                + ", pg_catalog.jsonb_object("
                + SqlText.textArray(List.copyOf(row.attributes().keySet()))
                + ", "
                + SqlText.textArray(List.copyOf(row.attributes().values()))
                + ")"
                + " FROM pg_roles WHERE rolname = "
                + SqlText.literal(row.login());
    }

    private static String insert(NativeObject.RetiredLogin row) {
        return "INSERT INTO "
                + FunctionWriter.RETIRED.quoted()
                + " (login, grantee) SELECT "
                + SqlText.literal(row.login())
                + ", oid FROM pg_roles WHERE rolname = "
                + SqlText.literal(row.holder());
    }

    private String password(NativeObject.LoginRole role) {
        return switch (role.secret()) {
            case OURS -> " PASSWORD " + SqlText.literal(verifiers.apply(role.name().name()));
            case NONE, FORMER, FOREIGN -> " PASSWORD NULL";
        };
    }

    /** A password that is already right is not written again. */
    private String newPassword(NativeObject observed, NativeObject.LoginRole wanted) {
        boolean same =
                observed instanceof NativeObject.LoginRole found
                        && found.secret() == wanted.secret();
        return same ? "" : password(wanted);
    }

    private static String grant(NativeObject.Grant grant) {
        return "GRANT " + grant.on().clause(grant.privilege()) + " TO " + grantee(grant.grantee());
    }

    /** CASCADE takes back only what the grantee passed on; a revoke acts as who gave it. */
    private static List<String> revoke(NativeObject.Grant grant) {
        String revoke =
                "REVOKE "
                        + grant.on().clause(grant.privilege())
                        + " FROM "
                        + grantee(grant.grantee())
                        + (grant.mayBePassedOn() ? " CASCADE" : "");
        return grant.grantor()
                .map(by -> List.of("SET LOCAL ROLE " + by.quoted(), revoke, "RESET ROLE"))
                .orElse(List.of(revoke));
    }

    private static List<String> takeFromPublic(NativeObject.PublicGrant everybody) {
        List<String> statements = new ArrayList<>();
        for (String clause : everybody.clauses()) {
            statements.add("REVOKE " + clause + " FROM PUBLIC");
            if (!everybody.keepers().isEmpty()) {
                statements.add("GRANT " + clause + " TO " + SqlText.names(everybody.keepers()));
            }
        }
        return statements;
    }

    /** Everybody again, so nobody needs it by name from us. */
    private static List<String> giveBack(NativeObject.PublicGrant everybody) {
        List<String> statements = new ArrayList<>();
        for (String clause : everybody.clauses()) {
            statements.add("GRANT " + clause + " TO PUBLIC");
            if (!everybody.keepers().isEmpty()) {
                statements.add("REVOKE " + clause + " FROM " + SqlText.names(everybody.keepers()));
            }
        }
        return statements;
    }

    private static String insert(NativeObject.Taken taken) {
        return "INSERT INTO "
                + FunctionWriter.TAKEN.quoted()
                + " (about, privilege, item, clauses, keepers) VALUES ("
                + SqlText.literal(taken.about())
                + ", "
                + SqlText.literal(taken.privilege())
                + ", "
                + SqlText.literal(taken.item().name())
                + ", "
                + SqlText.textArray(taken.clauses())
                + ", "
                + SqlText.textArray(taken.keepers())
                + ")";
    }

    /** Default privileges are no grant that could be wanted back: they are undone here. */
    private static List<String> forget(NativeObject.Taken taken) {
        List<String> statements = new ArrayList<>();
        if (taken.item() == Hardening.Item.NEW_FUNCTIONS) {
            statements.addAll(taken.clauses());
        }
        statements.add(
                "DELETE FROM "
                        + FunctionWriter.TAKEN.quoted()
                        + " WHERE about = "
                        + SqlText.literal(taken.about())
                        + " AND privilege = "
                        + SqlText.literal(taken.privilege()));
        return statements;
    }

    private static String grantee(Optional<SqlIdentifier> grantee) {
        return grantee.map(SqlIdentifier::quoted).orElse("PUBLIC");
    }

    private static String grant(NativeObject.Membership membership) {
        return ("GRANT "
                        + membership.role().quoted()
                        + " TO "
                        + membership.member().quoted()
                        + " "
                        + membership.options())
                .strip();
    }

    private static String revoke(NativeObject.Membership membership) {
        return "REVOKE "
                + membership.role().quoted()
                + " FROM "
                + membership.member().quoted()
                + membership.grantor().map(by -> " GRANTED BY " + by.quoted()).orElse("")
                + (membership.mayBePassedOn() ? " CASCADE" : "");
    }

    private static String alterRole(NativeObject.RoleSetting setting) {
        return "ALTER ROLE "
                + setting.role().quoted()
                + setting.database().map(in -> " IN DATABASE " + in.quoted()).orElse("");
    }

    /** A search_path is a list of names, written as such. */
    private static String text(NativeObject.RoleSetting setting) {
        return setting.name().equals("search_path") && !setting.value().isEmpty()
                ? setting.value()
                : SqlText.literal(setting.value());
    }

    private static String delete(TableName table, String login) {
        return "DELETE FROM " + table.quoted() + " WHERE login = " + SqlText.literal(login);
    }
}
