package dev.sallyport.policy.explain;

import dev.sallyport.policy.AccessQuestion;
import dev.sallyport.policy.Asker;
import dev.sallyport.policy.AskerKind;
import dev.sallyport.policy.Circumstances;
import dev.sallyport.policy.Decision;
import dev.sallyport.policy.Directory;
import dev.sallyport.policy.Entitlements;
import dev.sallyport.policy.Guarded;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.PolicyEngine;
import dev.sallyport.policy.Role;
import dev.sallyport.problem.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks for everybody at once; what a role gives is looked up once, whoever holds it. */
final class Crowd {
    private final Policy policy;
    private final Directory directory;
    private final Question question;
    private final PolicyEngine engine;
    private final Claims claims;
    private final Map<String, List<Directory.Person>> holders = new HashMap<>();
    private final List<Gift> opening = new ArrayList<>();
    private final List<WhoCan.Row> able = new ArrayList<>();
    private final List<WhoCan.Row> otherwise = new ArrayList<>();
    private final List<WhoCan.Row> eligible = new ArrayList<>();

    Crowd(Policy policy, Directory directory, Question question) {
        this.policy = policy;
        this.directory = directory;
        this.question = question;
        this.engine = new PolicyEngine(policy);
        this.claims = new Claims(policy, directory, question.circumstances());
        for (Entitlements.Holder holder : claims.entitlements().holders().values()) {
            for (Entitlements.Held held : holder.roles()) {
                holders.computeIfAbsent(held.role(), r -> new ArrayList<>()).add(holder.person());
            }
        }
    }

    WhoCan answer() {
        for (Role role : policy.roles().values()) {
            people(role.name(), gifts(role, AskerKind.PEOPLE));
            agents(role.name(), gifts(role, AskerKind.AGENTS));
            services(role.name(), gifts(role, AskerKind.SERVICES));
        }
        return new WhoCan(
                question,
                able,
                otherwise,
                eligible,
                Legend.of(policy, question.person(), opening),
                policy.hash());
    }

    private List<Gift> gifts(Role role, AskerKind kind) {
        Guarded guarded = InForce.of(policy, kind, question.circumstances()).guarded();
        List<Gift> gifts =
                Gift.of(policy, role.name(), question.target(), question.verb(), guarded).stream()
                        .filter(gift -> !gift.isNothing())
                        .toList();
        opening.addAll(gifts);
        return gifts;
    }

    private void people(String role, List<Gift> gifts) {
        if (gifts.isEmpty()) {
            return;
        }
        for (Directory.Person person : concerned(role)) {
            Who who = Who.person(person);
            Claim claim = claims.of(who, role);
            switch (claim.state()) {
                case HELD -> {
                    List<Entitlements.Held> held =
                            who.held(claims.entitlements()).stream()
                                    .filter(one -> one.role().equals(role))
                                    .toList();
                    held(person.login(), Who.asker(who.kind(), held), person, claim, gifts);
                }
                case ELIGIBLE, BREAK_GLASS ->
                        gifts.forEach(gift -> eligible.add(row(person.login(), gift, claim)));
                case ELSEWHERE, EXPIRED, NONE -> {}
            }
        }
    }

    /** Nearly always those who hold it; everybody where somebody may ask for it. */
    private Collection<Directory.Person> concerned(String role) {
        return claims.isAskedFor(role)
                ? directory.people().values()
                : holders.getOrDefault(role, List.of());
    }

    /** An agent can what the person it acts for can, and never more: so not one line for each. */
    private void agents(String role, List<Gift> gifts) {
        claims.entitlements()
                .agents()
                .forEach((agent, acting) ->
                        acting.stream()
                                .map(Entitlements.Acting::held)
                                .filter(held -> held.role().equals(role))
                                .forEach(held ->
                                        held(
                                                Who.AGENT + agent,
                                                Who.asker(AskerKind.AGENTS, List.of(held)),
                                                Asked.NOBODY,
                                                claims.held(held),
                                                gifts)));
    }

    private void services(String role, List<Gift> gifts) {
        claims.entitlements()
                .services()
                .forEach((service, all) ->
                        all.stream()
                                .filter(held -> held.role().equals(role))
                                .forEach(held ->
                                        held(
                                                Who.SERVICE + service,
                                                Who.asker(AskerKind.SERVICES, List.of(held)),
                                                Asked.NOBODY,
                                                claims.held(held),
                                                gifts)));
    }

    private void held(
            String name, Asker asker, Directory.Person person, Claim claim, List<Gift> gifts) {
        if (gifts.isEmpty()) {
            return;
        }
        Role role = gifts.getFirst().role();
        Circumstances now = of(person);
        if (!Applicability.holds(role, now)) {
            gifts.forEach(gift -> otherwise.add(row(name, gift, claim)));
        } else if (engine.decide(asked(role, asker, now)) instanceof Decision.Allowed) {
            gifts.forEach(gift -> able.add(row(name, gift, claim)));
        }
    }

    /** A condition may ask for the person's attributes. */
    private Circumstances of(Directory.Person person) {
        Circumstances asked = question.circumstances();
        return new Circumstances(
                asked.at(),
                asked.purpose(),
                asked.network(),
                asked.device(),
                asked.environment(),
                person.attributes());
    }

    private AccessQuestion asked(Role role, Asker asker, Circumstances now) {
        return new AccessQuestion(
                List.of(role.name()),
                question.target().database(),
                question.target().table(),
                question.target().column(),
                question.verb(),
                asker,
                Optional.of(now));
    }

    private WhoCan.Row row(String name, Gift gift, Claim claim) {
        List<Place> rules = new ArrayList<>(List.of(gift.rectangle().place()));
        claim.place().ifPresent(rules::add);
        return new WhoCan.Row(
                name,
                gift.role().name(),
                claim.state() == Claim.State.HELD ? claim.because() : claim.words(),
                gift.words(),
                Legend.rows(policy, gift.rectangle()),
                gift.role().terms().when().map(Object::toString),
                claim.until(),
                rules);
    }
}
