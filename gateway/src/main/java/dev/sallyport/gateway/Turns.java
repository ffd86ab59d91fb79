package dev.sallyport.gateway;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The accounts that the sessions of one person use in turn, and the sessions that wait for one.
 * Nobody else's session ever comes here. Confined to one event loop.
 */
final class Turns {
    private final Shared shared;
    private final EventLoop loop;
    private final int most;
    private final Deque<PooledAccount> resting = new ArrayDeque<>();
    private final List<PooledAccount> open = new ArrayList<>();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private int opening;

    /** Who asks for an account. */
    interface Claim {
        Terms terms();

        /** Nothing was found under these terms: they may be too old. */
        void renew();

        void given(PooledAccount account);

        void failed(Problem problem);
    }

    private record Waiting(Claim claim, ScheduledFuture<?> end) {}

    /**
     * @param most accounts that are open at once
     */
    Turns(Shared shared, EventLoop loop, int most) {
        this.shared = shared;
        this.loop = loop;
        this.most = most;
    }

    /** Answers at once where an account is at rest, else later, within the target's patience. */
    void ask(Claim claim) {
        Optional<PooledAccount> found = waiting.isEmpty() ? atRest(claim) : Optional.empty();
        if (found.isPresent()) {
            claim.given(found.get());
            return;
        }
        claim.renew();
        long patience = shared.settings().upstream().patience().toMillis();
        waiting.add(
                new Waiting(
                        claim,
                        loop.schedule(() -> tooLong(claim), patience, TimeUnit.MILLISECONDS)));
        serve();
    }

    /** The one used last, so that those not needed come to their end. */
    private Optional<PooledAccount> atRest(Claim claim) {
        Optional<PooledAccount> found =
                resting.stream().filter(one -> one.terms().serve(claim.terms())).findFirst();
        found.ifPresent(resting::remove);
        return found;
    }

    private void tooLong(Claim claim) {
        if (leave(claim)) {
            claim.failed(
                    Problem.of(
                            ProblemCode.SP4071,
                            "all %d accounts of yours stayed in use by your other sessions"
                                    .formatted(open.size()),
                            "end transactions that are open, or have fewer sessions at once"));
        }
    }

    /** It waits no longer; answers whether it did. */
    boolean leave(Claim claim) {
        return waiting.removeIf(one -> {
            boolean meant = one.claim().equals(claim);
            if (meant) {
                one.end().cancel(false);
            }
            return meant;
        });
    }

    /** Whether somebody under these terms has an account here, and so has signed in by one. */
    Optional<PooledAccount> anyOf(Terms terms) {
        return open.stream().filter(one -> one.terms().serve(terms)).findFirst();
    }

    /** Serves those who wait longest first; opens what is missing, as far as it may. */
    private void serve() {
        while (!waiting.isEmpty()) {
            Waiting first = waiting.getFirst();
            Optional<PooledAccount> found = atRest(first.claim());
            if (found.isEmpty()) {
                break;
            }
            waiting.removeFirst();
            first.end().cancel(false);
            first.claim().given(found.get());
        }
        if (opening < waiting.size()) {
            grow();
        }
    }

    private void grow() {
        if (open.size() + opening >= most && !resting.isEmpty()) {
            // It is under other terms than anybody waits for; serves again as it goes.
            end(resting.getLast());
        } else if (open.size() + opening < most) {
            Terms terms = waiting.stream().skip(opening).findFirst().orElseThrow().claim().terms();
            opening++;
            new HostSearch(shared, loop, terms.startup(), new Opening(terms)).begin();
        }
    }

    /** Waits for the database. */
    private final class Opening implements HostSearch.Seeker {
        private final Terms terms;

        Opening(Terms terms) {
            this.terms = terms;
        }

        @Override
        public void found(Account account) {
            opening--;
            PooledAccount pooled =
                    new PooledAccount(account, terms, Turns.this, shared.clock().instant());
            open.add(pooled);
            pooled.begin();
            resting.addFirst(pooled);
            serve();
        }

        @Override
        public void failed(Problem problem) {
            opening--;
            waiting.stream()
                    .map(Waiting::claim)
                    .filter(claim -> claim.terms().serve(terms))
                    .findFirst()
                    .ifPresent(claim -> {
                        leave(claim);
                        claim.failed(problem);
                    });
            serve();
        }
    }

    /** A session has done with it, and left nothing on it. */
    void giveBack(PooledAccount account) {
        Instant now = shared.clock().instant();
        account.returned(now);
        if (isFit(account, now)) {
            resting.addFirst(account);
            serve();
        } else {
            end(account);
        }
    }

    private boolean isFit(PooledAccount account, Instant now) {
        return account.terms().engine() == shared.policy().engine()
                && account.names().size() <= SharedAccounts.MOST_NAMES
                && now.isBefore(account.account().opened().plus(WarmAccounts.AGE));
    }

    /** Closes it, whoever has it. */
    void end(PooledAccount account) {
        account.returned(shared.clock().instant());
        WarmAccounts.terminate(account.account().channel());
        gone(account);
    }

    /** Its connection is closed. */
    void gone(PooledAccount account) {
        resting.remove(account);
        if (open.remove(account)) {
            serve();
        }
    }

    /** Closes what has not been used for a while, or could not be signed in to now. */
    void sweep(Instant now) {
        for (PooledAccount account : List.copyOf(resting)) {
            if (shared.isDraining()
                    || !isFit(account, now)
                    || !now.isBefore(account.since().plus(WarmAccounts.IDLE))
                    || !account.terms().holdAt(shared, now)) {
                end(account);
            }
        }
    }

    void dropResting() {
        List.copyOf(resting).forEach(this::end);
    }

    boolean isEmpty() {
        return open.isEmpty() && waiting.isEmpty() && opening == 0;
    }
}
