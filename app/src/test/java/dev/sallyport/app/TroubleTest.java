package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What failures of the machine are called. */
class TroubleTest {
    private static final Path DATA = Path.of("/data");

    @TempDir private Path folder;

    static Stream<Exception> full() {
        return Stream.of(
                new IOException("No space left on device"),
                new IOException("Disk quota exceeded"),
                new SQLException("could not extend file", "53100"),
                new IllegalStateException(new IOException("write: No space left on device")));
    }

    @ParameterizedTest
    @MethodSource("full")
    void callsAFullDiskByItsNameWhereverItIsMet(Exception failure) {
        assertThat(Trouble.of(failure, DATA)).map(Problem::code).contains(ProblemCode.SP6004);
    }

    @Test
    void saysWhichFileIsNotOurs() {
        assertThat(Trouble.of(new AccessDeniedException("/data/lock"), DATA))
                .map(Problem::message)
                .contains("`/data/lock` is not ours to write");
    }

    @Test
    void quotesNoRowOfADatabasesError() {
        SQLException failure = new SQLException("Key (ssn)=(900-01-0001) already exists", "23505");

        assertThat(Trouble.of(failure, DATA).orElseThrow().toString())
                .contains("23505")
                .doesNotContain("900-01-0001");
    }

    @Test
    void leavesATraceWhereOnlyItsUserCanReadIt() throws IOException {
        Path own = folder.resolve("state/sallyport");
        Path log = own.resolve("sallyport.log");

        assertThat(FailureLog.inOwn(own, "one\n")).isEqualTo(log);
        FailureLog.inOwn(own, "two\n");

        assertThat(log).hasContent("one\ntwo\n");
        assertThat(mode(log)).isEqualTo("rw-------");
        assertThat(mode(own)).isEqualTo("rwx------");
    }

    /** Whoever waits in a folder of everybody's for our trace has it written where they like. */
    @Test
    void writesNoTraceThroughALink() throws IOException {
        Path theirs = Files.writeString(folder.resolve("precious"), "kept");
        Path link = Files.createSymbolicLink(folder.resolve("sallyport.log"), theirs);

        FailureLog.append(link, "trace");

        assertThat(theirs).hasContent("kept");
    }

    @Test
    void leavesTracesOfNoDeploymentInTheUsersOwnFolder() {
        assertThat(FailureLog.folderOf(Map.of(), Path.of("/home/nora")))
                .isEqualTo(Path.of("/home/nora/.sallyport"));
        assertThat(FailureLog.folderOf(Map.of("XDG_STATE_HOME", "/state"), Path.of("/home/nora")))
                .isEqualTo(Path.of("/state/sallyport"));
    }

    /** Only the demo has a `--reset`, and only its own data may go. */
    @Test
    void tellsNoServerToStartOver() throws IOException {
        assertThat(Trouble.full(folder).toString()).doesNotContain("--reset");
        Files.createDirectory(folder.resolve("postgres"));
        assertThat(Trouble.full(folder).toString()).contains("`demo --reset`");
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void leavesADefectADefect() {
        assertThatThrownBy(() ->
                        Trouble.named(
                                DATA,
                                () -> {
                                    throw new IllegalStateException("ours");
                                }))
                .isInstanceOf(IllegalStateException.class);
    }
}
