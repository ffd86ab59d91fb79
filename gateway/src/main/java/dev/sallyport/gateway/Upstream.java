package dev.sallyport.gateway;

import dev.sallyport.audit.Actor;
import dev.sallyport.audit.AuditUnavailable;
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
    private final Opening opening;

    /** From then on the session closes both channels. */
    private boolean handedOver;

    /** Who waits for the account to be open. */
    interface Opening {
        void opened();

        void failed(Problem problem);
    }

    private Upstream(
            Shared shared,
            Admission.Admitted admitted,
            String database,
            Channel client,
            Opening opening) {
        this.shared = shared;
        this.admitted = admitted;
        this.database = database;
        this.client = client;
        this.opening = opening;
    }

    /** Signs in as the person; then the session begins, or the client is told why not. */
    static void open(
            Shared shared,
            Admission.Admitted admitted,
            Startup asked,
            Channel client,
            Opening opening) {
        Upstream upstream = new Upstream(shared, admitted, asked.database(), client, opening);
        ChannelFuture connecting =
                bootstrap(client)
                        .handler(new UpstreamLogin(upstream, startup(asked)))
                        .connect(shared.settings().upstream());
        connecting.addListener(future -> {
            if (!future.isSuccess()) {
                upstream.failed("the database does not answer");
            }
        });
        client.closeFuture()
                .addListener(_ -> {
                    if (!upstream.handedOver) {
                        connecting.channel().close();
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
                        new Session.Parts(
                                admitted, actor(), database, client, upstream, key, upstreamKey),
                        shared,
                        new Explainer(shared::policy, admitted, database));
        try {
            session.open(greeting(settings, key, ready));
        } catch (AuditUnavailable unavailable) {
            upstream.close();
            failed(unavailable.problem());
            return;
        }
        handedOver = true;
        opening.opened();
        // Last: what the client sent early passes on to the relay.
        client.pipeline().remove(Handshake.class);
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
        failed(
                Problem.of(
                        ProblemCode.SP4007,
                        "your account on database `" + database + "` cannot be opened: " + what,
                        "try again; if it stays so, tell the database's operators"));
    }

    void failed(Problem problem) {
        opening.failed(problem);
    }

    /**
     * Passes a cancel request on under the database's own key, which no client knows.
     *
     * @param done called when the database has taken it: only then a client may go on, or the next
     *     statement would be cancelled in its place
     */
    static void cancel(Shared shared, Session session, Runnable done) {
        bootstrap(session.client())
                .handler(new ChannelInboundHandlerAdapter())
                .connect(shared.settings().upstream())
                .addListener((ChannelFuture connected) -> {
                    if (!connected.isSuccess()) {
                        done.run();
                        return;
                    }
                    Channel channel = connected.channel();
                    ByteBuf out = channel.alloc().buffer();
                    new StartupPacket.CancelRequest(session.upstreamKey()).write(out);
                    channel.writeAndFlush(out, channel.voidPromise());
                    channel.closeFuture().addListener(_ -> done.run());
                    Refusal.closeSoon(channel);
                });
    }
}
