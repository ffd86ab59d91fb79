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
    void readsAndRestoresOneWithAKey() {
        run("backup", "verify", "b", "--key", "k");
        run("restore", "b", "--key", "k", "--data", "d", "--left", "l");

        assertThat(typed.asked)
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

        assertThat(typed.asked).isEmpty();
        assertThat(typed.err.toString().lines())
                .hasSize(3)
                .allMatch(line -> line.startsWith("SP6007 "));
    }
}
