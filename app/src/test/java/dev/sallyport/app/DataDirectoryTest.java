package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.problem.Refused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a data directory is taken for. */
class DataDirectoryTest {
    @TempDir Path temporary;

    @Test
    void beginsWhereNothingIs() throws IOException {
        try (DataDirectory directory = DataDirectory.open(temporary.resolve("new/demo"))) {
            assertThat(directory.complete()).isFalse();
        }
    }

    @Test
    void opensAWholeOneAgain() throws IOException {
        whole(temporary);

        try (DataDirectory directory = DataDirectory.open(temporary)) {
            assertThat(directory.complete()).isTrue();
        }
    }

    @Test
    void refusesAHalfWrittenOneAndSaysHowToStartOver() throws IOException {
        halfWritten(temporary);

        assertThatThrownBy(() -> DataDirectory.open(temporary))
                .isInstanceOf(Refused.class)
                .hasMessageStartingWith("SP6003")
                .hasMessageContaining("half-written")
                .hasMessageContaining("`demo --reset`");
    }

    @Test
    void startsOverAfterAHalfWrittenOne() throws IOException {
        halfWritten(temporary);

        DataDirectory.reset(temporary).close();

        assertThat(temporary.resolve("postgres")).doesNotExist();
        DataDirectory.open(temporary).close();
    }

    @Test
    void refusesAFolderOfSomebodyElse() throws IOException {
        Path thesis = Files.writeString(temporary.resolve("thesis.tex"), "years of work");

        assertThatThrownBy(() -> DataDirectory.open(temporary)).hasMessageStartingWith("SP6003");
        assertThatThrownBy(() -> DataDirectory.reset(temporary)).hasMessageStartingWith("SP6003");
        assertThat(thesis).exists();
    }

    @Test
    void refusesAFolderWithALockOfSomebodyElse() throws IOException {
        Files.writeString(temporary.resolve("lock"), "another program's");
        Path work = Files.createDirectory(temporary.resolve("postgres"));

        assertThatThrownBy(() -> DataDirectory.reset(temporary)).hasMessageStartingWith("SP6003");
        assertThat(work).exists();
    }

    @Test
    void leavesWhatItDidNotMakeWhenItStartsOver() throws IOException {
        whole(temporary);
        Path notes = Files.writeString(temporary.resolve("notes.txt"), "mine");

        DataDirectory.reset(temporary).close();

        assertThat(notes).exists();
        assertThat(temporary.resolve("format")).doesNotExist();
    }

    @Test
    void followsNoLinkWhenItStartsOver() throws IOException {
        Path data = Files.createDirectory(temporary.resolve("data"));
        Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
        Path precious = Files.writeString(elsewhere.resolve("precious"), "keep");
        whole(data);
        Files.createSymbolicLink(data.resolve("postgres"), elsewhere);

        DataDirectory.reset(data).close();

        assertThat(precious).exists();
    }

    @Test
    void refusesOneThatIsInUse() throws IOException {
        try (DataDirectory used = DataDirectory.open(temporary)) {
            used.markComplete();

            assertThatThrownBy(() -> DataDirectory.open(temporary))
                    .hasMessageStartingWith("SP6003")
                    .hasMessageContaining("in use");
            assertThat(DataDirectory.openIfFree(temporary)).isEmpty();
        }
    }

    @Test
    void refusesOneOfAnotherVersion() throws IOException {
        whole(temporary);
        Files.writeString(temporary.resolve("format"), "sallyport-data 99\n");

        assertThatThrownBy(() -> DataDirectory.open(temporary))
                .hasMessageContaining("another version");
    }

    @Test
    void removesNothingOfWhatIsNoDemo() throws IOException {
        whole(temporary);
        Path secrets = Files.createDirectory(temporary.resolve("keys"));

        assertThatThrownBy(() -> DataDirectory.reset(temporary))
                .hasMessageStartingWith("SP6003 ")
                .hasMessageContaining("holds no demo");
        assertThat(secrets).exists();
        assertThat(temporary.resolve("format")).exists();
    }

    @Test
    void tellsAServerToRestoreAndNotToStartOver() throws IOException {
        Files.createDirectory(temporary.resolve("keys"));
        Folders.write(
                temporary.resolve("lock"),
                "sallyport data directory\n".getBytes(StandardCharsets.UTF_8));
        Files.writeString(temporary.resolve("format"), "sallyport-data 99\n");

        assertThatThrownBy(() -> DataDirectory.open(temporary))
                .hasMessageContaining("another version")
                .hasMessageContaining("restore a backup")
                .hasMessageNotContaining("--reset");
        Files.delete(temporary.resolve("format"));
        assertThatThrownBy(() -> DataDirectory.open(temporary))
                .hasMessageContaining("half-written")
                .hasMessageNotContaining("--reset");
    }

    private static void whole(Path path) throws IOException {
        try (DataDirectory directory = DataDirectory.open(path)) {
            directory.markComplete();
        }
    }

    private static void halfWritten(Path path) throws IOException {
        try (DataDirectory directory = DataDirectory.open(path)) {
            Files.createDirectory(directory.resolve("postgres"));
        }
    }
}
