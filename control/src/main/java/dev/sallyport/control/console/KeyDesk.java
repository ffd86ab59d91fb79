package dev.sallyport.control.console;

import static dev.sallyport.problem.ProblemCode.SP7103;
import static dev.sallyport.problem.ProblemCode.SP7207;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.Refused;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Issues keys and takes them back; each on record before it counts. */
public final class KeyDesk {
    /** Longer than this nobody remembers where a key went. */
    public static final Duration LONGEST = Duration.ofDays(366);

    /** A person with more has programs that want an identity of their own. */
    static final int MOST = 20;

    /** And what is left to do after it. */
    private static final Duration SHIFT = Duration.ofHours(10);

    private static final int LONGEST_NAME = 64;

    /** Two issues at one time would each see room for one. */
    private static final long TURN = 7201;

    private static final UUID FIRST = new UUID(0, 0);

    private final ApiKeys keys;
    private final ConsolePorts ports;
    private final JdbcClient state;
    private final TransactionTemplate transactions;
    private final InstantSource clock;
    private final RandomGenerator chance;

    KeyDesk(
            ApiKeys keys,
            ConsolePorts ports,
            JdbcClient state,
            TransactionTemplate transactions,
            InstantSource clock,
            RandomGenerator chance) {
        this.keys = keys;
        this.ports = ports;
        this.state = state;
        this.transactions = transactions;
        this.clock = clock;
        this.chance = chance;
    }

    /**
     * @param name what the key is for, as its owner says it; up to 64 characters
     * @param scopes at least one, and none that the owner may not
     * @param expires at most {@link #LONGEST} from now
     * @param actor who does it
     * @throws Refused SP7207 where it cannot be
     */
    public ApiKey.Issued issue(
            String owner, String name, Set<Right> scopes, Instant expires, String actor) {
        Instant now = clock.instant();
        require(owner, name, scopes, expires, now);
        ApiKey key = fresh(owner, name, scopes, now, expires);
        String secret = KeySecret.fresh(KeySecret.PROGRAM, chance);
        transactions.executeWithoutResult(status -> {
            state.sql("SELECT pg_advisory_xact_lock(:turn)")
                    .param("turn", TURN)
                    .query((row, number) -> number)
                    .list();
            if (list(Optional.of(owner), Instant.EPOCH, FIRST, MOST).size() == MOST) {
                throw refused("`" + owner + "` has " + MOST + " keys already", "revoke one first");
            }
            keys.insert(key, ApiKeys.Kind.PROGRAM, secret);
            ports.record()
                    .append(
                            new ConsoleEvent.KeyIssued(
                                    actor, key.id().toString(), owner, name, scopes, expires));
        });
        return new ApiKey.Issued(key, secret);
    }

    private ApiKey fresh(
            String owner, String name, Set<Right> scopes, Instant now, Instant expires) {
        UUID id =
                new UUID(
                        (chance.nextLong() & ~0xF000L) | 0x4000L,
                        (chance.nextLong() & ~0xC000_0000_0000_0000L) | 0x8000_0000_0000_0000L);
        return new ApiKey(id, name, owner, scopes, now, expires, Optional.empty());
    }

    /**
     * What somebody gets who has signed in and holds a role of the console, whatever they hold in
     * databases: all that they may, for a shift. Empty for who holds none.
     */
    public Optional<ApiKey.Issued> signIn(String login) {
        Set<Right> may = Right.of(ports.roles().of(login));
        if (may.isEmpty()) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        ApiKey key = fresh(login, "sign-in", may, now, now.plus(SHIFT));
        String secret = KeySecret.fresh(KeySecret.PERSON, chance);
        ports.record()
                .append(
                        new ConsoleEvent.KeyIssued(
                                login, key.id().toString(), login, key.name(), may, key.expires()));
        keys.forgetSignIns(now);
        keys.insert(key, ApiKeys.Kind.PERSON, secret);
        return Optional.of(new ApiKey.Issued(key, secret));
    }

    private void require(
            String owner, String name, Set<Right> scopes, Instant expires, Instant now) {
        boolean isReadable =
                !name.isBlank()
                        && name.length() <= LONGEST_NAME
                        && name.codePoints().noneMatch(Character::isISOControl);
        if (!isReadable) {
            throw refused(
                    "the name of the key is empty, too long, or holds control characters",
                    "give up to " + LONGEST_NAME + " characters that can be read");
        }
        if (!expires.isAfter(now) || expires.isAfter(now.plus(LONGEST))) {
            throw refused("a key may live up to " + LONGEST.toDays() + " days", "give another end");
        }
        Set<Right> may = Right.of(ports.roles().of(owner));
        Set<Right> beyond = new TreeSet<>(scopes);
        beyond.removeAll(may);
        if (may.isEmpty()) {
            throw refused(
                    "`" + owner + "` holds no role of the console",
                    "give them one under `console:` in the policy");
        }
        if (scopes.isEmpty() || !beyond.isEmpty()) {
            throw refused(
                    scopes.isEmpty()
                            ? "the key would open nothing"
                            : "`" + owner + "` may not: " + String.join(", ", Right.words(beyond)),
                    "give scopes of " + String.join(", ", Right.words(may)));
        }
    }

    /**
     * Keys that stand, oldest first.
     *
     * @param owner whose; everybody's where it is empty
     * @param after where the last page ended
     */
    public List<ApiKey> list(Optional<String> owner, Instant after, UUID afterId, int most) {
        return keys.standing(owner, after, afterId, most);
    }

    /** A key that stands; empty where there is none of this id. */
    public Optional<ApiKey> find(String id) {
        try {
            return keys.standing(UUID.fromString(id));
        } catch (IllegalArgumentException noId) {
            return Optional.empty();
        }
    }

    /**
     * From now on it opens nothing.
     *
     * @param reason why, for the record
     * @throws Refused SP7103 where none that stands has this id
     */
    public void revoke(String id, String actor, String reason) {
        ApiKey key =
                find(id).orElseThrow(() ->
                        new Refused(
                                Problem.of(
                                        SP7103,
                                        "no key that stands has this id",
                                        "list them first")));
        ports.record().append(new ConsoleEvent.KeyRevoked(actor, id, key.owner(), reason));
        keys.revoke(key.id());
    }

    private static Refused refused(String message, String instead) {
        return new Refused(Problem.of(SP7207, message, instead));
    }
}
