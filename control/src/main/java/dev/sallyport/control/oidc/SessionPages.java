package dev.sallyport.control.oidc;

import static dev.sallyport.problem.ProblemCode.SP7167;

import dev.sallyport.control.http.Form;
import dev.sallyport.control.oidc.Visiting.Present;
import dev.sallyport.control.signin.Source;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.Refused;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

/** What somebody who signed in sees and does in the browser: a word for a program, and leaving. */
@RestController
final class SessionPages {
    private static final String HTML = "text/html;charset=UTF-8";

    private final BrowserSessions sessions;
    private final Visiting visiting;
    private final Words words;
    private final OidcRecord record;

    SessionPages(BrowserSessions sessions, Visiting visiting, Words words, OidcPorts ports) {
        this.sessions = sessions;
        this.visiting = visiting;
        this.words = words;
        this.record = ports.record();
    }

    @GetMapping(path = "/oidc/session", produces = HTML)
    String show(HttpServletRequest request, HttpServletResponse response) {
        Browser.harden(response);
        Present here = present(request);
        String methods = String.join(", ", here.session().proof().methods());
        return page(
                """
                <p>You are signed in as <b>%s</b> until %s.%s</p>
                <form method="post" action="/oidc/word"><input type="hidden" name="mark" value="%s">
                <button>A word for sallyport login</button></form>
                <form method="post" action="/oidc/sign-out"><input type="hidden" name="mark" value="%s">
                <button>Sign out</button></form>
                <p><a href="/confirm">Confirm what a terminal or a connection waits for</a></p>
                """
                        .formatted(
                                text(here.login()),
                                here.session().until(),
                                methods.isEmpty() ? "" : " You proved it by " + text(methods) + ".",
                                here.mark("form"),
                                here.mark("form")));
    }

    @PostMapping(
            path = "/oidc/word",
            consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE,
            produces = HTML)
    String word(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Browser.harden(response);
        Present here = present(request);
        requireOurs(Form.of(request), here);
        record.append(new OidcEvent.WordGiven(here.login(), Source.of(request).network()));
        return page(
                """
                <p>Shown once, good for one token, within %d minutes. Give it to <code>sallyport login %s</code>
                as the password, and press Enter for the code:</p>
                <p><code id="word">%s</code></p>
                <p><a href="/oidc/session">Back</a></p>
                """
                        .formatted(
                                BrowserSessions.WORD_LASTS.toMinutes(),
                                text(here.login()),
                                words.give(here.secret())));
    }

    @PostMapping(
            path = "/oidc/sign-out",
            consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE,
            produces = HTML)
    String signOut(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Browser.harden(response);
        Present here = present(request);
        requireOurs(Form.of(request), here);
        record.append(new OidcEvent.SignedOut(here.login(), Source.of(request).network()));
        sessions.end(here.secret());
        Browser.drop(response, Browser.SESSION);
        return page(
                """
                <p>You are signed out here. Tokens that you have stand until they end.</p>
                <p><a href="/oidc/sign-in">Sign in</a></p>
                """);
    }

    private Present present(HttpServletRequest request) {
        return visiting.present(request).orElseThrow(Words::ended);
    }

    private static void requireOurs(Optional<Form> sent, Present here) {
        boolean isOurs =
                sent.flatMap(form -> form.value("mark"))
                        .filter(mark ->
                                MessageDigest.isEqual(bytes(mark), bytes(here.mark("form"))))
                        .isPresent();
        if (!isOurs) {
            throw new Refused(
                    Problem.of(
                            SP7167,
                            "the form does not come from the page it belongs to",
                            "open /oidc/session and use the button there"));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(String value) {
        return HtmlUtils.htmlEscape(value, "UTF-8");
    }

    private static String page(String body) {
        return """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><title>Sallyport</title></head><body>
        <h1>Sallyport</h1>
        %s</body></html>
        """
                .formatted(body);
    }
}
