package dev.sallyport.control.directory;

import static dev.sallyport.control.directory.Naming.refused;
import static dev.sallyport.control.directory.PersonStore.time;
import static dev.sallyport.problem.ProblemCode.SP7100;
import static dev.sallyport.problem.ProblemCode.SP7103;
import static dev.sallyport.problem.ProblemCode.SP7110;

import dev.sallyport.policy.Words;
import dev.sallyport.problem.Refused;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The groups and who is in them; a source says so as often as it likes. */
public final class Groups {
    private static final String SELECT =
            "SELECT g.*, (SELECT coalesce(array_agg(person ORDER BY place), '{}')"
                    + " FROM membership WHERE group_id = g.id) AS members FROM person_group g ";

    private final JdbcClient state;
    private final RandomGenerator chance;

    public Groups(JdbcClient state, RandomGenerator chance) {
        this.state = state;
        this.chance = chance;
    }

    public Optional<Group> find(String id) {
        return Ids.read(id)
                .flatMap(known ->
                        state.sql(SELECT + "WHERE id = :id")
                                .param("id", known)
                                .query(Groups::group)
                                .optional());
    }

    public Optional<Group> named(String name) {
        return state.sql(SELECT + "WHERE lower(name) = lower(:name)")
                .param("name", name)
                .query(Groups::group)
                .optional();
    }

    public List<Group> all() {
        return state.sql(SELECT + "ORDER BY created, id").query(Groups::group).list();
    }

    /**
     * Those after the last of another page, in the order they came.
     *
     * @param most at least 1
     */
    public List<Group> after(Instant created, UUID id, int most) {
        return state.sql(
                        SELECT
                                + "WHERE (g.created, g.id) > (:created, :id)"
                                + " ORDER BY g.created, g.id LIMIT :most")
                .param("created", time(created))
                .param("id", id)
                .param("most", most)
                .query(Groups::group)
                .list();
    }

    public List<Group> of(Person person) {
        return state.sql(
                        "SELECT g.*, '{}'::uuid[] AS members FROM person_group g"
                                + " JOIN membership ON group_id = g.id"
                                + " WHERE person = :person ORDER BY g.name")
                .param("person", person.id())
                .query(Groups::group)
                .list();
    }

    /** The groups of each who is in any; of a whole directory as quickly as of one person. */
    public Map<UUID, List<Group>> of(Collection<Person> people) {
        Map<UUID, List<Group>> groups = new HashMap<>();
        state.sql(
                        "SELECT person, g.*, '{}'::uuid[] AS members FROM person_group g"
                                + " JOIN membership ON group_id = g.id"
                                + " WHERE person = ANY (:people::uuid[]) ORDER BY g.name")
                .param("people", texts(people.stream().map(Person::id)))
                .query(row -> {
                    groups.computeIfAbsent(
                                    row.getObject("person", UUID.class), id -> new ArrayList<>())
                            .add(group(row, 0));
                });
        return groups;
    }

    public Group require(String id) {
        return find(id).orElseThrow(
                        () -> refused(SP7103, "no group has id " + Words.quoted(id), ""));
    }

    public Group create(
            Change change, String name, Optional<String> externalId, Set<String> members) {
        Bounds.requireText("displayName", name);
        requireFree(name, Optional.empty());
        Instant now = change.now();
        Group empty = new Group(Ids.fresh(chance), name, externalId, List.of(), 1, now, now);
        write(empty);
        addTo(change, empty, people(members, List.of()));
        return require(empty.id().toString());
    }

    public Group alter(
            Change change,
            Group prior,
            String name,
            Optional<String> externalId,
            Set<String> members) {
        Bounds.requireText("displayName", name);
        requireFree(name, Optional.of(prior.id()));
        Set<UUID> wanted = people(members, prior.members());
        boolean isSame =
                name.equals(prior.name())
                        && externalId.equals(prior.externalId())
                        && wanted.equals(Set.copyOf(prior.members()));
        if (isSame) {
            return prior;
        }
        Group group =
                new Group(
                        prior.id(),
                        name,
                        externalId,
                        prior.members(),
                        prior.version() + 1,
                        prior.created(),
                        change.now());
        write(group);
        Set<UUID> gone = new LinkedHashSet<>(prior.members());
        gone.removeAll(wanted);
        removeFrom(change, group, gone);
        Set<UUID> kept = new LinkedHashSet<>(prior.members());
        kept.retainAll(wanted);
        if (!name.equals(prior.name())) {
            kept.forEach(person -> step(change, person, "group renamed", prior.name(), name));
        }
        Set<UUID> come = new LinkedHashSet<>(wanted);
        come.removeAll(prior.members());
        addTo(change, group, come);
        return require(group.id().toString());
    }

    public void delete(Change change, Group group) {
        removeFrom(change, group, Set.copyOf(group.members()));
        state.sql("DELETE FROM person_group WHERE id = :id").param("id", group.id()).update();
    }

    /** In these groups and no other; one that is not there yet comes to be. */
    public void belong(Change change, Person person, Set<String> names) {
        Set<String> missing = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        missing.addAll(names);
        for (Group group : of(person)) {
            if (!missing.remove(group.name())) {
                removeFrom(change, group, Set.of(person.id()));
            }
        }
        for (String name : missing) {
            Group group =
                    withoutMembers(name)
                            .orElseGet(() -> create(change, name, Optional.empty(), Set.of()));
            enter(change, group, person);
        }
    }

