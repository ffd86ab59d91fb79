package dev.sallyport.app;

import static dev.sallyport.app.Setting.FOLLOW_APART;
import static dev.sallyport.app.Setting.FOLLOW_AUTHORITY;
import static dev.sallyport.app.Setting.FOLLOW_TOKEN_CREDENTIAL;
import static dev.sallyport.app.Setting.FOLLOW_TOKEN_FILE;
import static dev.sallyport.app.Setting.FOLLOW_URL;

import dev.sallyport.app.ServerConfig.Follow;
import dev.sallyport.problem.ProblemCode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** Reads what a configuration says of the control plane that a gateway follows. */
final class FollowReader {
    /** Nothing to say is said after twenty seconds, and an answer may take ten more. */
    private static final Duration SHORTEST = Duration.ofSeconds(60);

    private final ConfigValues values;
    private final Map<String, String> environment;

    FollowReader(ConfigValues values, Map<String, String> environment) {
        this.values = values;
        this.environment = environment;
    }

    boolean isWritten() {
        return values.isWritten(FOLLOW_URL);
    }

    /** Empty where it follows none. */
    Optional<Follow> follow() {
        if (!isWritten()) {
            return Optional.empty();
        }
        Duration apart = values.seconds(FOLLOW_APART);
        if (!apart.isZero() && apart.compareTo(SHORTEST) < 0) {
            values.wrong(
                    FOLLOW_APART,
                    "is shorter than what a gateway may wait for one answer",
                    "write `60s` or more");
        }
        Optional<URI> url = values.text(FOLLOW_URL).flatMap(ConfigValues::address);
        if (url.isEmpty() || !"https".equals(url.get().getScheme())) {
            values.wrong(FOLLOW_URL, "is no control plane", "write `https://HOST:PORT`");
        }
        Optional<SSLContext> trust =
                Optional.of(
                                values.required(
                                        FOLLOW_AUTHORITY,
                                        "name the PEM file of whoever vouches for it"))
                        .filter(text -> !text.isEmpty())
                        .flatMap(_ -> values.path(FOLLOW_AUTHORITY))
                        .flatMap(this::trust);
        Optional<PasswordReference> token =
                new SecretReader(values, environment)
                        .read(FOLLOW_TOKEN_FILE, FOLLOW_TOKEN_CREDENTIAL);
        if (token.isEmpty()) {
            values.add(
                    FOLLOW_TOKEN_FILE,
                    ProblemCode.SP1003,
                    "nothing says where this gateway's token stands",
                    "name one below `follow.token`: `file` or `credential`");
        }
        return url.isPresent() && trust.isPresent() && token.isPresent()
                ? Optional.of(new Follow(url.get(), trust.get(), token.get(), apart))
                : Optional.empty();
    }

    private Optional<SSLContext> trust(Path file) {
        try {
            return Optional.of(PemIdentity.trusting(file));
        } catch (IOException | GeneralSecurityException e) {
            values.add(
                    FOLLOW_AUTHORITY,
                    ProblemCode.SP6012,
                    "`" + file + "` holds no certificates",
                    "name the PEM file of whoever vouches for it");
            return Optional.empty();
        }
    }
}
