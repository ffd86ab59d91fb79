package dev.sallyport.control.directory;

import static dev.sallyport.problem.ProblemCode.SP7103;

import dev.sallyport.policy.Words;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** People as rows. */
final class PersonStore {
    private static final JsonMapper JSON = JsonMapper.shared();

    private static final TypeReference<Map<String, List<String>>> ATTRIBUTES =
            new TypeReference<>() {};

    private final JdbcClient state;

    PersonStore(JdbcClient state) {
        this.state = state;
    }

    Optional<Person> byId(UUID id) {
        return state.sql("SELECT * FROM person WHERE id = :id")
                .param("id", id)
                .query(PersonStore::person)
                .optional();
    }

    /** Whom a source tells of under this name; whoever is gone has given it up. */
    Optional<Person> presentByUserName(String userName) {
        return byUserName(userName).filter(person -> !person.deleted());
    }

    /** Whoever has the name now, or else whoever had it last. */
    Optional<Person> byUserName(String userName) {
        return state.sql(
                        "SELECT * FROM person WHERE lower(user_name) = lower(:name)"
                                + " ORDER BY deleted, changed DESC, id LIMIT 1")
                .param("name", userName)
                .query(PersonStore::person)
                .optional();
    }

    Optional<Person> byLogin(String login) {
        return state.sql("SELECT * FROM person WHERE login = :login")
                .param("login", login)
                .query(PersonStore::person)
                .optional();
    }

    /**
     * @param name a login, or a source's name for the person
     * @throws dev.sallyport.problem.Refused SP7103 where nobody is called so
     */
    Person require(String name) {
        return byLogin(name)
                .or(() -> byUserName(name))
                .orElseThrow(() ->
                        Naming.refused(
                                SP7103,
                                "nobody is called " + Words.quoted(name),
                                "`sallyport people ls` lists everybody"));
    }

    /** Whoever has left, by the id that their source gives them. */
    List<Person> left(Source source, String externalId) {
        return state.sql(
                        "SELECT * FROM person WHERE external_id = :id AND source = :source"
                                + " AND state = 'left' ORDER BY left_at DESC")
                .param("id", externalId)
                .param("source", source.word())
                .query(PersonStore::person)
                .list();
    }

    List<Person> present(String condition, Map<String, ?> values) {
        return state.sql(
                        "SELECT * FROM person WHERE NOT deleted AND "
                                + condition
                                + " ORDER BY created, id")
                .params(values)
                .query(PersonStore::person)
                .list();
    }

    List<Person> page(long skipped, int count) {
        return state.sql(
                        "SELECT * FROM person WHERE NOT deleted"
                                + " ORDER BY created, id OFFSET :skipped LIMIT :count")
                .param("skipped", skipped)
                .param("count", count)
                .query(PersonStore::person)
                .list();
    }

    /** Those after the last of another page, in the order they came. */
    List<Person> after(Instant created, UUID id, Optional<State> state, int most) {
        return this.state
                .sql(
                        "SELECT * FROM person WHERE NOT deleted AND (created, id) > (:created, :id)"
                                + " AND (:state::text IS NULL OR state = :state)"
                                + " ORDER BY created, id LIMIT :most")
                .param("created", time(created))
                .param("id", id)
                .param("state", state.map(State::word).orElse(null))
                .param("most", most)
                .query(PersonStore::person)
                .list();
    }

    long count() {
        return state.sql("SELECT count(*) FROM person WHERE NOT deleted")
                .query(Long.class)
                .single();
    }

    /** Whoever stands elsewhere at this instant than at their last step. */
    List<Person> due(Instant now) {
        return state.sql(
                        """
                        SELECT * FROM person
                         WHERE (state <> 'left' AND ends <= :now)
                            OR (state IN ('invited', 'suspended') AND wanted
                                AND (ends IS NULL OR ends > :now)
                                AND (starts IS NULL OR starts <= :now))
                         ORDER BY id
                        """)
                .param("now", time(now))
                .query(PersonStore::person)
                .list();
    }

    /** Whoever the doors may know. */
    List<Person> withAccounts() {
        return state.sql("SELECT * FROM person WHERE begun ORDER BY login")
                .query(PersonStore::person)
                .list();
    }

    /** Whoever left before an instant and whose account is there still. */
    List<Person> keptTooLong(Instant leftBefore) {
        return state.sql(
                        "SELECT p.* FROM person p JOIN given_login USING (login)"
                                + " WHERE state = 'left' AND left_at <= :before"
                                + " AND removed IS NULL")
                .param("before", time(leftBefore))
                .query(PersonStore::person)
                .list();
    }

