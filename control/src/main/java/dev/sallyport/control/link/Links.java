package dev.sallyport.control.link;

import static dev.sallyport.problem.ProblemCode.SP7310;

import dev.sallyport.control.http.BearerTokens.Token;
import dev.sallyport.control.http.Bearers;
import dev.sallyport.control.http.StrictJson;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.Refused;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.springframework.http.ResponseEntity;
import org.springframework.web.context.request.async.DeferredResult;
import tools.jackson.databind.JsonNode;

/** The gateways that follow this control plane. */
public final class Links {
    /** How often it is looked whether somebody who is waited for is still there. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Parts parts;
    private final Uses uses;
    private final GatewayStore store;
    private final Bearers bearers;
    private final InstantSource clock;
    private final Runs runs;

    /** Held for some lines, never while anybody else's code or the state database is asked. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition moved = lock.newCondition();
    private final Map<String, Follower> followers = new HashMap<>();
    private long lastOrder;
    private long moves;

    Links(LinkPorts ports, GatewayStore store, Bearers bearers, InstantSource clock, Runs runs) {
        parts = ports.parts();
        uses = ports.uses();
        this.store = store;
        this.bearers = bearers;
        this.clock = clock;
        this.runs = runs;
        parts.whenChanged(this::wakeAll);
    }

    /**
     * A gateway that was given a token.
     *
     * @param seen when it last asked
     * @param present whether it asked a moment ago, or waits
     * @param current whether it holds all parts as they are now
     */
    public record Link(String name, Optional<Instant> seen, boolean present, boolean current) {}

    /**
     * Has every gateway that is to follow do it, and waits for them.
     *
     * @return by the gateway's name; empty where it is away or did not answer in time. Who did not
     *     answer in time does it yet; who was away is told that it missed something.
     */
    public Map<String, Optional<JsonNode>> ask(
            String order, Map<String, ?> arguments, Duration longest) {
        JsonNode told = StrictJson.MAPPER.valueToTree(arguments);
        Set<String> names = following();
        Instant now = clock.instant();
        Map<String, CompletableFuture<Optional<JsonNode>>> answers = new TreeMap<>();
        locked(() -> {
            // Whoever follows again one day, or is only just beginning to, has missed this.
            followers.forEach((name, one) -> {
                if (!names.contains(name)) {
                    one.misses(runs.next());
                }
            });
            for (String name : names) {
                CompletableFuture<Optional<JsonNode>> answer = new CompletableFuture<>();
                follower(name)
                        .takes(
                                new Order(new News.GatewayOrder(++lastOrder, order, told), answer),
                                runs.next(),
                                now);
                answers.put(name, answer);
            }
            return names;
        });
        names.forEach(this::wake);
        await(CompletableFuture.allOf(answers.values().toArray(CompletableFuture[]::new)), longest);
        Map<String, Optional<JsonNode>> all = new TreeMap<>();
        answers.forEach((name, answer) -> all.put(name, answer.getNow(Optional.empty())));
        return all;
    }

    /**
     * Waits until every gateway that is there holds the parts as they are now.
     *
     * @return the names of those that are to follow and do not hold them
     */
    public Set<String> settle(Duration longest) {
        long end = System.nanoTime() + longest.toNanos();
        Set<String> names = following();
        wakeAll();
        Set<String> behind = new TreeSet<>();
        boolean waits = true;
        while (waits) {
            Map<String, String> now = parts.digests();
            waits =
                    locked(() -> {
                        behind.clear();
                        names.stream()
                                .filter(name -> !follower(name).holds(now))
                                .forEach(behind::add);
                        return awaited(behind) && movedBefore(end);
                    });
        }
        return Set.copyOf(behind);
    }

    /** Has those that wait proved again, as after a token was taken back. */
    public void prove() {
        wakeAll();
    }

    /** It stops, and nobody waits for it any more. */
    void leaves(Token token, String instance) {
        locked(
                        () -> {
                            moved.signalAll();
                            return follower(token.name()).goes(instance);
                        })
                .ifPresent(Poll::tellNothing);
    }

