package dev.sallyport.gateway;

import dev.sallyport.wire.BackendFrame;
import dev.sallyport.wire.BackendMessage;
import dev.sallyport.wire.BackendMessage.CommandComplete;
import dev.sallyport.wire.BackendMessage.ParameterStatus;
import dev.sallyport.wire.BackendMessage.ReadyForQuery;
import dev.sallyport.wire.FrontendMessage;
import dev.sallyport.wire.Incomplete;
import dev.sallyport.wire.Malformed;
import dev.sallyport.wire.TransactionStatus;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.AttributeKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Resets an account that a session left, has the database prove that nothing is left of it, and
 * watches over it until it is claimed. Whatever was not expected ends the account.
 */
final class AccountReset extends ByteToMessageDecoder {
    /** PostgreSQL's own word for a session as new; it says itself what it leaves. */
    static final String RESET =
            "DISCARD ALL /* Sallyport keeps this account warm: nobody is signed in. */";

    private static final String RESET_DONE = "DISCARD ALL";

    /**
     * What is asked of every account. The series of random() goes on where it was, so it begins
     * anew; the seed is the parameter. What a server asks of a log-in it is asked again: the
     * account may be shut since. A temporary schema stays when its tables are dropped.
     */
    private static final String BRIEF =
            """
            /* Sallyport keeps this account warm: nobody is signed in. */
            SELECT pg_catalog.setseed(%s) WHERE current_user = session_user
            AND pg_catalog.pg_my_temp_schema() = 0
            AND EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = session_user
                AND rolcanlogin AND coalesce(rolvaliduntil, 'infinity')
                    > pg_catalog.clock_timestamp())
            AND pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CONNECT')
            """;

    /** Extensions that may keep more of a session than a reset clears. */
    static final String STRANGERS =
            """
            SELECT FROM pg_catalog.pg_extension WHERE extname <> ALL ('{plpgsql,
                btree_gin,btree_gist,citext,cube,earthdistance,fuzzystrmatch,hstore,intarray,isn,
                ltree,pg_buffercache,pg_freespacemap,pg_stat_statements,pg_trgm,pg_visibility,
                pg_walinspect,pgaudit,pgcrypto,pgstattuple,postgis,seg,tablefunc,unaccent,
                uuid-ossp,vector}')
            """;

    /**
     * Asked beside it after more than reading: settings, prepared names, cursors, channels,
     * advisory locks. Some extensions keep more than a reset clears (connections, variables of
     * languages), so only those that are known not to are there. And as an account is kept for the
     * first time, a quarter of the server's connections must be free for others.
     */
    private static final String REST =
            """
            AND NOT EXISTS (SELECT FROM pg_catalog.pg_settings WHERE source = 'session')
            AND NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements)
            AND NOT EXISTS (SELECT FROM pg_catalog.pg_cursors)
            AND NOT EXISTS (SELECT FROM pg_catalog.pg_listening_channels())
            AND NOT EXISTS (SELECT FROM pg_catalog.pg_locks
                WHERE pid = pg_catalog.pg_backend_pid() AND locktype = 'advisory')
            AND NOT EXISTS (
            """
                    + STRANGERS
                    + """
                    )
                    AND (SELECT pg_catalog.count(*) FROM pg_catalog.pg_stat_get_backend_idset())
                        < 0.75 * pg_catalog.current_setting('max_connections')::int
                    """;

    /** How much the database has to show; each answers one row if nothing is left. */
    enum Inspection {
        /** Enough for an account that was proved whole and has only been read with since. */
        AFTER_READING(BRIEF),
        WHOLE(BRIEF + REST);

        private final String sql;

        Inspection(String sql) {
            this.sql = sql;
        }

        String sql(double seed) {
            return sql.formatted(seed);
        }
    }

    private static final String CLEAN = "SELECT 1";

    /** When an account was proved clean last. */
    static final AttributeKey<Instant> PROVED = AttributeKey.valueOf("sallyport.proved");

    /**
     * A proof no older than this holds, also after a session that only read: nobody could be sure
     * of a log-in that is younger either.
     */
    static final Duration FRESH = Duration.ofMillis(250);

    /** A reset takes a millisecond; one that takes longer than a log-in is of no use. */
    private static final int LONGEST_MILLIS = 1_000;

    private enum State {
        RESETTING,
        PROVING,
        CLEAN
    }

