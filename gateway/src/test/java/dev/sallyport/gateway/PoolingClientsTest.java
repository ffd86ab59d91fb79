package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.testkit.RealPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs as they are, over fewer accounts than they have connections. */
class PoolingClientsTest {
    private static final int ACCOUNTS = 3;

    /** Reads and writes its own row, in a transaction and out of one, by texts with parameters. */
    private static final String BENCH =
            """
            \\set id random(1, 1000)
            SELECT body FROM notes WHERE id = :id;
            BEGIN;
            SELECT id FROM notes WHERE id = :id;
            UPDATE notes SET body = 'b' WHERE id = :id;
            END;
            """;

    private static final String PYTHON =
            """
            import psycopg
            conns = [psycopg.connect(prepare_threshold=1) for _ in range(8)]
            for n in range(6):
                for i, conn in enumerate(conns):
                    if n == 0:
                        conn.execute("SET work_mem = '%dMB'" % (i + 2))
                    if n == 1:
                        conn.commit()
                        conn.autocommit = True
                    cur = conn.cursor()
                    sql = "SELECT id, %s::int FROM notes WHERE id = %s"
                    for k in range(3):
                        assert cur.execute(sql, (i, n + k + 1)).fetchone() == (n + k + 1, i)
                    assert cur.execute("SHOW work_mem").fetchone() == ('%dMB' % (i + 2),)
                    with conn.transaction():
                        with conn.cursor(name='c') as named:
                            named.execute("SELECT id FROM notes ORDER BY id")
                            assert len(named.fetchmany(5)) == 5
                    if n == 0:
                        conn.commit()
                    with conn.pipeline():
                        got = [conn.execute(sql, (k, 1)) for k in range(4)]
                    assert [g.fetchone()[1] for g in got] == [0, 1, 2, 3]
                    with cur.copy("COPY (SELECT 1 FROM notes) TO STDOUT") as copy:
                        assert sum(len(bytes(b)) for b in copy) == 2000
                    if n == 0:
                        conn.commit()
            for conn in conns:
                conn.close()
            print("done")
            """;

    @TempDir static Path own;
    @TempDir static Path folder;
    private static GatewayFixture database;
    private static GatewayFixture gateway;

    @BeforeAll
    static void start() throws Exception {
        database = GatewayFixture.start(own);
        gateway =
                GatewayFixture.ofOneLoop(
                        UpstreamTarget.plain(GatewayFixture.loopback(RealPostgres.shared().port()))
                                .keepingWarm(ACCOUNTS),
                        folder);
        gateway.apply(Hospital.nurse(folder, "sessions: {pooling: transaction}"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        database.close();
        assertThat(Leaks.found()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"simple", "extended", "prepared"})
    void servesPgbenchOverFewerAccountsThanClients(String mode) throws Exception {
        Path script = Files.writeString(folder.resolve("bench.sql"), BENCH);
        String output =
                run(
                        "/usr/bin/pgbench",
                        "-n",
                        "-c",
                        "16",
                        "-j",
                        "16",
                        "-t",
                        "10",
                        "-M",
                        mode,
                        "-f",
                        script + "");
        assertThat(output).contains("actually processed: 160/160", "failed transactions: 0 ");
        assertThat(SessionEndTest.backends("true")).isBetween(1L, (long) ACCOUNTS);
    }

    @Test
    void servesPsycopgThatPrepares() throws Exception {
        assertThat(run("/usr/bin/python3", "-c", PYTHON)).isEqualTo("done\n");
    }

    private static String run(String... command) throws IOException, InterruptedException {
        ProcessBuilder program =
                new ProcessBuilder(new ArrayList<>(List.of(command))).redirectErrorStream(true);
        program.environment().put("PGHOST", "127.0.0.1");
        program.environment().put("PGPORT", String.valueOf(gateway.port()));
        program.environment().put("PGUSER", "nora");
        program.environment().put("PGPASSWORD", "demo");
        program.environment().put("PGDATABASE", "ehr");
        program.environment().put("PGSSLMODE", "disable");
        Process process = program.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