    /** All that have a live token, by name. */
    public List<Link> all() {
        Map<String, String> now = parts.digests();
        Instant at = clock.instant();
        Map<String, Optional<Instant>> live = store.live(at);
        return locked(() ->
                live.entrySet().stream()
                        .map(one -> link(one.getKey(), one.getValue(), now, at))
                        .toList());
    }

    private Link link(String name, Optional<Instant> kept, Map<String, String> now, Instant at) {
        Follower one = follower(name);
        return new Link(name, one.asked().or(() -> kept), one.isPresent(at), one.holds(now));
    }

    /**
     * Hears what a gateway says; it is answered when there is news for it, or after a while.
     *
     * @throws Refused SP7310 where another process asks with a token of the same name
     */
    DeferredResult<ResponseEntity<byte[]>> next(Token token, Asking asking) {
        Instant now = clock.instant();
        store.asked(token.name(), now);
        Follower follower = locked(() -> heard(token.name(), asking, now));
        asking.uses().forEach(one -> uses.used(one.token(), one.at()));
        Poll poll = new Poll(token, asking);
        poll.result().onCompletion(() -> leave(follower, poll));
        Optional<Poll> before = locked(() -> follower.waits(poll));
        before.ifPresent(Poll::tellNothing);
        orLeave(follower, poll, () -> tell(follower, poll));
        return poll.result();
    }

    private Follower heard(String name, Asking asking, Instant now) {
        Follower follower = follower(name);
        if (!follower.lets(asking.instance(), now)) {
            throw new Refused(
                    Problem.of(
                            SP7310,
                            "another gateway follows with a token of the name `" + name + "`",
                            "give each gateway a token of its own name; where it is the same one,"
                                    + " started again, it is let in within half a minute"));
        }
        follower.asks(asking, now);
        // Of another run, the same numbers are other orders.
        if (runs.isOurs(asking.run())) {
            follower.answered(asking.answers());
        }
        move();
        return follower;
    }

    /** In a thread of its own: whoever says that something changed waits for nobody. */
    private void wakeAll() {
        Thread.ofVirtual()
                .name("link-wake")
                .start(() ->
                        locked(
                                        () -> {
                                            move();
                                            return List.copyOf(followers.keySet());
                                        })
                                .forEach(this::wake));
    }

    private void wake(String name) {
        Follower follower = locked(() -> follower(name));
        locked(follower::waiting)
                .ifPresent(poll ->
                        Thread.ofVirtual().name("link-tell").start(() -> wake(follower, poll)));
    }

    /** Since it began to wait its token may have ended: then it is told nothing more. */
    private void wake(Follower follower, Poll poll) {
        orLeave(
                follower,
                poll,
                () -> {
                    bearers.requireLive(poll.token());
                    tell(follower, poll);
                });
    }

    private void tell(Follower follower, Poll poll) {
        Map<String, String> now = parts.digests();
        Instant at = clock.instant();
        locked(() -> follower.take(poll, now, at)).ifPresent(poll::tell);
    }

    private void orLeave(Follower follower, Poll poll, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException failure) {
            leave(follower, poll);
            poll.fail(failure);
        }
    }

    private void leave(Follower follower, Poll poll) {
        locked(() -> {
            follower.leaves(poll);
            move();
            return poll;
        });
    }

    private Set<String> following() {
        Set<String> names = new TreeSet<>();
        store.live(clock.instant()).forEach((name, seen) -> seen.ifPresent(_ -> names.add(name)));
        return names;
    }

    private Follower follower(String name) {
        return followers.computeIfAbsent(name, _ -> new Follower(runs.next()));
    }

    private boolean awaited(Set<String> names) {
        Instant now = clock.instant();
        return names.stream().anyMatch(name -> follower(name).isPresent(now));
    }

    /** Waits until something moved, or somebody may have gone meanwhile. */
    private boolean movedBefore(long end) {
        long left = Math.min(end - System.nanoTime(), LOOK.toNanos());
        if (left <= 0) {
            return false;
        }
        long before = moves;
        try {
            while (moves == before && left > 0) {
                left = moved.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void move() {
        moves++;
        moved.signalAll();
    }

    private static void await(CompletableFuture<Void> all, Duration longest) {
        try {
            all.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            // Whoever did not answer is among them, without an answer.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
