package dev.sallyport.gateway;

import dev.sallyport.audit.AuditEvent.AlertRaised;
import dev.sallyport.audit.AuditLog;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Opens and closes the gateway door. */
public final class GatewayServer implements AutoCloseable {
    /** Clients that may wait to be accepted: a burst of a pool that starts, and room. */
    private static final int BACKLOG = 1024;

    /** How long {@link #close} waits for sessions to be told; then it stops anyway. */
    private static final int GOODBYE_MILLIS = 2_000;

    /** How long {@link #drain} waits for what runs: a person's statement, not a night's batch. */
    private static final Duration DRAIN = Duration.ofSeconds(10);

    /** An event loop that does not answer in this time is in no state to be listed. */
    private static final long ANSWER_MILLIS = 1_000;

    private final Shared shared;
    private final EventLoopGroup loops;
    private final Channel listener;

    private GatewayServer(Shared shared, EventLoopGroup loops, Channel listener) {
        this.shared = shared;
        this.loops = loops;
        this.listener = listener;
    }

    /**
     * Listens from here on.
     *
     * @param policy asked anew for every sign-in and every refusal
     * @param random a secure one
     * @throws Refused SP6002 where the port is taken
     */
    public static GatewayServer open(
            GatewaySettings settings,
            Credentials credentials,
            Supplier<PolicySnapshot> policy,
            AuditLog log,
            InstantSource clock,
            RandomGenerator random) {
        Shared shared = new Shared(settings, credentials, policy, log, clock, random);
        shared.recall();
        EventLoopGroup loops = Transport.loops(settings.loops());
        ChannelFuture bound =
                bootstrap(shared, loops).bind(settings.listen()).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            loops.shutdownGracefully(0, GOODBYE_MILLIS, TimeUnit.MILLISECONDS);
            shared.readers().close();
            throw new Refused(
                    Problem.of(
                            ProblemCode.SP6002,
                            "port " + settings.listen().getPort() + " is taken or not allowed",
                            "stop what listens there, or choose another port"));
        }
        shared.readers().warm();
        log.onDurable(_ -> shared.grown());
        log.onFailure(failure -> shared.live().endAll(failure.problem()));
        return new GatewayServer(shared, loops, bound.channel());
    }

    private static ServerBootstrap bootstrap(Shared shared, EventLoopGroup loops) {
        return new ServerBootstrap()
                .group(loops)
                .channel(Transport.serverChannel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(ResultRelay.WINDOW, 4 * ResultRelay.WINDOW))
                .childHandler(new PostgresListener(shared));
    }

    /** Where clients connect; the real port where 0 was asked for. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    /** Exports that somebody has asked for and that are not over, the oldest first. */
    public List<ExportRequests.Request> exports() {
        return shared.exports().list();
    }

    /**
     * Somebody answers a request for an export; on record before it counts. Waits for the record,
     * so it is not to be called on an event loop.
     *
     * @param operator who gives the order, as the machine knows them
     * @param by who answers for it
     * @param until empty for a refusal
     */
    public void answer(
            ExportRequests.Request request, String operator, String by, Optional<Instant> until) {
        shared.log().await(shared.exports().record(request, operator, by, until));
        shared.exports().settle(request, by, until);
    }

    /** Who is signed in now. */
    public LiveSessions sessions() {
        return shared.live();
    }

    /**
     * Every open session, the oldest first, without those that end meanwhile. Waits for the event
     * loops to answer, so it is not to be called on one.
     */
    public List<SessionView> list() {
        return shared.live().views().stream()
                .flatMap(asked -> answer(asked).stream())
                .sorted(Comparator.comparing(SessionView::since).thenComparing(SessionView::id))
                .toList();
    }

    private static Optional<SessionView> answer(Future<SessionView> asked) {
        return asked.awaitUninterruptibly(ANSWER_MILLIS) && asked.isSuccess()
                ? Optional.of(asked.getNow())
                : Optional.empty();
    }

    /** Has somebody told of what nobody should miss; on an event loop, so without waiting. */
    public void whenAlerted(Consumer<AlertRaised> told) {
        shared.alerts().tell(told);
    }

    Shared shared() {
        return shared;
    }

    /** Takes no more clients, lets what runs finish for a bounded time, then closes. */
    public void drain() {
        drain(DRAIN);
    }

    void drain(Duration longest) {
        shared.drain();
        listener.close().awaitUninterruptibly();
        shared.browserWaits().endAll(stopping());
        shared.live().awaitNobody(longest);
        close();
    }

    static Problem stopping() {
        return Problem.of(
                ProblemCode.SP4039,
                "the gateway is stopping",
                "connect again: to another gateway, or when it is back");
    }

    /** Takes no more clients, ends every session, stops. */
    @Override
    public void close() {
        if (loops.isShuttingDown()) {
            return;
        }
        listener.close().awaitUninterruptibly();
        shared.live().endAll(stopping());
        shared.browserWaits().endAll(stopping());
        letLastWordsOut();
        // A loop that is busy while it is stopped forgets to close what it has.
        shared.clients().close().awaitUninterruptibly(GOODBYE_MILLIS);
        loops.shutdownGracefully(0, GOODBYE_MILLIS, TimeUnit.MILLISECONDS).awaitUninterruptibly();
        shared.readers().close();
    }

    /** What is closed next is closed at once, also what still has to say it. */
    private void letLastWordsOut() {
        Duration longest = Duration.ofMillis(GOODBYE_MILLIS);
        shared.live().awaitNobody(longest);
        shared.drain();
        shared.coolDown();
        for (EventExecutor loop : loops) {
            loop.submit(() -> {}).awaitUninterruptibly(GOODBYE_MILLIS);
        }
        shared.cancels().awaitNothing(longest);
        shared.rejections().awaitNothing(longest);
    }

    /** Builds one pipeline per connection. */
    private static final class PostgresListener extends ChannelInitializer<Channel> {
        private final Shared shared;

        PostgresListener(Shared shared) {
            this.shared = shared;
        }

        @Override
        protected void initChannel(Channel channel) {
            shared.clients().add(channel);
            channel.pipeline().addLast("handshake", new Handshake(shared));
        }
    }
}
