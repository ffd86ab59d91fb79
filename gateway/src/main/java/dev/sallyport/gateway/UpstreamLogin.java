package dev.sallyport.gateway;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.wire.Authentication;
import dev.sallyport.wire.AuthenticationResponse;
import dev.sallyport.wire.BackendFrame;
import dev.sallyport.wire.BackendMessage;
import dev.sallyport.wire.BackendMessage.ParameterStatus;
import dev.sallyport.wire.CancelKey;
import dev.sallyport.wire.ChannelBinding;
import dev.sallyport.wire.Incomplete;
import dev.sallyport.wire.Malformed;
import dev.sallyport.wire.Outgoing;
import dev.sallyport.wire.SaltedPasswords;
import dev.sallyport.wire.ScramClient;
import dev.sallyport.wire.ScramMechanism;
import dev.sallyport.wire.StartupPacket.Startup;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** Signs in to the database as the person, up to the first ready-for-query. */
final class UpstreamLogin extends ByteToMessageDecoder {
    private static final String WRONG_PASSWORD = "28P01";

    private final Shared shared;
    private final Startup startup;
    private final InetSocketAddress host;
    private final TargetRole role;
    private final SaltedPasswords secret;
    private final Outcome outcome;
    private final SequencedMap<String, String> settings = new LinkedHashMap<>();
    private @Nullable ScramClient scram;
    private @Nullable CancelKey key;
    private boolean proved;
    private boolean over;

    /** Who waits for the account; told once. */
    interface Outcome {
        void ready(Account account);

        /** The secret of the account is another; it may just have been changed. */
        void wrongSecret(Problem problem);

        /** Another host or a later try may do. */
        void setBack(Setback setback);

        /** For good. */
        void refused(Problem problem);
    }

    /**
     * @param role what the server must be, or another one is asked
     * @param secret of the account
     */
    UpstreamLogin(
            Shared shared,
            Startup startup,
            InetSocketAddress host,
            TargetRole role,
            SaltedPasswords secret,
            Outcome outcome) {
        this.shared = shared;
        this.startup = startup;
        this.host = host;
        this.role = role;
        this.secret = secret;
        this.outcome = outcome;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        SequencedMap<String, String> there = new LinkedHashMap<>(startup.parameters());
        there.computeIfPresent("database", (_, name) -> shared.settings().upstream().nameOf(name));
        send(context, Startup.of(there));
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (over) {
            return;
        }
        int start = in.readerIndex();
        switch (BackendFrame.at(in, start)) {
            case Incomplete _ -> {}
            case Malformed _ -> fail(context, "it does not speak the protocol");
            case BackendFrame.Header header when header.wholeIn(in, start) -> {
                BackendMessage message = BackendMessage.read(in, start, header);
                in.skipBytes(header.total());
                take(context, message);
            }
            case BackendFrame.Header _ -> {}
        }
    }

    private void take(ChannelHandlerContext context, BackendMessage message) {
        switch (message) {
            case Authentication authentication -> authenticate(context, authentication);
            case ParameterStatus status -> settings.put(status.name(), status.value());
            case BackendMessage.BackendKeyData data -> key = data.key();
            case BackendMessage.ReadyForQuery _ -> ready(context);
            case BackendMessage.ErrorResponse error -> refused(context, error.fields().sqlState());
            case BackendMessage.NoticeResponse _, BackendMessage.NegotiateProtocolVersion _ -> {}
            case BackendMessage.CommandComplete _, BackendMessage.Unread _, Malformed _ ->
                    fail(context, "it does not speak the protocol");
        }
    }

    private void authenticate(ChannelHandlerContext context, Authentication authentication) {
        switch (authentication) {
            case Authentication.AuthenticationSASL sasl -> begin(context, sasl.mechanisms());
            case Authentication.AuthenticationSASLContinue next -> answer(context, next.message());
            case Authentication.AuthenticationSASLFinal end -> {
                if (scram != null
                        && scram.receive(end.message()) instanceof ScramClient.Step.Authenticated) {
                    proved = true;
                } else {
                    fail(context, "it did not prove that it knows the account");
                }
            }
            case Authentication.AuthenticationOk _ -> {
                if (!proved && !provedByCertificate(context.channel())) {
                    fail(context, "it lets anybody in without a proof");
                }
            }
            case Authentication.AuthenticationCleartextPassword _,
                    Authentication.AuthenticationMD5Password _,
                    Authentication.AuthenticationUnsupported _ ->
                    fail(context, "it asks for something weaker than SCRAM-SHA-256");
        }
    }

