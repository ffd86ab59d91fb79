package dev.sallyport.gateway;

import dev.sallyport.audit.Actor;
import dev.sallyport.audit.AuditUnavailable;
import dev.sallyport.problem.Problem;
import dev.sallyport.wire.BackendMessage.NoticeResponse;
import dev.sallyport.wire.CancelKey;
import dev.sallyport.wire.Outgoing;
import dev.sallyport.wire.StartupPacket;
import dev.sallyport.wire.StartupPacket.Startup;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The person's own account on the database, never a shared one, on the client's event loop. */
final class Upstream implements HostSearch.Seeker, AccountReset.Claim, Turns.Claim {
    /** Of a session's name: enough that nobody guesses another's. */
    private static final int SESSION_BYTES = 10;

    private final Shared shared;
    private final Admission.Admitted admitted;
    private final Startup asked;
    private final Channel client;
    private final Opening opening;
    private final Terms terms;
    private final HostSearch search;

    /** Who waits for the account to be open. */
    interface Opening {
        void opened();

        void failed(Problem problem);
    }

    private Upstream(
            Shared shared,
            Admission.Admitted admitted,
            Startup asked,
            Channel client,
            Opening opening) {
        this.shared = shared;
        this.admitted = admitted;
        this.asked = asked;
        this.client = client;
        this.opening = opening;
        this.terms = Terms.of(shared, startup(asked, admitted), admitted.arrival());
        this.search = new HostSearch(shared, client.eventLoop(), terms.startup(), this);
    }

    /** Signs in as the person; then the session begins, or the client is told why not. */
    static void open(
            Shared shared,
            Admission.Admitted admitted,
            Startup asked,
            Channel client,
            Opening opening) {
        Upstream upstream = new Upstream(shared, admitted, asked, client, opening);
        if (Borrowing.isFor(admitted)) {
            upstream.borrow();
        } else if (!shared.on(client.eventLoop()).warm().take(upstream.terms, upstream)) {
            upstream.lost();
        }
        client.closeFuture().addListener(_ -> upstream.search.stop());
    }

    /** What the client asked for, but for what the gateway answers itself. */
    private static Startup startup(Startup asked, Admission.Admitted admitted) {
        SequencedMap<String, String> parameters = new LinkedHashMap<>();
        parameters.put("user", asked.user());
        parameters.put("database", asked.database());
        asked.parameters()
                .forEach((name, value) -> {
                    if (!name.startsWith("_pq_.") && !name.equals("replication")) {
                        parameters.putIfAbsent(name, value);
                    }
                });
        // Only so that SHOW says it: the database gives no right for it.
        parameters.put(Stated.PREFIX + Stated.PURPOSE, admitted.purpose().name());
        return Startup.of(parameters);
    }

    /** Whoever finds an account of theirs open has not to open another to be let in. */
    private void borrow() {
        if (shared.live().of(terms.login()) >= SharedAccounts.MOST_SESSIONS) {
            failed(Setback.FULL.problem(asked.database()));
            return;
        }
        Turns turns = turns();
        Optional<PooledAccount> open = turns.anyOf(terms);
        if (open.isPresent()) {
            begin(open.get().account(), null);
        } else {
            turns.ask(this);
            client.closeFuture().addListener(_ -> turns.leave(this));
        }
    }

    private Turns turns() {
        return shared.on(client.eventLoop()).pooled().of(terms.login());
    }

    @Override
    public Terms terms() {
        return terms;
    }

    /** They are of this moment. */
    @Override
    public void renew() {}

    /** One of the accounts that sessions of the person share: it proves that they may come in. */
    @Override
    public void given(PooledAccount pooled) {
        turns().giveBack(pooled);
        if (client.isActive()) {
            begin(pooled.account(), null);
        }
    }

    /** The account that a session of the same person left. */
    @Override
    public void clean(Account account) {
        found(account);
    }

