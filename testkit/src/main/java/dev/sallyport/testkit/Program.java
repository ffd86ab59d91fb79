package dev.sallyport.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Another program as a person would start it; its two outputs are read as one. */
public final class Program {
    /** A client that has not finished by then hangs. */
    private static final int LONGEST_SECONDS = 60;

    private final List<String> command;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private String input = "";

    /** What came of it. */
    public record Finished(int exit, String output) {}

    private Program(List<String> command) {
        this.command = command;
    }

    /** With the arguments after its name. */
    public static Program of(String... command) {
        return new Program(List.of(command));
    }

    /** A program that its Debian package brings; missing means fail, not skip. */
    public static Program fromPackage(String debianPackage, String... command) {
        if (!Files.isExecutable(Path.of(command[0]))) {
            throw new AssertionError(
                    "`%s` is missing: apt-get install %s".formatted(command[0], debianPackage));
        }
        return of(command);
    }

    /** In an environment that has this, too. */
    public Program with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** As a person whose client reads the environment that libpq reads. */
    public Program toward(int port, String login) {
        return with("PGHOST", "127.0.0.1")
                .with("PGPORT", String.valueOf(port))
                .with("PGDATABASE", SampleHospital.DATABASE)
                .with("PGUSER", login)
                .with("PGPASSWORD", SampleHospital.PASSWORD)
                .with("PGSSLMODE", "require")
                .with("PGOPTIONS", "-c sallyport.notice=off")
                .with("LC_ALL", "C.UTF-8");
    }

    /** With this as its input. */
    public Program reading(String text) {
        input = text;
        return this;
    }

    /** Lets it run on its own. */
    public Process start(Path output) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Runs it to its end. */
    public Finished run() throws IOException {
        Path output = Files.createTempFile("program", ".out");
        Process process = start(output);
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It ended without reading everything; its exit says why.
        }
        return await(process, output);
    }

    /** Until what was started so has ended; the file goes with it. */
    public static Finished await(Process process, Path output) throws IOException {
        try {
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("still running: " + Files.readString(output));
            }
            return new Finished(process.exitValue(), Files.readString(output));
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            Files.deleteIfExists(output);
        }
    }
}
