package dev.sallyport.control.oidc;

import dev.sallyport.control.console.SecretDigest;
import dev.sallyport.control.directory.Person;
import dev.sallyport.control.oidc.BrowserSessions.Session;
import dev.sallyport.control.signin.Passes;
import dev.sallyport.control.signin.Visitors;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.InstantSource;
import java.util.Optional;

/** Who is signed in with a browser now. */
final class Visiting implements Visitors {
    private final BrowserSessions sessions;
    private final Recognition people;
    private final Words words;
    private final InstantSource clock;

    Visiting(BrowserSessions sessions, Recognition people, Words words, InstantSource clock) {
        this.sessions = sessions;
        this.people = people;
        this.words = words;
        this.clock = clock;
    }

    /** A browser, and who is signed in with it. */
    record Present(String secret, Session session, String login) {
        /** What only a page that this browser was given can send. */
        String mark(String use) {
            return Flow.derived(secret, use);
        }

        /** It holds a secret. */
        @Override
        public String toString() {
            return "Present " + login;
        }
    }

    /** Whoever left since is not here any more. */
    Optional<Present> present(HttpServletRequest request) {
        return Browser.cookie(request, Browser.SESSION)
                .flatMap(secret ->
                        sessions.of(secret, clock.instant())
                                .flatMap(session ->
                                        people.atWork(session.person())
                                                .map(Person::login)
                                                .map(login ->
                                                        new Present(secret, session, login))));
    }

    @Override
    public Optional<Visitor> visitor(HttpServletRequest request) {
        return present(request).map(this::visitor);
    }

    private Visitor visitor(Present here) {
        return new Visitor() {
            @Override
            public String login() {
                return here.login();
            }

            @Override
            public String mark(String use) {
                return here.mark(use);
            }

            @Override
            public Passes.Pass pass() {
                return words.pass(
                        SecretDigest.of(here.secret()), here.session().proof(), here.login());
            }
        };
    }

    @Override
    public String signIn(HttpServletResponse response, String code) {
        Browser.put(response, Browser.ASKED, code, Flow.LASTS);
        return "/oidc/sign-in";
    }
}
