package dev.sallyport.policy;

import dev.sallyport.problem.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who holds which role at one instant, and because of which assignment.
 *
 * @param holders people, by login
 * @param agents what each agent may use where the person it acts for holds it too
 * @param services applications by themselves
 * @param suspended what people would hold who hold nothing until they are back
 * @param directory everybody, also who holds nothing, and who is gone
 */
public record Entitlements(
        Map<String, Holder> holders,
        Map<String, List<Acting>> agents,
        Map<String, List<Held>> services,
        Map<String, Holder> suspended,
        Directory directory) {

    public Entitlements {
        holders = Ordered.copyOf(holders);
        agents = Ordered.copyOf(agents);
        services = Ordered.copyOf(services);
        suspended = Ordered.copyOf(suspended);
    }

    /** Of whom nobody is suspended or gone. */
    public Entitlements(
            Map<String, Holder> holders,
            Map<String, List<Acting>> agents,
            Map<String, List<Held>> services) {
        this(holders, agents, services, Map.of(), new Directory(Map.of()));
    }

    /** A person with at least one role. */
    public record Holder(Directory.Person person, List<Held> roles) {
        public Holder {
            roles = List.copyOf(roles);
        }
    }

    /**
     * @param until the first instant at which it is gone; empty where it does not end
     * @param because the assignment's place
     * @param limits narrower than the role's own
     * @param edit whether it lets its holder change what the role lets be changed
     * @param next what is left of the role once this has ended: less, and longer
     */
    public record Held(
            String role,
            Optional<Instant> until,
            Place because,
            Limits limits,
            boolean edit,
            Optional<Held> next) {

        /** Both: first the one that gives more, then what outlasts it. */
        Held and(Held other) {
            boolean mine = strength() == other.strength() ? !ends(other, this) : isStronger(other);
            Held first = mine ? this : other;
            Held second = mine ? other : this;
            Optional<Held> rest =
                    first.next.map(left -> left.and(second)).or(() -> Optional.of(second));
            while (rest.isPresent() && !ends(rest.get(), first)) {
                rest = rest.get().next;
            }
            return first.followedBy(rest);
        }

        private boolean isStronger(Held other) {
            return strength() > other.strength();
        }

        /** To change counts for more than not to be limited. */
        private int strength() {
            return (edit ? 2 : 0) + (limits.isNone() ? 1 : 0);
        }

        private Held followedBy(Optional<Held> rest) {
            return new Held(role, until, because, limits, edit, rest);
        }

        private static boolean ends(Held later, Held sooner) {
            return sooner.until()
                    .map(end -> later.until().map(end::isBefore).orElse(true))
                    .orElse(false);
        }

        /** The same, gone no later than the other. */
        Held noLongerThan(Held other) {
            Held bounded =
                    new Held(
                            role,
                            ends(other, this) ? until : other.until,
                            because,
                            limits.narrower(other.limits),
                            edit && other.edit,
                            Optional.empty());
            return other.next.map(left -> bounded.and(noLongerThan(left))).orElse(bounded);
        }
    }

    /**
     * A role an agent may use.
     *
     * @param covers the roles that include it, of which the person must hold one
     */
    public record Acting(Held held, Assignment.Grantee onBehalfOf, List<String> covers) {
        public Acting {
            covers = List.copyOf(covers);
        }
    }

    /**
     * An account of its own on a database: a person's, an application's, or an agent's while it
     * acts for one person.
     *
     * @param attributes what scopes ask about: the person's, and an application has none
     * @param place where its name or its first role is written
     */
    public record Account(
            String login,
            AskerKind kind,
            Map<String, List<String>> attributes,
            List<Held> roles,
            Place place) {
        public Account {
            attributes = Ordered.copyOf(attributes);
            roles = List.copyOf(roles);
        }

        /** As the policy's questions name it. */
        public Asker asker() {
            return new Asker(
                    kind,
                    roles.stream()
                            .filter(held -> !held.edit())
                            .map(Held::role)
                            .collect(Collectors.toSet()));
        }
    }

    /** Stands in no name, so an agent's account is nobody else's. */
    private static final String FOR = "$";

    /** Everybody and everything that has an account of its own, people first. */
    public List<Account> accounts() {
        List<Account> accounts = new ArrayList<>();
        holders.keySet().forEach(login -> account(login).ifPresent(accounts::add));
        for (String agent : agents.keySet()) {
            holders.keySet()
                    .forEach(login -> account(agent + FOR + login).ifPresent(accounts::add));
        }
        services.keySet().forEach(login -> account(login).ifPresent(accounts::add));
        return accounts;
    }

    /** {@code nora}, {@code booking_portal}, or {@code helper$nora} for an agent acting for her. */
    public Optional<Account> account(String login) {
        int cut = login.indexOf(FOR);
        return cut < 0 ? ownAccount(login) : agentAccount(login.substring(0, cut), login, cut);
    }

    /** The accounts of people who are suspended, with what they would hold. */
    public List<Account> suspendedAccounts() {
        return suspended.values().stream().map(Entitlements::account).toList();
    }

    private static Account account(Holder holder) {
        return new Account(
                holder.person().login(),
                AskerKind.PEOPLE,
                holder.person().attributes(),
                holder.roles(),
                holder.person().place());
    }

    private Optional<Account> ownAccount(String login) {
        return of(login)
                .map(Entitlements::account)
                .or(() ->
                        Optional.ofNullable(services.get(login))
                                .filter(held -> !held.isEmpty())
                                .map(held ->
                                        new Account(
                                                login,
                                                AskerKind.SERVICES,
                                                Map.of(),
                                                held,
                                                held.getFirst().because())));
    }

    private Optional<Account> agentAccount(String agent, String login, int cut) {
        String person = login.substring(cut + FOR.length());
        List<Held> held = ofAgent(agent, person);
        return of(person)
                .filter(holder -> !held.isEmpty())
                .map(holder ->
                        new Account(
                                login,
                                AskerKind.AGENTS,
                                holder.person().attributes(),
                                held,
                                held.getFirst().because()));
    }

    /** The agent or service that signs in under a login, whether or not it holds anything. */
    public Optional<Program> program(String login) {
        int cut = login.indexOf(FOR);
        if (directory.people().containsKey(login)) {
            return Optional.empty();
        }
        return cut < 0
                ? directory.program(AskerKind.SERVICES, login)
                : directory.program(AskerKind.AGENTS, login.substring(0, cut));
    }

    /**
     * The accounts of programs that these people answer for, of agents acting for them, and of
     * programs that are named themselves.
     */
    public List<Account> programAccounts(Set<String> people) {
        List<String> logins = new ArrayList<>();
        for (Program program : directory.programs().values()) {
            boolean isTheirs = people.contains(program.owner()) || people.contains(program.name());
            if (program.kind() == AskerKind.AGENTS) {
                (isTheirs ? holders.keySet() : people)
                        .forEach(login -> logins.add(program.name() + FOR + login));
            } else if (isTheirs) {
                logins.add(program.name());
            }
        }
        return logins.stream().flatMap(login -> account(login).stream()).toList();
    }

    public Optional<Holder> of(String login) {
        return Optional.ofNullable(holders.get(login));
    }

    /** What an agent holds while it acts for a person: never more than the person does. */
    public List<Held> ofAgent(String agent, String login) {
        Optional<Holder> principal = of(login);
        Map<String, Held> held = new LinkedHashMap<>();
        for (Acting acting : agents.getOrDefault(agent, List.of())) {
            principal
                    .filter(person -> concerns(acting.onBehalfOf(), person.person()))
                    .flatMap(person -> covering(person, acting))
                    .map(theirs -> acting.held().noLongerThan(theirs))
                    .ifPresent(one -> held.merge(one.role(), one, Held::and));
        }
        return List.copyOf(held.values());
    }

    private static Optional<Held> covering(Holder person, Acting acting) {
        return person.roles().stream()
                .filter(theirs -> acting.covers().contains(theirs.role()))
                .reduce(Held::and);
    }

    /** Whether a person is the one meant, or of the group meant. */
    static boolean concerns(Assignment.Grantee grantee, Directory.Person person) {
        return switch (grantee) {
            case Assignment.Group(String name) -> person.groups().contains(name);
            case Assignment.Individual(String login) -> person.login().equals(login);
            case Assignment.Agent ignored -> false;
            case Assignment.Service ignored -> false;
        };
    }

    /** In every environment; computed whole, never patched. */
    public static Entitlements at(Instant instant, Policy policy, Directory directory) {
        return new Granting(Optional.of(instant), policy, Optional.empty()).to(directory);
    }

    /** In one environment. */
    public static Entitlements at(
            Instant instant, Policy policy, Directory directory, String environment) {
        return new Granting(Optional.of(instant), policy, Optional.of(environment)).to(directory);
    }
}
