package dev.sallyport.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.testkit.Program;
import dev.sallyport.testkit.SampleHospital;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results larger than the gateway's memory pass through it, as many rows and as one. */
final class StreamingTest {
    /** A value ends at 1 GB; with {@code -Dsallyport.full=true} nearly that. */
    private static final int MEGABYTES = Boolean.getBoolean("sallyport.full") ? 960 : 64;

    /** Enough that everything a stream needs has been made once. */
    private static final int WARM_UP_MEGABYTES = 8;

    /**
     * What code that is compiled meanwhile and the noise of an allocator take; less than the rest.
     */
    private static final int GROWTH_KILOBYTES = 24 << 10;

    /** All of the heap from the start, so that what grows is what a stream holds. */
    private static final String WHOLE_HEAP = "-Xms256m -XX:+AlwaysPreTouch";

    @TempDir Path folder;

    @Test
    void streamsInMemoryThatStaysAsItWas() throws Exception {
        try (RunningDemo demo =
                RunningDemo.start(
                        folder.resolve("data"),
                        SampleHospital.FOLDER.resolve("policy"),
                        WHOLE_HEAP)) {
            reads(demo, rows(WARM_UP_MEGABYTES));
            reads(demo, row(WARM_UP_MEGABYTES));
            long before = peak(demo);
            reads(demo, rows(MEGABYTES));
            reads(demo, row(MEGABYTES));
            assertThat(peak(demo) - before).as("KB more").isLessThan(GROWTH_KILOBYTES);
        }
    }

    private static String rows(int megabytes) {
        return "COPY (SELECT repeat('x', 1000) FROM generate_series(1, %d * 1000)) TO STDOUT"
                .formatted(megabytes);
    }

    private static String row(int megabytes) {
        return "SELECT repeat('x', %d * 1000000)".formatted(megabytes);
    }

    private static void reads(RunningDemo demo, String sql) throws IOException {
        Program.Finished done =
                Program.fromPackage(
                                "postgresql-client",
                                "/usr/bin/psql",
                                "-XAtq",
                                "-o",
                                "/dev/null",
                                "-c",
                                sql)
                        .toward(demo.port(), "nora")
                        .run();
        assertThat(done.exit()).as(done.output()).isZero();
    }

    /** The most memory that the process has ever held, in KB. */
    private static long peak(RunningDemo demo) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + demo.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