    /** There is no such account: a new one is opened. */
    @Override
    public void lost() {
        search.begin();
    }

    /** The account is open: both channels become a session. */
    @Override
    public void found(Account account) {
        if (!client.isActive()) {
            account.channel().close();
            return;
        }
        begin(account, account);
    }

    /**
     * @param proved as which the person was let in
     * @param own the session's to its end; null where it borrows one for each transaction
     */
    private void begin(Account proved, @Nullable Account own) {
        // Positive, as a process id is: the JDBC drivers 42.2 cancel under no other.
        CancelKey key =
                CancelKey.random(
                        shared.random().nextInt(1, Integer.MAX_VALUE),
                        asked.cancelKeyLength(),
                        shared.random());
        Session session =
                new Session(
                        new Session.Parts(admitted, actor(), client, terms, key),
                        own,
                        shared,
                        new Explainer(shared, admitted));
        try {
            List<Outgoing> greeting = proved.greeting(key, admitted.arrival().proof());
            notice().ifPresent(notice -> greeting.add(greeting.size() - 1, notice));
            session.showing().of(proved);
            session.open(greeting);
        } catch (AuditUnavailable unavailable) {
            session.close();
            failed(unavailable.problem());
            return;
        }
        opening.opened();
        // Last: what the client sent early passes on to the relay.
        client.pipeline().remove(Handshake.class);
    }

    private Actor actor() {
        byte[] name = new byte[SESSION_BYTES];
        shared.random().nextBytes(name);
        return admitted.actor("ses_" + HexFormat.of().formatHex(name), Addresses.of(client));
    }

    private Optional<NoticeResponse> notice() {
        return SignInNotice.of(
                shared.policy(),
                admitted,
                asked.parameter("application_name"),
                shared.settings().quiet(),
                shared.clock().instant());
    }

    @Override
    public void failed(Problem problem) {
        opening.failed(problem);
    }

    /**
     * Passes a cancel request on under the database's own key, which no client knows, to the very
     * server of the session.
     *
     * @param done called once, when the database has taken it: only then a client may go on, or the
     *     next statement would be cancelled in its place
     */
    static void cancel(Shared shared, Session session, Runnable done) {
        // It may arrive when the account is somebody else's.
        session.conversation().taint();
        Borrowing borrowing = session.borrowing();
        Account account = session.account();
        if (account == null) {
            done.run();
        } else if (borrowing != null && borrowing.isWaiting()) {
            borrowing.postpone(() -> cancel(shared, session, done), done);
        } else {
            Runnable taken = borrowing == null ? done : borrowing.cancels(done);
            cancel(shared, session.client(), account, taken);
        }
    }

    /** The same for an account that may have been the session's last. */
    static void cancel(Shared shared, Channel client, Account account, Runnable done) {
        AtomicBoolean told = new AtomicBoolean();
        shared.cancels().begins();
        Runnable ended =
                () -> {
                    if (told.compareAndSet(false, true)) {
                        shared.cancels().ends();
                        done.run();
                    }
                };
        new Dial(
                        shared.settings().upstream().tls(),
                        client.eventLoop(),
                        account.host(),
                        account.address())
                .open(new Cancelling(account.key(), ended), _ -> {})
                .addListener(dialled -> {
                    if (!dialled.isSuccess()) {
                        ended.run();
                    }
                });
    }

    /** Says it once the connection stands. */
    private static final class Cancelling extends ChannelInboundHandlerAdapter {
        private final CancelKey key;
        private final Runnable done;

        Cancelling(CancelKey key, Runnable done) {
            this.key = key;
            this.done = done;
        }

        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            context.channel().closeFuture().addListener(_ -> done.run());
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            ByteBuf out = context.alloc().ioBuffer();
            new StartupPacket.CancelRequest(key).write(out);
            context.writeAndFlush(out, context.voidPromise());
            Refusal.closeSoon(context.channel());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
