package dev.sallyport.control.signin;

import dev.sallyport.control.http.Operation;
import dev.sallyport.control.http.Operation.Access;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Setting up an authenticator app: its secret, then one code of it as proof that it works. */
@RestController
final class EnrolmentPages {
    private final Proving proving;
    private final Answering answering;
    private final SecondFactors factors;
    private final SignInRecord record;
    private final InstantSource clock;

    EnrolmentPages(
            Proving proving,
            Answering answering,
            SecondFactors factors,
            SignInPorts ports,
            InstantSource clock) {
        this.proving = proving;
        this.answering = answering;
        this.factors = factors;
        this.record = ports.record();
        this.clock = clock;
    }

    /**
     * Shown once.
     *
     * @param uri for the app, as a QR code
     */
    record Secret(String secret, String uri) {}

    /** Shown once. */
    record Recovery(List<String> recovery) {}

    @Operation(
            id = "beginSecondFactor",
            summary = "Gives the secret of an authenticator app, shown this once.",
            access = Access.OPEN,
            status = 201,
            body = SignInFields.Texts.class,
            answers = Secret.class)
    @PostMapping(path = "/api/v1/second-factor", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    Secret begin(
            @RequestBody byte[] body, HttpServletRequest request, HttpServletResponse response) {
        Attempt attempt = Answering.attempt(request, body);
        String login = attempt.login();
        Factor shown = answering.proved(proving.enrol(attempt), response);
        record.append(new SignInEvent.EnrolmentBegun(login, attempt.source().network(), shown));
        String secret = factors.begin(login, clock.instant());
        return new Secret(secret, uri(login, secret));
    }

    @Operation(
            id = "confirmSecondFactor",
            summary = "Proves that the app works, and gives recovery codes, shown this once.",
            access = Access.OPEN,
            body = SignInFields.Texts.class,
            answers = Recovery.class)
    @PostMapping(
            path = "/api/v1/second-factor/confirmation",
            consumes = MediaType.APPLICATION_JSON_VALUE)
    Recovery confirm(
            @RequestBody byte[] body, HttpServletRequest request, HttpServletResponse response) {
        Attempt attempt = Answering.attempt(request, body);
        List<String> codes =
                answering.proved(
                        proving.prove(
                                attempt,
                                now -> factors.confirm(attempt.login(), attempt.code(), now)),
                        response);
        record.append(new SignInEvent.Enrolled(attempt.login(), attempt.source().network()));
        return new Recovery(codes);
    }

    private static String uri(String login, String secret) {
        // A blank is a plus in forms only.
        String label = URLEncoder.encode(login, StandardCharsets.UTF_8).replace("+", "%20");
        return "otpauth://totp/Sallyport:%s?secret=%s&issuer=Sallyport&algorithm=SHA1&digits=%d&period=%d"
                .formatted(label, secret, Totp.DIGITS, Totp.STEP.toSeconds());
    }
}