    /**
     * In those of some groups that are wanted, in no other of them, and elsewhere as before. Says
     * which of the names no group has, to the letter; none comes to be.
     */
    public Set<String> place(Change change, Person person, Set<String> among, Set<String> wanted) {
        Set<String> missing = new LinkedHashSet<>();
        for (String name : among) {
            named(name)
                    .filter(group -> group.name().equals(name))
                    .ifPresentOrElse(
                            group -> place(change, person, group, wanted.contains(name)),
                            () -> missing.add(name));
        }
        return Set.copyOf(missing);
    }

    private void place(Change change, Person person, Group group, boolean isWanted) {
        boolean isMember = group.members().contains(person.id());
        if (isWanted && !isMember) {
            addTo(change, group, Set.of(person.id()));
        } else if (isMember && !isWanted) {
            removeFrom(change, group, Set.of(person.id()));
        }
    }

    /** Every person in every group, by the group's name. */
    public void memberships(BiConsumer<UUID, String> each) {
        state.sql("SELECT person, name FROM membership JOIN person_group g ON g.id = group_id")
                .query(row -> {
                    each.accept(row.getObject(1, UUID.class), row.getString(2));
                });
    }

    /** A group of thousands is found as quickly as one of few. */
    private Optional<Group> withoutMembers(String name) {
        return state.sql(
                        "SELECT g.*, '{}'::uuid[] AS members FROM person_group g"
                                + " WHERE lower(name) = lower(:name)")
                .param("name", name)
                .query(Groups::group)
                .optional();
    }

    /** Out of every group; the step of the person says why. */
    void takeOut(Person person) {
        state.sql("DELETE FROM membership WHERE person = :person")
                .param("person", person.id())
                .update();
    }

    private void requireFree(String name, Optional<UUID> holder) {
        named(name)
                .map(Group::id)
                .filter(other -> !holder.equals(Optional.of(other)))
                .ifPresent(other -> {
                    throw refused(
                            SP7110,
                            "group name " + Words.quoted(name) + " is another group's",
                            "give another, without regard to case");
                });
    }

    /**
     * Looks up all who are not in the group yet at once: everybody waits for the change of a large
     * group.
     */
    private Set<UUID> people(Set<String> members, Collection<UUID> prior) {
        Set<UUID> people = new LinkedHashSet<>();
        for (String member : members) {
            people.add(Ids.read(member).orElseThrow(() -> nobody(member)));
        }
        Set<UUID> come = new LinkedHashSet<>(people);
        come.removeAll(Set.copyOf(prior));
        present(come).forEach(come::remove);
        come.stream()
                .findFirst()
                .ifPresent(stranger -> {
                    throw nobody(stranger.toString());
                });
        return people;
    }

    private static Refused nobody(String member) {
        return refused(
                SP7100,
                "member " + Words.quoted(member) + " is nobody",
                "name people by their id; a group is not a member");
    }

    private List<UUID> present(Set<UUID> ids) {
        return ids.isEmpty()
                ? List.of()
                : state.sql("SELECT id FROM person WHERE id = ANY (:ids::uuid[]) AND NOT deleted")
                        .param("ids", texts(ids.stream()))
                        .query((row, number) -> row.getObject(1, UUID.class))
                        .list();
    }

    private static String[] texts(Stream<UUID> ids) {
        return ids.map(UUID::toString).toArray(String[]::new);
    }

    private void write(Group group) {
        state.sql(
                        """
                        INSERT INTO person_group (id, name, external_id, version, created, changed)
                        VALUES (:id, :name, :externalId, :version, :created, :changed)
                        ON CONFLICT (id) DO UPDATE SET name = excluded.name,
                               external_id = excluded.external_id, version = excluded.version,
                               changed = excluded.changed
                        """)
                .param("id", group.id())
                .param("name", group.name())
                .param("externalId", group.externalId().orElse(null))
                .param("version", group.version())
                .param("created", time(group.created()))
                .param("changed", time(group.changed()))
                .update();
    }

    private void addTo(Change change, Group group, Set<UUID> people) {
        for (UUID id : people) {
            new PersonStore(state).byId(id).ifPresent(person -> enter(change, group, person));
        }
    }

    private void enter(Change change, Group group, Person person) {
        state.sql("INSERT INTO membership (group_id, person) VALUES (:group, :person)")
                .param("group", group.id())
                .param("person", person.id())
                .update();
        change.step(person, "group given", Optional.empty(), group.name());
        change.concernDoors();
    }

    private void removeFrom(Change change, Group group, Set<UUID> people) {
        for (UUID person : people) {
            state.sql("DELETE FROM membership WHERE group_id = :group AND person = :person")
                    .param("group", group.id())
                    .param("person", person)
                    .update();
            step(change, person, "group taken", group.name(), "");
        }
    }

    private void step(Change change, UUID id, String kind, String before, String after) {
        new PersonStore(state)
                .byId(id)
                .ifPresent(person ->
                        change.step(
                                person,
                                kind,
                                Optional.of(before).filter(word -> !word.isEmpty()),
                                after));
        change.concernDoors();
    }

    private static Group group(ResultSet row, int number) throws SQLException {
        return new Group(
                row.getObject("id", UUID.class),
                row.getString("name"),
                Optional.ofNullable(row.getString("external_id")),
                List.of((UUID[]) row.getArray("members").getArray()),
                row.getLong("version"),
                time(row, "created"),
                time(row, "changed"));
    }
}
