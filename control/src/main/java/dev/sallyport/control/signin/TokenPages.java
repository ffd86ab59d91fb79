package dev.sallyport.control.signin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sallyport.control.http.Operation;
import dev.sallyport.control.http.Operation.Access;
import dev.sallyport.control.signin.DatabaseTokens.Entrance;
import dev.sallyport.control.signin.DatabaseTokens.Owner;
import dev.sallyport.control.signin.DatabaseTokens.Standing;
import dev.sallyport.problem.ProblemCode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Signing in for a token of the databases, and one's own tokens, which a token opens. */
@RestController
final class TokenPages {
    private static final Pattern BEARER = Pattern.compile("(?i:Bearer) ([\\w.~+/-]{1,128}=*)");

    private final Proving proving;
    private final Answering answering;
    private final DatabaseTokens tokens;
    private final SignInRecord record;
    private final Optional<Passes> passes;
    private final TokenGiving giving;

    TokenPages(
            Proving proving,
            Answering answering,
            SignInPorts ports,
            ObjectProvider<Passes> passes,
            TokenGiving giving) {
        this.proving = proving;
        this.answering = answering;
        this.tokens = ports.tokens();
        this.record = ports.record();
        this.passes = Optional.ofNullable(passes.getIfAvailable());
        this.giving = giving;
    }

    /**
     * What somebody who signed in gets.
     *
     * @param gateway missing for who holds no role of a database
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SignedIn(String login, Shown token, @Nullable Entrance gateway) {}

    /** A token with its secret. */
    record Shown(String id, String secret, Instant until) {}

    /** Somebody's tokens. */
    record Own(List<Line> tokens) {}

    /** One of them. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Line(
            String id,
            Instant issued,
            Instant until,
            @JsonProperty("last_used") @Nullable Instant lastUsed) {}

    @Operation(
            id = "signIn",
            summary =
                    "Proves who somebody is, and gives a token of the databases, shown this once.",
            access = Access.OPEN,
            status = 201,
            body = SignInFields.Texts.class,
            answers = SignedIn.class)
    @PostMapping(path = "/api/v1/sign-in", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    SignedIn signIn(
            @RequestBody byte[] body, HttpServletRequest request, HttpServletResponse response) {
        Attempt attempt = Answering.attempt(request, body);
        String login = attempt.login();
        String network = attempt.source().network();
        Optional<Passes.Pass> pass =
                passes.flatMap(those -> those.spend(login, attempt.password()));
        Factor factor =
                answering.proved(
                        pass.isPresent()
                                ? new Proving.Proved<>(Factor.PROVIDER)
                                : proving.enter(attempt),
                        response);
        record.append(new SignInEvent.SignedIn(login, network, factor));
        return giving.give(
                pass.map(one -> Proven.elsewhere(login, one))
                        .orElseGet(() -> Proven.here(login, factor, answering.now())),
                network);
    }

    /** For what asks for a second factor that was proved lately; the secret stays as it is. */
    @Operation(
            id = "proveAgain",
            summary = "Has a token stand for a second factor that is proved now.",
            access = Access.OPEN,
            status = 204,
            body = SignInFields.Texts.class)
    @PostMapping(path = "/api/v1/tokens/{id}/proof", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void prove(
            @PathVariable("id") String id,
            @RequestBody byte[] body,
            HttpServletRequest request,
            HttpServletResponse response) {
        Attempt attempt = Answering.attempt(request, body);
        String login = attempt.login();
        Factor factor = answering.proved(proving.step(attempt), response);
        if (tokens.standing(login).stream().noneMatch(one -> one.id().equals(id))) {
            throw noSuch();
        }
        record.append(new SignInEvent.TokenProved(login, attempt.source().network(), id, factor));
        tokens.prove(login, id, answering.now());
    }

    @Operation(
            id = "listTokens",
            summary = "One's own tokens that stand.",
            access = Access.TOKEN,
            answers = Own.class)
    @GetMapping(path = "/api/v1/tokens")
    Own list(HttpServletRequest request, HttpServletResponse response) {
        Owner owner = owner(request);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        return new Own(tokens.standing(owner.login()).stream().map(TokenPages::line).toList());
    }

    /** Somebody else's is as unknown as one that never was. */
    @Operation(
            id = "revokeToken",
            summary = "Takes one of one's own tokens back; its sessions end.",
            access = Access.TOKEN,
            status = 204)
    @DeleteMapping(path = "/api/v1/tokens/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void takeBack(@PathVariable("id") String id, HttpServletRequest request) {
        Owner owner = owner(request);
        if (tokens.standing(owner.login()).stream().noneMatch(one -> one.id().equals(id))) {
            throw noSuch();
        }
        record.append(
                new SignInEvent.TokenTakenBack(
                        owner.login(), Answering.source(request).network(), id));
        tokens.takeBack(owner.login(), id);
    }

    private Owner owner(HttpServletRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        Matcher bearer = BEARER.matcher(header == null ? "" : header);
        if (!bearer.matches()) {
            throw unknown();
        }
        return tokens.owner(bearer.group(1)).orElseThrow(TokenPages::unknown);
    }

    private static RuntimeException noSuch() {
        return Answering.refused(
                ProblemCode.SP7103, "you have no such token", "list them at /api/v1/tokens");
    }

    private static RuntimeException unknown() {
        return Answering.refused(
                ProblemCode.SP7102,
                "the request does not say who asks",
                "send a token of yours that stands as `Authorization: Bearer`");
    }

    private static Line line(Standing one) {
        return new Line(one.id(), one.issued(), one.until(), one.lastUsed().orElse(null));
    }
}
