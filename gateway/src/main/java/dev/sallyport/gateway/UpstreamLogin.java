package dev.sallyport.gateway;

import dev.sallyport.wire.Authentication;
import dev.sallyport.wire.AuthenticationResponse;
import dev.sallyport.wire.BackendFrame;
import dev.sallyport.wire.BackendMessage;
import dev.sallyport.wire.BackendMessage.ParameterStatus;
import dev.sallyport.wire.CancelKey;
import dev.sallyport.wire.Incomplete;
import dev.sallyport.wire.Malformed;
import dev.sallyport.wire.MessageFields;
import dev.sallyport.wire.Outgoing;
import dev.sallyport.wire.ScramClient;
import dev.sallyport.wire.StartupPacket.Startup;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Signs in to the database as the person, up to the first ready-for-query. */
final class UpstreamLogin extends ByteToMessageDecoder {
    /** The database's word for an account that holds as many connections as it may. */
    private static final String TOO_MANY_CONNECTIONS = "53300";

    private final Upstream upstream;
    private final Startup startup;
    private final List<ParameterStatus> settings = new ArrayList<>();
    private @Nullable ScramClient scram;
    private @Nullable CancelKey key;
    private boolean proved;
    private boolean over;

    UpstreamLogin(Upstream upstream, Startup startup) {
        this.upstream = upstream;
        this.startup = startup;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        send(context, startup);
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
            case ParameterStatus status -> settings.add(status);
            case BackendMessage.BackendKeyData data -> key = data.key();
            case BackendMessage.ReadyForQuery ready -> ready(context, ready);
            case BackendMessage.ErrorResponse error -> fail(context, words(error.fields()));
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
                if (!proved) {
                    fail(context, "it lets anybody in without a proof");
                }
            }
            case Authentication.AuthenticationCleartextPassword _,
                    Authentication.AuthenticationMD5Password _,
                    Authentication.AuthenticationUnsupported _ ->
                    fail(context, "it asks for something weaker than SCRAM-SHA-256");
        }
    }

    private void begin(ChannelHandlerContext context, List<String> mechanisms) {
        Optional<ScramClient> chosen =
                ScramClient.start(
                        mechanisms,
                        Optional.empty(),
                        upstream.shared().account(upstream.login()),
                        upstream.shared().random());
        if (chosen.isEmpty()) {
            fail(context, "it offers no SCRAM-SHA-256");
            return;
        }
        scram = chosen.get();
        send(
                context,
                new AuthenticationResponse.SASLInitialResponse(
                        scram.mechanism().registeredName(), Optional.of(scram.first())));
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

    private void ready(ChannelHandlerContext context, BackendMessage.ReadyForQuery ready) {
        for (ParameterStatus status : settings) {
            var violation = PinnedSettings.violation(status, upstream.login());
            if (violation.isPresent()) {
                over = true;
                upstream.failed(violation.get());
                context.close();
                return;
            }
        }
        if (key == null) {
            fail(context, "it gives no cancel key");
            return;
        }
        over = true;
        context.pipeline().remove(this);
        upstream.ready(context.channel(), settings, key, ready);
    }

    private static String words(MessageFields error) {
        return error.sqlState().equals(TOO_MANY_CONNECTIONS)
                ? "it has too many connections open (53300)"
                : "it refused with SQLSTATE " + error.sqlState();
    }

    private void fail(ChannelHandlerContext context, String what) {
        if (!over) {
            over = true;
            upstream.failed(what);
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
        fail(context, "it closed the connection");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(context, "the connection broke");
    }
}
