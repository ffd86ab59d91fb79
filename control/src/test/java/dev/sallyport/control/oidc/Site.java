package dev.sallyport.control.oidc;

import dev.sallyport.control.ControlPlane;
import dev.sallyport.control.ControlPorts;
import dev.sallyport.control.ControlSettings;
import dev.sallyport.control.TestCost;
import dev.sallyport.control.console.ConsolePorts;
import dev.sallyport.control.directory.DirectoryRecord.Step;
import dev.sallyport.control.directory.Doors;
import dev.sallyport.control.directory.Groups;
import dev.sallyport.control.directory.People;
import dev.sallyport.control.signin.Demands;
import dev.sallyport.control.signin.FakeTokens;
import dev.sallyport.control.signin.SignInEvent;
import dev.sallyport.control.signin.SignInKeys;
import dev.sallyport.control.signin.SignInPorts;
import dev.sallyport.policy.Directory;
import dev.sallyport.problem.Problem;
import dev.sallyport.testkit.RealPostgres;
import dev.sallyport.testkit.ServerCertificate;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A control plane over TLS on loopback with a provider beside it, and a clock by hand. */
final class Site implements AutoCloseable {
    private static final String PEOPLE =
            """
            userName,name,externalId,groups
            nora,Nora,sub-nora,
            omar,Omar,sub-omar,nurses;nurse-admins
            twin1,Twin,sub-twin,
            twin2,Twin,sub-twin,
            roleless,Newt,sub-newt,
            """;

    final Given.Clock clock = new Given.Clock();
    final WatchedTokens tokens = new WatchedTokens(new FakeTokens(clock));
    final List<OidcEvent> events = new CopyOnWriteArrayList<>();
    final List<SignInEvent> signIns = new CopyOnWriteArrayList<>();
    final List<Step> steps = new CopyOnWriteArrayList<>();
    final List<Problem> alarms = new CopyOnWriteArrayList<>();
    final FakeProvider provider;
    final ServerCertificate certificate;
    private final ControlSettings.StateDatabase database;
    private final ControlPlane plane;

    /**
     * @param folder for the certificate
     * @param settings of a provider that is there
     */
    Site(Path folder, Function<FakeProvider, OidcSettings> settings) throws Exception {
        provider = new FakeProvider(clock);
        certificate = ServerCertificate.create(folder, "it", "-validity 30 -ext san=ip:127.0.0.1");
        RealPostgres postgres = RealPostgres.shared();
        database =
                new ControlSettings.StateDatabase(
                        postgres.url(postgres.newDatabase()),
                        RealPostgres.ADMIN,
                        postgres.adminPassword());
        plane =
                ControlPlane.open(
                        new ControlSettings(
                                "127.0.0.1",
                                0,
                                ControlSettings.Reach.LOOPBACK,
                                Optional.of(
                                        new ControlSettings.Tls(
                                                certificate.certificate(), certificate.key())),
                                database,
                                Set.of(),
                                Duration.ofDays(90),
                                Optional.empty()),
                        new ControlPorts(
                                clock, new SecureRandom(), NO_DOORS, steps::add, alarms::add),
                        new SignInPorts(
                                        tokens,
                                        signIns::add,
                                        suspicion -> {},
                                        Demands.ofEverybody(),
                                        new OneKey())
                                .at(TestCost.LEAST),
                        ConsolePorts.none(),
                        Optional.of(new OidcPorts(settings.apply(provider), events::add)));
        people(PEOPLE);
    }

    /** As at first; people and the clock stay. */
    void reset() throws SQLException {
        provider.reset();
        // Past every limit and cache of before.
        clock.advance(Duration.ofHours(2));
        query("TRUNCATE control.oidc_session, control.oidc_token, control.oidc_logout CASCADE");
        people(PEOPLE);
        List.of(events, signIns, steps, alarms).forEach(List::clear);
    }

    void people(String table) {
        plane.csvImport().apply("people.csv", table, "test", Optional.empty());
    }

    /** Whoever a provider names, by another claim than the site's. */
    Recognition recognition(OidcSettings.PersonClaim claim) {
        var source =
                new DriverManagerDataSource(
                        database.url() + "?currentSchema=control",
                        database.login(),
                        database.password());
        JdbcClient state = JdbcClient.create(source);
        SecureRandom random = new SecureRandom();
        return new Recognition(
                new People(state, new Groups(state, random), NO_DOORS, random),
                Given.settings(provider.issuer(), claim, Given.nothing()));
    }

    /** Every page there is, with its way. */
    Set<String> pages() {
        return Set.copyOf(plane.pages());
    }

    Visitor visitor() {
        return new Visitor("https://127.0.0.1:" + plane.port(), certificate.certificate());
    }

    int port() {
        return plane.port();
    }

    /** The first column of the rows, a line each. */
    String query(String sql) throws SQLException {
        String name = database.url().substring(database.url().lastIndexOf('/') + 1);
        StringBuilder rows = new StringBuilder();
        try (Connection admin = RealPostgres.shared().asAdmin(name);
                Statement statement = admin.createStatement()) {
            if (statement.execute(sql)) {
                var found = statement.getResultSet();
                while (found.next()) {
                    rows.append(found.getString(1)).append('\n');
                }
            }
        }
        return rows.toString().strip();
    }

    @Override
    public void close() {
        plane.close();
        provider.close();
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
