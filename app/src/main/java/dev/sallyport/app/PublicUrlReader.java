package dev.sallyport.app;

import static dev.sallyport.app.Setting.CONTROL_PUBLIC_URL;
import static dev.sallyport.app.Setting.OIDC_PUBLIC_URL;

import dev.sallyport.control.passkey.RelyingParty;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads by which name browsers reach the control plane, which passkeys are made for. */
record PublicUrlReader(ConfigValues values) {
    private static final Pattern NO_PATH = Pattern.compile("/?");

    /** By the name that every machine has for itself. */
    static URI onLoopback(int port) {
        return URI.create("https://localhost:" + port);
    }

    /**
     * Empty where nothing says it.
     *
     * @param control where the control plane listens, where this server runs one
     */
    Optional<URI> url(Optional<InetSocketAddress> control) {
        if (values.isWritten(CONTROL_PUBLIC_URL)) {
            return written(control);
        }
        Optional<URI> other =
                values.isWritten(OIDC_PUBLIC_URL)
                        ? values.text(OIDC_PUBLIC_URL).flatMap(PublicUrlReader::named)
                        : control.filter(address -> address.getAddress().isLoopbackAddress())
                                .map(address -> onLoopback(address.getPort()));
        other.ifPresent(url -> values.otherwise(CONTROL_PUBLIC_URL, url));
        return other;
    }

    private Optional<URI> written(Optional<InetSocketAddress> control) {
        if (control.isEmpty()) {
            values.wrong(
                    CONTROL_PUBLIC_URL,
                    "is for a control plane",
                    "write `role: both` or `role: control`");
        }
        Optional<URI> url = values.text(CONTROL_PUBLIC_URL).flatMap(PublicUrlReader::named);
        if (url.isEmpty()) {
            values.wrong(
                    CONTROL_PUBLIC_URL,
                    "is no server by its name",
                    "write `https://HOST:PORT`, and no address in figures for the host");
        }
        return url;
    }

    private static Optional<URI> named(String text) {
        return ConfigValues.address(text)
                .filter(url -> NO_PATH.matcher(url.getRawPath()).matches())
                .filter(url -> RelyingParty.at(url).isPresent());
    }
}
