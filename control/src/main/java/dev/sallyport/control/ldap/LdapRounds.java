package dev.sallyport.control.ldap;

import dev.sallyport.control.directory.Alarms;
import dev.sallyport.control.directory.ReadStatus;
import dev.sallyport.control.directory.Readings;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Reads the LDAP directory round after round, and whenever an operator asks; one round at a time.
 * Where none is configured nothing is read.
 */
public final class LdapRounds implements Readings, AutoCloseable {
    /** A server that is down is back by then more often than not. */
    private static final Duration RETRY = Duration.ofSeconds(30);

    /** What waits for a server when we close is given up. */
    private static final Duration GOODBYE = Duration.ofSeconds(10);

    /** Of what is wrong with single people, how many are told of at once. */
    private static final int MOST_ALARMS = 10;

    /** Who did it, as on record. */
    private static final String ACTOR = "ldap";

    private final Optional<LdapSettings> settings;
    private final LdapSync sync;
    private final Alarms alarms;
    private final InstantSource clock;
    private final Thread thread = new Thread(this::run, ACTOR);
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile ReadStatus status = ReadStatus.NEVER;
    private Set<Problem> known = Set.of();

    LdapRounds(Optional<LdapSettings> settings, LdapSync sync, Alarms alarms, InstantSource clock) {
        this.settings = settings;
        this.sync = sync;
        this.alarms = alarms;
        this.clock = clock;
    }

    void start() {
        if (every().isPresent()) {
            thread.start();
        }
    }

    @Override
    public Optional<ReadStatus> status() {
        return settings.map(_ -> status);
    }

    /**
     * @throws Refused SP7185 where no directory is configured
     */
    public void require() {
        if (settings.isEmpty()) {
            throw none();
        }
    }

    /**
     * What a round would change now; it changes nothing.
     *
     * @param leavers how many may leave; empty for as many as the settings say
     * @throws Refused SP7183 where more would leave, SP7184 where the directory cannot be read,
     *     SP7185 where none is configured
     */
    public synchronized LdapReport preview(Optional<Integer> leavers) {
        return read(leavers, sync::preview);
    }

    /**
     * A round, now.
     *
     * @param leavers how many may leave; empty for as many as the settings say
     * @param actor who asked for it
     * @throws Refused SP7183 where more would leave, SP7184 where the directory cannot be read,
     *     SP7185 where none is configured; nothing is changed then
     */
    public synchronized LdapReport round(Optional<Integer> leavers, String actor) {
        Instant begun = clock.instant();
        try {
            LdapReport report = read(leavers, (listing, gone) -> sync.apply(listing, gone, actor));
            status = status.read(begun, report.people(), report.problems());
            tell(report.problems());
            return report;
        } catch (Refused refused) {
            failed(begun, refused.problems());
            throw refused;
        } catch (RuntimeException broken) {
            failed(begun, List.of(unexpected(broken)));
            throw broken;
        }
    }

    @Override
    public void close() {
        closing.countDown();
        thread.interrupt();
        try {
            thread.join(GOODBYE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private interface Taking {
        LdapReport take(Listing listing, Set<String> gone);
    }

    private LdapReport read(Optional<Integer> leavers, Taking taking) {
        LdapSettings wanted = settings.orElseThrow(LdapRounds::none);
        try (LdapReader reader = LdapReader.open(wanted)) {
            Listing listing = reader.read(clock.instant());
            Set<String> missing = sync.missing(listing, wanted.leavers(), leavers);
            return taking.take(listing, reader.gone(missing));
        }
    }

    private void run() {
        try {
            do {
                quietRound();
            } while (!closing.await(pause().toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What went wrong was told, and stands in the status. */
    private void quietRound() {
        try {
            round(Optional.empty(), ACTOR);
        } catch (RuntimeException told) {
            // The next round comes sooner.
        }
    }

    private Duration pause() {
        Duration every = every().orElse(RETRY);
        return status.failures() == 0 || every.compareTo(RETRY) < 0 ? every : RETRY;
    }

    private Optional<Duration> every() {
        return settings.flatMap(LdapSettings::every);
    }

    private void failed(Instant begun, List<Problem> problems) {
        if (closing.getCount() > 0) {
            status = status.failed(begun, problems);
            tell(problems);
        }
    }

    /** Once, until it is another or was gone in between: it is tried every few minutes. */
    private void tell(List<Problem> problems) {
        List<Problem> fresh = new ArrayList<>(problems);
        fresh.removeAll(known);
        fresh.stream().limit(MOST_ALARMS).forEach(alarms::raise);
        if (fresh.size() > MOST_ALARMS) {
            alarms.raise(
                    Problem.of(
                            ProblemCode.SP7182,
                            "%,d more of the LDAP directory cannot be taken"
                                    .formatted(fresh.size() - MOST_ALARMS),
                            "`sallyport people sync --preview` names them"));
        }
        known = new HashSet<>(problems);
    }

    private static Problem unexpected(RuntimeException broken) {
        return Problem.of(
                ProblemCode.SP7184,
                "a round of the LDAP directory failed by " + broken.getClass().getSimpleName(),
                "see whether the state database answers");
    }

    private static Refused none() {
        return new Refused(
                Problem.of(
                        ProblemCode.SP7185,
                        "no LDAP directory is configured here",
                        "name one as `control.ldap` in the configuration of the server"));
    }
}
