package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.cli.Exit;
import dev.sallyport.cli.Request;
import dev.sallyport.cli.Terminal;
import dev.sallyport.control.ControlPlane;
import dev.sallyport.control.ControlPorts;
import dev.sallyport.control.ControlSettings;
import dev.sallyport.control.directory.Doors;
import dev.sallyport.control.signin.DatabaseTokens;
import dev.sallyport.control.signin.Demands;
import dev.sallyport.control.signin.SignInKeys;
import dev.sallyport.control.signin.SignInPorts;
import dev.sallyport.policy.Directory;
import dev.sallyport.testkit.RealPostgres;
import dev.sallyport.testkit.ServerCertificate;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person at a command line, a control plane over TLS, and nothing between them made up. */
final class SignInEndToEndTest {
    private static final String PASSWORD = "correct horse battery";
    private static final AtomicReference<Instant> NOW =
            new AtomicReference<>(Instant.parse("2026-11-22T09:00:00Z"));

    /** When somebody proved a second factor. */
    private static final List<Instant> PROVED = new CopyOnWriteArrayList<>();

    @TempDir private static Path folder;

    private static ServerCertificate certificate;
    private static ControlPlane plane;

    private final StringWriter out = new StringWriter();

    @BeforeAll
    static void open() throws Exception {
        certificate = ServerCertificate.create(folder, "it", "-validity 30 -ext san=ip:127.0.0.1");
        RealPostgres postgres = RealPostgres.shared();
        plane =
                ControlPlane.open(
                        new ControlSettings(
                                "127.0.0.1",
                                0,
                                ControlSettings.Reach.LOOPBACK,
                                Optional.of(
                                        new ControlSettings.Tls(
                                                certificate.certificate(), certificate.key())),
                                new ControlSettings.StateDatabase(
                                        postgres.url(postgres.newDatabase()),
                                        RealPostgres.ADMIN,
                                        postgres.adminPassword()),
                                Set.of(),
                                Duration.ofDays(90),
                                Optional.empty()),
                        new ControlPorts(
                                NOW::get, new SecureRandom(), NO_DOORS, step -> {}, problem -> {}),
                        new SignInPorts(
                                new OneToken(),
                                event -> {},
                                suspicion -> {},
                                Demands.ofEverybody(),
                                new OneKey()));
        plane.accounts().put("nora", PASSWORD, "root");
    }

    @AfterAll
    static void close() {
        plane.close();
    }

    @Test
    void goesFromAnInvitationToATokenInThePasswordFile() throws Exception {
        String invitation = plane.accounts().invite("nora", "root");
        Path kept = folder.resolve("config");

        enter(kept, Request.Aim.APP, List.of(() -> PASSWORD, () -> invitation, this::code));
        NOW.updateAndGet(now -> now.plusSeconds(30));
        enter(kept, Request.Aim.TOKEN, List.of(() -> PASSWORD, this::code));

        assertThat(out.toString())
                .contains("Signed in as nora until")
                .doesNotContain("sp_1_secret");
        assertThat(Files.readString(kept.resolve("pgpass")))
                .isEqualTo("127.0.0.1:15432:hospital:nora:sp_1_secret\n");
        assertThat(Files.readString(kept.resolve("gateway.crt")))
                .isEqualTo(Files.readString(certificate.certificate()));
        NOW.updateAndGet(now -> now.plusSeconds(3_000));
        enter(kept, Request.Aim.AGAIN, List.of(() -> PASSWORD, this::code));
        assertThat(PROVED).containsExactly(NOW.get().minusSeconds(3_000), NOW.get());
        assertThatThrownBy(
                        () -> enter(kept, Request.Aim.AGAIN, List.of(() -> PASSWORD, this::code)))
                .hasMessageStartingWith("SP7140 login, password and code do not go together");
        assertThatThrownBy(
                        () -> enter(kept, Request.Aim.TOKEN, List.of(() -> PASSWORD, this::code)))
                .hasMessageStartingWith("SP7140 login, password and code do not go together");
    }

    private void enter(Path kept, Request.Aim aim, List<Supplier<String>> answers)
            throws Exception {
        Deque<Supplier<String>> next = new ArrayDeque<>(answers);
        SigningIn signingIn =
                new SigningIn(
                        kept,
                        folder.resolve("services"),
                        _ -> _ -> next.removeFirst().get(),
                        NOW::get);
        Request.Login asked =
                new Request.Login(
                        folder,
                        URI.create("https://127.0.0.1:" + plane.port()),
                        "nora",
                        Optional.of(certificate.certificate()),
                        aim,
                        Request.Secrets.ASKED_FOR);
        Terminal terminal = new Terminal(new PrintWriter(out), new PrintWriter(out));
        assertThat(signingIn.perform(asked, terminal)).isEqualTo(Exit.DONE);
    }

    /** What the app shows that was given what the terminal showed. */
    private String code() {
        String secret = out.toString().lines().skip(1).findFirst().orElseThrow().strip();
        return Totp.code(secret, NOW.get());
    }

    /** Gives everybody the same one. */
    private static final class OneToken implements DatabaseTokens {
        @Override
        public Optional<Given> give(String login, Optional<Instant> proved) {
            PROVED.add(proved.orElseThrow());
            return Optional.of(new Given("1", "sp_1_secret", NOW.get().plusSeconds(3600)));
        }

        @Override
        public boolean prove(String login, String id, Instant proved) {
            return PROVED.add(proved);
        }

        @Override
        public Optional<Owner> owner(String secret) {
            return Optional.empty();
        }

        @Override
        public List<Standing> standing(String login) {
            return List.of(
                    new Standing("1", NOW.get(), NOW.get().plusSeconds(3600), Optional.empty()));
        }

        @Override
        public boolean takeBack(String login, String id) {
            return false;
        }

        @Override
        public Entrance entrance(String login) {
            try {
                return new Entrance(
                        "127.0.0.1",
                        15432,
                        List.of("hospital"),
                        Files.readString(certificate.certificate()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A key that is never changed. */
    private static final class OneKey implements SignInKeys {
        @Override
        public Key current() {
            return new Key("k1", new SecretKeySpec(new byte[32], "RAW"));
        }

        @Override
        public Optional<Key> named(String id) {
            return Optional.of(current());
        }
    }

    private static final Doors NO_DOORS =
            new Doors() {
                @Override
                public void cut(Set<String> logins) {}

                @Override
                public Outcome apply(Directory directory) {
                    return new Outcome.Applied();
                }
            };
}
