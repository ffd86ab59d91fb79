package dev.sallyport.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program of somebody else run to its end. */
record Tool(int exit, String output) {
    /** initdb on a slow disk is the longest; nothing we run takes a minute when it works. */
    private static final long LONGEST_SECONDS = 120;

    /** What is kept of the output: enough for the reason of a failure. */
    private static final int MOST_OUTPUT = 64 * 1024;

    boolean succeeded() {
        return exit == 0;
    }

    static Tool run(List<String> command, Path directory) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
        clean(builder.environment());
        Process process = builder.start();
        String output;
        try (InputStream stream = process.getInputStream()) {
            output = new String(stream.readNBytes(MOST_OUTPUT), StandardCharsets.UTF_8);
        }
        return new Tool(exitOf(process), output);
    }

    /** PGDATA, PGPORT and the like would redirect the tools; messages are read, so in English. */
    private static void clean(Map<String, String> environment) {
        environment.keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
        environment.put("LC_ALL", "C");
    }

    private static int exitOf(Process process) throws IOException {
        try {
            if (process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                return process.exitValue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        throw new IOException("a program took longer than " + LONGEST_SECONDS + " s");
    }
}
