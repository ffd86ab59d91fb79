package dev.sallyport.provision;

import dev.sallyport.sql.SqlIdentifier;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The account that plans and applies. A superuser where there is one to be had; on a managed
 * PostgreSQL one that owns what is governed and makes the roles.
 *
 * @param power what the server lets it do by its kind
 */
record Administrator(String name, Power power) {

    /** What kind of account it is. */
    enum Power {
        SUPERUSER,
        BOUNDED
    }

    static Administrator of(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                        connection.prepareStatement(
                                "SELECT rolname, rolsuper FROM pg_roles WHERE rolname ="
                                        + " current_user");
                ResultSet row = statement.executeQuery()) {
            row.next();
            return new Administrator(
                    row.getString(1), row.getBoolean(2) ? Power.SUPERUSER : Power.BOUNDED);
        }
    }

    /** What it must be a member of to give a role of ours something to own. */
    Optional<String> membership(int version) {
        return switch (power) {
            case SUPERUSER -> Optional.empty();
            case BOUNDED ->
                    Optional.of(
                            "TO CURRENT_USER"
                                    + (version >= Surroundings.MEMBERSHIP_OPTIONS
                                            ? " WITH INHERIT TRUE, SET TRUE"
                                            : ""));
        };
    }

    /** Its own memberships in roles it made are how it works, not somebody's access. */
    boolean isOwnMembership(NativeObject.Membership membership) {
        return power == Power.BOUNDED && membership.member().name().equals(name);
    }

    /**
     * Who gave a membership, where it was neither this account nor a superuser before it: these
     * give as the first of them.
     *
     * @param grantor empty before PostgreSQL 16, where it does not matter
     */
    Optional<SqlIdentifier> otherGrantor(String grantor, boolean isFirstSuperuser) {
        boolean ours =
                switch (power) {
                    case SUPERUSER -> isFirstSuperuser;
                    case BOUNDED -> isFirstSuperuser || grantor.equals(name);
                };
        return ours || grantor.isEmpty()
                ? Optional.empty()
                : Optional.of(new SqlIdentifier(grantor));
    }
}
