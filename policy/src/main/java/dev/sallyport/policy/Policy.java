package dev.sallyport.policy;

import dev.sallyport.sql.TableName;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One checked, immutable policy snapshot.
 *
 * @param hash SHA-256 of the folder's files, hexadecimal; names the snapshot in plans and records
 * @param roles by name, in file order
 * @param effective the same with what they inherit, computed once
 * @param separation which duties are kept apart
 * @param console who does what in Sallyport itself
 * @param adopted by database
 */
public record Policy(
        String hash,
        Catalog catalog,
        Map<String, Role> roles,
        Map<String, Role> effective,
        Map<String, Function> functions,
        List<Assignment> assignments,
        List<Duty> separation,
        List<Guardrail> guardrails,
        List<Review> reviews,
        List<ConsoleAssignment> console,
        List<PolicyTest> tests,
        Map<String, Adopted> adopted) {

    public Policy {
        roles = Ordered.copyOf(roles);
        effective = Ordered.copyOf(effective);
        functions = Ordered.copyOf(functions);
        assignments = List.copyOf(assignments);
        separation = List.copyOf(separation);
        guardrails = List.copyOf(guardrails);
        reviews = List.copyOf(reviews);
        console = List.copyOf(console);
        tests = List.copyOf(tests);
        adopted = Ordered.copyOf(adopted);
    }

    /** The same said of another catalog and of other effective roles, as one database has them. */
    public Policy with(Catalog other, Map<String, Role> exact) {
        return new Policy(
                hash,
                other,
                roles,
                exact,
                functions,
                assignments,
                separation,
                guardrails,
                reviews,
                console,
                tests,
                adopted);
    }

    /** The same as it is said of one environment, with nothing left that asks where it stands. */
    public Policy in(String environment) {
        return InEnvironment.of(this, environment);
    }

    /** A role with the rectangles it inherits, each at its own place; empty where unknown. */
    public Optional<Role> effective(String role) {
        return Optional.ofNullable(effective.get(role));
    }

    /** What somebody may be in Sallyport itself then; nothing for whom everything waits. */
    public Set<ConsoleRole> console(Directory.Person person, Instant instant) {
        return console.stream()
                .filter(one -> one.isHeldBy(person, instant))
                .map(ConsoleAssignment::role)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The shortest clocks of roles that are held. */
    public SessionClocks sessions(Collection<Entitlements.Held> held) {
        return held.stream()
                .flatMap(one -> effective(one.role()).stream())
                .map(role -> role.terms().sessions())
                .reduce(SessionClocks.NONE, SessionClocks::shorter);
    }

    /** Whether a rectangle says anything of a table: it names it, and its scope reaches it. */
    public boolean covers(Role.Rectangle rectangle, String database, TableName table) {
        Scope scope = catalog.scopes().get(rectangle.scope());
        return scope != null
                && rectangle.covers(database, table)
                && catalog.reaches(scope, database, table);
    }
}
