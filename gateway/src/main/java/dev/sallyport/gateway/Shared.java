package dev.sallyport.gateway;

import dev.sallyport.audit.AuditLog;
import dev.sallyport.audit.Counted;
import dev.sallyport.audit.ExportEvent;
import dev.sallyport.audit.LogReader;
import dev.sallyport.wire.CancelKey;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
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
    private final BrowserWaits browserWaits = new BrowserWaits();
    private final KnownHosts hosts;
    private final Readers readers = new Readers();
    private final Map<CancelKey, Session> cancellable = new ConcurrentHashMap<>();
    private final UnderWay cancels = new UnderWay();
    private final UnderWay rejections = new UnderWay();
    private final ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Alerts alerts;
    private final Map<String, NativeSecrets> secrets = new ConcurrentHashMap<>();
    private final Map<String, UpstreamTls> ways = new ConcurrentHashMap<>();
    private final RowMeter meter = new RowMeter();
    private final ExportRequests exports;
    private final Map<EventLoop, LoopParts> loops = new ConcurrentHashMap<>();

    /** What the sessions of one event loop share without a lock. */
    record LoopParts(
            Gate gate,
            Durability durability,
            Rounds rounds,
            WarmAccounts warm,
            SharedAccounts pooled) {}

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
        this.alerts = new Alerts(log, clock);
        this.exports = new ExportRequests(log, clock);
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

    BrowserWaits browserWaits() {
        return browserWaits;
    }

    KnownHosts hosts() {
        return hosts;
    }

    Alerts alerts() {
        return alerts;
    }

    /** Cancel requests on their way to the database. */
    UnderWay cancels() {
        return cancels;
    }

    /** Connections of whoever has come, from the first byte to the last. */
    ChannelGroup clients() {
        return clients;
    }

    /** Clients that are told why they do not come in, once it is on record. */
    UnderWay rejections() {
        return rejections;
    }

    /** Takes in what the record says of the last day: a restart gives nobody new rows. */
    void recall() {
        try (Stream<LogReader.LoggedEvent> events =
                LogReader.read(log.folder(), clock.instant().minus(RowMeter.MEMORY))) {
            events.map(LogReader.LoggedEvent::json)
                    .forEach(event -> {
                        Counted.in(event).ifPresent(meter::recall);
                        ExportEvent.in(event).ifPresent(exports::recall);
                    });
        }
    }

    /** The rows that people have taken lately. */
    RowMeter meter() {
        return meter;
    }

    /** The exports that somebody has to agree to. */
    ExportRequests exports() {
        return exports;
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

    /** How the database is reached as the person's native account. */
    UpstreamTls way(String login) {
        UpstreamTls way = settings.upstream().tls();
        List<AccountCertificate> now = credentials.certificates(login);
        return now.isEmpty()
                ? way
                : ways.compute(
                        login,
                        (_, known) -> known != null && known.shows(now) ? known : way.showing(now));
    }

    LoopParts on(EventLoop loop) {
        return loops.computeIfAbsent(
                loop,
                it ->
                        new LoopParts(
                                new Gate(readers),
                                new Durability(log, it),
                                new Rounds(it, clock),
                                new WarmAccounts(it, this),
                                new SharedAccounts(it, this)));
    }

    Readers readers() {
        return readers;
    }

    /** Accounts that nobody uses are closed: the database is full, or the gateway stops. */
    void coolDown() {
        loops.forEach((loop, parts) -> {
            loop.execute(parts.warm()::dropAll);
            loop.execute(parts.pooled()::dropResting);
        });
    }

    /** The record has grown. */
    void grown() {
        for (LoopParts loop : loops.values()) {
            loop.durability().grown();
        }
    }
}
