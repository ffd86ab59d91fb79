package dev.sallyport.control.signin;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The page on which people make and use passkeys, and the one script it has. */
@RestController
final class PasskeyScript {
    private static final String HTML = "text/html;charset=UTF-8";
    private static final String SCRIPT = "text/javascript;charset=UTF-8";

    private final PasskeyDesk desk;
    private final String page;
    private final String script;

    PasskeyScript(PasskeyDesk desk) {
        this.desk = desk;
        this.page = read("passkeys.html");
        this.script = read("passkeys.js");
    }

    @GetMapping(path = "/passkeys", produces = HTML)
    String page(HttpServletResponse response) {
        desk.here();
        harden(response);
        return page;
    }

    @GetMapping(path = "/passkeys.js", produces = SCRIPT)
    String script(HttpServletResponse response) {
        desk.here();
        harden(response);
        return script;
    }

    /**
     * Runs its own script and asks us alone; framed nowhere, told nobody, sent nowhere as a form.
     */
    private static void harden(HttpServletResponse response) {
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader(
                "Content-Security-Policy",
                "default-src 'none'; script-src 'self'; connect-src 'self'; form-action 'none';"
                        + " frame-ancestors 'none'; base-uri 'none'");
    }

    private static String read(String name) {
        try (InputStream file =
                Objects.requireNonNull(PasskeyScript.class.getResourceAsStream(name), name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(name + " is beside this class", e);
        }
    }
}
