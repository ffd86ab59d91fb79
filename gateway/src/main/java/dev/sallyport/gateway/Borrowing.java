package dev.sallyport.gateway;

import dev.sallyport.policy.Pooling;
import dev.sallyport.problem.Problem;
import dev.sallyport.sql.NameUse;
import dev.sallyport.sql.Statement;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How one session comes by an account for each of its transactions and brings it to where the
 * client believes it is: the same settings, the same prepared statements. Confined to the loop.
 */
final class Borrowing implements Turns.Claim {
    /** Of prepared texts kept for one session; one that has more keeps its account instead. */
    private static final int TEXTS = 4 << 20;

    /** Letters that mean the same in every client encoding that is let in. */
    private static final int ASCII = 0x7f;

    /**
     * What a transaction has left on the account: settings, prepared names and whether SQL gave
     * them, and whether there is anything else that lasts.
     */
    private static final String LEFT =
            """
            SELECT 'setting', name, setting FROM pg_catalog.pg_settings
                WHERE source OPERATOR(pg_catalog.=) 'session'
            UNION ALL SELECT CASE WHEN from_sql THEN 'else' ELSE 'name' END, name, ''
                FROM pg_catalog.pg_prepared_statements
            UNION ALL SELECT 'else', '', '' WHERE current_user OPERATOR(pg_catalog.<>) session_user
                OR EXISTS (SELECT FROM pg_catalog.pg_class
                    WHERE relnamespace OPERATOR(pg_catalog.=) pg_catalog.pg_my_temp_schema())
                OR EXISTS (SELECT FROM pg_catalog.pg_cursors)
                OR EXISTS (SELECT FROM pg_catalog.pg_listening_channels())
                OR EXISTS (SELECT FROM pg_catalog.pg_locks
                    WHERE pid OPERATOR(pg_catalog.=) pg_catalog.pg_backend_pid()
                    AND locktype OPERATOR(pg_catalog.=) 'advisory')
                OR EXISTS (
            """
                    + AccountReset.STRANGERS
                    + ")";

    private final Session session;
    private final Shared shared;
    private final Conversation conversation;
    private Terms terms;
    private Settings settings = Settings.NONE;
    private @Nullable PooledAccount held;

    /** Asks for an account, or has one of which an errand is not back yet. */
    private boolean busy;

    /** The account is the session's to its end: something lasts on it that cannot be carried. */
    private boolean keeps;

    /** A cancel request may still come to it, so nobody has it next. */
    private boolean cancelled;

    /** Cancel requests that the database has not taken yet: they must not hit an errand. */
    private int cancelling;

    /** Cancel requests that came during an errand, which is what they would hit. */
    private List<Runnable> postponed = new ArrayList<>();

    /** Whether an account that is given is given at once. */
    private boolean asking;

    Borrowing(Session session, Terms terms, Shared shared) {
        this.session = session;
        this.terms = terms;
        this.shared = shared;
        this.conversation = session.conversation();
    }

    static boolean isFor(Admission.Admitted admitted) {
        return admitted.clocks().pooling() == Pooling.TRANSACTION;
    }

    /** As of now: the same session lives on under another policy. */
    @Override
    public Terms terms() {
        if (terms.engine() != shared.policy().engine()) {
            renew();
        }
        return terms;
    }

    /** The secrets of the account may have been changed since. */
    @Override
    public void renew() {
        terms = Terms.of(shared, terms.startup(), terms.arrival());
    }

    /** Whether messages may go to the account now. */
    boolean isReady() {
        return held != null && !busy;
    }

    boolean isWaiting() {
        return busy;
    }

    @Nullable Account account() {
        return held == null ? null : held.account();
    }

    /** Asks for an account if there is none; answers whether there is one now. */
    boolean isReadyNow() {
        if (!isReady()) {
            ask();
        }
        return isReady();
    }

    private void ask() {
        if (!busy && held == null) {
            busy = true;
            asking = true;
            turns().ask(this);
            asking = false;
        }
    }

    private Turns turns() {
        return shared.on(session.client().eventLoop()).pooled().of(terms.login());
    }

    @Override
    public void given(PooledAccount account) {
        held = account;
        account.lend(session);
        conversation.at(account.names());
        if (account.settings().values().equals(settings.values())) {
            ready();
        } else {
            account.run(
                    settings.sql(),
                    _ -> {
                        account.settings(settings);
                        ready();
                    });
        }
    }

    private void ready() {
        busy = false;
        if (asking) {
            return;
        }
        try {
            session.pump();
        } catch (RuntimeException failure) {
            // It is the turn of this session, in the middle of what another one does.
            session.broke(failure);
        }
        cancelAfterwards();
    }

    /**
     * Has a cancel request go on once no errand is under way.
     *
     * @param done instead, where the session is over by then
     */
    void postpone(Runnable cancel, Runnable done) {
        postponed.add(() -> (session.isOver() ? done : cancel).run());
    }

    private void cancelAfterwards() {
        List<Runnable> due = postponed;
        postponed = new ArrayList<>();
        due.forEach(Runnable::run);
    }

    @Override
    public void failed(Problem problem) {
        busy = false;
        session.finish(problem);
    }

    /**
     * A cancel request is on its way to the account.
     *
     * @return what to do once the database has taken it
     */
    Runnable cancels(Runnable done) {
        cancelled = true;
        cancelling++;
        return () -> {
            cancelling--;
            done.run();
            session.advance();
        };
    }

