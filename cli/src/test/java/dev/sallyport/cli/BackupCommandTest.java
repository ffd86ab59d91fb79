package dev.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What command lines about backups are understood as. */
final class BackupCommandTest {
    private final List<Request> asked = new ArrayList<>();
    private final StringWriter said = new StringWriter();

    private Exit run(String... words) {
        PrintWriter out = new PrintWriter(said);
        return SallyportCommand.run(
                new Actions() {
                    @Override
                    public Exit perform(Request request, Terminal terminal) {
                        asked.add(request);
                        return Exit.DONE;
                    }

                    @Override
                    public String keep(Throwable failure, Request request) {
                        return "nowhere";
                    }
                },
                new Terminal(out, out),
                List.of(words));
    }

    private static Path path(String name) {
        return Path.of(name).toAbsolutePath();
    }

    @Test
    void takesABackupAndItsKeyWhichAConfigurationMayName() {
        run("backup", "--data", "d", "--to", "b", "--key", "k");
        run("backup", "--data", "d", "--to", "b");

        assertThat(asked)
                .containsExactly(
                        new BackupRequest.Make(path("d"), path("b"), Optional.of(path("k"))),
                        new BackupRequest.Make(path("d"), path("b"), Optional.empty()));
    }

    @Test
    void readsAndRestoresOneWithAKey() {
        run("backup", "verify", "b", "--key", "k");
        run("restore", "b", "--key", "k", "--data", "d", "--left", "l");

        assertThat(asked)
                .containsExactly(
                        new BackupRequest.Verify(path(""), path("b"), path("k")),
                        new BackupRequest.Restore(
                                path("d"), path("b"), path("k"), Optional.of(path("l"))));
    }

    @Test
    void refusesToGuessWhereABackupGoesOrWhatItIsSealedUnder() {
        assertThat(run("backup")).isEqualTo(Exit.USAGE);
        assertThat(run("backup", "verify", "b")).isEqualTo(Exit.USAGE);
        assertThat(run("restore", "b", "--key", "k")).isEqualTo(Exit.USAGE);

        assertThat(asked).isEmpty();
        assertThat(said.toString().lines()).hasSize(3).allMatch(line -> line.startsWith("SP6007 "));
    }
}
