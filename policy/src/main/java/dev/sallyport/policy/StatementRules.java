package dev.sallyport.policy;

import static dev.sallyport.problem.ProblemCode.SP2047;
import static dev.sallyport.problem.ProblemCode.SP2060;
import static dev.sallyport.problem.ProblemCode.SP2061;

import dev.sallyport.policy.Decision.Denied;
import dev.sallyport.policy.HeldTables.Shown;
import dev.sallyport.sql.Act;
import dev.sallyport.sql.RelationUse;
import dev.sallyport.sql.Statement;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which statements a session may run that has these roles, under these guardrails: what grants can
 * not tell apart. Roles are united; what none of them runs is denied.
 */
public final class StatementRules {
    private final Policy policy;
    private final HeldTables held;
    private final Guarded guarded;
    private final Groups groups;
    private final OpenChannels channels;

    /** Empty where no role names its statements: grants hold what rectangles need. */
    private final Set<Act> runs = EnumSet.noneOf(Act.class);

    private final Set<String> saved = new HashSet<>();

    StatementRules(
            Policy policy, HeldTables held, Guarded guarded, Map<String, Groups.Floor> assigned) {
        this.policy = policy;
        this.held = held;
        this.guarded = guarded;
        this.groups = new Groups(held, assigned);
        this.channels = new OpenChannels(policy, held.roles());
        boolean named =
                held.roles().stream().anyMatch(role -> role.terms().statements().isPresent());
        for (Role role : held.roles()) {
            role.terms().onlyQueries().forEach(query -> saved.add(query.fingerprint()));
            if (named) {
                role.statements().forEach(one -> runs.add(one.act()));
            }
        }
    }

    /** Why it may not run, if so. */
    public Optional<Denied> denial(Statement statement) {
        boolean reads =
                statement.touches().relations().stream()
                        .anyMatch(used -> held.isData(used.relation()));
        return guarded.forbids(statement, reads)
                .map(guardrail -> forbidden(guardrail, statement))
                .or(() -> notRun(statement, reads))
                .or(() -> notSaved(statement))
                .or(() -> groups.denial(statement))
                .or(() -> channels.denial(statement));
    }

    /** Whether notifications on a channel may be heard. */
    public boolean hears(String channel) {
        return channels.hears(channel);
    }

    private static Denied forbidden(Guardrail guardrail, Statement statement) {
        Set<Act> acts = guardrail.acts().statements();
        Optional<Act> act = acts.stream().filter(statement.conduct().acts()::contains).findFirst();
        boolean unbounded =
                acts.contains(Act.UPDATE_WITHOUT_WHERE) || acts.contains(Act.DELETE_WITHOUT_WHERE);
        return new Denied(
                SP2047,
                "guardrail "
                        + Words.quoted(guardrail.name())
                        + " forbids"
                        + guardrail.against().map(kind -> " " + kind).orElse("")
                        + act.map(one -> " to run " + Words.quoted(one.toString()))
                                .orElse(" to call a function that it names"),
                guardrail.place(),
                (unbounded ? "add a WHERE that names a column of the table; " : "")
                        + "no role opens it; ask who keeps the guardrails");
    }

    private Optional<Denied> notRun(Statement statement, boolean reads) {
        if (runs.isEmpty()) {
            return Optional.empty();
        }
        return List.of(StatementClass.values()).stream()
                .filter(one -> statement.conduct().acts().contains(one.act()))
                .filter(one -> one != StatementClass.SELECT || reads)
                .filter(one -> !runs.contains(one.act()))
                .findFirst()
                .map(this::notRun);
    }

    private Denied notRun(StatementClass missing) {
        Role nearest =
                held.roles().stream()
                        .filter(role -> role.terms().statements().isPresent())
                        .findFirst()
                        .orElseThrow();
        String hint =
                policy.effective().values().stream()
                        .filter(role -> role.statements().contains(missing))
                        .findFirst()
                        .map(role ->
                                "role "
                                        + Words.quoted(role.name())
                                        + " runs it; ask its owner "
                                        + role.owner())
                        .orElseGet(() ->
                                "no role runs it; ask "
                                        + nearest.owner()
                                        + ", who owns role "
                                        + Words.quoted(nearest.name()));
        return new Denied(
                SP2060,
                names(held.roles()) + " may not run " + Words.quoted(missing.toString()),
                nearest.place(),
                hint);
    }

    /** A statement is free where every table of it is read through roles that leave it free. */
    private Optional<Denied> notSaved(Statement statement) {
        Optional<Role> binding = saved.isEmpty() ? Optional.empty() : binding(statement);
        boolean runs =
                binding.isEmpty()
                        || statement.conduct().acts().isEmpty()
                        || statement.conduct().fingerprint().filter(saved::contains).isPresent();
        return runs ? Optional.empty() : Optional.of(notSaved(binding.get()));
    }

    private Optional<Role> binding(Statement statement) {
        List<Role> through =
                statement.touches().relations().stream()
                        .map(RelationUse::relation)
                        .flatMap(name -> held.showing(name).stream())
                        .map(Shown::role)
                        .distinct()
                        .toList();
        boolean free =
                through.isEmpty() && held.roles().stream().anyMatch(role -> !isBinding(role));
        return free
                ? Optional.empty()
                : (through.isEmpty() ? held.roles() : through)
                        .stream().filter(StatementRules::isBinding).findFirst();
    }

    private static boolean isBinding(Role role) {
        return !role.terms().onlyQueries().isEmpty();
    }

    private static Denied notSaved(Role role) {
        List<SavedQuery> queries = role.terms().onlyQueries();
        return new Denied(
                SP2061,
                "role "
                        + Words.quoted(role.name())
                        + " runs its saved queries only, and this is none",
                queries.getFirst().place(),
                "run "
                        + Words.quoted(queries.getFirst().name())
                        + (queries.size() > 1 ? " or another of them" : "")
                        + ", or ask "
                        + role.owner()
                        + " to add this one");
    }

    static String names(List<Role> roles) {
        List<String> names = roles.stream().map(Role::name).toList();
        return (names.size() == 1 ? "role " : "roles ") + Words.quoted(names);
    }
}
