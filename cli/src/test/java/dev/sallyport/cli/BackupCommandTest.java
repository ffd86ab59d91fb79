package dev.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What command lines about backups are understood as. */
final class BackupCommandTest {
    private final Typed typed = new Typed();

    private Exit run(String... words) {
        return typed.run(List.of(words));
    }

    private static Path path(String name) {
        return Path.of(name).toAbsolutePath();
    }

    @Test
    void takesABackupAndItsKeyWhichAConfigurationMayName() {
        run("backup", "--data", "d", "--to", "b", "--key", "k");
        run("backup", "--data", "d", "--to", "b");

        assertThat(typed.asked)
                .containsExactly(
                        new BackupRequest.Make(path("d"), path("b"), Optional.of(path("k"))),
                        new BackupRequest.Make(path("d"), path("b"), Optional.empty()));
    }

    @Test
    void readsAndRestoresOneWithAKeyOrWithWhatAConfigurationSaysOfIt() {
        run("backup", "verify", "b", "--key", "k");
        run("backup", "verify", "b", "-c", "s");
        run("restore", "b", "--key", "k", "--data", "d", "--left", "l");
        run("restore", "b", "-c", "s", "--data", "d");

        assertThat(typed.asked)
                .containsExactly(
                        new BackupRequest.Verify(
                                path(""), path("b"), Optional.of(path("k")), Optional.empty()),
                        new BackupRequest.Verify(
                                path(""), path("b"), Optional.empty(), Optional.of(path("s"))),
                        new BackupRequest.Restore(
                                path("d"),
                                path("b"),
                                Optional.of(path("k")),
                                Optional.empty(),
                                Optional.of(path("l"))),
                        new BackupRequest.Restore(
                                path("d"),
                                path("b"),
                                Optional.empty(),
                                Optional.of(path("s")),
                                Optional.empty()));
    }

    @Test
    void refusesToGuessWhereABackupGoesOrWhatItIsSealedUnder() {
        assertThat(run("backup")).isEqualTo(Exit.USAGE);
        assertThat(run("backup", "verify", "b")).isEqualTo(Exit.USAGE);
        assertThat(run("restore", "b", "--key", "k")).isEqualTo(Exit.USAGE);
        assertThat(run("restore", "b", "--data", "d")).isEqualTo(Exit.USAGE);
        assertThat(run("backup", "verify", "b", "--key", "k", "-c", "s")).isEqualTo(Exit.USAGE);

        assertThat(typed.asked).isEmpty();
        assertThat(typed.err.toString().lines())
                .hasSize(5)
                .allMatch(line -> line.startsWith("SP6007 "));
    }
}
