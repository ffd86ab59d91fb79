package dev.sallyport.control.directory;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whose database logins are, as rows. */
final class LoginStore {
    private static final String SELECT =
            "SELECT d.*, p.login, p.state FROM database_login d JOIN person p ON p.id = d.person";

    private final JdbcClient state;

    LoginStore(JdbcClient state) {
        this.state = state;
    }

    /** One login, and who answers for it. */
    record Row(
            DatabaseLogin.Id id,
            DatabaseLogins.Kind kind,
            UUID person,
            String login,
            State standing,
            String reason,
            Instant since) {}

    List<Row> all() {
        return state.sql(SELECT + " ORDER BY d.name").query(LoginStore::row).list();
    }

    Optional<Row> named(String name) {
        return state.sql(SELECT + " WHERE d.name = :name")
                .param("name", name)
                .query(LoginStore::row)
                .optional();
    }

    /** What the people have of their own, by the logins that we gave them. */
    List<Row> of(Set<String> logins) {
        return state.sql(
                        SELECT
                                + " WHERE d.kind = :kind AND (p.login IN (:logins) OR"
                                + " p.account_login IN (:logins))")
                .param("kind", DatabaseLogins.Kind.PERSON.word())
                .param("logins", logins)
                .query(LoginStore::row)
                .list();
    }

    void put(
            DatabaseLogin.Id id,
            DatabaseLogins.Kind kind,
            Person person,
            String reason,
            String actor,
            Instant now) {
        state.sql(
                        """
                        INSERT INTO database_login (name, number, kind, person, reason, actor, since)
                        VALUES (:name, :number, :kind, :person, :reason, :actor, :now)
                        ON CONFLICT (name) DO UPDATE SET number = excluded.number,
                               kind = excluded.kind, person = excluded.person,
                               reason = excluded.reason, actor = excluded.actor,
                               since = excluded.since
                        """)
                .param("name", id.name())
                .param("number", id.number())
                .param("kind", kind.word())
                .param("person", person.id())
                .param("reason", reason)
                .param("actor", actor)
                .param("now", PersonStore.time(now))
                .update();
    }

    void remove(String name) {
        state.sql("DELETE FROM database_login WHERE name = :name").param("name", name).update();
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        return new Row(
                new DatabaseLogin.Id(row.getString("name"), row.getLong("number")),
                DatabaseLogins.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getObject("person", UUID.class),
                row.getString("login"),
                State.of(row.getString("state")),
                row.getString("reason"),
                PersonStore.time(row, "since"));
    }
}
