package dev.sallyport.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.InstantSource;

/** Where a defect leaves its trace: types and lines, never messages, which may quote a row. */
final class FailureLog {
    private FailureLog() {}

    static Path write(Path data, Throwable failure, InstantSource clock) {
        StringBuilder text = new StringBuilder().append(clock.instant()).append('\n');
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            describe(cause, text);
        }
        return Files.isRegularFile(data.resolve("format"))
                ? append(data.resolve("sallyport.log"), text)
                : append(Path.of(System.getProperty("java.io.tmpdir"), "sallyport.log"), text);
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

    private static Path append(Path file, CharSequence text) {
        try {
            Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            // The failure itself is being reported; a second one would only hide it.
        }
        return file;
    }
}
