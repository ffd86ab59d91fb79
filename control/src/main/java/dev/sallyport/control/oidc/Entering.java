package dev.sallyport.control.oidc;

import dev.sallyport.control.directory.Alarms;
import dev.sallyport.control.directory.Person;
import dev.sallyport.control.http.Form;
import dev.sallyport.control.oidc.IdTokens.Identity;
import dev.sallyport.control.oidc.ProviderGroups.Outcome;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;

/** From what a provider sent back to somebody who is signed in, or to a refusal on record. */
final class Entering {
    /** At one time: each may wait for the provider, and other pages need threads, too. */
    private static final int AT_ONCE = 8;

    private final OidcPorts ports;
    private final Provider provider;
    private final Exchange exchange;
    private final IdTokens tokens;
    private final Recognition people;
    private final ProviderGroups groups;
    private final BrowserSessions sessions;
    private final Alarms alarms;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Turns turns = new Turns(AT_ONCE);
    private final AtomicBoolean isAway = new AtomicBoolean();

    /**
     * @param random a secure one
     */
    Entering(
            OidcPorts ports,
            Provider provider,
            Exchange exchange,
            IdTokens tokens,
            Recognition people,
            ProviderGroups groups,
            BrowserSessions sessions,
            Alarms alarms,
            InstantSource clock,
            RandomGenerator random) {
        this.ports = ports;
        this.provider = provider;
        this.exchange = exchange;
        this.tokens = tokens;
        this.people = people;
        this.groups = groups;
        this.sessions = sessions;
        this.alarms = alarms;
        this.clock = clock;
        this.random = random;
    }

    Flow begin() {
        return Flow.begin(random, clock.instant());
    }

    /**
     * Where the browser goes to sign in.
     *
     * @throws Refused SP7142, SP7161
     */
    URI question(Flow flow, URI redirect) {
        return turns.take(() -> {
            try {
                return exchange.question(flow, redirect);
            } catch (Refusal refusal) {
                throw told(refusal);
            }
        });
    }

    /** The sign-in that an answer belongs to; empty where this browser began none, or used it. */
    Optional<Flow> running(Optional<String> cookie, Form answer) {
        Instant now = clock.instant();
        return cookie.flatMap(one -> Flow.of(one, now))
                .filter(flow -> answer.value("state").filter(flow::isMeantBy).isPresent())
                .filter(flow -> sessions.use(flow, now));
    }

    /**
     * The secret of a new browser session.
     *
     * @throws Refused SP7142, SP7161 to SP7165; on record
     */
    String enter(Flow flow, Form answer, URI redirect, String network) {
        return turns.take(() -> {
            try {
                return entered(flow, answer, redirect, network);
            } catch (Refusal refusal) {
                ports.record()
                        .append(
                                new OidcEvent.NotSignedIn(
                                        network,
                                        ports.settings().issuer(),
                                        refusal.code(),
                                        refusal.reason()));
                throw told(refusal);
            }
        });
    }

    private String entered(Flow flow, Form answer, URI redirect, String network) {
        URI issuer = ports.settings().issuer();
        requireFromIssuer(answer, issuer);
        if (answer.value("error").isPresent()) {
            throw Refusal.no("error");
        }
        String code = answer.value("code").orElseThrow(() -> Refusal.unproved("no code"));
        Exchange.Answer given = exchange.redeem(code, flow, redirect);
        isAway.set(false);
        Identity identity = tokens.read(given.idToken(), flow.nonce(), given.accessToken());
        Person person = people.recognise(identity.claims());
        if (groups.set(person, identity.claims()) == Outcome.UNTOLD) {
            ports.record().append(new OidcEvent.GroupsUntold(person.login(), issuer));
        }
        ports.record()
                .append(new OidcEvent.SignedIn(person.login(), network, issuer, identity.proof()));
        String secret = Flow.word(random);
        if (!sessions.begin(secret, person.id(), issuer.toString(), identity, clock.instant())) {
            throw Refusal.no("signed out meanwhile");
        }
        return secret;
    }

    /** RFC 9207: nobody else's answer is taken for this provider's. */
    private void requireFromIssuer(Form answer, URI issuer) {
        boolean is =
                answer.value("iss")
                        .map(issuer.toString()::equals)
                        .orElseGet(() -> !provider.metadata().namesItself());
        if (!is) {
            throw Refusal.unproved("answer of another issuer");
        }
    }

    private Refused told(Refusal refusal) {
        Refused told = refusal.told();
        boolean isNews = refusal.code() == ProblemCode.SP7161 && isAway.compareAndSet(false, true);
        if (isNews) {
            Problem problem = told.problems().getFirst();
            alarms.raise(
                    Problem.of(
                            problem.code(),
                            problem.message() + ": " + refusal.reason(),
                            problem.instead()));
        }
        return told;
    }
}
