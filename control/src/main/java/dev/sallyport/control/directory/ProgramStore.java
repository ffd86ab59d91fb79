package dev.sallyport.control.directory;

import dev.sallyport.policy.Workload;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Agents and services as rows. */
final class ProgramStore {
    /** An owner who has another login by now is the same person. */
    private static final String SELECT =
            """
            SELECT program.*, coalesce(holder.login, program.owner) AS owner_now
              FROM program
              LEFT JOIN given_login given ON given.login = program.owner
              LEFT JOIN person holder ON holder.id = given.person
             WHERE
            """;

    private final JdbcClient state;

    ProgramStore(JdbcClient state) {
        this.state = state;
    }

    Optional<Program> byId(UUID id) {
        return read("program.id = :id", Map.of("id", id)).stream().findFirst();
    }

    Optional<Program> byLogin(String login) {
        return read("program.login = :login", Map.of("login", login)).stream().findFirst();
    }

    /** By login. */
    List<Program> all() {
        return read("true ORDER BY program.login", Map.of());
    }

    /** Those after the last of another page, in the order they came. */
    List<Program> after(
            Instant created,
            UUID id,
            Optional<Program.Kind> kind,
            Optional<State> state,
            int most) {
        return this.state
                .sql(
                        SELECT
                                + "(program.created, program.id) > (:created, :id)"
                                + " AND (:kind::text IS NULL OR program.kind = :kind)"
                                + " AND (:state::text IS NULL OR program.state = :state)"
                                + " ORDER BY program.created, program.id LIMIT :most")
                .param("created", PersonStore.time(created))
                .param("id", id)
                .param("kind", kind.map(Program.Kind::word).orElse(null))
                .param("state", state.map(State::word).orElse(null))
                .param("most", most)
                .query(ProgramStore::program)
                .list();
    }

    /** Whatever stands elsewhere at this instant than at its last step. */
    List<Program> due(Instant now) {
        return read(
                """
                ((program.state <> 'left' AND program.ends <= :now)
                    OR (program.state IN ('invited', 'suspended') AND program.wanted
                        AND (program.ends IS NULL OR program.ends > :now)
                        AND (program.starts IS NULL OR program.starts <= :now)))
                 ORDER BY program.id
                """,
                Map.of("now", PersonStore.time(now)));
    }

    void write(Program program) {
        Employment employment = program.employment();
        state.sql(
                        """
                        INSERT INTO program (id, kind, login, name, owner, issuer, subject, state, wanted,
                               begun, starts, ends, left_at, version, created, changed)
                        VALUES (:id, :kind, :login, :name, :owner, :issuer, :subject, :state, :wanted,
                               :begun, :starts, :ends, :leftAt, :version, :created, :changed)
                        ON CONFLICT (id) DO UPDATE SET owner = excluded.owner,
                               issuer = excluded.issuer, subject = excluded.subject,
                               state = excluded.state, wanted = excluded.wanted,
                               begun = excluded.begun, starts = excluded.starts,
                               ends = excluded.ends, left_at = excluded.left_at,
                               version = excluded.version, changed = excluded.changed
                        """)
                .param("id", program.id())
                .param("kind", program.kind().word())
                .param("login", program.login())
                .param("name", program.name())
                .param("owner", program.owner())
                .param("issuer", program.workload().map(Workload::issuer).orElse(null))
                .param("subject", program.workload().map(Workload::subject).orElse(null))
                .param("state", program.state().word())
                .param("wanted", employment.wanted())
                .param("begun", employment.begun())
                .param("starts", PersonStore.time(employment.starts()))
                .param("ends", PersonStore.time(employment.ends()))
                .param("leftAt", PersonStore.time(employment.leftAt()))
                .param("version", program.version())
                .param("created", PersonStore.time(program.created()))
                .param("changed", PersonStore.time(program.changed()))
                .update();
    }

    /** For ever. */
    void give(Program program, Instant now) {
        state.sql("INSERT INTO given_login (login, program, since) VALUES (:login, :program, :now)")
                .param("login", program.login())
                .param("program", program.id())
                .param("now", PersonStore.time(now))
                .update();
    }

    private List<Program> read(String condition, Map<String, ?> values) {
        return state.sql(SELECT + condition).params(values).query(ProgramStore::program).list();
    }

    private static Program program(ResultSet row, int number) throws SQLException {
        return new Program(
                row.getObject("id", UUID.class),
                Program.Kind.of(row.getString("kind")).orElseThrow(),
                row.getString("login"),
                row.getString("name"),
                row.getString("owner_now"),
                workload(row),
                PersonStore.employment(row),
                row.getLong("version"),
                PersonStore.time(row, "created"),
                PersonStore.time(row, "changed"));
    }

    private static Optional<Workload> workload(ResultSet row) throws SQLException {
        String issuer = row.getString("issuer");
        return issuer == null
                ? Optional.empty()
                : Optional.of(new Workload(issuer, row.getString("subject")));
    }
}