    private final Account account;
    private final Map<String, String> settings;
    private final Inspection inspection;
    private final InstantSource clock;
    private final RandomGenerator random;
    private State state = State.RESETTING;
    private boolean answered;
    private Instant proved = Instant.MIN;
    private State afterReset = State.PROVING;
    private int asked;
    private @Nullable ChannelHandlerContext own;
    private @Nullable Claim claim;

    /** Who waits for the account. */
    interface Claim {
        void clean(Account account);

        void lost();
    }

    /**
     * @param settings which the server has reported since the account was opened
     */
    AccountReset(
            Account account,
            Map<String, String> settings,
            Inspection inspection,
            InstantSource clock,
            RandomGenerator random) {
        this.account = account;
        this.settings = settings;
        this.inspection = inspection;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        own = context;
        ByteBuf out = context.alloc().ioBuffer();
        FrontendMessage.Query.of(RESET).write(out);
        if (inspection == Inspection.AFTER_READING) {
            proved = context.channel().attr(PROVED).get();
        }
        if (isFresh()) {
            afterReset = State.CLEAN;
            ask(context, out);
        } else {
            prove(context, out);
        }
    }

    private boolean isFresh() {
        return clock.instant().minus(FRESH).isBefore(proved);
    }

    private void prove(ChannelHandlerContext context, ByteBuf out) {
        FrontendMessage.Query.of(inspection.sql(2 * random.nextDouble() - 1)).write(out);
        ask(context, out);
    }

    private void ask(ChannelHandlerContext context, ByteBuf out) {
        context.writeAndFlush(out, context.voidPromise());
        int question = ++asked;
        context.executor()
                .schedule(
                        () -> {
                            if (question == asked && !isClean()) {
                                context.close();
                            }
                        },
                        LONGEST_MILLIS,
                        TimeUnit.MILLISECONDS);
    }

    /** Whether the database has shown that nothing is left. */
    boolean isClean() {
        return state == State.CLEAN;
    }

    /** Answers once: when the account is clean, or will not be. */
    void claim(Claim next) {
        claim = next;
        ChannelHandlerContext context = own;
        if (context == null || !context.channel().isActive()) {
            lost();
        } else if (isClean()) {
            handOver(context);
        }
    }

    private void handOver(ChannelHandlerContext context) {
        Claim next = claim;
        if (next == null) {
            return;
        }
        if (isFresh()) {
            claim = null;
            context.pipeline().remove(this);
            next.clean(account);
        } else {
            state = State.PROVING;
            prove(context, context.alloc().ioBuffer());
        }
    }

    private void lost() {
        Claim next = claim;
        if (next != null) {
            claim = null;
            next.lost();
        }
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        int start = in.readerIndex();
        switch (BackendFrame.at(in, start)) {
            case Incomplete _ -> {}
            case Malformed _ -> end(context, in);
            case BackendFrame.Header header when header.wholeIn(in, start) -> {
                BackendMessage message = BackendMessage.read(in, start, header);
                in.skipBytes(header.total());
                if (!isExpected(header, message)) {
                    end(context, in);
                } else if (isClean()) {
                    handOver(context);
                }
            }
            case BackendFrame.Header _ -> {}
        }
    }

    private static void end(ChannelHandlerContext context, ByteBuf in) {
        in.skipBytes(in.readableBytes());
        context.close();
    }

    private boolean isExpected(BackendFrame.Header header, BackendMessage message) {
        return switch (message) {
            case CommandComplete complete -> {
                answered = complete.tag().equals(state == State.RESETTING ? RESET_DONE : CLEAN);
                yield answered && state != State.CLEAN;
            }
            case ParameterStatus status -> {
                settings.put(status.name(), status.value());
                yield state != State.CLEAN;
            }
            case ReadyForQuery ready -> answered && isReady(ready);
            default ->
                    state == State.PROVING
                            && switch (header.type()) {
                                case ROW_DESCRIPTION, DATA_ROW -> true;
                                default -> false;
                            };
        };
    }

    private boolean isReady(ReadyForQuery ready) {
        answered = false;
        if (state == State.RESETTING) {
            state = afterReset;
        } else {
            state = State.CLEAN;
            proved = clock.instant();
            account.channel().attr(PROVED).set(proved);
        }
        return ready.status() == TransactionStatus.IDLE
                && account.settings().entrySet().containsAll(settings.entrySet());
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        lost();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
