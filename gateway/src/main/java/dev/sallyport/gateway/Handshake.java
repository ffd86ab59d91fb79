package dev.sallyport.gateway;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.wire.Authentication;
import dev.sallyport.wire.AuthenticationResponse;
import dev.sallyport.wire.BackendMessage.NegotiateProtocolVersion;
import dev.sallyport.wire.FrontendFrame;
import dev.sallyport.wire.Incomplete;
import dev.sallyport.wire.Malformed;
import dev.sallyport.wire.Outgoing;
import dev.sallyport.wire.ScramMechanism;
import dev.sallyport.wire.ScramServer;
import dev.sallyport.wire.ScramVerifier;
import dev.sallyport.wire.StartupPacket;
import dev.sallyport.wire.StartupPacket.Startup;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.ScheduledFuture;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A client from its first byte until its own account on the database is open: TLS, startup, SCRAM,
 * admission. Bounded in bytes and in time; whoever stalls delays nobody.
 */
final class Handshake extends ByteToMessageDecoder implements Upstream.Opening, Proving {
    private enum State {
        STARTUP,
        PASSWORD,
        BROWSER,
        SASL_INITIAL,
        SASL_RESPONSE,
        CONNECTING
    }

    /** Of what a client sends while nobody has let it in: some messages for when they have. */
    private static final int MOST_EARLY = 8192;

    private final Shared shared;
    private final TlsOffer offer;
    private State state = State.STARTUP;
    private boolean refused;
    private @Nullable Startup startup;
    private @Nullable ScramSignIn scram;
    private @Nullable WorkloadSignIn workload;
    private @Nullable BrowserWait browser;
    private @Nullable ScheduledFuture<?> deadline;
    private @Nullable ChannelHandlerContext own;

    Handshake(Shared shared) {
        this.shared = shared;
        this.offer = new TlsOffer(shared.tls());
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        own = context;
        begin(context);
    }

    private void begin(ChannelHandlerContext context) {
        deadline =
                context.executor()
                        .schedule(
                                () -> tooSlow(context),
                                shared.settings().handshake().toMillis(),
                                TimeUnit.MILLISECONDS);
    }

    private void tooSlow(ChannelHandlerContext context) {
        if (refused || ClientTls.isBeginning(context.channel())) {
            // Nothing can be said before the encryption stands.
            context.close();
            return;
        }
        refuse(
                context,
                Problem.of(
                        ProblemCode.SP4006,
                        "the sign-in took longer than " + patience(),
                        "connect again"));
    }

    private String patience() {
        Duration whole = shared.settings().handshake();
        return whole.toMillisPart() == 0 ? whole.toSeconds() + " s" : whole.toMillis() + " ms";
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        switch (state) {
            case STARTUP -> startup(context, in);
            case PASSWORD, SASL_INITIAL, SASL_RESPONSE -> authentication(context, in);
            case BROWSER -> {
                if (in.readableBytes() > MOST_EARLY) {
                    malformed(context, "more than a client says before it is let in");
                }
            }
            case CONNECTING -> {
                // What a client sends early stays in the buffer until the relay takes over.
            }
        }
    }

    private void startup(ChannelHandlerContext context, ByteBuf in) {
        if (offer.isTaken(in)) {
            offer.take(context, in);
            return;
        }
        switch (StartupPacket.read(in)) {
            case Incomplete _ -> {}
            case Malformed malformed -> malformed(context, malformed.reason());
            case StartupPacket.UnsupportedVersion version ->
                    refuse(
                            context,
                            Problem.of(
                                    ProblemCode.SP4005,
                                    "protocol version %d.%d is not spoken here"
                                            .formatted(version.major(), version.minor()),
                                    "use a client of PostgreSQL 7.4 or newer"));
            case StartupPacket.GssEncRequest _ ->
                    offer.gss(context, in).ifPresent(reason -> malformed(context, reason));
            case StartupPacket.SslRequest _ ->
                    offer.ssl(context, in).ifPresent(reason -> malformed(context, reason));
            case StartupPacket.CancelRequest cancel -> {
                state = State.CONNECTING;
                Optional.ofNullable(shared.cancellable().get(cancel.key()))
                        .ifPresentOrElse(
                                session -> session.cancelRequests().ask(context::close),
                                context::close);
            }
            case Startup packet -> started(context, packet);
        }
    }

