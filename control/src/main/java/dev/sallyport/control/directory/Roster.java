package dev.sallyport.control.directory;

import static dev.sallyport.control.directory.Naming.refused;
import static dev.sallyport.problem.ProblemCode.SP7180;

import dev.sallyport.control.directory.DirectoryRecord.Step;
import dev.sallyport.control.directory.DirectoryRecord.Whose;
import dev.sallyport.policy.Words;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** People as operators look at them, and who is to keep them. */
public final class Roster {
    /** What happened last; everything is on record. */
    private static final int STEPS = 10;

    private final JdbcClient state;
    private final PersonStore people;
    private final DirectoryWork work;
    private final Cutter cutter;
    private final Groups groups;

    Roster(JdbcClient state, DirectoryWork work, Cutter cutter, Groups groups) {
        this.state = state;
        this.people = new PersonStore(state);
        this.work = work;
        this.cutter = cutter;
        this.groups = groups;
    }

    /**
     * Somebody and the groups they are in.
     *
     * @param groups by name
     */
    public record Listed(Person person, SortedSet<String> groups) {}

    /**
     * Everything of one person that is no secret.
     *
     * @param owedCut whether some of what the person had is yet to end at a door
     * @param steps the last ones, newest first
     */
    public record Shown(Listed listed, boolean owedCut, List<Step> steps) {
        public Shown {
            steps = List.copyOf(steps);
        }
    }

    /** Whom a source still tells of, by login. */
    public List<Listed> all() {
        Map<UUID, SortedSet<String>> inGroups = new HashMap<>();
        groups.memberships((person, group) ->
                inGroups.computeIfAbsent(person, id -> new TreeSet<>()).add(group));
        return people.present("true", Map.of()).stream()
                .map(person ->
                        new Listed(person, inGroups.getOrDefault(person.id(), new TreeSet<>())))
                .sorted((one, other) -> one.person().login().compareTo(other.person().login()))
                .toList();
    }

    /**
     * Also of somebody whom no source tells of any more.
     *
     * @param name a login, or a source's name for the person
     * @throws dev.sallyport.problem.Refused SP7103 where nobody is called so
     */
    public Shown show(String name) {
        Person person = people.require(name);
        SortedSet<String> inGroups = new TreeSet<>();
        groups.of(person).forEach(group -> inGroups.add(group.name()));
        boolean owed =
                cutter.owed().stream()
                        .anyMatch(login ->
                                login.equals(person.login())
                                        || person.accountLogin().filter(login::equals).isPresent());
        return new Shown(new Listed(person, inGroups), owed, steps(person));
    }

    /**
     * Another source keeps the person from now on; it knows them by the name that the one before
     * gave until it says otherwise.
     *
     * @param actor the operator who decided it
     * @throws dev.sallyport.problem.Refused SP7103 where nobody is called so, SP7206 where it is
     *     the actor, SP7180 where the source keeps them already
     */
    public void hand(String name, Source to, Actor actor) {
        work.change(
                actor.name(),
                "handed over",
                change -> {
                    Person prior = people.require(name);
                    actor.demandOther(prior);
                    if (prior.deleted() || prior.source() == to) {
                        throw refused(
                                SP7180,
                                Words.quoted(prior.login())
                                        + (prior.deleted()
                                                ? " is gone, and kept by nobody"
                                                : " is kept by `" + to.word() + "` already"),
                                "see `sallyport people show " + prior.login() + "`");
                    }
                    Person person =
                            prior.keptBy(to)
                                    .changed(
                                            prior.login(),
                                            prior.told().withoutExternalId(),
                                            prior.employment(),
                                            change.now());
                    people.write(person);
                    change.step(
                            person, "handed over", Optional.of(prior.source().word()), to.word());
                    return person;
                });
    }

    private List<Step> steps(Person person) {
        return state.sql("SELECT * FROM step WHERE person = :id ORDER BY number DESC LIMIT :count")
                .param("id", person.id())
                .param("count", STEPS)
                .query((row, number) -> step(row, Whose.PERSON, person.id()))
                .list();
    }

    /** The last of a program, newest first. */
    public List<Step> steps(Program program) {
        return state.sql("SELECT * FROM step WHERE program = :id ORDER BY number DESC LIMIT :count")
                .param("id", program.id())
                .param("count", STEPS)
                .query((row, number) -> step(row, program.kind().whose(), program.id()))
                .list();
    }

    private static Step step(ResultSet row, Whose whose, UUID id) throws SQLException {
        return new Step(
                whose,
                id.toString(),
                row.getString("login"),
                row.getString("kind"),
                Optional.ofNullable(row.getString("before")),
                row.getString("after"),
                row.getString("actor"),
                row.getString("reason"),
                PersonStore.time(row, "at"));
    }
}
