package dev.sallyport.policy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Who holds what at one instant in one environment, or in every one. */
final class Granting {
    private final Optional<Instant> instant;
    private final Policy policy;
    private final Optional<String> environment;
    private final List<Assignment> giving;
    private final Map<Assignment.Grantee, List<Integer>> byGrantee = new HashMap<>();

    /** Colleagues hold the same: it is worked out, and kept, once. */
    private final Map<List<Integer>, List<Entitlements.Held>> known = new HashMap<>();

    /**
     * @param instant empty where ends do not matter
     */
    Granting(Optional<Instant> instant, Policy policy, Optional<String> environment) {
        this.instant = instant;
        this.policy = policy;
        this.environment = environment;
        this.giving = policy.assignments().stream().filter(this::gives).toList();
        for (int i = 0; i < giving.size(); i++) {
            byGrantee.computeIfAbsent(giving.get(i).grantee(), g -> new ArrayList<>()).add(i);
        }
    }

    private boolean gives(Assignment assignment) {
        return !assignment.eligible()
                && instant.map(assignment::activeAt).orElse(true)
                && environment.map(assignment::concerns).orElse(true);
    }

    Entitlements to(Directory directory) {
        Map<String, Entitlements.Holder> holders = new LinkedHashMap<>();
        Map<String, Entitlements.Holder> suspended = new LinkedHashMap<>();
        for (Directory.Person person : directory.people().values()) {
            List<Entitlements.Held> held = known.computeIfAbsent(assignments(person), this::heldBy);
            if (!held.isEmpty()) {
                (person.suspended() ? suspended : holders)
                        .put(person.login(), new Entitlements.Holder(person, held));
            }
        }
        return new Entitlements(
                holders, agents(directory), services(directory), suspended, directory);
    }

    /** What these hold together. */
    List<Entitlements.Held> held(Set<Assignment.Grantee> grantees) {
        TreeSet<Integer> found = new TreeSet<>();
        grantees.forEach(grantee -> found.addAll(indexes(grantee)));
        return heldBy(List.copyOf(found));
    }

    private List<Entitlements.Held> heldBy(List<Integer> assignments) {
        return held(assignments.stream().map(giving::get).toList());
    }

    /** In the policy's order, found by the person's groups and not by asking every assignment. */
    private List<Integer> assignments(Directory.Person person) {
        List<Integer> found = new ArrayList<>(indexes(new Assignment.Individual(person.login())));
        for (String group : person.groups()) {
            found.addAll(indexes(new Assignment.Group(group)));
        }
        found.sort(null);
        return found;
    }

    private List<Integer> indexes(Assignment.Grantee grantee) {
        return byGrantee.getOrDefault(grantee, List.of());
    }

    private List<Entitlements.Held> held(List<Assignment> assignments) {
        Map<String, Entitlements.Held> byRole = new LinkedHashMap<>();
        for (Assignment assignment : assignments) {
            for (String role : assignment.roles()) {
                held(assignment, role)
                        .ifPresent(held -> byRole.merge(role, held, Entitlements.Held::and));
            }
        }
        return List.copyOf(byRole.values());
    }

    /** Empty where the role gives nothing: not standing, not here, or past its end. */
    private Optional<Entitlements.Held> held(Assignment assignment, String name) {
        Role role = policy.effective().get(name);
        if (role == null
                || !role.terms().standing()
                || !environment.map(role.terms()::concerns).orElse(true)) {
            return Optional.empty();
        }
        Optional<Instant> end = role.terms().deprecated().map(Deprecation::until);
        Optional<Instant> until =
                assignment
                        .until()
                        .map(written -> end.filter(written::isAfter).orElse(written))
                        .or(() -> end);
        return instant.isPresent()
                        && until.filter(last -> !instant.get().isBefore(last)).isPresent()
                ? Optional.empty()
                : Optional.of(
                        new Entitlements.Held(
                                name,
                                until,
                                assignment.place(),
                                assignment.limits(),
                                assignment.edit(),
                                Optional.empty()));
    }

    /** Of whom somebody at work answers for. */
    private Map<String, List<Entitlements.Acting>> agents(Directory directory) {
        Lineage lineage = new Lineage(policy.roles());
        Map<String, List<Entitlements.Acting>> agents = new LinkedHashMap<>();
        for (Assignment assignment : giving) {
            if (assignment.grantee() instanceof Assignment.Agent(String name)
                    && assignment.onBehalfOf().isPresent()
                    && directory.isAtWork(AskerKind.AGENTS, name)) {
                held(List.of(assignment))
                        .forEach(held ->
                                agents.computeIfAbsent(name, n -> new ArrayList<>())
                                        .add(
                                                new Entitlements.Acting(
                                                        held,
                                                        assignment.onBehalfOf().get(),
                                                        including(held.role(), lineage))));
            }
        }
        return agents;
    }

    private List<String> including(String role, Lineage lineage) {
        return policy.roles().keySet().stream()
                .filter(other -> lineage.of(other).contains(role))
                .toList();
    }

    private Map<String, List<Entitlements.Held>> services(Directory directory) {
        Map<String, List<Assignment>> byName = new LinkedHashMap<>();
        for (Assignment assignment : giving) {
            if (assignment.grantee() instanceof Assignment.Service(String name)
                    && directory.isAtWork(AskerKind.SERVICES, name)) {
                byName.computeIfAbsent(name, n -> new ArrayList<>()).add(assignment);
            }
        }
        Map<String, List<Entitlements.Held>> services = new LinkedHashMap<>();
        byName.forEach((name, assignments) -> services.put(name, held(assignments)));
        return services;
    }
}
