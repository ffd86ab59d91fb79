package dev.sallyport.gateway;

import dev.sallyport.gateway.BrowserSignIns.Connection;
import dev.sallyport.gateway.BrowserSignIns.Verdict;
import dev.sallyport.gateway.BrowserSignIns.Waiting;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.wire.Authentication;
import dev.sallyport.wire.BackendMessage.NoticeResponse;
import dev.sallyport.wire.MessageFields;
import dev.sallyport.wire.Severity;
import dev.sallyport.wire.StartupPacket.Startup;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection that waits for somebody to confirm it in a browser. Clients show notices only once
 * they hear that they have signed in, so they hear that first; but nothing was asked of anybody by
 * then, nothing is open, and whatever was typed as a login is told the same.
 */
final class BrowserWait {
    /** What a client says to ask for it, among the settings of {@link Stated}. */
    private static final String SETTING = "sign_in";

    private static final String BROWSER = "browser";
    private static final String SUCCESS = "00000";

    private final Shared shared;
    private final Channel client;
    private final Startup packet;
    private final InetSocketAddress address;
    private final Proving proving;
    private @Nullable Waiting waiting;
    private @Nullable ScheduledFuture<?> deadline;
    private @Nullable Proof proof;
    private boolean waits;
    private boolean opened;

    private BrowserWait(
            Shared shared,
            Channel client,
            Startup packet,
            InetSocketAddress address,
            Proving proving) {
        this.shared = shared;
        this.client = client;
        this.packet = packet;
        this.address = address;
        this.proving = proving;
    }

    static boolean isAskedFor(Startup packet) {
        return Stated.of(packet).word(SETTING).filter(BROWSER::equals).isPresent();
    }

    /**
     * On the client's loop, as everything here; whoever let it wait hears one thing, now or later.
     */
    static Optional<BrowserWait> begin(
            Shared shared, Channel client, Startup packet, Proving proving) {
        if (!ClientTls.suffices(Encryption.Plaintext.ON_LOOPBACK, client)
                || !(client.remoteAddress() instanceof InetSocketAddress address)) {
            proving.failed(
                    Problem.of(
                            ProblemCode.SP4011,
                            "a link is not shown in the clear, where others could change it",
                            "connect with sslmode=verify-full"));
            return Optional.empty();
        }
        if (!shared.browserWaits().enter(packet.user(), address.getAddress())) {
            proving.failed(
                    Problem.of(
                            ProblemCode.SP4015,
                            "too many connections wait to be confirmed in a browser",
                            "connect again in two minutes, or with a token"));
            return Optional.empty();
        }
        BrowserWait wait = new BrowserWait(shared, client, packet, address, proving);
        wait.ask();
        return Optional.of(wait);
    }

    private void ask() {
        waits = true;
        shared.browserWaits().begun(this);
        client.closeFuture().addListener(_ -> left());
        long millis = shared.settings().browser().patience().toMillis();
        Optional<Waiting> asked =
                shared.settings()
                        .browser()
                        .ask(
                                new Connection(
                                        packet.user(),
                                        packet.database(),
                                        packet.parameter("application_name").orElse(""),
                                        address.getAddress()),
                                shared.settings().browser().patience(),
                                verdict -> client.eventLoop().execute(() -> told(verdict)));
        if (asked.isEmpty()) {
            over();
            proving.failed(
                    Problem.of(
                            ProblemCode.SP4018,
                            "no connection is confirmed in a browser here",
                            "leave `sallyport.sign_in` out and give a token as the password"));
            return;
        }
        waiting = asked.get();
        deadline =
                client.eventLoop().schedule(() -> tooLate(millis), millis, TimeUnit.MILLISECONDS);
        tell(asked.get(), millis);
    }

    private void tell(Waiting asked, long millis) {
        ByteBuf out = client.alloc().ioBuffer();
        new Authentication.AuthenticationOk().write(out);
        new NoticeResponse(
                        MessageFields.of(
                                        Severity.NOTICE,
                                        SUCCESS,
                                        "Open %s in a browser within %d s to sign in as \"%s\"."
                                                .formatted(
                                                        asked.link(),
                                                        TimeUnit.MILLISECONDS.toSeconds(millis),
                                                        packet.user()))
                                .withHint(
                                        "See that the page shows the code "
                                                + asked.code()
                                                + "; nobody else needs it."))
                .write(out);
        client.writeAndFlush(out, client.voidPromise());
    }

    private void told(Verdict verdict) {
        boolean isHeard = over();
        switch (verdict) {
            case Verdict.Confirmed(var id, var until, var factor) -> {
                proof = new Proof(Proof.Means.BROWSER_CONFIRMATION, id, Optional.of(until), factor);
                if (isHeard && client.isActive()) {
                    proving.proved(proof);
                } else {
                    shared.credentials().over(proof);
                }
            }
            case Verdict.Unconfirmed(Problem problem) when isHeard -> proving.failed(problem);
            case Verdict.Unconfirmed _ -> {
                // Whom that would be told is gone.
            }
        }
    }

    private void tooLate(long millis) {
        fail(
                Problem.of(
                        ProblemCode.SP4016,
                        "nobody confirmed this connection in a browser within "
                                + TimeUnit.MILLISECONDS.toSeconds(millis)
                                + " s",
                        "connect again, and open the link that it shows"));
    }

    /** From any thread. */
    void end(Problem why) {
        client.eventLoop().execute(() -> fail(why));
    }

    private void fail(Problem why) {
        if (over()) {
            proving.failed(why);
        }
    }

    /** The session has begun, and what was confirmed ends with it. */
    void opened() {
        opened = true;
    }

    private void left() {
        over();
        if (proof != null && !opened) {
            shared.credentials().over(proof);
        }
    }

    /** Gives the place back; false where that was done before. */
    private boolean over() {
        if (!waits) {
            return false;
        }
        waits = false;
        shared.browserWaits().over(this);
        shared.browserWaits().leave(packet.user(), address.getAddress());
        if (deadline != null) {
            deadline.cancel(false);
        }
        if (waiting != null) {
            waiting.leave();
        }
        return true;
    }
}