    /** Every login that is or was this person's. */
    void remove(UUID person, Instant now) {
        state.sql(
                        "UPDATE given_login SET removed = :now WHERE person = :person AND removed IS NULL")
                .param("now", time(now))
                .param("person", person)
                .update();
    }

    void write(Person person) {
        Person.Told told = person.told();
        Employment employment = person.employment();
        state.sql(
                        """
                        INSERT INTO person (id, source, login, account_login, user_name, external_id, name,
                               department, manager, attributes, profile, state, wanted, begun, starts, ends,
                               left_at, deleted, version, created, changed)
                        VALUES (:id, :source, :login, :accountLogin, :userName, :externalId, :name,
                               :department, :manager, :attributes::jsonb, :profile::json, :state, :wanted,
                               :begun, :starts, :ends, :leftAt, :deleted, :version, :created,
                               :changed)
                        ON CONFLICT (id) DO UPDATE SET login = excluded.login, source = excluded.source,
                               account_login = excluded.account_login,
                               user_name = excluded.user_name, external_id = excluded.external_id,
                               name = excluded.name, department = excluded.department,
                               manager = excluded.manager, attributes = excluded.attributes,
                               profile = excluded.profile, state = excluded.state,
                               wanted = excluded.wanted, begun = excluded.begun,
                               starts = excluded.starts, ends = excluded.ends,
                               left_at = excluded.left_at, deleted = excluded.deleted,
                               version = excluded.version, changed = excluded.changed
                        """)
                .param("id", person.id())
                .param("source", person.source().word())
                .param("login", person.login())
                .param("accountLogin", person.accountLogin().orElse(null))
                .param("userName", told.userName())
                .param("externalId", told.externalId().orElse(null))
                .param("name", told.name())
                .param("department", told.department().orElse(null))
                .param("manager", told.manager().orElse(null))
                .param("attributes", JSON.writeValueAsString(told.attributes()))
                .param("profile", told.profile())
                .param("state", employment.state().word())
                .param("wanted", employment.wanted())
                .param("begun", employment.begun())
                .param("starts", time(employment.starts()))
                .param("ends", time(employment.ends()))
                .param("leftAt", time(employment.leftAt()))
                .param("deleted", person.deleted())
                .param("version", person.version())
                .param("created", time(person.created()))
                .param("changed", time(person.changed()))
                .update();
    }

    /** Whose login this is or ever was, a person's or a program's. */
    Optional<UUID> holder(String login) {
        return state.sql("SELECT coalesce(person, program) FROM given_login WHERE login = :login")
                .param("login", login)
                .query(UUID.class)
                .optional();
    }

    boolean isRemoved(String login) {
        return state.sql(
                        "SELECT EXISTS (SELECT FROM given_login"
                                + " WHERE login = :login AND removed IS NOT NULL)")
                .param("login", login)
                .query(Boolean.class)
                .single();
    }

    void give(String login, UUID person, Instant now) {
        state.sql(
                        "INSERT INTO given_login (login, person, since)"
                                + " VALUES (:login, :person, :now) ON CONFLICT (login) DO NOTHING")
                .param("login", login)
                .param("person", person)
                .param("now", time(now))
                .update();
    }

    static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    static @Nullable OffsetDateTime time(Optional<Instant> instant) {
        return instant.map(PersonStore::time).orElse(null);
    }

    static Instant time(ResultSet row, String column) throws SQLException {
        return row.getTimestamp(column).toInstant();
    }

    private static Optional<Instant> maybeTime(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
    }

    static Employment employment(ResultSet row) throws SQLException {
        return new Employment(
                State.of(row.getString("state")),
                row.getBoolean("wanted"),
                row.getBoolean("begun"),
                maybeTime(row, "starts"),
                maybeTime(row, "ends"),
                maybeTime(row, "left_at"));
    }

    private static Person person(ResultSet row, int number) throws SQLException {
        return new Person(
                row.getObject("id", UUID.class),
                Source.of(row.getString("source")),
                row.getString("login"),
                Optional.ofNullable(row.getString("account_login")),
                new Person.Told(
                        row.getString("user_name"),
                        Optional.ofNullable(row.getString("external_id")),
                        row.getString("name"),
                        Optional.ofNullable(row.getString("department")),
                        Optional.ofNullable(row.getString("manager")),
                        JSON.readValue(row.getString("attributes"), ATTRIBUTES),
                        row.getString("profile")),
                employment(row),
                row.getBoolean("deleted"),
                row.getLong("version"),
                time(row, "created"),
                time(row, "changed"));
    }
}
