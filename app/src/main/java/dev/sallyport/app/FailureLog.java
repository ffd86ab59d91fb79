package dev.sallyport.app;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;

/** Where a defect leaves its trace: types and lines, never messages, which may quote a row. */
final class FailureLog {
    private static final String FILE = "sallyport.log";

    private FailureLog() {}

    static Path write(Path data, Throwable failure, InstantSource clock) {
        StringBuilder text = new StringBuilder().append(clock.instant()).append('\n');
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            describe(cause, text);
        }
        if (Files.isRegularFile(data.resolve("format"))) {
            return append(data.resolve(FILE), text);
        }
        return inOwn(folderOf(System.getenv(), Path.of(System.getProperty("user.home"))), text);
    }

    /** The user's own, where no deployment is: what is everybody's can lead anywhere. */
    static Path folderOf(Map<String, String> environment, Path home) {
        String configured = environment.getOrDefault("XDG_STATE_HOME", "");
        return configured.isEmpty()
                ? home.resolve(".sallyport")
                : Path.of(configured).resolve("sallyport");
    }

    private static void describe(Throwable cause, StringBuilder text) {
        text.append(cause.getClass().getName());
        if (cause instanceof SQLException sql) {
            text.append(" SQLSTATE ").append(sql.getSQLState());
        }
        text.append('\n');
        for (StackTraceElement frame : cause.getStackTrace()) {
            text.append("    ").append(frame).append('\n');
        }
    }

    /** Made where it is missing, for nobody else to enter. */
    static Path inOwn(Path folder, CharSequence text) {
        try {
            Path above = folder.toAbsolutePath().getParent();
            if (above != null) {
                Files.createDirectories(above);
            }
            Folders.ours(folder);
        } catch (IOException e) {
            // As below: there is then no file to write to either.
        }
        return append(folder.resolve(FILE), text);
    }

    /** Behind no link. */
    static Path append(Path file, CharSequence text) {
        try {
            try (FileChannel channel =
                    FileChannel.open(
                            file,
                            Set.of(
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.APPEND,
                                    LinkOption.NOFOLLOW_LINKS),
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------")))) {
                ByteBuffer rest = StandardCharsets.UTF_8.encode(CharBuffer.wrap(text));
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
            }
        } catch (IOException e) {
            // The failure itself is being reported; a second one would only hide it.
        }
        return file;
    }
}
