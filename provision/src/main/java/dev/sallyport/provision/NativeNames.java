package dev.sallyport.provision;

import dev.sallyport.policy.AskerKind;
import dev.sallyport.sql.SqlIdentifier;
import dev.sallyport.sql.TableName;
import java.nio.charset.StandardCharsets;

/** What Sallyport's own roles, schemas and policies are called in a database. */
final class NativeNames {
    static final SqlIdentifier DEFINER = new SqlIdentifier("sp_definer");
    static final SqlIdentifier PERSON = new SqlIdentifier("sp_person");
    static final SqlIdentifier SCHEMA = new SqlIdentifier("sp");

    /** The first word of every comment that marks a role as ours. */
    static final String MARK = "Sallyport";

    /** 63 bytes of a PostgreSQL name (NAMEDATALEN) less the longest prefix and suffix we add. */
    static final int MAX_ROLE_BYTES = 41;

    static final int MAX_BYTES = 63;

    private NativeNames() {}

    static SqlIdentifier group(String role) {
        return new SqlIdentifier("sp_role_" + role);
    }

    static SqlIdentifier lens(String role) {
        return new SqlIdentifier("sp_lens_" + role);
    }

    /** A policy role as agents or services hold it; no policy role has a name with a dollar. */
    static String variant(String role, AskerKind kind) {
        return role + "$" + kind;
    }

    /** The part of a role that changes rows, where not everybody has it. */
    static String editing(String role) {
        return role + "$edit";
    }

    /** The policy role that a native role is made from. */
    static String policyRole(String name) {
        int cut = name.indexOf('$');
        return cut < 0 ? name : name.substring(0, cut);
    }

    static TableName own(String name) {
        return new TableName(SCHEMA.name(), name);
    }

    /** A role's policy for one verb. */
    static SqlIdentifier policy(String role, String verb) {
        return new SqlIdentifier("sp_lens_" + role + "_" + verb);
    }

    static SqlIdentifier keepPolicy(String grantee) {
        String name = "sp_keep_" + grantee;
        return new SqlIdentifier(
                bytes(name) <= MAX_BYTES ? name : "sp_keep_" + Definition.hash(grantee));
    }

    static boolean isOurPolicy(String name) {
        return name.startsWith("sp_lens_")
                || name.startsWith("sp_keep_")
                || name.startsWith("sp_definer");
    }

    static boolean isReserved(String name) {
        return name.startsWith("sp_") || name.startsWith("pg_") || name.equals(SCHEMA.name());
    }

    static int bytes(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length;
    }
}
