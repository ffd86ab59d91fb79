package dev.sallyport.app;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The last sign-in of this account of this machine: who, until when, for what. The token itself is
 * in the password file beside it, in the one form that every client reads, and nowhere else.
 *
 * @param token what it is called; it proves nothing
 */
record KeptSignIn(
        Path folder,
        String token,
        String login,
        Instant until,
        String host,
        int port,
        List<String> databases) {
    private static final int VERSION = 1;

    /** Names of PostgreSQL and of hosts are shorter. */
    private static final int LONGEST_NAME = 255;

    private static final int LAST_PORT = 65_535;

    private static final Pattern ID = Pattern.compile("[0-9a-zA-Z_-]{1,64}");

    private static final Pattern LAST_FIELD = Pattern.compile("(?:[^\\\\:]|\\\\.)*$");

    private static final JsonMapper JSON = JsonMapper.shared();

    KeptSignIn {
        databases = List.copyOf(databases);
    }

    /** The user's own folder, by the XDG base directory specification. */
    static Path folderOf(Map<String, String> environment, Path home) {
        String configured = environment.getOrDefault("XDG_CONFIG_HOME", "");
        Path base = configured.isEmpty() ? home.resolve(".config") : Path.of(configured);
        return base.resolve("sallyport");
    }

    Path passwords() {
        return folder.resolve("pgpass");
    }

    /** Who vouches for the gateway. */
    Path certificates() {
        return folder.resolve("gateway.crt");
    }

    /**
     * Keeps what a control plane answered.
     *
     * @param strange what to refuse with where it is not what it should be: it becomes lines of
     *     files that other programs read
     */
    static KeptSignIn keep(Path folder, JsonNode answer, Refused strange) throws IOException {
        JsonNode token = answer.path("token");
        JsonNode gateway = answer.path("gateway");
        KeptSignIn kept =
                new KeptSignIn(
                        folder,
                        id(token.path("id"), strange),
                        name(answer.path("login"), strange),
                        instant(token.path("until"), strange),
                        name(gateway.path("host"), strange),
                        port(gateway.path("port"), strange),
                        gateway.path("databases")
                                .valueStream()
                                .map(one -> name(one, strange))
                                .toList());
        String secret = name(token.path("secret"), strange);
        String certificates = certificates(gateway.path("certificates"), strange);
        Files.createDirectories(folder);
        Folders.ours(folder);
        Folders.write(kept.certificates(), certificates.getBytes(StandardCharsets.US_ASCII));
        Folders.write(kept.passwords(), kept.lines(secret).getBytes(StandardCharsets.UTF_8));
        Folders.write(
                kept.file(), JsonDocument.print(kept.document()).getBytes(StandardCharsets.UTF_8));
        return kept;
    }

    /**
     * @throws Refused SP7151 where nobody signed in, or no longer is
     */
    static KeptSignIn read(Path folder, Instant now) throws IOException {
        Refused nobody = refused("nobody has signed in here", "`sallyport login` first");
        Path file = folder.resolve("sign-in.json");
        if (!Files.exists(file)) {
            throw nobody;
        }
        KeptSignIn kept = of(folder, parsed(file, nobody), nobody);
        if (!now.isBefore(kept.until())) {
            throw refused(
                    "the token of `" + kept.login() + "` ended at " + kept.until(),
                    "`sallyport login` again");
        }
        return kept;
    }

    /** The token itself, as the password file has it. */
    String secret() throws IOException {
        Matcher last = LAST_FIELD.matcher(Files.readAllLines(passwords()).getFirst());
        return last.find() ? last.group().replaceAll("\\\\(.)", "$1") : "";
    }

    private static KeptSignIn of(Path folder, JsonNode document, Refused nobody) {
        return new KeptSignIn(
                folder,
                id(document.path("token"), nobody),
                name(document.path("login"), nobody),
                instant(document.path("until"), nobody),
                name(document.path("host"), nobody),
                port(document.path("port"), nobody),
                document.path("databases").valueStream().map(one -> name(one, nobody)).toList());
    }

    static JsonNode parsed(Path file, Refused nobody) throws IOException {
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (JacksonException e) {
            throw nobody;
        }
    }

    private Path file() {
        return folder.resolve("sign-in.json");
    }

    private ObjectNode document() {
        ObjectNode document =
                JsonDocument.begin(VERSION)
                        .put("token", token)
                        .put("login", login)
                        .put("until", until.toString())
                        .put("host", host)
                        .put("port", port);
        databases.forEach(document.putArray("databases")::add);
        return document;
    }

    private String lines(String secret) {
        StringBuilder lines = new StringBuilder();
        for (String database : databases) {
            lines.append(
                    "%s:%d:%s:%s:%s\n"
                            .formatted(
                                    escaped(host),
                                    port,
                                    escaped(database),
                                    escaped(login),
                                    escaped(secret)));
        }
        return lines.toString();
    }

    /** As libpq reads password files. */
    private static String escaped(String field) {
        return field.replace("\\", "\\\\").replace(":", "\\:");
    }

    static String name(JsonNode value, Refused otherwise) {
        String text = value.asString("");
        if (text.isEmpty()
                || text.length() > LONGEST_NAME
                || text.chars().anyMatch(Character::isISOControl)) {
            throw otherwise;
        }
        return text;
    }

    /** Becomes part of an address. */
    private static String id(JsonNode value, Refused otherwise) {
        String text = value.asString("");
        if (!ID.matcher(text).matches()) {
            throw otherwise;
        }
        return text;
    }

    private static int port(JsonNode value, Refused otherwise) {
        int port = value.asInt(0);
        if (port < 1 || port > LAST_PORT) {
            throw otherwise;
        }
        return port;
    }

    static Instant instant(JsonNode value, Refused otherwise) {
        try {
            return Instant.parse(value.asString(""));
        } catch (DateTimeException e) {
            throw otherwise;
        }
    }

    private static String certificates(JsonNode value, Refused otherwise) {
        String text = value.asString("");
        try {
            if (!CertificateFactory.getInstance("X.509")
                    .generateCertificates(
                            new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)))
                    .isEmpty()) {
                return text;
            }
        } catch (CertificateException e) {
            throw otherwise;
        }
        throw otherwise;
    }

    private static Refused refused(String message, String instead) {
        return new Refused(Problem.of(ProblemCode.SP7151, message, instead));
    }
}
