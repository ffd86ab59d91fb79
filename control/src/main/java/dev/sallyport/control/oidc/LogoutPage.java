package dev.sallyport.control.oidc;

import dev.sallyport.control.http.Form;
import dev.sallyport.control.oidc.BrowserSessions.Made;
import dev.sallyport.control.oidc.LogoutTokens.Logout;
import dev.sallyport.control.signin.DatabaseTokens;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where the provider says that somebody signed out there: what came of that session ends here. */
@RestController
final class LogoutPage {
    /** Anybody may send one, and each may need a new key. */
    private static final int AT_ONCE = 4;

    private final Turns turns = new Turns(AT_ONCE);
    private final LogoutTokens logouts;
    private final BrowserSessions sessions;
    private final TransactionTemplate transactions;
    private final OidcPorts ports;
    private final DatabaseTokens tokens;

    LogoutPage(
            LogoutTokens logouts,
            BrowserSessions sessions,
            TransactionTemplate transactions,
            OidcPorts ports,
            DatabaseTokens tokens) {
        this.logouts = logouts;
        this.sessions = sessions;
        this.transactions = transactions;
        this.ports = ports;
        this.tokens = tokens;
    }

    /** Section 2.5; answered when the sessions at the databases are ended, too. */
    @PostMapping(
            path = "/oidc/backchannel-logout",
            consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
    void logout(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        Optional<Form> form = Form.of(request);
        try {
            Logout logout = turns.take(() -> read(form));
            transactions.executeWithoutResult(_ -> end(logout));
        } catch (Refusal refusal) {
            throw refusal.told();
        }
    }

    private Logout read(Optional<Form> form) {
        return logouts.read(
                form.flatMap(one -> one.value("logout_token"))
                        .orElseThrow(() -> Refusal.noLogout("no logout_token")));
    }

    /**
     * The browser sessions first: whoever makes a token from one at this moment is done, and the
     * token among those that end, or finds the session gone. Where a token cannot be taken back the
     * logout was not heard, and the provider may send it again.
     */
    private void end(Logout logout) {
        if (!sessions.hear(logout)) {
            throw Refusal.noLogout("used before");
        }
        int ended = sessions.end(logout);
        ports.record().append(new OidcEvent.SignedOutAtProvider(ports.settings().issuer(), ended));
        for (Made token : sessions.made(logout)) {
            ports.record().append(new OidcEvent.TokenVoided(token.login(), token.id()));
            tokens.takeBack(token.login(), token.id());
            sessions.forget(token);
        }
    }
}
