package dev.sallyport.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.Verification.Intact;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process killed at any moment: what it acknowledged is there. */
final class CrashTest {
    private static final int KILLS = 3;
    private static final int ACKNOWLEDGED = 400;

    @TempDir Path directory;

    @Test
    void holdsWhateverAKilledWriterAcknowledged() throws Exception {
        var folder = directory.resolve("log");
        for (int kill = 1; kill <= KILLS; kill++) {
            long last = killAfter(ACKNOWLEDGED * kill, folder);

            try (var events = LogReader.read(folder)) {
                assertThat(events.count()).isGreaterThan(last);
            }
            assertThat(Logs.verify(folder)).as("kill %d", kill).isInstanceOf(Intact.class);
        }
        Logs.closed(folder, 1);
        assertThat(Logs.verify(folder)).isInstanceOf(Intact.class);
    }

    private static long killAfter(int acknowledged, Path folder) throws Exception {
        var child =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Writer.class.getName(),
                                folder.toString())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        long last = -1;
        try (var acks = new DataInputStream(child.getInputStream())) {
            for (int i = 0; i < acknowledged; i++) {
                last = acks.readLong();
            }
            // Through the handle: the process itself would close the pipe.
            child.toHandle().destroyForcibly();
            last = drain(acks, last);
        } finally {
            child.destroyForcibly();
            assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
        return last;
    }

    /** The pipe still holds what the child acknowledged before it died. */
    private static long drain(DataInputStream acks, long last) throws IOException {
        long read = last;
        try {
            while (true) {
                read = acks.readLong();
            }
        } catch (EOFException end) {
            return read;
        }
    }

    /** The child: appends in groups of a few and acknowledges each group's last index. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) throws IOException {
            var log = Logs.open(Path.of(arguments[0]));
            var acks = new DataOutputStream(System.out);
            for (int number = 0; ; number++) {
                long index = log.append(Logs.statement(number));
                if (number % 3 == 0) {
                    log.await(index);
                    acks.writeLong(index);
                    acks.flush();
                }
            }
        }
    }
}
