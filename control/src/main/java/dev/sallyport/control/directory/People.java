package dev.sallyport.control.directory;

import static dev.sallyport.control.directory.Naming.refused;
import static dev.sallyport.problem.ProblemCode.SP7103;
import static dev.sallyport.problem.ProblemCode.SP7110;
import static dev.sallyport.problem.ProblemCode.SP7111;
import static dev.sallyport.problem.ProblemCode.SP7180;

import dev.sallyport.control.directory.Employment.Terms;
import dev.sallyport.control.directory.Person.Told;
import dev.sallyport.policy.Words;
import dev.sallyport.problem.Refused;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who works here: they join, change, and leave; every step is checked and kept. */
public final class People {
    private final PersonStore people;
    private final Groups groups;
    private final Naming naming;
    private final RandomGenerator chance;

    public People(JdbcClient state, Groups groups, Doors doors, RandomGenerator chance) {
        this.people = new PersonStore(state);
        this.groups = groups;
        this.naming = new Naming(people, doors);
        this.chance = chance;
    }

    public Optional<Person> find(String id) {
        return Ids.read(id).flatMap(people::byId).filter(person -> !person.deleted());
    }

    public Optional<Person> named(String userName) {
        return people.presentByUserName(userName);
    }

    public List<Person> withExternalId(String externalId) {
        return people.present("external_id = :id", Map.of("id", externalId));
    }

    public List<Person> all() {
        return people.present("true", Map.of());
    }

    /** Whom this source tells of now. */
    public List<Person> keptBy(Source source) {
        return people.present("source = :source", Map.of("source", source.word()));
    }

    public List<Person> page(long skipped, int count) {
        return people.page(skipped, count);
    }

    /**
     * Those after the last of another page, in the order they came.
     *
     * @param most at least 1
     */
    public List<Person> after(Instant created, UUID id, Optional<State> state, int most) {
        return people.after(created, id, state, most);
    }

    public long count() {
        return people.count();
    }

    /** Somebody new, or somebody who comes back: whom the source knows by the same external id. */
    public Person join(Change change, Told told, Terms terms, Optional<String> login) {
        Bounds.require(told, terms);
        Source source = source(change);
        Optional<Person> known = returning(source, told);
        if (known.isPresent()) {
            return alter(change, known.get(), told, terms, login);
        }
        requireFree(told);
        UUID id = Ids.fresh(chance);
        Employment employment = Employment.invited(terms).at(change.now());
        Instant now = change.now();
        Person person =
                new Person(
                        id,
                        source,
                        naming.first(id, told.userName(), login),
                        Optional.empty(),
                        told,
                        employment,
                        false,
                        1,
                        now,
                        now);
        write(change, person);
        Steps.first(change, person);
        return person;
    }

    public Person alter(
            Change change, Person prior, Told told, Terms terms, Optional<String> login) {
        requireKeeper(change, prior);
        Bounds.require(told, terms);
        people.presentByUserName(told.userName())
                .filter(other -> !other.id().equals(prior.id()))
                .ifPresent(other -> {
                    throw refused(
                            SP7110,
                            "userName " + Words.quoted(told.userName()) + " is somebody else's",
                            "give another");
                });
        Employment employment = prior.employment().with(terms);
        if (prior.state() == State.LEFT && terms.active() && employment.hasEnded(change.now())) {
            throw refused(
                    SP7111,
                    "the employment of " + Words.quoted(prior.login()) + " has ended",
                    "give another end of employment to have them back");
        }
        Employment standing = employment.at(change.now());
        Source keeper = change.source().orElse(prior.source());
        String next = naming.next(prior, told, login, standing.state());
        if (next.equals(prior.login())
                && told.equals(prior.told())
                && standing.equals(prior.employment())
                && keeper == prior.source()
                && !prior.deleted()) {
            return prior;
        }
        Person person = prior.keptBy(keeper).changed(next, told, standing, change.now());
        Person written = people.isRemoved(prior.login()) ? person.known(Optional.empty()) : person;
        write(change, written);
        Steps.between(change, prior, written);
        return written;
    }

