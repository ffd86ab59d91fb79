package dev.sallyport.control.directory;

import static dev.sallyport.control.directory.Naming.refused;
import static dev.sallyport.problem.ProblemCode.SP7100;
import static dev.sallyport.problem.ProblemCode.SP7103;
import static dev.sallyport.problem.ProblemCode.SP7110;
import static dev.sallyport.problem.ProblemCode.SP7111;
import static dev.sallyport.problem.ProblemCode.SP7263;
import static dev.sallyport.problem.ProblemCode.SP7264;

import dev.sallyport.control.directory.Employment.Terms;
import dev.sallyport.policy.Words;
import dev.sallyport.policy.Workload;
import dev.sallyport.problem.Refused;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Agents and services: they come, change hands and go, by an operator's word alone. No source of
 * people speaks of them.
 */
public final class Programs {
    private final ProgramStore programs;
    private final PersonStore people;
    private final Naming naming;
    private final Doors doors;
    private final RandomGenerator chance;

    Programs(JdbcClient state, Doors doors, RandomGenerator chance) {
        this.programs = new ProgramStore(state);
        this.people = new PersonStore(state);
        this.naming = new Naming(people, doors);
        this.doors = doors;
        this.chance = chance;
    }

    /**
     * One that somebody wants.
     *
     * @param owner a login, or a source's name for the person
     */
    public record Wanted(
            Program.Kind kind,
            String login,
            String name,
            String owner,
            Optional<Workload> workload,
            Optional<Instant> starts,
            Optional<Instant> ends) {

        public Wanted {
            starts = kept(starts);
            ends = kept(ends);
        }
    }

    public Optional<Program> find(String id) {
        return Ids.read(id).flatMap(programs::byId);
    }

    public Optional<Program> named(String login) {
        return programs.byLogin(login);
    }

    /**
     * @throws Refused SP7103 where none has the login
     */
    public Program require(String login) {
        return named(login)
                .orElseThrow(() ->
                        refused(
                                SP7103,
                                "the directory has no agent or service "
                                        + Words.quoted(login)
                                        + (doors.isWritten(login)
                                                ? "; it stands in the file of people"
                                                : ""),
                                "`sallyport people ls --kind service` lists them"));
    }

    /** Also those that have left, by login. */
    public List<Program> all() {
        return programs.all();
    }

    /**
     * Those after the last of another page, in the order they came.
     *
     * @param most at least 1
     */
    public List<Program> after(
            Instant created,
            UUID id,
            Optional<Program.Kind> kind,
            Optional<State> state,
            int most) {
        return programs.after(created, id, kind, state, most);
    }

    /**
     * One more. The same wanted again is what is there, and no step.
     *
     * @throws Refused SP7100 where it cannot be, SP7110 where its login is or was another's, SP7263
     *     where nobody at work would answer for it, SP7264 where the file of people has the login
     */
    public Program add(Change change, Wanted wanted) {
        Bounds.requireText("name", wanted.name());
        wanted.workload().ifPresent(Programs::require);
        Terms terms = new Terms(true, wanted.starts(), wanted.ends());
        Employment employment = standing(Employment.invited(terms), change.now());
        String owner = owner(wanted.owner());
        Optional<Program> known = programs.byLogin(wanted.login());
        if (known.isPresent()) {
            return same(known.get(), wanted, owner);
        }
        UUID id = Ids.fresh(chance);
        String login = naming.asked(id, wanted.login());
        if (doors.isWritten(login)) {
            throw refused(
                    SP7264,
                    "login " + Words.quoted(login) + " stands in the file of people",
                    "take it out there and apply first, or give another");
        }
        Instant now = change.now();
        Program program =
                new Program(
                        id,
                        wanted.kind(),
                        login,
                        wanted.name(),
                        owner,
                        wanted.workload(),
                        employment,
                        1,
                        now,
                        now);
        programs.write(program);
        programs.give(program, now);
        change.concernDoors();
        Steps.first(change, program);
        return program;
    }

    private static Program same(Program known, Wanted wanted, String owner) {
        boolean isSame =
                known.kind() == wanted.kind()
                        && known.name().equals(wanted.name())
                        && known.owner().equals(owner)
                        && known.workload().equals(wanted.workload())
                        && known.employment().wanted()
                        && known.employment().starts().equals(wanted.starts())
                        && known.employment().ends().equals(wanted.ends());
        if (!isSame) {
            throw refused(
                    SP7110,
                    "login "
                            + Words.quoted(known.login())
                            + (known.state() == State.LEFT ? " was a " : " is a ")
                            + known.kind().word()
                            + "'s of the directory",
                    "change that one, or give another login");
        }
        return known;
    }

