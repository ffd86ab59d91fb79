package dev.sallyport.provision;

import dev.sallyport.sql.SqlIdentifier;
import dev.sallyport.sql.TableName;

/** Writes row policies. */
final class PolicyWriter {
    private PolicyWriter() {}

    static NativeObject.RowPolicy permissive(
            TableName table, SqlIdentifier name, Verb verb, SqlIdentifier to, String rows) {
        return policy(table, name, "PERMISSIVE FOR " + verb, to, clauses(verb, rows));
    }

    /** Subtracts from what the permissive policy of the same verb lets be written. */
    static NativeObject.RowPolicy restrictive(
            TableName table, SqlIdentifier name, Verb verb, SqlIdentifier to, String check) {
        String using = verb == Verb.INSERT ? "" : "USING (true) ";
        return policy(
                table, name, "RESTRICTIVE FOR " + verb, to, using + "WITH CHECK (" + check + ")");
    }

    /** Somebody who had all rows before row security came keeps them. */
    static NativeObject.RowPolicy keep(TableName table, String grantee) {
        return policy(
                table,
                NativeNames.keepPolicy(grantee),
                "PERMISSIVE FOR ALL",
                new SqlIdentifier(grantee),
                "USING (true) WITH CHECK (true)");
    }

    private static String clauses(Verb verb, String rows) {
        return switch (verb) {
            case SELECT, DELETE -> "USING (" + rows + ")";
            case INSERT -> "WITH CHECK (" + rows + ")";
            case UPDATE -> "USING (" + rows + ") WITH CHECK (" + rows + ")";
        };
    }

    private static NativeObject.RowPolicy policy(
            TableName table, SqlIdentifier name, String kind, SqlIdentifier to, String clauses) {
        return new NativeObject.RowPolicy(
                table,
                name,
                Definition.of(
                        "CREATE POLICY "
                                + name.quoted()
                                + " ON "
                                + table.quoted()
                                + " AS "
                                + kind
                                + " TO "
                                + to.quoted()
                                + " "
                                + clauses));
    }
}
