package dev.sallyport.gateway;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An account that sessions of one person use in turn: what it holds of prepared statements and
 * settings, and whose turn it is. While it is nobody's, whatever the server says closes it.
 */
final class PooledAccount extends ChannelInboundHandlerAdapter {
    private static final String NAME = "pooled";

    private final Account account;
    private final Terms terms;
    private final Turns turns;
    private final Names names = new Names();
    private Settings settings = Settings.NONE;
    private Instant since;
    private @Nullable Session holder;

    PooledAccount(Account account, Terms terms, Turns turns, Instant now) {
        this.account = account;
        this.terms = terms;
        this.turns = turns;
        this.since = now;
    }

    /** From here on it hears the server. */
    void begin() {
        account.channel().pipeline().addLast(NAME, this);
        account.channel().config().setAutoRead(true);
        account.channel().closeFuture().addListener(_ -> turns.gone(this));
    }

    Account account() {
        return account;
    }

    Terms terms() {
        return terms;
    }

    Names names() {
        return names;
    }

    Settings settings() {
        return settings;
    }

    void settings(Settings other) {
        settings = other;
    }

    /** Since when it is nobody's. */
    Instant since() {
        return since;
    }

    void lend(Session session) {
        holder = session;
    }

    void returned(Instant now) {
        holder = null;
        since = now;
    }

    /** Runs a query of ours; it ends the statement without a name. */
    void run(String sql, Consumer<List<List<String>>> done) {
        names.forget("");
        account.channel().pipeline().addBefore(NAME, null, new Errand(sql, done));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        Session session = holder;
        if (session == null) {
            ReferenceCountUtil.release(message);
            context.close();
        } else {
            session.results().channelRead(context, message);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        Session session = holder;
        if (session != null) {
            session.results().channelInactive(context);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        Session session = holder;
        if (session != null) {
            session.results().channelWritabilityChanged(context);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Session session = holder;
        if (session == null) {
            context.close();
        } else {
            session.results().exceptionCaught(context, cause);
        }
    }
}
