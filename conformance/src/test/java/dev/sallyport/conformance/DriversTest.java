package dev.sallyport.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.testkit.Program;
import dev.sallyport.testkit.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The drivers and terminals of other languages: each reads masked cells, uses parameters, a
 * transaction, a cursor and a batch, is refused with the rule, fails with SQLSTATE, and cancels.
 */
final class DriversTest {
    private static final Path CONFORMANCE = Project.ROOT.resolve("conformance");
    private static final Path MODULES = CONFORMANCE.resolve("target/node/node_modules");

    private final Hospital hospital = Hospital.open();

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "psycopg,python3-psycopg",
        "psycopg2,python3-psycopg2",
        "asyncpg,python3-asyncpg",
        "sqlalchemy,python3-sqlalchemy",
        "pgcli,pgcli"
    })
    void servesPython(String client, String debianPackage) throws IOException {
        // Not by the client's own name, which would then mean the script.
        Path script = copied(client + ".py", "asks.py");
        Program.Finished done =
                Program.fromPackage("python3", "/usr/bin/python3", script.toString())
                        .toward(hospital.port(), "nora")
                        .with("HOME", folder.toString())
                        .with("XDG_CONFIG_HOME", folder.toString())
                        .with("PAGER", "cat")
                        .with("TERM", "dumb")
                        .run();

        assertThat(done.output())
                .as("apt-get install " + debianPackage)
                .doesNotContain("ModuleNotFoundError", "can't open file");
        assertThat(done.exit()).as(done.output()).isZero();
        assertThat(done.output()).isEqualTo("done\n");
    }

    @Test
    void servesNodePostgres() throws IOException {
        assertThat(MODULES).as("installed by .ci/run").isDirectory();
        Program.Finished done =
                Program.fromPackage(
                                "nodejs",
                                "/usr/bin/node",
                                CONFORMANCE.resolve("src/test/node/node-postgres.js").toString())
                        .toward(hospital.port(), "nora")
                        .with("NODE_PATH", MODULES.toString())
                        .run();

        assertThat(done.exit()).as(done.output()).isZero();
        assertThat(done.output()).isEqualTo("done\n");
    }

    private Path copied(String resource, String name) throws IOException {
        Path script = folder.resolve(name);
        try (var in = DriversTest.class.getResourceAsStream("clients/" + resource)) {
            Files.write(script, Objects.requireNonNull(in).readAllBytes());
        }
        return script;
    }
}
