package dev.sallyport.app;

import dev.sallyport.cli.Terminal;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What database clients are told to use a token that is kept; no secret is among it. */
record ClientFiles(KeptSignIn kept) {

    /** A service of libpq for each database. */
    void psql(Terminal terminal) {
        terminal.say(services().stripTrailing());
    }

    /** The same, in the file where libpq looks; whatever else is in it stays. */
    void write(Path file, Terminal terminal) throws IOException {
        Path real = Files.exists(file) ? file.toRealPath() : file;
        List<String> lines = Files.exists(real) ? Files.readAllLines(real) : List.of();
        Folders.write(real, (others(lines) + services()).getBytes(StandardCharsets.UTF_8));
        for (String database : kept.databases()) {
            terminal.say("psql service=" + service(database));
        }
    }

    private String others(List<String> lines) {
        Set<String> ours =
                kept.databases().stream()
                        .map(database -> "[" + service(database) + "]")
                        .collect(Collectors.toSet());
        StringBuilder others = new StringBuilder();
        boolean skipped = false;
        for (String line : lines) {
            skipped = line.startsWith("[") ? ours.contains(line.strip()) : skipped;
            others.append(skipped ? "" : line + "\n");
        }
        return others.toString();
    }

    private String services() {
        return kept.databases().stream()
                .map(database ->
                        """
                        [%s]
                        host=%s
                        port=%d
                        dbname=%s
                        user=%s
                        sslmode=verify-full
                        sslrootcert=%s
                        passfile=%s
                        """
                                .formatted(
                                        service(database),
                                        kept.host(),
                                        kept.port(),
                                        database,
                                        kept.login(),
                                        kept.certificates(),
                                        kept.passwords()))
                .collect(Collectors.joining());
    }

    void jdbc(Terminal terminal) {
        for (String database : kept.databases()) {
            terminal.say(
                    "jdbc:postgresql://%s:%d/%s?user=%s&sslmode=verify-full&sslrootcert=%s"
                            .formatted(
                                    bracketed(kept.host()),
                                    kept.port(),
                                    encoded(database),
                                    encoded(kept.login()),
                                    encoded(kept.certificates().toString())));
        }
        terminal.err()
                .println(
                        "The token is no part of it: start the program with -Dorg.postgresql.pgpassfile="
                                + kept.passwords()
                                + " or PGPASSFILE set to that.");
    }

    void dbeaver(Terminal terminal) {
        for (String database : kept.databases()) {
            String connection =
                    "driver=postgresql|name=Sallyport %1$s|host=%2$s|port=%3$d|database=%1$s|user=%4$s|auth=postgres_pgpass|prop.sslmode=verify-full|prop.sslrootcert=%5$s|savePassword=false"
                            .formatted(
                                    database,
                                    kept.host(),
                                    kept.port(),
                                    kept.login(),
                                    kept.certificates());
            terminal.say(
                    "PGPASSFILE=%s dbeaver -con %s"
                            .formatted(quoted(kept.passwords().toString()), quoted(connection)));
        }
    }

    private static String service(String database) {
        return "sallyport-" + database;
    }

    private static String bracketed(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** As a shell reads one word. */
    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
