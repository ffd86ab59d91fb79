package dev.sallyport.control.signin;

import dev.sallyport.control.console.ApiKey;
import dev.sallyport.control.console.KeyDesk;
import dev.sallyport.control.signin.DatabaseTokens.Given;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.util.Optional;

/** What whoever proved who they are gets: a token of the databases, or of the API alone. */
final class TokenGiving {
    private final DatabaseTokens tokens;
    private final SignInRecord record;
    private final KeyDesk desk;

    TokenGiving(SignInPorts ports, KeyDesk desk) {
        this.tokens = ports.tokens();
        this.record = ports.record();
        this.desk = desk;
    }

    /**
     * @param network of whoever gets it
     * @throws Refused SP7143 where they hold no role, what a pass refuses with where it has ended
     */
    TokenPages.SignedIn give(Proven who, String network) {
        return token(who, network)
                .map(given ->
                        new TokenPages.SignedIn(
                                who.login(),
                                new TokenPages.Shown(given.id(), given.secret(), given.until()),
                                tokens.entrance(who.login())))
                .orElseGet(() -> console(who));
    }

    /** Empty for who holds no role of a database. */
    Optional<Given> token(Proven who, String network) {
        Optional<Given> given = tokens.give(who.login(), who.proved());
        given.ifPresent(token -> {
            who.pass().ifPresent(one -> one.bind(token.id(), token.until()));
            record.append(
                    new SignInEvent.TokenGiven(who.login(), network, token.id(), token.until()));
        });
        return given;
    }

    void takeBack(String login, String id, String network) {
        record.append(new SignInEvent.TokenTakenBack(login, network, id));
        tokens.takeBack(login, id);
    }

    /**
     * Who holds no role of a database gets what opens the control plane alone, and no gateway. Not
     * by an identity provider, which could not take it back by a logout.
     */
    private TokenPages.SignedIn console(Proven who) {
        ApiKey.Issued issued =
                Optional.of(who.login())
                        .filter(_ -> who.factor() != Factor.PROVIDER)
                        .flatMap(desk::signIn)
                        .orElseThrow(() -> roleless(who.login()));
        return new TokenPages.SignedIn(
                who.login(),
                new TokenPages.Shown(
                        issued.key().id().toString(), issued.secret(), issued.key().expires()),
                null);
    }

    static Refused roleless(String login) {
        return Answering.refused(
                ProblemCode.SP7143,
                "`" + login + "` holds no role now",
                "ask whoever assigns roles in the policy");
    }
}
