package dev.sallyport.policy;

import dev.sallyport.sql.TableName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Answers questions about one policy snapshot; the same question gets the same answer. */
public final class PolicyEngine {
    /** About 15 MB; the questions of a busy hour repeat themselves long before. */
    private static final int MAX_REMEMBERED = 32_768;

    /** A power of two; what was asked before is worth remembering, what is asked once is not. */
    private static final int ASKED = 65_536;

    /** Combinations of roles that people hold, by database and hour: more no hospital has. */
    private static final int MAX_RULES = 1_024;

    private final Policy policy;
    private final AccessIndex index;
    private final Guardrails guardrails;
    private final Denials denials;
    private final Map<Settled, Decision> remembered = new ConcurrentHashMap<>();

    private final Map<Ruled, StatementRules> rules = new ConcurrentHashMap<>();

    /** Hashes of questions; a value lost between two threads is asked once more. */
    private final int[] asked = new int[ASKED];

    public PolicyEngine(Policy policy) {
        this.policy = policy;
        this.index = new AccessIndex(policy);
        this.guardrails = new Guardrails(policy.guardrails());
        this.denials = new Denials(policy, this, index);
    }

    private record Ruled(
            List<String> held,
            String database,
            Guarded guarded,
            Map<String, Groups.Floor> assigned) {}

    /** A governed column with its table. */
    public record GovernedColumn(Catalog.GovernedTable table, String column) {}

    /**
     * A question whose circumstances have been judged: what is left needs no clock.
     *
     * @param held empty where all of them apply
     */
    private record Settled(
            List<String> roles,
            List<String> held,
            String database,
            TableName table,
            Optional<String> column,
            Verb verb,
            Asker asker,
            Guarded guarded) {}

    /**
     * Which statements somebody may run who holds these roles; the same object for the same answer.
     *
     * @param assignments by which they are held
     */
    public StatementRules statementRules(
            List<String> held,
            List<Entitlements.Held> assignments,
            String database,
            AskerKind kind,
            Circumstances now) {
        Ruled ruled =
                new Ruled(
                        held,
                        database,
                        guardrails.inForce(kind, Optional.of(now)),
                        Groups.assigned(assignments));
        StatementRules known = rules.get(ruled);
        if (known != null) {
            return known;
        }
        if (rules.size() >= MAX_RULES) {
            rules.clear();
        }
        StatementRules made =
                new StatementRules(
                        policy,
                        new HeldTables(policy, index, database, held),
                        ruled.guarded(),
                        ruled.assigned());
        StatementRules other = rules.putIfAbsent(ruled, made);
        return other == null ? made : other;
    }

    /** The first role held that allows it decides; none denies. */
    public Decision decide(AccessQuestion question) {
        Guarded guarded = guarded(question);
        List<String> applicable = applicable(question);
        Settled settled =
                new Settled(
                        applicable,
                        applicable.equals(question.roles()) ? List.of() : question.roles(),
                        question.database(),
                        question.table(),
                        question.column(),
                        question.verb(),
                        question.asker(),
                        guarded);
        Decision known = remembered.get(settled);
        if (known != null) {
            return known;
        }
        Decision decision = decide(question, applicable, guarded);
        if (isAskedAgain(settled.hashCode())) {
            if (remembered.size() >= MAX_REMEMBERED) {
                remembered.clear();
            }
            remembered.put(settled, decision);
        }
        return decision;
    }

    private boolean isAskedAgain(int hash) {
        int at = (hash ^ hash >>> 16) & (ASKED - 1);
        boolean again = asked[at] == hash;
        asked[at] = hash;
        return again;
    }

    private Decision decide(AccessQuestion question, List<String> roles, Guarded guarded) {
        Optional<Way> way = allowing(question, roles, guarded).stream().findFirst();
        return way.isPresent()
                ? new Decision.Allowed(
                        way.get().rectangle().place(),
                        masked(question, way.get(), guarded),
                        watched(question, way.get(), guarded))
                : denials.of(question, roles, guarded);
    }

    /**
     * The table a person meant by a name in a database error: {@code notes}, {@code hosp.notes}, or
     * {@code nurse.notes} where a role's views are; empty where two tables may be meant.
     */
    public Optional<Catalog.GovernedTable> named(String database, String relation) {
        int dot = relation.lastIndexOf('.');
        String qualifier = dot < 0 ? "" : relation.substring(0, dot);
        boolean any = dot < 0 || policy.roles().containsKey(qualifier);
        List<Catalog.GovernedTable> meant =
                index.tables(database, relation.substring(dot + 1)).stream()
                        .filter(table -> any || table.name().schema().equals(qualifier))
                        .toList();
        return only(meant);
    }

    /** As the other, among all tables of the database. */
    public Optional<GovernedColumn> columnOf(String database, String column) {
        return columnOf(
                database,
                column,
                index.having(database, column.substring(column.lastIndexOf('.') + 1)));
    }

    /**
     * The column a person meant by a name in a database error: {@code ssn}, {@code patients.ssn},
     * {@code hosp.patients.ssn} or {@code p.ssn} with an alias; empty where several may be meant.
     *
     * @param among the tables the statement speaks of
     */
    public Optional<GovernedColumn> columnOf(
            String database, String column, Collection<Catalog.GovernedTable> among) {
        int dot = column.lastIndexOf('.');
        String name = column.substring(dot + 1);
        Optional<Catalog.GovernedTable> qualified =
                dot < 0 ? Optional.empty() : named(database, column.substring(0, dot));
        List<Catalog.GovernedTable> having =
                qualified.stream()
                        .filter(table -> table.classOf(name).isPresent())
                        .findFirst()
                        .map(List::of)
                        .orElseGet(() -> naming(among, name));
        return only(having).map(table -> new GovernedColumn(table, name));
    }