    /**
     * Says otherwise whether somebody is wanted, whatever the source said last; a later word of the
     * source counts again.
     *
     * @throws Refused SP7111 where the person has left: who comes back is told by the source
     */
    public Person stand(Change change, Person prior, Standing standing) {
        if (prior.state() == State.LEFT) {
            throw refused(
                    SP7111,
                    Words.quoted(prior.login()) + " has left",
                    "let the directory have them back");
        }
        Employment employment = prior.employment();
        Terms terms =
                switch (standing) {
                    case SUSPENDED -> new Terms(false, employment.starts(), employment.ends());
                    case READMITTED -> new Terms(true, employment.starts(), employment.ends());
                    case GONE ->
                            new Terms(
                                    false,
                                    employment.starts().filter(change.now()::isAfter),
                                    Optional.of(change.now()));
                };
        return alter(change, prior, prior.told(), terms, Optional.empty());
    }

    /** The source knows the person no more; we do, and the login is nobody else's. */
    public void leave(Change change, Person prior) {
        requireKeeper(change, prior);
        Person gone = prior.forgotten(change.now());
        groups.takeOut(gone);
        write(change, gone);
        Steps.between(change, prior, gone);
    }

    /** Whoever is due elsewhere takes the step. */
    void keepDates(Change change) {
        for (Person prior : people.due(change.now())) {
            Person person =
                    prior.changed(
                            prior.login(),
                            prior.told(),
                            prior.employment().at(change.now()),
                            change.now());
            write(change, person);
            Steps.between(change, prior, person);
        }
    }

    boolean hasDue(Instant now) {
        return !people.due(now).isEmpty();
    }

    boolean hasKeptTooLong(Instant leftBefore) {
        return !people.keptTooLong(leftBefore).isEmpty();
    }

    /** Their logins open nothing again; whoever comes back gets another. */
    void removeAccounts(Change change, Instant leftBefore) {
        for (Person person : people.keptTooLong(leftBefore)) {
            people.remove(person.id(), change.now());
            change.step(person, "account removed", Optional.empty(), person.login());
            change.concernDoors();
        }
    }

    /** Of whoever is gone, as the source knows, or has left and comes under another name. */
    private Optional<Person> returning(Source source, Told told) {
        return told.externalId().stream()
                .flatMap(id -> people.left(source, id).stream())
                .findFirst();
    }

    /** The name of whoever is gone is free, as their login never is. */
    private void requireFree(Told told) {
        people.presentByUserName(told.userName())
                .ifPresent(holder -> {
                    throw refused(
                            SP7110,
                            "userName "
                                    + Words.quoted(told.userName())
                                    + (holder.state() == State.LEFT
                                            ? " was somebody's who has left"
                                            : " is somebody's"),
                            "give another, or change the person who has it");
                });
    }

    /**
     * One person is one source's word: two would undo each other, and neither would know. What we
     * decide ourselves counts whoever keeps them.
     */
    private static void requireKeeper(Change change, Person prior) {
        change.source()
                .filter(source -> !source.mayChange(prior.source()))
                .ifPresent(source -> {
                    throw refused(
                            SP7180,
                            Words.quoted(prior.login())
                                    + " is kept by `"
                                    + prior.source().word()
                                    + "`, not by `"
                                    + source.word()
                                    + "`",
                            "change them there, or `sallyport people hand "
                                    + prior.login()
                                    + " --to "
                                    + source.word()
                                    + "`");
                });
    }

    private static Source source(Change change) {
        return change.source()
                .orElseThrow(() -> new IllegalStateException("a source tells of people"));
    }

    private void write(Change change, Person person) {
        people.write(person);
        change.concernDoors();
        people.give(person.login(), person.id(), change.now());
    }

    /** Refuses an id that nobody has. */
    public Person require(String id) {
        return find(id).orElseThrow(() -> refused(SP7103, "nobody has id " + Words.quoted(id), ""));
    }
}
