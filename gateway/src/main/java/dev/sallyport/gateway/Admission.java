package dev.sallyport.gateway;

import dev.sallyport.audit.Actor;
import dev.sallyport.policy.Asker;
import dev.sallyport.policy.Catalog.Purpose;
import dev.sallyport.policy.Condition;
import dev.sallyport.policy.Entitlements.Account;
import dev.sallyport.policy.Entitlements.Held;
import dev.sallyport.policy.Environment;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.Role;
import dev.sallyport.policy.SessionClocks;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whether somebody who has proved who they are may have a session: with which roles, for which
 * purpose, until when. Asked at sign-in, and again as long as the session lives.
 *
 * <p>A session has all of a person's roles or is not opened: the database cannot take part of an
 * account away from one of its sessions (ADR 0015).
 */
sealed interface Admission {
    /** The protocol's word for "you are who you say, and may not come in". */
    String NOT_AUTHORISED = "28000";

    /** The protocol's word for "whoever you are, come another time". */
    String CANNOT_CONNECT_NOW = "57P03";

    /**
     * @param asker what asks, and which of its roles it holds without their edits
     * @param roles held now, in the order of the policy's assignments; at least one
     * @param purpose as stated, else the first of the first role
     * @param clocks the shortest of all of them
     * @param until the first instant at which one of them is gone
     */
    record Admitted(
            Arrival arrival,
            Asker asker,
            List<String> roles,
            Purpose purpose,
            SessionClocks clocks,
            Optional<Instant> until)
            implements Admission {
        public Admitted {
            roles = List.copyOf(roles);
        }

        String login() {
            return arrival.login();
        }

        /** As each event of the session tells it. */
        Actor actor(String session, String address) {
            return new Actor(
                    session,
                    login(),
                    roles,
                    new Actor.Purpose(purpose.name(), purpose.code(), arrival.stated().beside()),
                    arrival.database(),
                    address);
        }
    }

    /** Not now; {@code sqlState} is the protocol's word for why. */
    record TurnedAway(Problem problem, String sqlState) implements Admission {}

    static Admission ask(PolicySnapshot snapshot, Arrival arrival, Instant now) {
        if (snapshot.closed().isPresent()) {
            return new TurnedAway(snapshot.closed().get(), CANNOT_CONNECT_NOW);
        }
        Optional<Account> account = snapshot.entitlements().account(arrival.login());
        List<Held> held =
                account.map(Account::roles).orElse(List.of()).stream()
                        .filter(role -> role.until().map(now::isBefore).orElse(true))
                        .toList();
        if (held.isEmpty()) {
            Optional<TurnedAway> ownerless = ownerless(snapshot, arrival.login());
            if (ownerless.isPresent()) {
                return ownerless.get();
            }
            return turnedAway(
                    ProblemCode.SP4002,
                    "`" + arrival.login() + "` holds no role now, so nothing can be opened",
                    "ask your manager to have a role assigned to you");
        }
        Policy policy = snapshot.policy();
        if (!policy.catalog().databases().containsKey(arrival.database())) {
            return new TurnedAway(
                    Problem.of(
                            ProblemCode.SP4003,
                            "database `" + arrival.database() + "` does not exist here",
                            "connect to one of: "
                                    + String.join(", ", policy.catalog().databases().keySet())),
                    "3D000");
        }
        List<Role> roles =
                held.stream().flatMap(one -> policy.effective(one.role()).stream()).toList();
        Purpose purpose = purpose(policy, arrival.stated(), roles);
        Optional<TurnedAway> because =
                unexplained(snapshot, arrival, roles, purpose)
                        .or(() -> outOfPlace(snapshot, arrival, roles, now))
                        .or(() -> StepUp.turnedAway(arrival.proof(), roles, now));
        return because.isPresent()
                ? because.get()
                : new Admitted(
                        arrival,
                        account.map(Account::asker).orElse(Asker.PERSON),
                        held.stream().map(Held::role).toList(),
                        purpose,
                        policy.sessions(held),
                        held.stream()
                                .flatMap(role -> role.until().stream())
                                .min(Instant::compareTo));
    }

    /** An agent or a service that nobody at work answers for holds nothing. */
    private static Optional<TurnedAway> ownerless(PolicySnapshot snapshot, String login) {
        return snapshot.entitlements()
                .program(login)
                .filter(program -> !snapshot.entitlements().directory().isAtWork(program.owner()))
                .map(program ->
                        turnedAway(
                                ProblemCode.SP7260,
                                "nobody at work answers for %s `%s`"
                                        .formatted(program.word(), program.name()),
                                "have somebody else own it"));
    }

    private static Purpose purpose(Policy policy, Stated stated, List<Role> roles) {
        return stated.purpose()
                .or(() -> roles.getFirst().purposes().stream().findFirst())
                .flatMap(name -> Optional.ofNullable(policy.catalog().purposes().get(name)))
                .or(() -> policy.catalog().purposes().values().stream().findFirst())
                .orElseThrow(() -> new IllegalStateException("a checked policy has purposes"));
    }

    /** What the policy wants to be told and was not. */
    private static Optional<TurnedAway> unexplained(
            PolicySnapshot snapshot, Arrival arrival, List<Role> roles, Purpose purpose) {
        Stated stated = arrival.stated();
        List<String> fit = Reasons.fitting(roles);
        if (stated.purpose().isEmpty()) {
            Optional<Environment> asking =
                    Arrival.environment(snapshot).filter(Environment::requirePurpose);
            if (asking.isPresent()) {
                return Optional.of(Reasons.required(asking.get(), fit));
            }
        } else if (!fit.contains(stated.purpose().get())) {
            return Optional.of(Reasons.unfit(stated.purpose().get(), roles, fit));
        }
        return Reasons.missing(stated, purpose);
    }

    /** A condition that does not hold: what it asks about is not so, or is not known. */
    private static Optional<TurnedAway> outOfPlace(
            PolicySnapshot snapshot, Arrival arrival, List<Role> roles, Instant now) {
        List<String> names = roles.stream().map(Role::name).toList();
        List<String> apply =
                snapshot.engine()
                        .applicable(names, Optional.of(arrival.circumstances(snapshot, now)));
        return roles.stream()
                .filter(role -> !apply.contains(role.name()))
                .findFirst()
                .map(role -> outOfPlace(role, role.terms().when()));
    }

    private static TurnedAway outOfPlace(Role role, Optional<Condition> when) {
        return new TurnedAway(
                Problem.at(
                        when.map(Condition::place).orElse(role.place()),
                        ProblemCode.SP4032,
                        "role `%s` of yours may not be used now or from here%s"
                                .formatted(
                                        role.name(),
                                        when.map(one -> ": `" + one + "` does not hold")
                                                .orElse("")),
                        "connect when and from where it holds, or ask " + role.owner()),
                NOT_AUTHORISED);
    }

    static TurnedAway turnedAway(ProblemCode code, String message, String instead) {
        return new TurnedAway(Problem.of(code, message, instead), NOT_AUTHORISED);
    }
}