    private void started(ChannelHandlerContext context, Startup packet) {
        startup = packet;
        Optional<Problem> refusal = StartupRules.refusal(shared, packet, context.channel());
        if (refusal.isPresent()) {
            refuse(context, refusal.get());
            return;
        }
        if (packet.asksForMoreThan(StartupPacket.NEWEST_MINOR)) {
            write(
                    context,
                    new NegotiateProtocolVersion(
                            StartupPacket.MAJOR, packet.spokenMinor(), packet.protocolOptions()));
        }
        Optional<X509Certificate> certificate = ClientTls.certificate(context.channel());
        if (certificate.isPresent()) {
            byCertificate(context, certificate.get());
            return;
        }
        if (BrowserWait.isAskedFor(packet)) {
            byBrowser(context, packet);
            return;
        }
        Optional<WorkloadSignIn> byToken = WorkloadSignIn.of(shared, packet.user());
        if (byToken.isPresent()) {
            byWorkload(context, byToken.get());
            return;
        }
        write(
                context,
                new Authentication.AuthenticationSASL(
                        ScramMechanism.offered(ClientTls.binding(context.channel()))));
        context.flush();
        state = State.SASL_INITIAL;
    }

    /** Under a deadline of its own; the client stays heard, so that it is known when it leaves. */
    private void byBrowser(ChannelHandlerContext context, Startup packet) {
        cancelDeadline();
        state = State.BROWSER;
        browser = BrowserWait.begin(shared, context.channel(), packet, this).orElse(null);
    }

    /** Who it is issued to is who comes; nothing else is asked. */
    private void byCertificate(ChannelHandlerContext context, X509Certificate certificate) {
        Proof proof = PersonalCertificate.proof(certificate);
        if (PersonalCertificate.isOf(packet().user(), certificate)
                && proof.standsAt(shared.clock().instant())) {
            admit(context, proof);
        } else {
            refuse(
                    context,
                    Problem.of(
                            ProblemCode.SP4012,
                            "the certificate you show is not one of `" + packet().user() + "` now",
                            "sign in as whom it is issued to, or without it"));
        }
    }

    /** SCRAM would need to know the token beforehand, and nobody does but its platform. */
    private void byWorkload(ChannelHandlerContext context, WorkloadSignIn signIn) {
        Optional<Problem> refusal = WorkloadSignIn.refusal(context.channel());
        if (refusal.isPresent()) {
            refuse(context, refusal.get());
            return;
        }
        workload = signIn;
        write(context, new Authentication.AuthenticationCleartextPassword());
        context.flush();
        state = State.PASSWORD;
    }

    private void authentication(ChannelHandlerContext context, ByteBuf in) {
        int start = in.readerIndex();
        switch (FrontendFrame.at(in, start)) {
            case Incomplete _ -> {}
            case Malformed malformed -> malformed(context, malformed.reason());
            case FrontendFrame.Header header when header.wholeIn(in, start) -> {
                AuthenticationResponse response = response(in, start, header);
                in.skipBytes(header.total());
                respond(context, response);
            }
            case FrontendFrame.Header _ -> {}
        }
    }

    private AuthenticationResponse response(ByteBuf in, int start, FrontendFrame.Header header) {
        return switch (state) {
            case PASSWORD -> AuthenticationResponse.readPassword(in, start, header);
            case SASL_INITIAL -> AuthenticationResponse.readSASLInitial(in, start, header);
            case STARTUP, BROWSER, SASL_RESPONSE, CONNECTING ->
                    AuthenticationResponse.readSASL(in, start, header);
        };
    }

