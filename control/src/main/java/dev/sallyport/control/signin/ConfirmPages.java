package dev.sallyport.control.signin;

import dev.sallyport.control.http.Form;
import dev.sallyport.control.http.Statuses;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Where a person types the code that a terminal shows, sees what waits for it, proves who they are,
 * and says yes or no. It has no script, and no link does more than show it.
 */
@RestController
final class ConfirmPages {
    static final String PATH = "/confirm";

    private static final String HTML = "text/html;charset=UTF-8";
    private static final String CODE = "user_code";

    private final Confirming confirming;
    private final Proving proving;
    private final Answering answering;
    private final Optional<URI> publicUrl;
    private final Optional<Visitors> visitors;

    ConfirmPages(
            Confirming confirming,
            Proving proving,
            Answering answering,
            SignInPorts ports,
            ObjectProvider<Visitors> visitors) {
        this.confirming = confirming;
        this.proving = proving;
        this.answering = answering;
        this.publicUrl = ports.publicUrl();
        this.visitors = Optional.ofNullable(visitors.getIfAvailable());
    }

    /** To the page, with the code in it (RFC 8628, section 3.3.1). */
    static URI link(URI base, UserCode code) {
        return base.resolve(PATH + "?" + CODE + "=" + code.shown());
    }

    /** As configured, or where we listen; never as the request calls us. */
    static URI here(Optional<URI> publicUrl, HttpServletRequest request) {
        return publicUrl.orElseGet(() -> {
            String address = request.getLocalAddr();
            return URI.create(
                    "%s://%s:%d"
                            .formatted(
                                    request.getScheme(),
                                    address.contains(":") ? "[" + address + "]" : address,
                                    request.getLocalPort()));
        });
    }

    /** Shows the form, and looks at no code: pages of others can make a browser come here. */
    @GetMapping(path = PATH, produces = HTML)
    String show(HttpServletRequest request, HttpServletResponse response) {
        harden(response);
        return ConfirmView.form(
                Form.read(request.getQueryString())
                        .flatMap(form -> form.value(CODE))
                        .flatMap(UserCode::of));
    }

    @PostMapping(
            path = PATH,
            consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE,
            produces = HTML)
    String answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        harden(response);
        Optional<Form> form = Form.of(request);
        Optional<UserCode> code = form.flatMap(one -> one.value(CODE)).flatMap(UserCode::of);
        try {
            requireOwnPage(request);
            return answered(form.orElseThrow(ConfirmPages::malformed), request, response);
        } catch (Refused refused) {
            Problem problem = refused.problems().getFirst();
            response.setStatus(Statuses.of(problem.code()).value());
            return ConfirmView.refused(problem, code);
        }
    }

    private String answered(Form form, HttpServletRequest request, HttpServletResponse response) {
        Source source = Answering.source(request);
        Asked asked =
                confirming.named(form.value(CODE).orElseThrow(ConfirmPages::malformed), source);
        Optional<Visitors.Visitor> visitor = visitors.flatMap(all -> all.visitor(request));
        return switch (form.value("answer").orElse("")) {
            case "yes" -> {
                Proven who = proven(form, asked, visitor, source, response);
                confirming.confirm(asked, who, source);
                yield ConfirmView.confirmed(asked, who.login());
            }
            case "no" -> {
                confirming.decline(asked, visitor.map(Visitors.Visitor::login), source);
                yield ConfirmView.declined();
            }
            default ->
                    visitor.map(one ->
                                    ConfirmView.question(
                                            asked, source, one.login(), one.mark(use(asked))))
                            .orElseGet(() ->
                                    ConfirmView.question(
                                            asked,
                                            source,
                                            visitors.map(all ->
                                                    all.signIn(response, asked.code().shown()))));
        };
    }

    /**
     * @throws Refused SP7296 where a browser's session is used by another page, SP7140 and the like
     *     where nothing is proved
     */
    private Proven proven(
            Form form,
            Asked asked,
            Optional<Visitors.Visitor> visitor,
            Source source,
            HttpServletResponse response) {
        Optional<String> password = form.value("password");
        if (password.isPresent()) {
            String login = form.value("login").orElse("");
            Attempt attempt =
                    SignInFields.attempt(
                            login, password.get(), form.value("code").orElse(""), source);
            Factor factor = answering.proved(proving.enter(attempt), response);
            return Proven.here(login, factor, answering.now());
        }
        return visitor.filter(one -> isMarked(form, one.mark(use(asked))))
                .map(one -> Proven.elsewhere(one.login(), one.pass()))
                .orElseThrow(ConfirmPages::foreign);
    }

    /** Good for one question alone. */
    private static String use(Asked asked) {
        return "confirm " + asked.id();
    }

    private static boolean isMarked(Form form, String mark) {
        return form.value("mark")
                .filter(sent -> MessageDigest.isEqual(bytes(sent), bytes(mark)))
                .isPresent();
    }

    /**
     * What the browser itself says of where a form comes from; one that says nothing is old, and
     * then the form's mark or password has to do.
     */
    private void requireOwnPage(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        String origin = request.getHeader("Origin");
        if ((site != null && !site.equals("same-origin"))
                || (origin != null && !isOurs(origin, request))) {
            throw foreign();
        }
    }

    /** By the name that browsers have for us, or as this one has just called us. */
    private boolean isOurs(String origin, HttpServletRequest request) {
        return origin.equals(request.getScheme() + "://" + request.getHeader("Host"))
                || publicUrl
                        .map(url -> url.getScheme() + "://" + url.getRawAuthority())
                        .filter(origin::equals)
                        .isPresent();
    }

    private static Refused foreign() {
        return Answering.refused(
                ProblemCode.SP7296,
                "the form does not come from the page it belongs to",
                "type the code at " + PATH + " and use the buttons there");
    }

    private static Refused malformed() {
        return SignInFields.malformed(List.of(CODE));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Kept nowhere, framed nowhere, told no other site, and sends its forms to us alone. */
    private static void harden(HttpServletResponse response) {
        response.setHeader("Cache-Control", "no-store");
        // Not `no-referrer`: browsers would send the origin of our own forms as `null`.
        response.setHeader("Referrer-Policy", "same-origin");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader(
                "Content-Security-Policy",
                "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'");
    }
}
