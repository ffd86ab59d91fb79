package dev.sallyport.control.oidc;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;

/** What goes to and comes from a browser around the pages: cookies, headers, where to go next. */
final class Browser {
    /** Of a sign-in on its way. */
    static final String FLOW = "__Host-sallyport-flow";

    /** Of who is signed in. */
    static final String SESSION = "__Host-sallyport-session";

    /** The code of what somebody was to confirm when they went to sign in. */
    static final String ASKED = "__Host-sallyport-asked";

    private Browser() {}

    /** Empty also where there are two: one of them somebody else may have set. */
    static Optional<String> cookie(HttpServletRequest request, String name) {
        Cookie[] sent = request.getCookies();
        List<String> values =
                Stream.of(sent == null ? new Cookie[0] : sent)
                        .filter(one -> one.getName().equals(name))
                        .map(Cookie::getValue)
                        .toList();
        return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
    }

    /**
     * For this host and no other, over TLS, out of reach of scripts, and not with forms of other
     * sites; with links of others, since the provider sends people back by one.
     */
    static void put(HttpServletResponse response, String name, String value, Duration lasts) {
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from(name, value)
                        .secure(true)
                        .httpOnly(true)
                        .sameSite("Lax")
                        .path("/")
                        .maxAge(lasts)
                        .build()
                        .toString());
    }

    static void drop(HttpServletResponse response, String name) {
        put(response, name, "", Duration.ZERO);
    }

    /**
     * What every answer around signing in says: it is kept nowhere, framed nowhere, told nobody.
     */
    static void harden(HttpServletResponse response) {
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader(
                "Content-Security-Policy",
                "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'");
    }

    static ResponseEntity<Void> to(URI address) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER).location(address).build();
    }
}
