package dev.sallyport.policy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What of a policy is said of one environment; nothing of it asks any more where it stands. */
final class InEnvironment {
    private final Policy policy;
    private final String environment;
    private final Map<String, Role> effective;

    private InEnvironment(Policy policy, String environment) {
        this.policy = policy;
        this.environment = environment;
        this.effective = here(policy.effective());
    }

    static Policy of(Policy policy, String environment) {
        return new InEnvironment(policy, environment).policy();
    }

    private Policy policy() {
        return new Policy(
                policy.hash(),
                catalog(),
                here(policy.roles()),
                effective,
                functions(),
                assignments(),
                separation(),
                guardrails(),
                policy.reviews(),
                policy.console(),
                policy.tests(),
                policy.adopted());
    }

    /** A role is here where all that it inherits is. */
    private Map<String, Role> here(Map<String, Role> roles) {
        Map<String, Role> here = new LinkedHashMap<>();
        roles.forEach((name, role) -> {
            if (policy.effective(name).orElse(role).terms().concerns(environment)) {
                here.put(name, role.with(role.terms().everywhere()));
            }
        });
        return here;
    }

    private Catalog catalog() {
        Catalog catalog = policy.catalog();
        Map<String, Environment> environments = new LinkedHashMap<>(catalog.environments());
        environments.keySet().retainAll(Set.of(environment));
        Map<String, Catalog.Database> databases = new LinkedHashMap<>(catalog.databases());
        databases.values().removeIf(database -> !database.standsIn(environment));
        return new Catalog(
                environments,
                databases,
                catalog.classes(),
                catalog.masks(),
                catalog.scopes(),
                catalog.purposes());
    }

    private Map<String, Function> functions() {
        Map<String, Function> functions = new LinkedHashMap<>();
        policy.functions()
                .forEach((name, function) ->
                        functions.put(
                                name,
                                new Function(
                                        name,
                                        here(function.roles()),
                                        function.reason(),
                                        function.place())));
        return functions;
    }

    private List<String> here(List<String> roles) {
        return roles.stream().filter(effective::containsKey).toList();
    }

    private List<Assignment> assignments() {
        return policy.assignments().stream()
                .filter(assignment -> assignment.concerns(environment))
                .map(assignment -> assignment.everywhere(here(assignment.roles())))
                .filter(assignment -> !assignment.roles().isEmpty())
                .toList();
    }

    private List<Duty> separation() {
        return policy.separation().stream()
                .filter(this::concerns)
                .map(InEnvironment::everywhere)
                .toList();
    }

    private boolean concerns(Duty duty) {
        return switch (duty) {
            case Duty.NeverBoth both -> both.env().isEmpty() || both.env().contains(environment);
            case Duty.FourEyes _, Duty.SoleReviewer _, Duty.Acceptance _ -> true;
        };
    }

    private static Duty everywhere(Duty duty) {
        return switch (duty) {
            case Duty.NeverBoth(var name, var roles, _, var reach, var place) ->
                    new Duty.NeverBoth(name, roles, Set.of(), reach, place);
            case Duty.FourEyes _, Duty.SoleReviewer _, Duty.Acceptance _ -> duty;
        };
    }

    private List<Guardrail> guardrails() {
        return policy.guardrails().stream()
                .filter(guardrail ->
                        guardrail.env().isEmpty() || guardrail.env().contains(environment))
                .map(Guardrail::everywhere)
                .collect(Collectors.toUnmodifiableList());
    }
}
