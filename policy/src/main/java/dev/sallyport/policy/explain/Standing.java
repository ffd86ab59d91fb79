package dev.sallyport.policy.explain;

import dev.sallyport.policy.Assignment;
import dev.sallyport.policy.Circumstances;
import dev.sallyport.policy.Entitlements;
import dev.sallyport.policy.Guardrail;
import dev.sallyport.policy.Role;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What everybody has under one policy in one environment, and what they may ask for. */
final class Standing {
    private final Explanations side;
    private final Optional<String> environment;
    private final Claims claims;
    private final Set<String> askable = new LinkedHashSet<>();
    private final Map<List<Record>, Boolean> taking = new HashMap<>();
    private final Map<Subject, Map<String, Entitlements.Held>> known = new HashMap<>();

    Standing(Explanations side, Optional<String> environment) {
        this.side = side;
        this.environment = environment;
        this.claims =
                new Claims(
                        side.policy(),
                        side.directory(),
                        new Circumstances(
                                side.now(),
                                Optional.empty(),
                                Optional.empty(),
                                Map.of(),
                                environment,
                                Map.of()));
        side.policy().assignments().stream()
                .filter(Assignment::eligible)
                .forEach(assignment -> askable.addAll(assignment.roles()));
        side.policy().roles().values().stream()
                .filter(role -> !role.terms().standing() || role.terms().breakGlass().isPresent())
                .map(Role::name)
                .forEach(askable::add);
    }

    /** By role; for an agent by role and for whom it acts. */
    Map<String, Entitlements.Held> held(Subject subject) {
        return known.computeIfAbsent(subject, this::find);
    }

    private Map<String, Entitlements.Held> find(Subject subject) {
        Map<String, Entitlements.Held> held = new LinkedHashMap<>();
        Entitlements all = claims.entitlements();
        switch (subject.kind()) {
            case PEOPLE ->
                    all.of(subject.name()).stream()
                            .flatMap(holder -> holder.roles().stream())
                            .forEach(one -> held.put(one.role(), one));
            case AGENTS ->
                    all.agents()
                            .getOrDefault(subject.name(), List.of())
                            .forEach(acting -> held.putIfAbsent(words(acting), acting.held()));
            case SERVICES ->
                    all.services()
                            .getOrDefault(subject.name(), List.of())
                            .forEach(one -> held.put(one.role(), one));
        }
        return held;
    }

    private static String words(Entitlements.Acting acting) {
        return acting.held().role() + " for " + GranteeWords.named(acting.onBehalfOf());
    }

    Holding holding(Subject subject) {
        Set<String> roles = new LinkedHashSet<>();
        Set<String> edited = new LinkedHashSet<>();
        for (Entitlements.Held held : held(subject).values()) {
            roles.add(held.role());
            if (held.edit()) {
                edited.add(held.role());
            }
        }
        Set<String> withoutEdit = new LinkedHashSet<>(roles);
        withoutEdit.removeAll(edited);
        List<Guardrail> guardrails = never(subject).filter(one -> one.outside().isEmpty()).toList();
        return new Holding(roles, withoutEdit, guardrails);
    }

    private Stream<Guardrail> never(Subject subject) {
        return side.policy().guardrails().stream()
                .filter(one -> one.effect() == Guardrail.Effect.NEVER)
                .filter(one -> one.concerns(subject.kind(), environment));
    }

    Optional<Role> role(String name) {
        return side.policy().effective(name);
    }

    /** The guardrails for some hours that take anything from them, each with what it says. */
    Map<String, String> hours(Subject subject) {
        Map<String, String> hours = new LinkedHashMap<>();
        Holding always = holding(subject);
        never(subject)
                .filter(one -> one.outside().isPresent() && takes(one, always))
                .forEach(one -> hours.put(one.name(), Canonical.of(one)));
        return hours;
    }

    private boolean takes(Guardrail guardrail, Holding always) {
        return taking.computeIfAbsent(
                List.of(guardrail, always),
                pair ->
                        !new RightsDiff(side.policy(), side.policy())
                                .between(always, always.within(guardrail))
                                .isEmpty());
    }

    /** How each role that is not held may be got, with its end. */
    Map<String, String> asks(Subject subject) {
        Who who = subject.in(side.directory());
        Map<String, String> asks = new LinkedHashMap<>();
        for (String role : askable) {
            Claim claim = claims.of(who, role);
            String end = claim.until().map(until -> ", until " + Moment.words(until)).orElse("");
            switch (claim.state()) {
                case ELIGIBLE -> asks.put("may ask for role " + role, end);
                case BREAK_GLASS -> asks.put("may break the glass for role " + role, end);
                case HELD, ELSEWHERE, EXPIRED, NONE -> {}
            }
        }
        return asks;
    }
}
