package dev.sallyport.gateway;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.wire.SaltedPasswords;
import dev.sallyport.wire.StartupPacket.Startup;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the host of the target that is there, is the right one and has room, and signs in to
 * it. Tries in order, beginning with what was good last, and waits a bounded time. Confined to one
 * event loop.
 */
final class HostSearch {
    /** A database on the same network that does not answer in this time does not answer. */
    private static final int ATTEMPT_MILLIS = 5_000;

    /**
     * However many hosts are named: a sign-in that takes the database longer than this is no use.
     */
    private static final int SHORTEST_ATTEMPT_MILLIS = 1_000;

    /** First pause between two rounds; it doubles up to the longest. */
    private static final int FIRST_PAUSE_MILLIS = 50;

    /** A database that is back is noticed within this. */
    private static final int LONGEST_PAUSE_MILLIS = 1_000;

    private final Shared shared;
    private final EventLoop loop;
    private final Startup startup;
    private final Seeker seeker;
    private final UpstreamTarget target;
    private List<InetSocketAddress> hosts = List.of();
    private TargetRole role;
    private Setback worst = Setback.UNREACHABLE;
    private int next;
    private int pause = FIRST_PAUSE_MILLIS;
    private boolean waiting;
    private final long since = System.nanoTime();
    private boolean over;
    private final Set<SaltedPasswords> tried = new HashSet<>();
    private SaltedPasswords secret;
    private @Nullable Attempt trying;

    /** Who waits for an account to be open. */
    interface Seeker {
        void found(Account account);

        void failed(Problem problem);
    }

    HostSearch(Shared shared, EventLoop loop, Startup startup, Seeker seeker) {
        this.shared = shared;
        this.loop = loop;
        this.startup = startup;
        this.seeker = seeker;
        this.target = shared.settings().upstream();
        this.role = target.role();
        this.secret = shared.secrets(startup.user()).next(tried).orElseThrow();
    }

    void begin() {
        hosts = shared.hosts().inOrder();
        role = target.role().first();
        worst = Setback.UNREACHABLE;
        next = 0;
        knock();
    }

    /** Nobody waits any more. */
    void stop() {
        if (end() && trying != null) {
            trying.abandon();
        }
    }

    private boolean end() {
        if (over) {
            return false;
        }
        over = true;
        if (waiting) {
            shared.waitingRoom().leave();
        }
        return true;
    }

    private void knock() {
        if (over) {
            return;
        }
        if (next < hosts.size()) {
            trying = new Attempt(hosts.get(next++));
        } else if (role != TargetRole.ANY && target.role() == TargetRole.PREFER_STANDBY) {
            role = TargetRole.ANY;
            next = 0;
            knock();
        } else {
            await();
        }
    }

    /** Every host was tried: once more after a pause, while there is patience and a seat. */
    private void await() {
        if (isImpatient() || (!waiting && !shared.waitingRoom().enter())) {
            if (end()) {
                seeker.failed(worst.problem(startup.database()));
            }
            return;
        }
        if (worst == Setback.FULL) {
            shared.coolDown();
        }
        waiting = true;
        // Who came at the same time does not knock at the same time.
        int jittered = pause / 2 + shared.random().nextInt(pause);
        pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
        loop.schedule(this::begin, jittered, TimeUnit.MILLISECONDS);
    }

    private boolean isImpatient() {
        return System.nanoTime() - since >= target.patience().toNanos();
    }

    private int attemptMillis() {
        return Math.max(ATTEMPT_MILLIS / hosts.size(), SHORTEST_ATTEMPT_MILLIS);
    }

    /** One try of one host; its first outcome counts. */
    private final class Attempt implements UpstreamLogin.Outcome {
        private final InetSocketAddress host;
        private final Future<Channel> dialled;
        private final ScheduledFuture<?> timer;
        private boolean done;

        Attempt(InetSocketAddress host) {
            this.host = host;
            this.dialled =
                    new Dial(shared.way(startup.user()), loop, host)
                            .open(
                                    new UpstreamLogin(shared, startup, host, role, secret, this),
                                    this::unsafe);
            this.timer =
                    loop.schedule(
                            () -> setBack(Setback.UNREACHABLE),
                            attemptMillis(),
                            TimeUnit.MILLISECONDS);
            dialled.addListener(dialling -> {
                if (!dialling.isSuccess()) {
                    setBack(Setback.UNREACHABLE);
                }
            });
        }

        /** The first outcome ends the attempt; without an account, its channel too. */
        private boolean first() {
            if (done) {
                return false;
            }
            done = true;
            timer.cancel(false);
            return true;
        }

        void abandon() {
            first();
            dialled.addListener((Future<Channel> dialling) -> {
                if (dialling.isSuccess()) {
                    dialling.getNow().close();
                }
            });
        }

        @Override
        public void ready(Account account) {
            if (first() && end()) {
                shared.hosts().good(host);
                seeker.found(account);
            } else {
                account.channel().close();
            }
        }

        /** The same host again with a secret that was not tried, if there is one by now. */
        @Override
        public void wrongSecret(Problem problem) {
            tried.add(secret);
            shared.secrets(startup.user())
                    .next(tried)
                    .ifPresentOrElse(this::again, () -> refused(problem));
        }

        private void again(SaltedPasswords other) {
            if (first()) {
                abandon();
                secret = other;
                next--;
                knock();
            }
        }

        @Override
        public void setBack(Setback setback) {
            if (first()) {
                abandon();
                worst = worst.orWorse(setback);
                knock();
            }
        }

        @Override
        public void refused(Problem problem) {
            if (first() && end()) {
                abandon();
                seeker.failed(problem);
            }
        }

        private void unsafe(String why) {
            refused(
                    Problem.of(
                            ProblemCode.SP4060,
                            "there is no safe way to database `" + startup.database() + "`: " + why,
                            "tell the database's operators; nothing was sent in the clear"));
        }
    }
}
