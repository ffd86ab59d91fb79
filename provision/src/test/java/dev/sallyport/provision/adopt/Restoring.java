package dev.sallyport.provision.adopt;

import dev.sallyport.policy.Adopted;
import dev.sallyport.sql.SqlIdentifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Turns what was adopted back into statements, for a database that has the same things in it. */
final class Restoring {
    private static final Set<String> LISTS =
            Set.of("search_path", "temp_tablespaces", "local_preload_libraries");

    private final List<String> statements = new ArrayList<>();
    private final String database;
    private final int version;

    private Restoring(String database, int version) {
        this.database = database;
        this.version = version;
    }

    static List<String> statements(Adopted adopted, String database, int version) {
        Restoring restoring = new Restoring(database, version);
        adopted.roles().forEach(restoring::role);
        restoring.inTurn(List.copyOf(adopted.members()), Restoring::isPassed, restoring::member);
        adopted.settings().forEach(restoring::setting);
        adopted.owned().forEach(restoring::owned);
        adopted.rights().stream()
                .filter(right -> right.hold() == Adopted.Hold.MAY_NOT)
                .forEach(restoring::revoke);
        restoring.inTurn(
                adopted.rights().stream()
                        .filter(right -> right.hold() != Adopted.Hold.MAY_NOT)
                        .toList(),
                Restoring::isPassed,
                restoring::grant);
        adopted.defaults().forEach(restoring::defaults);
        return restoring.statements;
    }

    /** Whether what one stands on is among those done already. */
    private interface Stands<T> {
        boolean on(T one, Set<T> done);
    }

    /** Nobody gives what they do not have yet. */
    private <T> void inTurn(List<T> all, Stands<T> stands, java.util.function.Consumer<T> run) {
        List<T> open = new ArrayList<>(all);
        Set<T> done = new HashSet<>();
        while (!open.isEmpty()) {
            List<T> next = open.stream().filter(one -> stands.on(one, done)).toList();
            if (next.isEmpty()) {
                throw new AssertionError("nobody could have given " + open);
            }
            next.forEach(run);
            done.addAll(next);
            open.removeAll(next);
        }
    }

    private static boolean isPassed(Adopted.Member one, Set<Adopted.Member> done) {
        return one.by().isEmpty()
                || done.stream()
                        .anyMatch(given ->
                                given.role().equals(one.role())
                                        && given.member().equals(one.by().get())
                                        && given.options().contains("ADMIN"))
                || (one.options().contains("ADMIN") && one.by().get().equals(one.member()));
    }

    /** A privilege on a column may come of one on the whole table. */
    private static boolean isPassed(Adopted.Right one, Set<Adopted.Right> done) {
        return one.by().isEmpty()
                || done.stream()
                        .anyMatch(given ->
                                given.thing().equals(one.thing())
                                        && given.privilege().equals(one.privilege())
                                        && given.hold() == Adopted.Hold.PASSES_ON
                                        && given.grantee().equals(one.by().get())
                                        && (given.column().isEmpty()
                                                || given.column().equals(one.column())));
    }

    private void role(Adopted.NativeRole role) {
        String name = name(role.name());
        statements.add(
                "DO $$ BEGIN CREATE ROLE "
                        + name
                        + "; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
        for (String attribute : role.attributes()) {
            statements.add(
                    "ALTER ROLE "
                            + name
                            + " "
                            + (attribute.startsWith("VALID UNTIL ")
                                    ? "VALID UNTIL '" + attribute.substring(12) + "'"
                                    : attribute));
        }
    }

    private void member(Adopted.Member member) {
        Function<String, String> option =
                word -> word + (member.options().contains(word) ? " TRUE" : " FALSE");
        String with =
                version >= 160_000
                        ? " WITH "
                                + List.of("ADMIN", "INHERIT", "SET").stream()
                                        .map(option)
                                        .collect(Collectors.joining(", "))
                        : member.options().contains("ADMIN") ? " WITH ADMIN OPTION" : "";
        statements.add(
                "GRANT "
                        + name(member.role())
                        + " TO "
                        + name(member.member())
                        + with
                        + member.by().map(by -> " GRANTED BY " + name(by)).orElse(""));
    }

    private void setting(Adopted.Setting setting) {
        String of = setting.of().map(Restoring::name).orElse("ALL");
        String where =
                switch (setting.reach()) {
                    case CLUSTER -> "ROLE " + of;
                    case DATABASE ->
                            setting.of().isPresent()
                                    ? "ROLE " + of + " IN DATABASE " + name(database)
                                    : "DATABASE " + name(database);
                };
        String value =
                LISTS.contains(setting.name())
                        ? setting.value()
                        : "'" + setting.value().replace("'", "''") + "'";
        statements.add("ALTER " + where + " SET " + setting.name() + " TO " + value);
    }

    private void owned(Adopted.Owned owned) {
        String kind =
                switch (owned.thing().kind()) {
                    case "function", "procedure", "aggregate" -> "ROUTINE";
                    case "foreign-data wrapper" -> "FOREIGN DATA WRAPPER";
                    case "statistics object" -> "STATISTICS";
                    default -> owned.thing().kind().toUpperCase(Locale.ROOT);
                };
        String name = kind.equals("DATABASE") ? name(database) : owned.thing().name();
        statements.add("ALTER " + kind + " " + name + " OWNER TO " + name(owned.owner()));
    }

    private void revoke(Adopted.Right right) {
        statements.add("REVOKE " + what(right) + " FROM " + grantee(right.grantee()) + " CASCADE");
    }

    private void grant(Adopted.Right right) {
        String grant =
                "GRANT "
                        + what(right)
                        + " TO "
                        + grantee(right.grantee())
                        + (right.hold() == Adopted.Hold.PASSES_ON ? " WITH GRANT OPTION" : "");
        right.by().ifPresent(by -> statements.add("SET ROLE " + name(by)));
        statements.add(grant);
        right.by().ifPresent(by -> statements.add("RESET ROLE"));
    }

    private String what(Adopted.Right right) {
        String kind =
                switch (right.thing().kind()) {
                    case "function" -> "ROUTINE";
                    default -> right.thing().kind().toUpperCase(Locale.ROOT);
                };
        String name = kind.equals("DATABASE") ? name(database) : right.thing().name();
        return right.privilege()
                + right.column().map(column -> " (" + name(column) + ")").orElse("")
                + " ON "
                + kind
                + " "
                + name;
    }

    private void defaults(Adopted.DefaultRight right) {
        boolean taken = right.hold() == Adopted.Hold.MAY_NOT;
        statements.add(
                "ALTER DEFAULT PRIVILEGES FOR ROLE "
                        + name(right.of())
                        + right.schema().map(schema -> " IN SCHEMA " + name(schema)).orElse("")
                        + (taken ? " REVOKE " : " GRANT ")
                        + right.privilege()
                        + " ON "
                        + right.kind().toUpperCase(Locale.ROOT)
                        + (taken ? " FROM " : " TO ")
                        + grantee(right.grantee())
                        + (right.hold() == Adopted.Hold.PASSES_ON ? " WITH GRANT OPTION" : ""));
    }

    private static String grantee(String grantee) {
        return grantee.equals(Adopted.PUBLIC) ? "PUBLIC" : name(grantee);
    }

    private static String name(String name) {
        return new SqlIdentifier(name).quoted();
    }
}