    private void respond(ChannelHandlerContext context, AuthenticationResponse response) {
        switch (response) {
            case AuthenticationResponse.SASLInitialResponse initial -> {
                scram =
                        ScramSignIn.begin(
                                shared,
                                packet().user(),
                                initial.mechanism(),
                                ClientTls.binding(context.channel()));
                if (scram == null) {
                    malformed(context, "a SASL mechanism that was not offered");
                } else {
                    step(context, scram.receive(initial.message().orElse("")));
                }
            }
            case AuthenticationResponse.SASLResponse next ->
                    step(context, scram().receive(next.message()));
            case AuthenticationResponse.PasswordMessage(String token) when workload != null -> {
                state = State.CONNECTING;
                context.channel().config().setAutoRead(false);
                workload.receive(token, context.executor(), this);
            }
            case AuthenticationResponse.PasswordMessage _ ->
                    malformed(context, "a password where SCRAM was asked for");
            case Malformed malformed -> malformed(context, malformed.reason());
        }
    }

    private void step(ChannelHandlerContext context, ScramServer.Step step) {
        switch (step) {
            case ScramServer.Step.Continue(String message) -> {
                write(context, new Authentication.AuthenticationSASLContinue(message));
                context.flush();
                state = State.SASL_RESPONSE;
            }
            case ScramServer.Step.Refused(var reason) ->
                    refuse(context, ScramSignIn.failed(packet().user()), reason.sqlState());
            case ScramServer.Step.Accepted(String message, ScramVerifier by) -> {
                write(context, new Authentication.AuthenticationSASLFinal(message));
                admit(context, scram().proof(by));
            }
        }
    }

    private void admit(ChannelHandlerContext context, Proof proof) {
        Startup packet = packet();
        Admission admission =
                Admission.ask(
                        shared.policy(),
                        new Arrival(
                                packet.user(),
                                proof,
                                packet.database(),
                                Addresses.ip(context.channel()),
                                Stated.of(packet)),
                        shared.clock().instant());
        switch (admission) {
            case Admission.TurnedAway(Problem problem, String sqlState) ->
                    refuse(context, problem, sqlState);
            case Admission.Admitted admitted -> {
                state = State.CONNECTING;
                // From here on it is the database that takes its time, within bounds of its own.
                cancelDeadline();
                context.channel().config().setAutoRead(false);
                Upstream.open(shared, admitted, packet, context.channel(), this);
            }
        }
    }

    @Override
    public void proved(Proof proof) {
        ChannelHandlerContext context = own;
        if (context == null || context.isRemoved() || refused) {
            return;
        }
        if (state == State.BROWSER) {
            begin(context);
        }
        admit(context, proof);
    }

    /** The session is open, so the client may take its time. */
    @Override
    public void opened() {
        cancelDeadline();
        if (browser != null) {
            browser.opened();
        }
    }

    @Override
    public void failed(Problem problem) {
        ChannelHandlerContext context = own;
        if (context != null && !context.isRemoved()) {
            refuse(context, problem);
        }
    }

    private void cancelDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    private ScramSignIn scram() {
        if (scram == null) {
            throw new IllegalStateException("no SCRAM conversation yet");
        }
        return scram;
    }

    private Startup packet() {
        if (startup == null) {
            throw new IllegalStateException("no startup packet yet");
        }
        return startup;
    }

    private void malformed(ChannelHandlerContext context, String reason) {
        refuse(
                context,
                Problem.of(
                        ProblemCode.SP4004,
                        "the connection does not follow the protocol: " + reason,
                        "use a PostgreSQL client"));
    }

    private void refuse(ChannelHandlerContext context, Problem problem) {
        refuse(context, problem, Refusal.sqlState(problem.code()));
    }

    /** On record before the client is told, where somebody tried to sign in. */
    private void refuse(ChannelHandlerContext context, Problem problem, String sqlState) {
        if (refused) {
            return;
        }
        refused = true;
        state = State.CONNECTING;
        // Whoever is turned away sends nothing more that we would have to keep.
        context.channel().config().setAutoRead(false);
        if (startup == null) {
            Refusal.close(context.channel(), problem, sqlState);
        } else {
            Rejection.send(shared, context.channel(), startup, problem, sqlState);
        }
    }

    private static void write(ChannelHandlerContext context, Outgoing message) {
        ByteBuf out = context.alloc().ioBuffer();
        message.write(out);
        context.write(out, context.voidPromise());
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        cancelDeadline();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
