package dev.sallyport.provision.drift;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What is called otherwise than it was: the same thing, by its number, under another name. */
final class Renames {
    private static final String FOR = " for ";

    private final List<Difference> found = new ArrayList<>();
    private final Map<String, String> roles = new HashMap<>();
    private final Map<String, String> schemas = new HashMap<>();

    /** Of tables, views, routines, types: by the old name, the fact of now. */
    private final Map<String, Fact> things = new HashMap<>();

    /** Of columns, policies and triggers: by relation and old name, the new one. */
    private final Map<String, String> parts = new HashMap<>();

    private Renames() {}

    static Renames between(Facts before, Facts now) {
        Map<String, Fact> numbered = new HashMap<>();
        before.all().stream()
                .filter(fact -> !fact.oid().isEmpty())
                .forEach(fact -> numbered.put(number(fact), fact));
        Renames renames = new Renames();
        for (Fact fact : now.all()) {
            Fact was = numbered.get(number(fact));
            if (was != null && !was.key().equals(fact.key())) {
                renames.learn(was, fact);
            }
        }
        renames.found.removeIf(renames::isSaidByAnother);
        // Back goes the schema first: the others' statements name it.
        renames.found.sort(Comparator.comparing(one -> one.kind() != FactKind.SCHEMA));
        return renames;
    }

    static Renames of(Difference one) {
        Renames renames = new Renames();
        renames.learn(one.before().orElseThrow(), one.after().orElseThrow());
        return renames;
    }

    private static String number(Fact fact) {
        return fact.kind() + " " + fact.oid();
    }

    private void learn(Fact was, Fact now) {
        switch (was.kind()) {
            case ROLE -> roles.put(was.name(), now.name());
            case SCHEMA -> schemas.put(was.name(), now.name());
            case RELATION, TYPE -> things.put(was.relation(), now);
            case FUNCTION -> things.put(routine(was), now);
            default -> parts.put(part(was), now.part());
        }
        found.add(Difference.renamed(was, now));
    }

    /** A table of a renamed schema is not renamed itself. */
    private boolean isSaidByAnother(Difference rename) {
        Fact was = rename.before().orElseThrow();
        Fact now = rename.after().orElseThrow();
        return switch (was.kind()) {
            case ROLE, SCHEMA -> false;
            case RELATION, TYPE, FUNCTION ->
                    was.name().equals(now.name())
                            && was.part().equals(now.part())
                            && schema(was.schema()).equals(now.schema());
            default -> was.part().equals(now.part());
        };
    }

    List<Difference> found() {
        return found;
    }

    /** Whether a fact is of something renamed, which is touched by that. */
    boolean isOf(Fact now) {
        return found.stream().anyMatch(one -> one.fact().equals(now));
    }

    /** The same facts under the names of now. */
    Facts applied(Facts before) {
        return roles.isEmpty() && schemas.isEmpty() && things.isEmpty() && parts.isEmpty()
                ? before
                : new Facts(before.all().stream().map(this::applied).toList());
    }

    private Fact applied(Fact fact) {
        if (fact.kind() == FactKind.HELD || fact.kind() == FactKind.ATTRIBUTE) {
            // Rows of ours, which no rename reaches.
            return fact;
        }
        String routine = routine(fact);
        Fact thing = things.get(routine.isEmpty() ? fact.relation() : routine);
        boolean isRole =
                switch (fact.kind()) {
                    case ROLE, COMMENT, MEMBER -> true;
                    default -> false;
                };
        boolean isSchema =
                fact.kind() == FactKind.SCHEMA
                        || (fact.kind() == FactKind.GRANT && fact.target().equals("schema"));
        String name = thing == null ? fact.name() : thing.name();
        return new Fact(
                fact.kind(),
                fact.target(),
                thing == null ? schema(fact.schema()) : thing.schema(),
                isRole ? role(name) : isSchema ? schema(name) : name,
                parts.getOrDefault(
                        part(fact),
                        fact.target().equals("default") || fact.kind() == FactKind.DEFAULTS
                                ? role(fact.part())
                                : fact.part()),
                role(fact.grantee()),
                role(fact.grantor()),
                fact.privilege(),
                fact.kind() == FactKind.ROLE ? fact.owner() : role(fact.owner()),
                words(fact),
                fact.hash(),
                fact.touches().stream().map(this::relation).toList(),
                fact.xid(),
                fact.oid());
    }

    /** A policy's words end with the roles it is for. */
    private String words(Fact fact) {
        int at = fact.words().lastIndexOf(FOR);
        return fact.kind() != FactKind.POLICY || at < 0
                ? fact.words()
                : fact.words().substring(0, at + FOR.length())
                        + Arrays.stream(fact.words().substring(at + FOR.length()).split(", "))
                                .map(this::role)
                                .sorted()
                                .collect(Collectors.joining(", "));
    }

    private String role(String name) {
        return roles.getOrDefault(name, name);
    }

    private String schema(String name) {
        return schemas.getOrDefault(name, name);
    }

    private String relation(String name) {
        Fact now = things.get(name);
        int dot = name.indexOf('.');
        return now != null
                ? now.relation()
                : dot < 0 ? name : schema(name.substring(0, dot)) + name.substring(dot);
    }

    private static String routine(Fact fact) {
        boolean isRoutine = fact.kind() == FactKind.FUNCTION || fact.target().equals("function");
        return isRoutine ? fact.relation() + "(" + fact.part() + ")" : "";
    }

    /** What a grant on a column and the column have in common. */
    private static String part(Fact fact) {
        FactKind kind = fact.target().equals("column") ? FactKind.COLUMN : fact.kind();
        return kind + " " + fact.relation() + " " + fact.part();
    }
}
