package dev.sallyport.control.signin;

import com.zaxxer.hikari.HikariDataSource;
import dev.sallyport.control.TestCost;
import dev.sallyport.testkit.RealPostgres;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.spec.SecretKeySpec;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Sign-in over a real database, with a clock that is set by hand and a hash that is counted. */
final class Fixture implements AutoCloseable {
    static final Instant START = Instant.parse("2026-11-22T09:00:00Z");

    final Clock clock = new Clock();
    final Hash hash = new Hash();
    final List<SignInEvent> events = Collections.synchronizedList(new ArrayList<>());
    final List<SignInAlarm.Suspicion> alarms = Collections.synchronizedList(new ArrayList<>());
    final JdbcClient database;
    final LocalAccounts accounts;
    final SecondFactors factors;
    final Places places;
    final Proving proving;
    final Envelope envelope;
    final TransactionTemplate transaction;
    private final HikariDataSource source = fresh();
    private final AtomicReference<Demands> demands = new AtomicReference<>(Demands.ofEverybody());

    /** Stands still until it is moved. */
    static final class Clock implements InstantSource {
        private final AtomicReference<Instant> now = new AtomicReference<>(START);

        @Override
        public Instant instant() {
            return now.get();
        }

        void advance(Duration by) {
            now.updateAndGet(instant -> instant.plus(by));
        }
    }

    /** Quick, and counted. */
    static final class Hash implements PasswordHash {
        final AtomicInteger compared = new AtomicInteger();

        @Override
        public String of(String password) {
            return "hash of " + password;
        }

        @Override
        public String ofNobody() {
            return "hash";
        }

        @Override
        public boolean matches(String password, String kept) {
            compared.incrementAndGet();
            return of(password).equals(kept);
        }
    }

    Fixture() {
        database = JdbcClient.create(source);
        transaction = new TransactionTemplate(new JdbcTransactionManager(source));
        SecureRandom random = new SecureRandom();
        envelope = new Envelope(keys(), random);
        accounts = new LocalAccounts(database, hash);
        factors = new SecondFactors(database, transaction, envelope, random);
        places = new Places(database);
        proving =
                new Proving(
                        accounts,
                        factors,
                        places,
                        pace(Pace.MOST),
                        new Lanes(),
                        new SignInPorts(
                                        new FakeTokens(clock),
                                        events::add,
                                        alarms::add,
                                        login -> demands.get().secondFactor(login),
                                        keys())
                                .at(TestCost.LEAST),
                        clock);
    }

    /** As at first, without the seconds that a new database takes. */
    void reset() {
        database.sql("TRUNCATE control.sign_in_account, control.sign_in_pace CASCADE").update();
        clock.now.set(START);
        demand(Demands.ofEverybody());
        events.clear();
        alarms.clear();
    }

    Pace pace(int most) {
        return new Pace(database, transaction, envelope, most);
    }

    void demand(Demands other) {
        demands.set(other);
    }

    static SignInKeys keys() {
        SignInKeys.Key key = new SignInKeys.Key("k1", new SecretKeySpec(new byte[32], "RAW"));
        return new SignInKeys() {
            @Override
            public Key current() {
                return key;
            }

            @Override
            public Optional<Key> named(String id) {
                return id.equals(key.id()) ? Optional.of(key) : Optional.empty();
            }
        };
    }

    /** Sets up an app for a login and says its secret. */
    byte[] enrolled(String login) {
        String secret = factors.begin(login, clock.instant());
        byte[] bytes = bytes(secret);
        factors.confirm(login, Totp.code(bytes, Totp.step(clock.instant())), clock.instant());
        clock.advance(Duration.ofMinutes(2));
        return bytes;
    }

    String code(byte[] secret) {
        return Totp.code(secret, Totp.step(clock.instant()));
    }

    int rows(String table) {
        return database.sql("SELECT count(*) FROM control." + table).query(Integer.class).single();
    }

    /** What an app does with what it is shown. */
    static byte[] bytes(String base32) {
        byte[] bytes = new byte[base32.length() * 5 / 8];
        long held = 0;
        int bits = 0;
        int next = 0;
        for (char letter : base32.toUpperCase(Locale.ROOT).toCharArray()) {
            held = (held << 5) | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter);
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes[next++] = (byte) (held >>> bits);
            }
        }
        return bytes;
    }

    @Override
    public void close() {
        source.close();
    }

    private static HikariDataSource fresh() {
        RealPostgres postgres = RealPostgres.shared();
        HikariDataSource source = new HikariDataSource();
        source.setJdbcUrl(postgres.url(postgres.newDatabase()));
        source.setUsername(RealPostgres.ADMIN);
        source.setPassword(postgres.adminPassword());
        Flyway.configure()
                .dataSource(source)
                .schemas("control")
                .locations("classpath:dev/sallyport/control/schema")
                .load()
                .migrate();
        return source;
    }
}
