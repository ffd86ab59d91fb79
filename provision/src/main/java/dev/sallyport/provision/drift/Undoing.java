package dev.sallyport.provision.drift;

import dev.sallyport.sql.SqlIdentifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes the statements that bring a fact back to what it was; empty where none can. */
final class Undoing {
    private static final List<String> ATTRIBUTES =
            List.of("LOGIN", "SUPERUSER", "CREATEDB", "CREATEROLE", "REPLICATION", "BYPASSRLS");

    private Undoing() {}

    static List<String> of(Difference difference) {
        if (difference.isRenamed()) {
            return renamed(difference.before().orElseThrow(), difference.after().orElseThrow());
        }
        Fact fact = difference.fact();
        return switch (fact.kind()) {
            case GRANT -> grant(difference);
            case MEMBER -> member(difference);
            case ROLE -> role(difference);
            case SETTING -> setting(difference);
            case ROW_SECURITY -> rowSecurity(difference);
            case POLICY, RULE, TRIGGER, COLUMN, CONSTRAINT, UNIQUE_INDEX, REPLICA_IDENTITY ->
                    ofRelation(difference);
            case CAST ->
                    ifNew(difference, "DROP CAST (" + fact.name() + " AS " + fact.part() + ")");
            case RELATION -> owned(difference, word(fact), relation(fact));
            case FUNCTION -> owned(difference, "ROUTINE", relation(fact) + "(" + fact.part() + ")");
            case TYPE -> owned(difference, "TYPE", relation(fact));
            case SCHEMA,
                    LANGUAGE,
                    EVENT_TRIGGER,
                    FOREIGN_DATA_WRAPPER,
                    SERVER,
                    PUBLICATION,
                    SUBSCRIPTION,
                    DATABASE,
                    TABLESPACE,
                    EXTENSION ->
                    owned(difference, word(fact), name(fact.name()));
            case LARGE_OBJECT -> owned(difference, "LARGE OBJECT", fact.name());
            case SLOT ->
                    ifNew(difference, "SELECT pg_drop_replication_slot('" + fact.name() + "')");
            case COMMENT,
                    DEFAULTS,
                    SYSTEM_RELATION,
                    USER_MAPPING,
                    SECURITY_LABEL,
                    CONFIGURATION,
                    HELD,
                    ATTRIBUTE,
                    MADE,
                    EXTENSION_MEMBERS,
                    READ,
                    UNSEEN ->
                    List.of();
        };
    }

    private static List<String> ofRelation(Difference difference) {
        Fact fact = difference.fact();
        String alter = "ALTER TABLE " + relation(fact) + " ";
        return switch (fact.kind()) {
            case TRIGGER -> trigger(difference);
            case COLUMN -> ifNew(difference, alter + "DROP COLUMN " + name(fact.part()));
            case CONSTRAINT -> ifNew(difference, alter + "DROP CONSTRAINT " + name(fact.part()));
            case UNIQUE_INDEX ->
                    ifNew(
                            difference,
                            "DROP INDEX " + name(fact.schema()) + "." + name(fact.part()));
            case REPLICA_IDENTITY -> ifNew(difference, alter + "REPLICA IDENTITY DEFAULT");
            default ->
                    ifNew(
                            difference,
                            "DROP %s %s ON %s"
                                    .formatted(word(fact), name(fact.part()), relation(fact)));
        };
    }

    private static List<String> ifNew(Difference difference, String statement) {
        return difference.isNew() ? List.of(statement) : List.of();
    }

    private static List<String> renamed(Fact was, Fact now) {
        return switch (was.kind()) {
            case ROLE, SCHEMA, DATABASE ->
                    List.of(
                            "ALTER "
                                    + word(now)
                                    + " "
                                    + name(now.name())
                                    + " RENAME TO "
                                    + name(was.name()));
            case COLUMN ->
                    List.of(
                            "ALTER TABLE "
                                    + relation(now)
                                    + " RENAME COLUMN "
                                    + name(now.part())
                                    + " TO "
                                    + name(was.part()));
            case CONSTRAINT ->
                    List.of(
                            "ALTER TABLE %s RENAME CONSTRAINT %s TO %s"
                                    .formatted(relation(now), name(now.part()), name(was.part())));
            case UNIQUE_INDEX ->
                    List.of(
                            "ALTER INDEX %s.%s RENAME TO %s"
                                    .formatted(
                                            name(now.schema()),
                                            name(now.part()),
                                            name(was.part())));
            case POLICY, TRIGGER ->
                    List.of(
                            "ALTER "
                                    + word(now)
                                    + " "
                                    + name(now.part())
                                    + " ON "
                                    + relation(now)
                                    + " RENAME TO "
                                    + name(was.part()));
            case FUNCTION -> moved("ROUTINE", was, now, "(" + now.part() + ")");
            default -> moved(word(now), was, now, "");
        };
    }