    /**
     * Somebody else answers for it from now on.
     *
     * @param owner a login, or a source's name for the person
     * @throws Refused SP7263 where they are not at work
     */
    public Program own(Change change, Program prior, String owner) {
        String login = owner(owner);
        return login.equals(prior.owner())
                ? prior
                : write(change, prior, prior.ownedBy(login, change.now()));
    }

    /**
     * Its platform names it so from now on; what came in as another workload ends at once.
     *
     * @throws Refused SP7100 where no token can name it so
     */
    public Program run(Change change, Program prior, Optional<Workload> workload) {
        workload.ifPresent(Programs::require);
        return workload.equals(prior.workload())
                ? prior
                : write(change, prior, prior.running(workload, change.now()));
    }

    /**
     * It is to work between these. What has left does so again only by {@link #stand}.
     *
     * @throws Refused SP7100 where the end has passed, or is before the start
     */
    public Program date(
            Change change, Program prior, Optional<Instant> starts, Optional<Instant> ends) {
        Employment known = prior.employment().at(change.now());
        Terms terms = new Terms(known.wanted(), kept(starts), kept(ends));
        return alter(change, prior, standing(known.with(terms), change.now()));
    }

    /**
     * Suspends it, has it back, or sees it off. A date that has come counts before, though nobody
     * has looked yet.
     *
     * @throws Refused SP7111 where it has left, and is not to come back or cannot
     */
    public Program stand(Change change, Program prior, Standing standing) {
        Employment known = prior.employment().at(change.now());
        return alter(
                change,
                prior,
                switch (standing) {
                    case SUSPENDED -> {
                        requireHere(known, prior.login());
                        yield known.with(new Terms(false, known.starts(), known.ends()))
                                .at(change.now());
                    }
                    case READMITTED -> {
                        requireTime(known, prior.login(), change.now());
                        yield known.with(new Terms(true, known.starts(), known.ends()))
                                .at(change.now());
                    }
                    case GONE -> {
                        requireHere(known, prior.login());
                        yield known.with(gone(known, change.now())).at(change.now());
                    }
                });
    }

    private static Terms gone(Employment known, Instant now) {
        return new Terms(false, known.starts().filter(now::isAfter), Optional.of(now));
    }

    boolean hasDue(Instant now) {
        return !programs.due(now).isEmpty();
    }

    /** Whatever is due elsewhere takes the step. */
    void keepDates(Change change) {
        for (Program prior : programs.due(change.now())) {
            alter(change, prior, prior.employment().at(change.now()));
        }
    }

    private Program alter(Change change, Program prior, Employment standing) {
        return standing.equals(prior.employment())
                ? prior
                : write(change, prior, prior.standing(standing, change.now()));
    }

    private Program write(Change change, Program prior, Program program) {
        programs.write(program);
        change.concernDoors();
        Steps.between(change, prior, program);
        return program;
    }

    /** The login of somebody at work, of the directory or else of the file. */
    private String owner(String name) {
        Optional<Person> known = people.byLogin(name).or(() -> people.byUserName(name));
        boolean isAtWork =
                known.map(person -> person.state() == State.ACTIVE)
                        .orElseGet(() -> doors.isWrittenAtWork(name));
        if (!isAtWork) {
            throw refused(
                    SP7263,
                    Words.quoted(name)
                            + (known.isPresent() ? " is not at work" : " is nobody who works here"),
                    "name a person at work, who is to answer for it");
        }
        return known.map(Person::login).orElse(name);
    }

    /** As finely as rows have it. */
    private static Optional<Instant> kept(Optional<Instant> at) {
        return at.map(instant -> instant.truncatedTo(ChronoUnit.MICROS));
    }

    private static Employment standing(Employment wanted, Instant now) {
        Bounds.requireOrder(new Terms(wanted.wanted(), wanted.starts(), wanted.ends()));
        if (wanted.hasEnded(now)) {
            throw refused(SP7100, "the end has passed", "give a later one, or see it off now");
        }
        return wanted.at(now);
    }

    private static void requireHere(Employment known, String login) {
        if (known.state() == State.LEFT) {
            throw refused(
                    SP7111,
                    Words.quoted(login) + " has left",
                    "have it back first, or leave it so");
        }
    }

    private static void requireTime(Employment known, String login, Instant now) {
        if (known.hasEnded(now)) {
            throw refused(
                    SP7111,
                    "the time of " + Words.quoted(login) + " has ended",
                    "give it another end first");
        }
    }

    private static void require(Workload workload) {
        if (!Workload.isWord(workload.issuer())
                || !Workload.isWord(workload.subject())
                || !Workload.isIssuer(workload.issuer())) {
            throw refused(
                    SP7100,
                    "the workload is none that a token names",
                    "give issuer (`https://…`) and subject to the letter: no blank, no `*`, at most"
                            + " 255 characters each");
        }
    }
}
