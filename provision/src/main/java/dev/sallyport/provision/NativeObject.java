package dev.sallyport.provision;

import dev.sallyport.policy.Hardening;
import dev.sallyport.sql.SqlIdentifier;
import dev.sallyport.sql.TableName;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One thing Sallyport keeps in a database.
 *
 * <p>Two objects of the same {@link #key} are the same thing; equal {@link #fingerprint}s mean that
 * nothing is to be done about it.
 */
sealed interface NativeObject {

    String key();

    /** Empty where there is nothing to it but that it is there. */
    default String fingerprint() {
        return "";
    }

    /** A NOLOGIN role of ours; its comment marks it as ours. */
    record GroupRole(SqlIdentifier name, String attributes, String comment)
            implements NativeObject {
        @Override
        public String key() {
            return "role " + name.name();
        }

        @Override
        public String fingerprint() {
            return attributes + "|" + comment;
        }
    }

    /** A person's own account; its membership in {@code sp_person} marks it as ours. */
    record LoginRole(SqlIdentifier name, String attributes, Secret secret) implements NativeObject {
        private static final String END = " VALID UNTIL ";

        boolean signsIn() {
            return attributes.startsWith("LOGIN");
        }

        /** Everything but when it ends, and whether its password was rotated. */
        String withoutEnd() {
            int end = attributes.indexOf(END);
            return (end < 0 ? attributes : attributes.substring(0, end))
                    + "|"
                    + (secret == Secret.FORMER ? Secret.OURS : secret);
        }

        @Override
        public String key() {
            return "role " + name.name();
        }

        @Override
        public String fingerprint() {
            return attributes + "|" + secret;
        }
    }

    /** Whose password an account has. */
    enum Secret {
        OURS,
        /** Ours before the rotation that is under way. */
        FORMER,
        FOREIGN,
        NONE
    }

    /**
     * Somebody is a member of a role.
     *
     * @param options the text after {@code GRANT … TO …}
     * @param grantor only where it is not the cluster's first superuser
     */
    record Membership(
            SqlIdentifier role,
            SqlIdentifier member,
            String options,
            Optional<SqlIdentifier> grantor)
            implements NativeObject {
        boolean isInert() {
            return options.contains("INHERIT FALSE");
        }

        boolean mayBePassedOn() {
            return options.contains("ADMIN TRUE") || options.contains("ADMIN OPTION");
        }

        @Override
        public String key() {
            return "member "
                    + member.name()
                    + " of "
                    + role.name()
                    + grantor.map(by -> " by " + by.name()).orElse("");
        }

        @Override
        public String fingerprint() {
            return options;
        }
    }

    /**
     * A setting an account starts with.
     *
     * @param database where it holds; empty for everywhere
     */
    record RoleSetting(
            SqlIdentifier role, Optional<SqlIdentifier> database, String name, String value)
            implements NativeObject {
        @Override
        public String key() {
            return "setting "
                    + name
                    + " of "
                    + role.name()
                    + database.map(in -> " in " + in.name()).orElse("");
        }

        @Override
        public String fingerprint() {
            return value;
        }
    }

    /** A schema of ours; {@code sp_definer} owning it marks it. */
    record OwnSchema(SqlIdentifier name) implements NativeObject {
        @Override
        public String key() {
            return "schema " + name.name();
        }
    }

    /** A table of ours. */
    record OwnTable(TableName name, Definition definition) implements NativeObject {
        @Override
        public String key() {
            return "table " + name;
        }

        @Override
        public String fingerprint() {
            return definition.source();
        }
    }

    /** A function that scopes and defaults call. */
    record PolicyFunction(TableName name, String arguments, Definition definition)
            implements NativeObject {
        @Override
        public String key() {
            return "function " + name + "(" + arguments + ")";
        }

        @Override
        public String fingerprint() {
            return definition.source();
        }

        Securable securable() {
            return new Securable.Function(name, arguments);
        }
    }

    /** What a role sees of a table. */
    record LensView(TableName name, Definition definition) implements NativeObject {
        @Override
        public String key() {
            return "view " + name;
        }

        @Override
        public String fingerprint() {
            return definition.source();
        }
    }

    /** A table shows no row that no policy shows. */
    record RowSecurity(TableName table) implements NativeObject {
        @Override
        public String key() {
            return "row security " + table;
        }
    }

    /** Which rows of a table one role reaches by one verb. */
    record RowPolicy(TableName table, SqlIdentifier name, Definition definition)
            implements NativeObject {
        @Override
        public String key() {
            return "policy " + name.name() + " on " + table;
        }

        @Override
        public String fingerprint() {
            return definition.source();
        }
    }

    /**
     * A privilege of a role of ours.
     *
     * @param privilege with {@code *} after it where it may be passed on, as in an ACL
     * @param grantee empty for PUBLIC
     * @param grantor only where it is not the owner
     */
    record Grant(
            Securable on,
            String privilege,
            Optional<SqlIdentifier> grantee,
            Optional<SqlIdentifier> grantor)
            implements NativeObject {
        boolean mayBePassedOn() {
            return privilege.endsWith("*");
        }

        /** The same privilege on the whole relation, as the owner or another gave it. */
        Grant whole(String privilege) {
            return on instanceof Securable.Relation(TableName name, Optional<String> column)
                    ? new Grant(Securable.Relation.whole(name), privilege, grantee, grantor)
                    : this;
        }

        @Override
        public String key() {
            return "grant "
                    + privilege
                    + " on "
                    + on.words()
                    + " to "
                    + grantee.map(SqlIdentifier::name).orElse("PUBLIC")
                    + grantor.map(by -> " by " + by.name()).orElse("");
        }
    }

    /**
     * Privileges that everybody has. Nobody should; wanted only where hardening is declined.
     *
     * @param item what of hardening takes it; empty where the door itself cannot stand beside it
     * @param clauses as {@code GRANT} and {@code REVOKE} say it, {@code USAGE ON LANGUAGE sql}
     * @param keepers existing roles that relied on it and get it by name
     * @param holders those of them that have it by name already
     */
    record PublicGrant(
            String about,
            Optional<Hardening.Item> item,
            List<String> clauses,
            String privilege,
            List<SqlIdentifier> keepers,
            List<SqlIdentifier> holders)
            implements NativeObject {
        @Override
        public String key() {
            return "public " + privilege + " on " + about;
        }

        @Override
        public String fingerprint() {
            return clauses.stream().sorted().collect(Collectors.joining(";"));
        }
    }

    /**
     * What hardening took from everybody here, so that just that can be given back.
     *
     * @param clauses what was revoked from PUBLIC, or the statement that undoes it
     * @param keepers roles that got it by name from us
     */
    record Taken(
            String about,
            Hardening.Item item,
            List<String> clauses,
            String privilege,
            List<String> keepers)
            implements NativeObject {
        @Override
        public String key() {
            return "taken " + privilege + " on " + about;
        }

        @Override
        public String fingerprint() {
            return item + "|" + String.join(";", clauses) + "|" + String.join(",", keepers);
        }
    }

    /** New functions of an owner are not for everybody. */
    record DefaultPrivilege(SqlIdentifier owner) implements NativeObject {
        @Override
        public String key() {
            return "default privileges of " + owner.name();
        }
    }

    /**
     * A role a person holds, until when, and what its scopes may ask of the person.
     *
     * @param standing whether the row means the account that has the login now
     * @param attributes by name, each a text of an array
     */
    record HeldRow(
            String login,
            String role,
            String standing,
            Optional<Instant> until,
            SortedMap<String, String> attributes)
            implements NativeObject {
        static final String CURRENT = "current";

        public HeldRow {
            attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
        }

        List<String> values(String attribute) {
            return SqlText.elements(attributes.getOrDefault(attribute, "{}"));
        }

        @Override
        public String key() {
            return "held " + login + " " + role;
        }

        @Override
        public String fingerprint() {
            return standing + until.map(end -> " until " + end).orElse("") + attributes;
        }
    }

    /**
     * An account whose sessions an apply has yet to end: whoever finishes an interrupted apply
     * finds it here. Only ever seen, never wanted.
     */
    record Ending(String login) implements NativeObject {
        @Override
        public String key() {
            return "open sessions of " + login;
        }
    }

    /**
     * A login that was somebody's and is nobody's again.
     *
     * @param holder the role that has or had that account when the row is written
     */
    record RetiredLogin(String login, String holder) implements NativeObject {
        @Override
        public String key() {
            return "retired login " + login;
        }
    }

    /** An account gets another name and stays the same; a step, never a state. */
    record Renaming(SqlIdentifier from, SqlIdentifier to) implements NativeObject {
        @Override
        public String key() {
            return "role " + to.name() + ", until now " + from.name();
        }
    }

    /**
     * Something a leaver owns gets another owner; a step, never a state.
     *
     * @param kind as PostgreSQL calls it, with its name as PostgreSQL writes it
     */
    record Handover(String kind, String name, SqlIdentifier from, SqlIdentifier to)
            implements NativeObject {
        @Override
        public String key() {
            return kind + " " + name + " of " + from.name() + " to " + to.name();
        }
    }
}
