package dev.sallyport.gateway;

import dev.sallyport.gateway.AccountReset.Inspection;
import dev.sallyport.wire.FrontendMessage;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Accounts that sessions have left, reset and kept for the next session of the same person under
 * the same terms. One per event loop, so that it needs no lock.
 */
final class WarmAccounts {
    /** Of everybody, over all loops: a part of what a server takes by default (100). */
    static final int TOTAL = 64;

    /** Nobody comes back soon who has not in this time. */
    static final Duration IDLE = Duration.ofMinutes(1);

    /** A backend grows with what it has cached; after this it starts over. */
    static final Duration AGE = Duration.ofMinutes(30);

    private final EventLoop loop;
    private final Shared shared;
    private final int perPerson;
    private final int total;
    private final List<Warm> kept = new ArrayList<>();
    private boolean sweeping;

    private record Warm(Account account, Terms terms, AccountReset reset, Instant since) {
        boolean isIn(Instant now) {
            return now.isBefore(since.plus(IDLE)) && now.isBefore(account.opened().plus(AGE));
        }
    }

    WarmAccounts(EventLoop loop, Shared shared) {
        this.loop = loop;
        this.shared = shared;
        int loops = shared.settings().loops();
        this.perPerson = (shared.settings().upstream().warm() + loops - 1) / loops;
        this.total = Math.max(1, TOTAL / loops);
    }

    /**
     * Resets and keeps an account, or closes it where there is no room.
     *
     * @param reported settings that the server has told of since the account was opened
     * @param said in the session that left it
     */
    void keep(Account account, Terms terms, Map<String, String> reported, Conversation said) {
        Instant now = shared.clock().instant();
        AccountReset reset =
                new AccountReset(
                        account,
                        reported,
                        inspection(account, said),
                        shared.clock(),
                        shared.random());
        Warm warm = new Warm(account, terms, reset, now);
        if (!hasRoom(terms.login())) {
            // What the next sweep would close stands in nobody's way.
            dropOutdated(now);
        }
        if (!hasRoom(terms.login())
                || shared.isDraining()
                || !now.isBefore(account.opened().plus(AGE))) {
            terminate(account.channel());
            return;
        }
        kept.add(warm);
        account.channel().closeFuture().addListener(_ -> kept.remove(warm));
        account.channel().pipeline().addLast(reset);
        account.channel().config().setAutoRead(true);
        sweepSoon();
    }

    private boolean hasRoom(String login) {
        long ofPerson = kept.stream().filter(one -> one.terms().login().equals(login)).count();
        return ofPerson < perPerson && kept.size() < total;
    }

    private static Inspection inspection(Account account, Conversation said) {
        return account.channel().hasAttr(AccountReset.PROVED) && said.onlyRead()
                ? Inspection.AFTER_READING
                : Inspection.WHOLE;
    }

    /** One that is clean, else the one left last, as soon as it is; false where there is none. */
    boolean take(Terms terms, AccountReset.Claim claim) {
        Instant now = shared.clock().instant();
        Optional<Warm> found =
                kept.reversed().stream()
                        .filter(warm -> warm.terms().serve(terms) && warm.isIn(now))
                        .min(Comparator.comparing(warm -> !warm.reset().isClean()));
        found.ifPresent(warm -> {
            kept.remove(warm);
            // The handshake is in the middle of a message.
            loop.execute(() -> warm.reset().claim(claim));
        });
        return found.isPresent();
    }

    /** Others need the room. */
    void dropAll() {
        drop(_ -> true);
    }

    private void drop(Predicate<Warm> which) {
        for (Warm warm : List.copyOf(kept)) {
            if (which.test(warm)) {
                kept.remove(warm);
                terminate(warm.account().channel());
            }
        }
    }

    private void sweepSoon() {
        if (!sweeping && !kept.isEmpty()) {
            sweeping = true;
            loop.schedule(this::sweep, Rounds.EVERY.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** What has lost its right to be here goes within the second that is promised. */
    private void sweep() {
        sweeping = false;
        dropOutdated(shared.clock().instant());
        sweepSoon();
    }

    private void dropOutdated(Instant now) {
        try {
            drop(warm ->
                    shared.isDraining() || !warm.isIn(now) || !warm.terms().holdAt(shared, now));
        } catch (RuntimeException unknown) {
            // Whoever cannot be asked about is not let in by another door.
            dropAll();
        }
    }

    /** Says goodbye, so that what was sent before still runs, and closes. */
    static void terminate(Channel channel) {
        ByteBuf out = channel.alloc().ioBuffer();
        new FrontendMessage.Terminate().write(out);
        channel.writeAndFlush(out).addListener(ChannelFutureListener.CLOSE);
        Refusal.closeSoon(channel);
    }
}
