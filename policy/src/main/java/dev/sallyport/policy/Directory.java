package dev.sallyport.policy;

import dev.sallyport.problem.Place;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The people as last told, and what programs are theirs.
 *
 * @param removed logins whose accounts are to go, or are gone: nobody else ever gets one of them
 * @param programs agents and services, by name
 */
public record Directory(
        Map<String, Person> people, Map<String, Removal> removed, Map<String, Program> programs) {

    public Directory {
        people = Ordered.copyOf(people);
        removed = Ordered.copyOf(removed);
        programs = Ordered.copyOf(programs);
    }

    /** Of whom nobody has a program. */
    public Directory(Map<String, Person> people, Map<String, Removal> removed) {
        this(people, removed, Map.of());
    }

    /** Of whom nobody was removed. */
    public Directory(Map<String, Person> people) {
        this(people, Map.of());
    }

    /** An agent or a service of that name. */
    public Optional<Program> program(AskerKind kind, String name) {
        return Optional.ofNullable(programs.get(name)).filter(program -> program.kind() == kind);
    }

    /** Whether an agent or a service of that name may hold what it is assigned. */
    boolean isAtWork(AskerKind kind, String name) {
        return program(kind, name).filter(this::isAtWork).isPresent();
    }

    /** Whether nothing waits for a program, and somebody at work answers for it. */
    public boolean isAtWork(Program program) {
        return !program.suspended() && isAtWork(program.owner());
    }

    /** The same, where somebody else's word counts for whom it speaks of. */
    public Directory told(Directory word) {
        Map<String, Person> all = new LinkedHashMap<>(people);
        Map<String, Removal> gone = new LinkedHashMap<>(removed);
        word.people.forEach((login, person) -> {
            person.renamedFrom().ifPresent(all::remove);
            gone.remove(login);
            all.put(login, person);
        });
        word.removed.forEach((login, removal) -> {
            all.remove(login);
            gone.put(login, removal);
        });
        Map<String, Program> owned = new LinkedHashMap<>(programs);
        owned.putAll(word.programs);
        return new Directory(all, gone, owned);
    }

    /** One person as described, with all programs and whoever answers for them. */
    public Directory about(Person person) {
        Map<String, Person> some = new LinkedHashMap<>();
        programs.values().stream()
                .flatMap(program -> Optional.ofNullable(people.get(program.owner())).stream())
                .forEach(owner -> some.put(owner.login(), owner));
        some.put(person.login(), person);
        return new Directory(some, Map.of(), programs);
    }

    /** Whether somebody of this login is here and nothing waits for them. */
    public boolean isAtWork(String login) {
        Person person = people.get(login);
        return person != null && !person.suspended();
    }

    /** The same, where everything waits for these people and programs, too. */
    public Directory suspending(Set<String> logins) {
        Map<String, Person> all = new LinkedHashMap<>(people);
        Map<String, Program> owned = new LinkedHashMap<>(programs);
        for (String login : logins) {
            all.computeIfPresent(login, (_, person) -> person.suspend());
            owned.computeIfPresent(login, (_, program) -> program.suspend());
        }
        return new Directory(all, removed, owned);
    }

    /**
     * An account that is to go.
     *
     * @param reassignTo the role that is to own what the account owns
     */
    public record Removal(String login, Optional<String> reassignTo, Place place) {}

    /**
     * Somebody who works here.
     *
     * @param login the name they sign in with; also their native account's name
     * @param attributes what scopes ask about, each with any number of values
     * @param suspended whether everything waits: the account is there and opens nothing
     * @param renamedFrom the login they had before, whose account this is
     */
    public record Person(
            String login,
            String name,
            Set<String> groups,
            Map<String, List<String>> attributes,
            boolean suspended,
            Optional<String> renamedFrom,
            Place place) {

        public Person {
            groups = Set.copyOf(groups);
            attributes = Ordered.copyOf(attributes);
        }

        private Person suspend() {
            return new Person(login, name, groups, attributes, true, renamedFrom, place);
        }

        /** Somebody at work, under the only login they ever had. */
        public Person(
                String login,
                String name,
                Set<String> groups,
                Map<String, List<String>> attributes,
                Place place) {
            this(login, name, groups, attributes, false, Optional.empty(), place);
        }
    }
}