    /** Gives the account back if the session is at rest, once it is known what is left on it. */
    void rest() {
        PooledAccount account = held;
        if (account == null || busy || keeps || cancelling > 0 || !conversation.isAtRest()) {
            return;
        }
        switch (conversation.aftermath()) {
            case NONE -> giveBack(account);
            case KEEP -> keeps = true;
            case ASK -> {
                busy = true;
                account.run(
                        LEFT,
                        left -> {
                            settle(account, left);
                            giveBack(account);
                            ready();
                        });
            }
        }
    }

    private void giveBack(PooledAccount account) {
        keeps |= conversation.prepared().bytes() > TEXTS;
        if (keeps || held == null) {
            return;
        }
        session.accountLeft();
        held = null;
        if (cancelled) {
            cancelled = false;
            turns().end(account);
        } else {
            turns().giveBack(account);
        }
    }

    /** Takes in what the database says is left on the account. */
    private void settle(PooledAccount account, List<List<String>> left) {
        TreeMap<String, String> now = new TreeMap<>();
        Set<String> names =
                left.stream()
                        .filter(row -> row.get(0).equals("name"))
                        .map(row -> row.get(1))
                        .collect(Collectors.toSet());
        for (String name : account.names().all()) {
            if (!names.contains(name)) {
                account.names().forget(name);
                conversation.prepared().forget(name);
            }
        }
        for (List<String> row : left) {
            keeps |= row.get(0).equals("else") || !isPlain(row);
            if (row.get(0).equals("setting")) {
                now.put(row.get(1), row.get(2));
            }
        }
        Settings had = settings;
        settings = Settings.of(now);
        account.settings(settings);
        // They were prepared under the settings of then, which no other account would know.
        keeps |= settings.readsOtherwise(had) && conversation.prepared().hasNamed();
    }

    private static boolean isPlain(List<String> row) {
        return row.stream().allMatch(cell -> cell.chars().allMatch(letter -> letter <= ASCII));
    }

    /** A Parse, which may have to be sent again to another account. */
    Owed kept(Owed parse, ByteBuf in, int length) {
        if (keeps) {
            return parse;
        }
        byte[] frame = new byte[length];
        in.getBytes(in.readerIndex(), frame);
        return parse.by(new Preparation(frame, settings.reading()));
    }

    /**
     * Before a message about the name goes on: the database is to know it as the client does.
     * Answers false while it is not known what either knows.
     */
    boolean align(String name) {
        PooledAccount account = held;
        Owed wanted = conversation.prepared().giver(name);
        Preparation text = wanted == null ? null : wanted.preparation();
        boolean onlyHere = wanted != null && text == null;
        if (account == null || isUnsettled(account, name)) {
            return account == null;
        }
        if (onlyHere || Preparation.same(wanted, account.names().giver(name))) {
            return true;
        }
        close(account, name);
        if (wanted != null && text != null) {
            Judged judged = gate().known(wanted.judged());
            conversation.expect(
                    Owed.giving(Owed.Kind.PARSE, name, judged, conversation.batch())
                            .by(text)
                            .ours());
            write(text.again());
        }
        return true;
    }

    private boolean isUnsettled(PooledAccount account, String name) {
        return account.names().isUnsettled(name, conversation.batch())
                || conversation.prepared().isUnsettled(name, conversation.batch());
    }

    private void close(PooledAccount account, String name) {
        if (account.names().giver(name) != null) {
            conversation.expect(
                    Owed.closing(Owed.Kind.CLOSE_STATEMENT, name, conversation.batch()).ours());
            write(gate().close(name));
        }
    }

    /** Before a DEALLOCATE: by messages that cannot fail, so that what follows them runs. */
    void alignNamesOf(Judged judged) {
        PooledAccount account = held;
        for (Statement statement : judged.statements()) {
            String name = deallocated(statement);
            if (account == null || name.isEmpty()) {
                continue;
            }
            boolean known = conversation.prepared().giver(name) != null;
            if (!known) {
                close(account, name);
            } else if (account.names().giver(name) == null) {
                Judged nothing = gate().nothing();
                conversation.expect(
                        Owed.giving(Owed.Kind.PARSE, name, nothing, conversation.batch()).ours());
                write(gate().parseNothing(name));
            }
        }
    }

    /** Empty for all, and where it is another statement. */
    private static String deallocated(Statement statement) {
        return statement
                .conduct()
                .name()
                .filter(use -> use.act() == NameUse.Act.DEALLOCATE)
                .map(NameUse::name)
                .orElse("");
    }

    private void write(ByteBuf bytes) {
        Channel upstream = session.upstream();
        upstream.write(bytes, upstream.voidPromise());
    }

    private Gate gate() {
        return shared.on(session.client().eventLoop()).gate();
    }

    /** The session is over: what it has of an account is nobody's any more. */
    void end() {
        turns().leave(this);
        cancelAfterwards();
        session.results().over();
        PooledAccount account = held;
        if (account == null) {
            return;
        }
        boolean clean =
                !busy
                        && !keeps
                        && !cancelled
                        && session.isAtRest()
                        && conversation.aftermath() == Aftermath.Kind.NONE;
        session.accountLeft();
        held = null;
        if (clean) {
            turns().giveBack(account);
        } else {
            turns().end(account);
        }
    }
}
