package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What failures of the machine are called. */
class TroubleTest {
    private static final Path DATA = Path.of("/data");

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
