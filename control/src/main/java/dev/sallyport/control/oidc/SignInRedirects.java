package dev.sallyport.control.oidc;

import static dev.sallyport.problem.ProblemCode.SP7100;
import static dev.sallyport.problem.ProblemCode.SP7160;

import dev.sallyport.control.http.Form;
import dev.sallyport.control.signin.Source;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.Refused;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** To the provider and back. Where a browser goes is never what a request says. */
@RestController
final class SignInRedirects {
    private static final String CALLBACK = "/oidc/callback";
    private static final Pattern CODE = Pattern.compile("[A-Z]{4}-[A-Z]{4}");

    private final Entering entering;
    private final BrowserSessions sessions;
    private final OidcSettings settings;

    SignInRedirects(Entering entering, BrowserSessions sessions, OidcPorts ports) {
        this.entering = entering;
        this.sessions = sessions;
        this.settings = ports.settings();
    }

    @GetMapping(path = "/oidc/sign-in")
    ResponseEntity<Void> begin(HttpServletRequest request, HttpServletResponse response) {
        Browser.harden(response);
        if (request.getQueryString() != null) {
            throw new Refused(
                    Problem.of(
                            SP7100,
                            "the request cannot be understood",
                            "ask for /oidc/sign-in without a query"));
        }
        Flow flow = entering.begin();
        URI question = entering.question(flow, redirect(request));
        Browser.put(response, Browser.FLOW, flow.cookie(), Flow.LASTS);
        return Browser.to(question);
    }

    /**
     * Whatever session this browser had is over: nobody can have given it one to be signed into.
     */
    @GetMapping(path = CALLBACK)
    ResponseEntity<Void> end(HttpServletRequest request, HttpServletResponse response) {
        Browser.harden(response);
        Form answer = Form.read(request.getQueryString()).orElseThrow(SignInRedirects::notBegun);
        Flow flow =
                entering.running(Browser.cookie(request, Browser.FLOW), answer)
                        .orElseThrow(SignInRedirects::notBegun);
        Browser.drop(response, Browser.FLOW);
        Browser.cookie(request, Browser.SESSION).ifPresent(sessions::end);
        Browser.drop(response, Browser.SESSION);
        String secret =
                entering.enter(flow, answer, redirect(request), Source.of(request).network());
        Browser.put(response, Browser.SESSION, secret, BrowserSessions.LASTS);
        return Browser.to(next(request, response));
    }

    /** Back to what they were asked to confirm, or to who they are; nowhere else. */
    private static URI next(HttpServletRequest request, HttpServletResponse response) {
        Optional<String> asked = Browser.cookie(request, Browser.ASKED);
        asked.ifPresent(_ -> Browser.drop(response, Browser.ASKED));
        return asked.filter(code -> CODE.matcher(code).matches())
                .map(code -> URI.create("/confirm?user_code=" + code))
                .orElseGet(() -> URI.create("/oidc/session"));
    }

    /** As configured, or where we listen; never as the request calls us. */
    private URI redirect(HttpServletRequest request) {
        return settings.publicUrl()
                .map(base -> base.resolve(CALLBACK))
                .orElseGet(() ->
                        URI.create(
                                "https://%s:%d%s"
                                        .formatted(
                                                host(request.getLocalAddr()),
                                                request.getLocalPort(),
                                                CALLBACK)));
    }

    private static String host(String address) {
        return address.contains(":") ? "[" + address + "]" : address;
    }

    private static Refused notBegun() {
        return new Refused(
                Problem.of(
                        SP7160,
                        "this sign-in was not begun in this browser, took too long or was used",
                        "begin again at /oidc/sign-in"));
    }
}