    private static List<String> moved(String kind, Fact was, Fact now, String types) {
        List<String> statements = new ArrayList<>();
        String schema = name(now.schema()) + ".";
        if (!was.schema().equals(now.schema())) {
            statements.add(
                    "ALTER %s %s%s SET SCHEMA %s"
                            .formatted(kind, relation(now), types, name(was.schema())));
            schema = name(was.schema()) + ".";
        }
        if (!was.name().equals(now.name())) {
            statements.add(
                    "ALTER %s %s%s RENAME TO %s"
                            .formatted(kind, schema + name(now.name()), types, name(was.name())));
        }
        return statements;
    }

    private static String word(Fact fact) {
        return switch (fact.kind()) {
            case RELATION -> fact.words().toUpperCase(Locale.ROOT);
            default -> fact.kind().word().toUpperCase(Locale.ROOT);
        };
    }

    private static List<String> owned(Difference difference, String kind, String name) {
        if (difference.isNew()) {
            return kind.equals("LARGE OBJECT")
                    ? List.of("SELECT lo_unlink(" + name + ")")
                    : List.of("DROP " + kind + " " + name);
        }
        boolean onlyOwner =
                difference.after().isPresent()
                        && difference.before().isPresent()
                        && difference.before().get().hash().equals(difference.after().get().hash())
                        && difference
                                .before()
                                .get()
                                .words()
                                .equals(difference.after().get().words());
        return onlyOwner
                ? List.of(
                        "ALTER "
                                + kind
                                + " "
                                + name
                                + " OWNER TO "
                                + name(difference.before().get().owner()))
                : List.of();
    }

    private static List<String> grant(Difference difference) {
        Fact fact = difference.fact();
        String what = fact.privilege() + columns(fact) + " ON " + target(fact);
        if (fact.target().equals("default")) {
            return defaults(difference);
        }
        String statement;
        if (difference.isNew()) {
            statement =
                    "REVOKE "
                            + what
                            + " FROM "
                            + grantee(fact)
                            + (fact.words().isEmpty() ? "" : " CASCADE");
        } else if (difference.isGone()) {
            statement =
                    "GRANT "
                            + what
                            + " TO "
                            + grantee(fact)
                            + (fact.words().isEmpty() ? "" : " WITH GRANT OPTION");
        } else {
            statement =
                    fact.words().isEmpty()
                            ? "GRANT " + what + " TO " + grantee(fact) + " WITH GRANT OPTION"
                            : "REVOKE GRANT OPTION FOR "
                                    + what
                                    + " FROM "
                                    + grantee(fact)
                                    + " CASCADE";
        }
        return fact.grantor().isEmpty()
                ? List.of(statement)
                : List.of("SET LOCAL ROLE " + name(fact.grantor()), statement, "RESET ROLE");
    }

    private static List<String> defaults(Difference difference) {
        Fact fact = difference.fact();
        String of =
                "ALTER DEFAULT PRIVILEGES FOR ROLE "
                        + name(fact.part())
                        + (fact.schema().isEmpty() ? "" : " IN SCHEMA " + name(fact.schema()));
        String what = fact.privilege() + " ON " + fact.name();
        return List.of(
                difference.isGone()
                        ? of + " GRANT " + what + " TO " + grantee(fact)
                        : of + " REVOKE " + what + " FROM " + grantee(fact));
    }

    private static String columns(Fact fact) {
        return fact.target().equals("column") ? " (" + name(fact.part()) + ")" : "";
    }

    private static String target(Fact fact) {
        return switch (fact.target()) {
            case "table", "column" -> "TABLE " + relation(fact);
            case "function" -> "ROUTINE " + relation(fact) + "(" + fact.part() + ")";
            case "large object" -> "LARGE OBJECT " + fact.name();
            case "parameter" -> "PARAMETER " + fact.name();
            default -> fact.target().toUpperCase(Locale.ROOT) + " " + relation(fact);
        };
    }

