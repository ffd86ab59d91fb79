package dev.sallyport.gateway;

import dev.sallyport.audit.Actor;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.wire.Authentication;
import dev.sallyport.wire.BackendMessage.BackendKeyData;
import dev.sallyport.wire.BackendMessage.ParameterStatus;
import dev.sallyport.wire.BackendMessage.ReadyForQuery;
import dev.sallyport.wire.CancelKey;
import dev.sallyport.wire.Outgoing;
import dev.sallyport.wire.StartupPacket;
import dev.sallyport.wire.StartupPacket.Startup;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** The person's own account on the database, never a shared one, on the client's event loop. */
final class Upstream {
    /** A database on the same network that does not answer in this time does not answer. */
    private static final int CONNECT_MILLIS = 5_000;

    /** Of a session's name: enough that nobody guesses another's. */
    private static final int SESSION_BYTES = 10;

    private final Shared shared;
    private final Admission.Admitted admitted;
    private final String database;
    private final Channel client;
    private final Runnable opened;

    private Upstream(
            Shared shared,
            Admission.Admitted admitted,
            String database,
            Channel client,
            Runnable opened) {
        this.shared = shared;
        this.admitted = admitted;
        this.database = database;
        this.client = client;
        this.opened = opened;
    }

    /** Signs in as the person; then the session begins, or the client is told why not. */
    static void open(
            Shared shared,
            Admission.Admitted admitted,
            Startup asked,
            Channel client,
            Runnable opened) {
        Upstream upstream = new Upstream(shared, admitted, asked.database(), client, opened);
        ChannelFuture connecting =
                bootstrap(client)
                        .handler(new UpstreamLogin(upstream, startup(asked)))
                        .connect(shared.settings().upstream());
        connecting.addListener(future -> {
            if (!future.isSuccess()) {
                upstream.failed("the database does not answer");
            }
        });
    }

    private static Bootstrap bootstrap(Channel client) {
        return new Bootstrap()
                .group(client.eventLoop())
                .channel(Transport.clientChannel())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS);
    }

    /** What the client asked for, but for what the gateway answers itself. */
    private static Startup startup(Startup asked) {
        SequencedMap<String, String> parameters = new LinkedHashMap<>();
        parameters.put("user", asked.user());
        parameters.put("database", asked.database());
        asked.parameters()
                .forEach((name, value) -> {
                    if (!name.startsWith("_pq_.") && !name.equals("replication")) {
                        parameters.putIfAbsent(name, value);
                    }
                });
        return Startup.of(parameters);
    }

    Shared shared() {
        return shared;
    }

    String login() {
        return admitted.login();
    }

    /** The account is open: both channels become a session. */
    void ready(
            Channel upstream,
            List<ParameterStatus> settings,
            CancelKey upstreamKey,
            ReadyForQuery ready) {
        if (!client.isActive()) {
            upstream.close();
            return;
        }
        CancelKey key = CancelKey.random(shared.random().nextInt(), 4, shared.random());
        Session session =
                new Session(
                        new Session.Parts(admitted, actor(), client, upstream, key, upstreamKey),
                        shared,
                        new Explainer(shared::policy, admitted, database));
        client.pipeline().remove(Handshake.class);
        session.open(greeting(settings, key, ready));
        opened.run();
    }

    private Actor actor() {
        byte[] name = new byte[SESSION_BYTES];
        shared.random().nextBytes(name);
        return new Actor(
                "ses_" + HexFormat.of().formatHex(name),
                admitted.login(),
                admitted.roles(),
                new Actor.Purpose(admitted.purpose().name(), admitted.purpose().code()),
                database,
                Addresses.of(client));
    }

    private static List<Outgoing> greeting(
            List<ParameterStatus> settings, CancelKey key, ReadyForQuery ready) {
        List<Outgoing> greeting = new ArrayList<>();
        greeting.add(new Authentication.AuthenticationOk());
        greeting.addAll(settings);
        greeting.add(new BackendKeyData(key));
        greeting.add(ready);
        return greeting;
    }

    /** Said to the client without the database's own words, which may name its insides. */
    void failed(String what) {
        Refusal.close(
                client,
                Problem.of(
                        ProblemCode.SP4007,
                        "your account on database `" + database + "` cannot be opened: " + what,
                        "try again; if it stays so, tell the database's operators"),
                Refusal.sqlState(ProblemCode.SP4007));
    }

    void failed(Problem problem) {
        Refusal.close(client, problem, Refusal.sqlState(problem.code()));
    }

    /** Passes a cancel request on under the database's own key, which no client knows. */
    static void cancel(Shared shared, Session session) {
        bootstrap(session.client())
                .handler(new ChannelInboundHandlerAdapter())
                .connect(shared.settings().upstream())
                .addListener((ChannelFuture connected) -> {
                    if (connected.isSuccess()) {
                        ByteBuf out = connected.channel().alloc().buffer();
                        new StartupPacket.CancelRequest(session.upstreamKey()).write(out);
                        connected
                                .channel()
                                .writeAndFlush(out)
                                .addListener(ChannelFutureListener.CLOSE);
                    }
                });
    }
}