    /** Every rectangle of these roles that says something of the table, in the roles' order. */
    List<Way> ways(Collection<String> roles, String database, TableName name) {
        Optional<Catalog.GovernedTable> table = index.table(database, name);
        List<Way> ways = new ArrayList<>();
        table.ifPresent(
                found -> roles.forEach(role -> ways.addAll(index.ways(role, database, found))));
        return ways;
    }

    /** The roles held that apply where, when and for what is asked. */
    List<String> applicable(AccessQuestion question) {
        return applicable(question.roles(), question.circumstances());
    }

    /** The roles held that apply where and when somebody is, and for what they are there. */
    public List<String> applicable(List<String> held, Optional<Circumstances> circumstances) {
        List<String> applicable = null;
        for (int i = 0; i < held.size(); i++) {
            Optional<RoleIndex> role = index.role(held.get(i));
            boolean applies = role.isPresent() && applies(role.get(), circumstances);
            if (!applies && applicable == null) {
                applicable = new ArrayList<>(held.subList(0, i));
            } else if (applies && applicable != null) {
                applicable.add(held.get(i));
            }
        }
        return applicable == null ? held : List.copyOf(applicable);
    }

    private static boolean applies(RoleIndex held, Optional<Circumstances> circumstances) {
        if (circumstances.isEmpty()) {
            return !held.isConditional();
        }
        Role role = held.role();
        Circumstances now = circumstances.get();
        return now.environment().map(role.terms()::concerns).orElse(true)
                && now.purpose().map(role.purposes()::contains).orElse(true)
                && role.terms().when().map(when -> when.holds(now)).orElse(true);
    }

    Guarded guarded(AccessQuestion question) {
        return guardrails.inForce(question.asker().kind(), question.circumstances());
    }

    /** Within one role, what is seen in clear comes before what is masked. */
    List<Way> allowing(AccessQuestion question, Collection<String> roles, Guarded guarded) {
        Optional<Catalog.GovernedTable> table = index.table(question.database(), question.table());
        List<Way> allowing = new ArrayList<>();
        for (String role : table.isEmpty() ? List.<String>of() : roles) {
            if (isOutOfReach(role, question, table.get())) {
                continue;
            }
            int clear = allowing.size();
            for (Way way : index.ways(role, question.database(), table.get())) {
                if (way.allows(question.verb(), question.column(), guarded)) {
                    allowing.add(inClear(question, way) ? clear++ : allowing.size(), way);
                }
            }
        }
        return allowing;
    }

    /** Whether a role allows it nowhere, so that its rectangles need not be looked at. */
    private boolean isOutOfReach(
            String role, AccessQuestion question, Catalog.GovernedTable table) {
        return edits(question.verb())
                ? question.asker().withoutEdit().contains(role)
                : question.column().isPresent()
                        && table.classOf(question.column().get())
                                .filter(name -> index.shows(role, name))
                                .isEmpty();
    }

    private static boolean edits(Verb verb) {
        return switch (verb) {
            case SEE, EXPORT -> false;
            case INSERT, UPDATE, DELETE -> true;
        };
    }

    private static boolean inClear(AccessQuestion question, Way way) {
        return question.column().map(way::showsInClear).orElse(false);
    }

    private List<Decision.MaskedColumn> masked(AccessQuestion question, Way way, Guarded guarded) {
        if (edits(question.verb())) {
            return List.of();
        }
        List<Way> ways = ways(Set.of(way.role().name()), question.database(), question.table());
        List<Decision.MaskedColumn> masked = new ArrayList<>();
        for (String column : columns(question, way)) {
            boolean seen =
                    ways.stream()
                            .anyMatch(other ->
                                    other.allows(question.verb(), Optional.of(column), guarded));
            if (seen && ways.stream().noneMatch(other -> other.showsInClear(column))) {
                ways.stream()
                        .flatMap(other -> other.mask(column).stream())
                        .flatMap(name ->
                                Optional.ofNullable(policy.catalog().masks().get(name)).stream())
                        .findFirst()
                        .ifPresent(mask -> masked.add(new Decision.MaskedColumn(column, mask)));
            }
        }
        return masked;
    }

    private static List<Guardrail> watched(AccessQuestion question, Way way, Guarded guarded) {
        Set<String> classes =
                new HashSet<>(
                        question.column()
                                .flatMap(way.table()::classOf)
                                .map(Set::of)
                                .orElseGet(() -> Set.copyOf(way.table().columns().values())));
        List.copyOf(classes).forEach(name -> way.instead(name).ifPresent(classes::add));
        return guarded.watches(question.verb(), classes);
    }

    private static List<String> columns(AccessQuestion question, Way way) {
        return question.column()
                .map(List::of)
                .orElseGet(() -> List.copyOf(way.table().columns().keySet()));
    }

    private static List<Catalog.GovernedTable> naming(
            Collection<Catalog.GovernedTable> among, String column) {
        return among.stream().filter(table -> table.columns().containsKey(column)).toList();
    }

    private static Optional<Catalog.GovernedTable> only(List<Catalog.GovernedTable> meant) {
        return meant.size() == 1 ? Optional.of(meant.getFirst()) : Optional.empty();
    }
}