    private static List<String> member(Difference difference) {
        Fact fact = difference.fact();
        String by = fact.grantor().isEmpty() ? "" : " GRANTED BY " + name(fact.grantor());
        String revoke = "REVOKE " + name(fact.name()) + " FROM " + name(fact.grantee()) + by;
        if (difference.isNew()) {
            return List.of(revoke + (fact.words().contains("ADMIN TRUE") ? " CASCADE" : ""));
        }
        Fact before = difference.before().orElseThrow();
        String options =
                before.words().contains("SET ")
                        ? " WITH " + before.words()
                        : before.words().contains("ADMIN TRUE") ? " WITH ADMIN OPTION" : "";
        String grant = "GRANT " + name(fact.name()) + " TO " + name(fact.grantee()) + options + by;
        return difference.isGone() ? List.of(grant) : List.of(revoke + " CASCADE", grant);
    }

    private static List<String> role(Difference difference) {
        if (difference.isNew()) {
            return List.of("DROP ROLE " + name(difference.fact().name()));
        }
        if (difference.isGone() || !onlyAttributes(difference)) {
            return List.of();
        }
        Set<String> before = Set.of(difference.before().orElseThrow().words().split(" "));
        Set<String> after = Set.of(difference.after().orElseThrow().words().split(" "));
        String changed =
                ATTRIBUTES.stream()
                        .filter(word -> before.contains(word) != after.contains(word))
                        .map(word -> before.contains(word) ? word : "NO" + word)
                        .collect(Collectors.joining(" "));
        return changed.isEmpty()
                ? List.of()
                : List.of("ALTER ROLE " + name(difference.fact().name()) + " " + changed);
    }

    /** A password nobody knows cannot be put back. */
    private static boolean onlyAttributes(Difference difference) {
        return difference
                .before()
                .orElseThrow()
                .hash()
                .equals(difference.after().orElseThrow().hash());
    }

    private static List<String> setting(Difference difference) {
        Fact fact = difference.fact();
        if (!difference.isNew()) {
            return List.of();
        }
        String where =
                fact.grantee().isEmpty()
                        ? fact.part().isEmpty() ? "ROLE ALL" : "DATABASE " + name(fact.part())
                        : "ROLE "
                                + name(fact.grantee())
                                + (fact.part().isEmpty()
                                        ? ""
                                        : " IN DATABASE " + name(fact.part()));
        return List.of("ALTER " + where + " RESET " + name(fact.name()));
    }

    private static List<String> rowSecurity(Difference difference) {
        String table = "ALTER TABLE " + relation(difference.fact());
        boolean forced = difference.before().filter(f -> !f.words().equals("on")).isPresent();
        if (difference.isNew()) {
            return List.of(
                    table + " DISABLE ROW LEVEL SECURITY", table + " NO FORCE ROW LEVEL SECURITY");
        }
        return Stream.of(
                        table + " ENABLE ROW LEVEL SECURITY",
                        table + (forced ? " FORCE" : " NO FORCE") + " ROW LEVEL SECURITY")
                .toList();
    }

    private static List<String> trigger(Difference difference) {
        Fact fact = difference.fact();
        if (difference.isNew()) {
            return List.of("DROP TRIGGER " + name(fact.part()) + " ON " + relation(fact));
        }
        if (difference.isGone() || !onlyAttributes(difference)) {
            return List.of();
        }
        String was =
                switch (difference.before().orElseThrow().words()) {
                    case "disabled" -> "DISABLE";
                    case "always" -> "ENABLE ALWAYS";
                    case "on replicas" -> "ENABLE REPLICA";
                    default -> "ENABLE";
                };
        return List.of(
                "ALTER TABLE " + relation(fact) + " " + was + " TRIGGER " + name(fact.part()));
    }

    private static String relation(Fact fact) {
        return fact.schema().isEmpty()
                ? name(fact.name())
                : name(fact.schema()) + "." + name(fact.name());
    }

    private static String grantee(Fact fact) {
        return fact.grantee().equals(Fact.PUBLIC) ? Fact.PUBLIC : name(fact.grantee());
    }

    private static String name(String name) {
        return new SqlIdentifier(name).quoted();
    }
}
