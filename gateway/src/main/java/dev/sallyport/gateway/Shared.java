package dev.sallyport.gateway;

import dev.sallyport.audit.AuditLog;
import dev.sallyport.wire.CancelKey;
import io.netty.channel.EventLoop;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** What all sessions of one gateway share. Safe from any thread. */
final class Shared {
    private final GatewaySettings settings;
    private final Credentials credentials;
    private final Supplier<PolicySnapshot> policy;
    private final AuditLog log;
    private final InstantSource clock;
    private final RandomGenerator random;
    private volatile boolean draining;
    private final LiveSessions live = new LiveSessions();
    private final WaitingRoom waitingRoom = new WaitingRoom();
    private final KnownHosts hosts;
    private final Map<CancelKey, Session> cancellable = new ConcurrentHashMap<>();
    private final UnderWay cancels = new UnderWay();
    private final Map<String, NativeSecrets> secrets = new ConcurrentHashMap<>();
    private final Map<EventLoop, LoopParts> loops = new ConcurrentHashMap<>();

    /** What the sessions of one event loop share without a lock. */
    record LoopParts(Gate gate, Durability durability, Rounds rounds, WarmAccounts warm) {}

    Shared(
            GatewaySettings settings,
            Credentials credentials,
            Supplier<PolicySnapshot> policy,
            AuditLog log,
            InstantSource clock,
            RandomGenerator random) {
        this.settings = settings;
        this.credentials = credentials;
        this.policy = policy;
        this.log = log;
        this.clock = clock;
        this.random = random;
        this.hosts = new KnownHosts(settings.upstream().hosts());
    }

    GatewaySettings settings() {
        return settings;
    }

    Optional<Supplier<ServerTls>> tls() {
        return settings.encryption().tls();
    }

    Credentials credentials() {
        return credentials;
    }

    PolicySnapshot policy() {
        return policy.get();
    }

    AuditLog log() {
        return log;
    }

    InstantSource clock() {
        return clock;
    }

    RandomGenerator random() {
        return random;
    }

    /** From here on nobody comes in, and who has nothing running leaves. */
    void drain() {
        draining = true;
    }

    boolean isDraining() {
        return draining;
    }

    LiveSessions live() {
        return live;
    }

    WaitingRoom waitingRoom() {
        return waitingRoom;
    }

    KnownHosts hosts() {
        return hosts;
    }

    /** Cancel requests on their way to the database. */
    UnderWay cancels() {
        return cancels;
    }

    Map<CancelKey, Session> cancellable() {
        return cancellable;
    }

    /** The secrets of the person's native account: one, or two while it is being changed. */
    NativeSecrets secrets(String login) {
        List<String> now =
                Stream.concat(
                                credentials.formerSecret(login).stream(),
                                Stream.of(credentials.nativeSecret(login)))
                        .toList();
        return secrets.compute(login, (_, known) -> NativeSecrets.of(now, known));
    }

    LoopParts on(EventLoop loop) {
        return loops.computeIfAbsent(
                loop,
                it ->
                        new LoopParts(
                                new Gate(),
                                new Durability(log, it),
                                new Rounds(it, clock),
                                new WarmAccounts(it, this)));
    }

    /** Accounts that nobody uses are closed: the database is full, or the gateway stops. */
    void coolDown() {
        loops.forEach((loop, parts) -> loop.execute(parts.warm()::dropAll));
    }

    /** The record has grown. */
    void grown() {
        for (LoopParts loop : loops.values()) {
            loop.durability().grown();
        }
    }
}