    /** Its own certificate proves the server, ours the account. */
    private boolean provedByCertificate(Channel channel) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        return scram == null
                && tls != null
                && shared.settings().upstream().tls().proves(tls.engine().getSession());
    }

    private void begin(ChannelHandlerContext context, List<String> mechanisms) {
        Optional<ScramClient> chosen =
                ScramClient.start(mechanisms, binding(context.channel()), secret, shared.random())
                        .filter(this::isSafe);
        if (chosen.isEmpty()) {
            fail(context, "it offers no proof that is strong enough");
            return;
        }
        scram = chosen.get();
        send(
                context,
                new AuthenticationResponse.SASLInitialResponse(
                        scram.mechanism().registeredName(), Optional.of(scram.first())));
    }

    private boolean isSafe(ScramClient exchange) {
        return exchange.mechanism() == ScramMechanism.SCRAM_SHA_256_PLUS
                || !shared.settings().upstream().tls().needsBinding();
    }

    /** To the certificate the database showed. */
    private static Optional<ChannelBinding> binding(Channel channel) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            return Optional.empty();
        }
        try {
            return tls.engine().getSession().getPeerCertificates()[0] instanceof X509Certificate it
                    ? ChannelBinding.to(it)
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException none) {
            return Optional.empty();
        }
    }

    /** Some milliseconds of hashing the first time: not on the event loop. */
    private void answer(ChannelHandlerContext context, String message) {
        ScramClient exchange = scram;
        if (exchange == null) {
            fail(context, "it does not speak the protocol");
            return;
        }
        Thread.ofVirtual()
                .start(() -> {
                    ScramClient.Step step = exchange.receive(message);
                    context.executor().execute(() -> proceed(context, step));
                });
    }

    private void proceed(ChannelHandlerContext context, ScramClient.Step step) {
        switch (step) {
            case ScramClient.Step.Continue(String response) ->
                    send(context, new AuthenticationResponse.SASLResponse(response));
            case ScramClient.Step.Authenticated _, ScramClient.Step.Refused _ ->
                    fail(context, "it does not speak SCRAM as agreed");
        }
    }

    private void ready(ChannelHandlerContext context) {
        for (var setting : settings.entrySet()) {
            var status = new ParameterStatus(setting.getKey(), setting.getValue());
            var violation = PinnedSettings.violation(status, startup.user());
            if (violation.isPresent()) {
                over(context, () -> outcome.refused(violation.get()));
                return;
            }
        }
        CancelKey known = key;
        if (known == null) {
            fail(context, "it gives no cancel key");
        } else if (!role.suits(settings)) {
            over(context, () -> outcome.setBack(Setback.WRONG_ROLE));
        } else if (!over) {
            over = true;
            context.pipeline().remove(this);
            Channel channel = context.channel();
            outcome.ready(
                    new Account(
                            channel,
                            startup,
                            settings,
                            known,
                            host,
                            channel.remoteAddress(),
                            shared.clock().instant()));
        }
    }

    private void refused(ChannelHandlerContext context, String sqlState) {
        String what = "it refused with SQLSTATE " + sqlState;
        if (sqlState.equals(WRONG_PASSWORD)) {
            over(context, () -> outcome.wrongSecret(closed(what)));
        } else {
            Setback.of(sqlState)
                    .ifPresentOrElse(
                            setback -> over(context, () -> outcome.setBack(setback)),
                            () -> fail(context, what));
        }
    }

    private void fail(ChannelHandlerContext context, String what) {
        over(context, () -> outcome.refused(closed(what)));
    }

    /** Said to the client without the database's own words, which may name its insides. */
    private Problem closed(String what) {
        return Problem.of(
                ProblemCode.SP4007,
                "your account on database `" + startup.database() + "` cannot be opened: " + what,
                "try again; if it stays so, tell the database's operators");
    }

    private void over(ChannelHandlerContext context, Runnable told) {
        if (!over) {
            over = true;
            told.run();
            context.close();
        }
    }

    private static void send(ChannelHandlerContext context, Outgoing message) {
        ByteBuf out = context.alloc().ioBuffer();
        message.write(out);
        context.writeAndFlush(out, context.voidPromise());
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        over(context, () -> outcome.setBack(Setback.UNREACHABLE));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        over(context, () -> outcome.setBack(Setback.UNREACHABLE));
    }
}
