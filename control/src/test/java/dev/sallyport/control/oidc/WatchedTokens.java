package dev.sallyport.control.oidc;

import dev.sallyport.control.signin.DatabaseTokens;
import dev.sallyport.control.signin.FakeTokens;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Tokens of another, with something that happens at the worst moment. */
final class WatchedTokens implements DatabaseTokens {
    /** Something that happens once. */
    interface Moment {
        void come();
    }

    private static final Moment NOTHING = () -> {};

    private final FakeTokens tokens;
    private final AtomicReference<Moment> whileGiving = new AtomicReference<>(NOTHING);
    private final AtomicReference<Moment> whileTakingBack = new AtomicReference<>(NOTHING);

    WatchedTokens(FakeTokens tokens) {
        this.tokens = tokens;
    }

    void whileGiving(Moment moment) {
        whileGiving.set(moment);
    }

    void whileTakingBack(Moment moment) {
        whileTakingBack.set(moment);
    }

    @Override
    public Optional<Given> give(String login, Optional<Instant> proved) {
        Optional<Given> given = tokens.give(login, proved);
        whileGiving.getAndSet(NOTHING).come();
        return given;
    }

    Optional<Instant> proof(String id) {
        return tokens.proof(id);
    }

    @Override
    public boolean prove(String login, String id, Instant proved) {
        return tokens.prove(login, id, proved);
    }

    @Override
    public Optional<Owner> owner(String secret) {
        return tokens.owner(secret);
    }

    @Override
    public List<Standing> standing(String login) {
        return tokens.standing(login);
    }

    @Override
    public boolean takeBack(String login, String id) {
        whileTakingBack.getAndSet(NOTHING).come();
        return tokens.takeBack(login, id);
    }

    @Override
    public Entrance entrance(String login) {
        return tokens.entrance(login);
    }
}
