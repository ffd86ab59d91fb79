package dev.sallyport.policy;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What was found in a database when it was adopted and stays as it is. None of it is a role of
 * ours: nobody here owns it, and it gives a reason to nobody.
 *
 * <p>Rights are told as the difference to what PostgreSQL gives by itself, one privilege each.
 */
public record Adopted(
        Set<NativeRole> roles,
        Set<Member> members,
        Set<Setting> settings,
        Set<Owned> owned,
        Set<Right> rights,
        Set<DefaultRight> defaults) {

    /** Everybody; no role of PostgreSQL can be called so. */
    public static final String PUBLIC = "public";

    public Adopted {
        roles = Ordered.copyOf(roles);
        members = Ordered.copyOf(members);
        settings = Ordered.copyOf(settings);
        owned = Ordered.copyOf(owned);
        rights = Ordered.copyOf(rights);
        defaults = Ordered.copyOf(defaults);
    }

    /**
     * A role of the cluster.
     *
     * @param attributes those it has beside PostgreSQL's own, as {@code CONNECTION LIMIT 5}
     */
    public record NativeRole(String name, List<String> attributes) {
        public NativeRole {
            attributes = List.copyOf(attributes);
        }
    }

    /**
     * One role in another.
     *
     * @param options {@code ADMIN}, {@code INHERIT}, {@code SET}; before PostgreSQL 16 only the
     *     first is an option
     * @param by who gave it, unless it was the first superuser
     */
    public record Member(String role, String member, List<String> options, Optional<String> by) {
        public Member {
            options = List.copyOf(options);
        }
    }

    /** Where a setting holds. */
    public enum Reach {
        CLUSTER,
        DATABASE
    }

    /**
     * A setting of a role, or of everybody.
     *
     * @param of empty for everybody
     */
    public record Setting(Optional<String> of, Reach reach, String name, String value) {}

    /**
     * Something that can be owned or granted.
     *
     * @param kind as {@code table} or {@code foreign server}
     * @param name as SQL writes it with the schema, as {@code hosp.patients}
     */
    public record Thing(String kind, String name) {}

    /** Whose a thing is; what is not told belongs to the first superuser. */
    public record Owned(String owner, Thing thing) {}

    /** How a privilege is held. */
    public enum Hold {
        MAY("may"),
        /** May, and may give it to others. */
        PASSES_ON("passes_on"),
        /** Lacks what PostgreSQL gives by itself. */
        MAY_NOT("may_not");

        private final String word;

        Hold(String word) {
            this.word = word;
        }

        /** As a policy writes it. */
        public String word() {
            return word;
        }
    }

    /**
     * A privilege on something that is there.
     *
     * @param column empty for the whole thing
     * @param by who gave it, unless it was the owner
     */
    public record Right(
            String grantee,
            Thing thing,
            Optional<String> column,
            String privilege,
            Hold hold,
            Optional<String> by) {}

    /**
     * A privilege on what a role makes from now on.
     *
     * @param of the role that makes it
     * @param schema empty for every schema
     * @param kind as {@code tables}
     */
    public record DefaultRight(
            String of,
            Optional<String> schema,
            String kind,
            String grantee,
            String privilege,
            Hold hold) {}
}
