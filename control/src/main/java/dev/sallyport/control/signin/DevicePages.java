package dev.sallyport.control.signin;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sallyport.control.http.Operation;
import dev.sallyport.control.http.Operation.Access;
import dev.sallyport.problem.ProblemCode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** How a program gets a token that a person confirms in a browser: RFC 8628, in our own form. */
@RestController
final class DevicePages {
    private static final List<String> NAMES = List.of("device_code");

    private final Devices devices;
    private final TokenGiving giving;
    private final Answering answering;
    private final SignInPorts ports;

    DevicePages(Devices devices, TokenGiving giving, Answering answering, SignInPorts ports) {
        this.devices = devices;
        this.giving = giving;
        this.answering = answering;
        this.ports = ports;
    }

    /**
     * What the program shows and keeps: section 3.2.
     *
     * @param deviceCode the secret that fetches the token
     * @param userCode what the person types or compares
     */
    record DeviceBegun(
            @JsonProperty("device_code") String deviceCode,
            @JsonProperty("user_code") String userCode,
            @JsonProperty("verification_uri") String verificationUri,
            @JsonProperty("verification_uri_complete") String verificationUriComplete,
            @JsonProperty("expires_in") long expiresIn,
            long interval) {}

    /** What fetches the token. */
    record DeviceCode(@JsonProperty("device_code") String deviceCode) {
        /** It holds a secret. */
        @Override
        public String toString() {
            return "DeviceCode";
        }
    }

    @Operation(
            id = "beginDevice",
            summary = "Begins a sign-in that a person confirms in a browser.",
            access = Access.OPEN,
            answers = DeviceBegun.class)
    @PostMapping(path = "/api/v1/device")
    DeviceBegun begin(HttpServletRequest request, HttpServletResponse response) {
        Answering.secret(request, response, List.of());
        Source source = Answering.source(request);
        Devices.Begun begun = devices.begin(source, request.getRemoteAddr(), answering.now());
        Asked asked = begun.asked();
        ports.record().append(new SignInEvent.ConfirmationAsked(source.network(), asked.id()));
        URI here = ConfirmPages.here(ports.publicUrl(), request);
        return new DeviceBegun(
                begun.secret(),
                asked.code().shown(),
                here.resolve(ConfirmPages.PATH).toString(),
                ConfirmPages.link(here, asked.code()).toString(),
                Devices.LASTS.toSeconds(),
                Devices.INTERVAL.toSeconds());
    }

    @Operation(
            id = "fetchDeviceToken",
            summary = "Gives the token that a person has confirmed, shown this once.",
            access = Access.OPEN,
            body = DeviceCode.class,
            answers = TokenPages.SignedIn.class)
    @PostMapping(path = "/api/v1/device/token", consumes = MediaType.APPLICATION_JSON_VALUE)
    TokenPages.SignedIn fetch(
            @RequestBody byte[] body, HttpServletRequest request, HttpServletResponse response) {
        Answering.secret(request, response, NAMES);
        String secret =
                SignInFields.texts(body, NAMES, SignInFields.LONGEST_BODY)
                        .getOrDefault("device_code", "");
        if (secret.isEmpty()) {
            throw SignInFields.malformed(NAMES);
        }
        return switch (devices.poll(secret, answering.now())) {
            case Devices.Confirmed(Asked _, Proven by) ->
                    giving.give(by, Answering.source(request).network());
            case Devices.Pending _ ->
                    throw Answering.refused(
                            ProblemCode.SP7290,
                            "nobody has confirmed it yet (authorization_pending)",
                            "ask again in some seconds");
            case Devices.TooSoon(Duration interval) -> {
                response.setHeader("Retry-After", Long.toString(interval.toSeconds()));
                throw Answering.refused(
                        ProblemCode.SP7291,
                        "this was asked too soon again (slow_down)",
                        "ask every " + interval.toSeconds() + " seconds");
            }
            case Devices.Over _ ->
                    throw Answering.refused(
                            ProblemCode.SP7292,
                            "no sign-in waits for this any more (expired_token)",
                            "begin again");
            case Devices.Declined _ ->
                    throw Answering.refused(
                            ProblemCode.SP7293,
                            "somebody said no to it in the browser (access_denied)",
                            "begin again, if you did not mean that");
        };
    }
}
