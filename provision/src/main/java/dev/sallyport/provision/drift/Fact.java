package dev.sallyport.provision.drift;

import java.util.List;
import java.util.stream.Stream;

/**
 * One thing that is so in a database: a role, a grant, a column, a policy.
 *
 * @param target of a grant, what kind of thing it is on
 * @param schema empty where the thing is in none
 * @param part a column, a policy, a trigger, or the types a function takes
 * @param grantee the role it is about; {@code PUBLIC} is everybody
 * @param grantor empty for the owner
 * @param owner of a role, whether it carries Sallyport's mark
 * @param words what may be shown of it
 * @param hash what tells two definitions apart and is not shown
 * @param touches the relations it reads, {@code schema.table}
 * @param xid the transaction that wrote its row, where the catalog says
 * @param oid what stays the same when it is renamed; empty where it has no name to change
 */
record Fact(
        FactKind kind,
        String target,
        String schema,
        String name,
        String part,
        String grantee,
        String grantor,
        String privilege,
        String owner,
        String words,
        String hash,
        List<String> touches,
        String xid,
        String oid) {

    static final String PUBLIC = "PUBLIC";

    public Fact {
        touches = List.copyOf(touches);
    }

    /** Two facts of one key are about the same thing. */
    String key() {
        return String.join(
                "\0", kind.name(), target, schema, name, part, grantee, grantor, privilege);
    }

    /** What of it can differ, without who wrote it when. */
    String value() {
        return String.join("\0", owner, words, hash, String.join("\n", touches));
    }

    static Fact unseen(Guarded what) {
        return new Fact(
                FactKind.UNSEEN,
                "",
                "",
                what.name(),
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                List.of(),
                "",
                "");
    }

    /** Read by somebody who may not see all of it; who may, sees who wrote it. */
    boolean isDim() {
        return xid.isEmpty()
                && switch (kind) {
                    case ROLE, USER_MAPPING, SUBSCRIPTION -> true;
                    default -> false;
                };
    }

    /** What is left of it for whoever may not see all. */
    Fact dimmed() {
        return new Fact(
                kind, target, schema, name, part, grantee, grantor, privilege, owner, words, "",
                touches, "", oid);
    }

    boolean saysTheSameAs(Fact other) {
        return value().equals(other.value());
    }

    /** What not every baseline has, or has of another major version. */
    boolean isOfReading() {
        return switch (kind) {
            case READ, EXTENSION_MEMBERS, CONSTRAINT, UNIQUE_INDEX, REPLICA_IDENTITY, CAST -> true;
            case CONFIGURATION -> name.startsWith("archive_");
            case FUNCTION -> target.equals("builtin");
            default -> false;
        };
    }

    /** Whether every database of the cluster has it. */
    boolean isOfCluster() {
        return switch (kind) {
            case ROLE, COMMENT, MEMBER, SETTING, DATABASE -> true;
            case GRANT -> target.equals("database");
            default -> false;
        };
    }

    /** {@code hosp.patients}. */
    String relation() {
        return schema.isEmpty() ? name : schema + "." + name;
    }

    /** In the order the queries give and a baseline keeps. */
    List<String> columns() {
        return List.of(
                kind.name(),
                target,
                schema,
                name,
                part,
                grantee,
                grantor,
                privilege,
                owner,
                words,
                hash,
                String.join("\n", touches),
                xid,
                oid);
    }

    static Fact of(List<String> columns) {
        return new Fact(
                FactKind.valueOf(columns.get(0)),
                columns.get(1),
                columns.get(2),
                columns.get(3),
                columns.get(4),
                columns.get(5),
                columns.get(6),
                columns.get(7),
                columns.get(8),
                columns.get(9),
                columns.get(10),
                Stream.of(columns.get(11).split("\n")).filter(name -> !name.isEmpty()).toList(),
                columns.get(12),
                columns.size() > OLD_COLUMNS ? columns.get(OLD_COLUMNS) : "");
    }

    static final int COLUMNS = 14;

    /** Baselines written before renames were known. */
    static final int OLD_COLUMNS = 13;
}
