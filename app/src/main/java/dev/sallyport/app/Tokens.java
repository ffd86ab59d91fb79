package dev.sallyport.app;

import dev.sallyport.gateway.Authenticator;
import dev.sallyport.gateway.Proof;
import dev.sallyport.wire.ScramVerifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Secrets that stand in for a person's password until they end. A file keeps what checks them,
 * never the secrets. Whoever gets another password loses them: they share its salt.
 */
final class Tokens {
    /** What nobody guesses, whatever hash it is kept under. */
    private static final int SECRET_BYTES = 32;

    /** Enough to tell a deployment's tokens apart; it proves nothing. */
    private static final int ID_BYTES = 4;

    /** By which a secret that leaked is found. */
    private static final String MARK = "sp_";

    /** Uses closer together than this are one. */
    private static final Duration GRAIN = Duration.ofMinutes(1);

    private static final String FILE = "tokens";
    private static final String NEVER = "-";
    private static final Pattern LINE =
            Pattern.compile("(\\w+) (\\S+) (\\S+) (\\S+) (\\S+) (\\S+) (\\S+)");

    private final Path file;
    private volatile List<Token> all;
    private volatile Runnable whenChanged = () -> {};

    /**
     * One that was given to somebody.
     *
     * @param factor when they last proved a second factor; empty where nobody asked for one
     * @param used when they last signed in with it, to the minute
     */
    record Token(
            String id,
            String login,
            Instant issued,
            Instant until,
            ScramVerifier verifier,
            Optional<Instant> factor,
            Optional<Instant> used) {
        /** Whether a secret says that it is this one's; it proves nothing. */
        boolean isMeantBy(String secret) {
            return secret.startsWith(MARK + id + "_");
        }

        private String line() {
            return "%s %s %s %s %s %s %s%n"
                    .formatted(
                            id,
                            login,
                            issued,
                            until,
                            verifier.format(),
                            factor.map(Instant::toString).orElse(NEVER),
                            used.map(Instant::toString).orElse(NEVER));
        }

        private Token proved(Instant at) {
            return new Token(id, login, issued, until, verifier, Optional.of(at), used);
        }

        private Token used(Instant at) {
            return new Token(id, login, issued, until, verifier, factor, Optional.of(at));
        }

        private Token unused() {
            return new Token(id, login, issued, until, verifier, factor, Optional.empty());
        }

        private boolean isUsedBefore(Instant at) {
            return used.map(last -> last.plus(GRAIN).isBefore(at)).orElse(true);
        }

        private static Optional<Token> of(String line) {
            Matcher fields = LINE.matcher(line);
            return fields.matches()
                    ? ScramVerifier.parse(fields.group(5))
                            .map(verifier ->
                                    new Token(
                                            fields.group(1),
                                            fields.group(2),
                                            Instant.parse(fields.group(3)),
                                            Instant.parse(fields.group(4)),
                                            verifier,
                                            instant(fields.group(6)),
                                            instant(fields.group(7))))
                    : Optional.empty();
        }

        private static Optional<Instant> instant(String field) {
            return field.equals(NEVER) ? Optional.empty() : Optional.of(Instant.parse(field));
        }
    }

    /** One just made, with the secret that is shown once. */
    record Fresh(Token token, String secret) {}

    private Tokens(Path file, List<Token> all) {
        this.file = file;
        this.all = all;
    }

    static Tokens in(Keys keys) throws IOException {
        Path file = keys.file(FILE);
        List<Token> all =
                Files.exists(file)
                        ? Files.readAllLines(file).stream()
                                .flatMap(line -> Token.of(line).stream())
                                .toList()
                        : List.of();
        return new Tokens(file, all);
    }

    /**
     * Makes one that nobody can use before it is {@link #add added}.
     *
     * @param beside what else the login signs in with
     * @param factor when its owner proved a second factor
     */
    static Fresh make(
            String login,
            ScramVerifier beside,
            Instant issued,
            Instant until,
            Optional<Instant> factor,
            RandomGenerator random) {
        byte[] bytes = new byte[ID_BYTES + SECRET_BYTES];
        random.nextBytes(bytes);
        String id = HexFormat.of().formatHex(bytes, 0, ID_BYTES);
        String secret =
                MARK
                        + id
                        + "_"
                        + Base64.getUrlEncoder()
                                .withoutPadding()
                                .encodeToString(Arrays.copyOfRange(bytes, ID_BYTES, bytes.length));
        return new Fresh(
                new Token(
                        id, login, issued, until, beside.beside(secret), factor, Optional.empty()),
                secret);
    }

    /** Where they are kept. */
    Path file() {
        return file;
    }

    synchronized void add(Token token) throws IOException {
        keep(Stream.concat(standing(token.issued()).stream(), Stream.of(token)).toList());
    }

    /** Somebody signed in with it; kept soon, by another thread. */
    void used(String id, Instant at) {
        if (all.stream().anyMatch(one -> one.id().equals(id) && one.isUsedBefore(at))) {
            Thread.startVirtualThread(() -> keepUse(id, at));
        }
    }

    private synchronized void keepUse(String id, Instant at) {
        try {
            keep(all.stream().map(one -> one.id().equals(id) ? one.used(at) : one).toList());
        } catch (IOException _) {
            // Nothing rests on it, and the next use is kept.
        }
    }

    /** False where the login has none of that name. */
    synchronized boolean prove(String login, String id, Instant at) throws IOException {
        boolean theirs =
                all.stream().anyMatch(one -> one.id().equals(id) && one.login().equals(login));
        if (theirs) {
            keep(all.stream().map(one -> one.id().equals(id) ? one.proved(at) : one).toList());
        }
        return theirs;
    }

    synchronized void remove(String id) throws IOException {
        keep(all.stream().filter(token -> !token.id().equals(id)).toList());
    }

    /** It was for one session, which is over; removed soon, by another thread. */
    void over(String id) {
        Thread.startVirtualThread(() -> {
            try {
                remove(id);
            } catch (IOException _) {
                // Nobody knows its secret, and it ends by itself.
            }
        });
    }

    synchronized void removeOf(Set<String> logins) throws IOException {
        if (all.stream().anyMatch(token -> logins.contains(token.login()))) {
            keep(all.stream().filter(token -> !logins.contains(token.login())).toList());
        }
    }

    private void keep(List<Token> tokens) throws IOException {
        StringBuilder lines = new StringBuilder();
        tokens.forEach(token -> lines.append(token.line()));
        Folders.write(file, lines.toString().getBytes(StandardCharsets.UTF_8));
        all = tokens;
        whenChanged.run();
    }

    void whenChanged(Runnable told) {
        whenChanged = told;
    }

    /** What checks those that stand, a line for each; when they were used is not in it. */
    List<String> lines(Instant now) {
        return standing(now).stream().map(token -> token.unused().line().strip()).toList();
    }

    /** Others instead: whoever wrote them keeps them. */
    static void write(Keys keys, List<String> lines) throws IOException {
        Folders.write(
                keys.file(FILE),
                (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    List<Token> standing(Instant now) {
        return all.stream().filter(token -> now.isBefore(token.until())).toList();
    }

    Stream<Authenticator> authenticators(String login) {
        return all.stream()
                .filter(token -> token.login().equals(login))
                .map(token ->
                        new Authenticator(
                                new Proof(
                                        Proof.Means.TOKEN,
                                        token.id(),
                                        Optional.of(token.until()),
                                        token.factor()),
                                token.verifier()));
    }
}
