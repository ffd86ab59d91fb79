package dev.sallyport.control.directory;

import dev.sallyport.policy.Directory;
import dev.sallyport.problem.Place;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Writes down what the doors are to know of everybody. */
final class DirectoryCompiler {
    /** Where the policy's messages say that somebody stands. */
    static final Place PLACE = new Place("directory", 0, 0);

    private final JdbcClient state;
    private final PersonStore people;
    private final ProgramStore programs;
    private final Groups groups;
    private final Optional<String> heir;

    DirectoryCompiler(JdbcClient state, Groups groups, Optional<String> heir) {
        this.state = state;
        this.groups = groups;
        this.people = new PersonStore(state);
        this.programs = new ProgramStore(state);
        this.heir = heir;
    }

    /**
     * @param logins whose account each login is
     */
    record Compiled(Directory directory, Map<UUID, String> logins) {
        boolean letsIn(String login) {
            Directory.Person person = directory.people().get(login);
            dev.sallyport.policy.Program program = directory.programs().get(login);
            return (person != null && !person.suspended())
                    || (program != null && !program.suspended());
        }
    }

    /** The doors may know the logins from now on, whatever becomes of it. */
    Compiled compile() {
        Map<String, Directory.Removal> removed = new LinkedHashMap<>();
        state.sql("SELECT login FROM given_login WHERE removed IS NOT NULL ORDER BY login")
                .query(String.class)
                .list()
                .forEach(login -> removed.put(login, new Directory.Removal(login, heir, PLACE)));
        Map<UUID, Set<String>> inGroups = inGroups();
        Map<String, Directory.Person> present = new LinkedHashMap<>();
        Map<UUID, String> logins = new HashMap<>();
        for (Person person : people.withAccounts()) {
            if (!removed.containsKey(person.login())) {
                present.put(
                        person.login(), told(person, inGroups.getOrDefault(person.id(), Set.of())));
                logins.put(person.id(), person.login());
            }
        }
        state.sql("UPDATE person SET account_login = login WHERE begun AND account_login IS NULL")
                .update();
        return new Compiled(new Directory(present, removed, toldPrograms()), logins);
    }

    /** Also those that have not begun, or have left: what a policy assigns them is theirs. */
    private Map<String, dev.sallyport.policy.Program> toldPrograms() {
        Map<String, dev.sallyport.policy.Program> told = new LinkedHashMap<>();
        for (Program program : programs.all()) {
            told.put(
                    program.login(),
                    new dev.sallyport.policy.Program(
                            program.kind().asker(),
                            program.login(),
                            program.owner(),
                            program.workload(),
                            program.state() != State.ACTIVE,
                            PLACE));
        }
        return told;
    }

    /** The doors know everybody under these logins and no other. */
    void known(Compiled compiled) {
        compiled.logins()
                .forEach((id, login) ->
                        state.sql(
                                        "UPDATE person SET account_login = :login"
                                                + " WHERE id = :id AND account_login <> :login")
                                .param("login", login)
                                .param("id", id)
                                .update());
    }

    private static Directory.Person told(Person person, Set<String> groups) {
        Map<String, List<String>> attributes = new LinkedHashMap<>();
        person.told().department().ifPresent(name -> attributes.put("department", List.of(name)));
        attributes.putAll(person.told().attributes());
        boolean isHere =
                switch (person.state()) {
                    case ACTIVE, SUSPENDED -> true;
                    case INVITED, LEFT -> false;
                };
        return new Directory.Person(
                person.login(),
                person.told().name(),
                isHere ? groups : Set.of(),
                attributes,
                person.state() != State.ACTIVE,
                person.renamedFrom(),
                PLACE);
    }

    private Map<UUID, Set<String>> inGroups() {
        Map<UUID, Set<String>> inGroups = new HashMap<>();
        groups.memberships((person, group) ->
                inGroups.computeIfAbsent(person, id -> new LinkedHashSet<>()).add(group));
        return inGroups;
    }
}
