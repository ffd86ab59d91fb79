package dev.sallyport.control.passkey;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whom passkeys are made for: the server, as browsers reach it.
 *
 * @param id its host name (WebAuthn, section 4); a passkey made for another is none of ours
 * @param origin scheme, host and port, as browsers write it (RFC 6454, section 6.2)
 */
public record RelyingParty(String id, String origin) {
    /** A name whose last label is none of an address; browsers make no passkey for an address. */
    private static final Pattern NAME =
            Pattern.compile("(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\\.)*[a-z](?:[a-z0-9-]*[a-z0-9])?");

    private static final int HTTPS = 443;

    /**
     * Empty where browsers would make none: without TLS, or where the host is an address.
     *
     * @param publicUrl where browsers reach the server
     */
    public static Optional<RelyingParty> at(URI publicUrl) {
        String host = publicUrl.getHost();
        if (!"https".equals(publicUrl.getScheme()) || host == null) {
            return Optional.empty();
        }
        String name = host.toLowerCase(Locale.ROOT);
        int port = publicUrl.getPort();
        String origin = "https://" + name + (port < 0 || port == HTTPS ? "" : ":" + port);
        return NAME.matcher(name).matches()
                ? Optional.of(new RelyingParty(name, origin))
                : Optional.empty();
    }
}
