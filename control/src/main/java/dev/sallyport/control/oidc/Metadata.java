package dev.sallyport.control.oidc;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What the provider says of itself (OpenID Connect Discovery 1.0, section 3), checked: it sends us
 * nowhere but to itself and to the hosts an operator named.
 *
 * @param postsSecret whether it takes our secret in the body only
 * @param namesItself whether every answer of it says who it is (RFC 9207)
 */
record Metadata(URI authorization, URI token, URI keys, boolean postsSecret, boolean namesItself) {
    private static final String S256 = "S256";
    private static final String CODE = "code";

    /**
     * @throws Refusal SP7161 where it is not the one configured, points elsewhere, or lacks what
     *     signing in needs
     */
    static Metadata of(JsonNode document, OidcSettings settings) {
        if (!document.path("issuer").asString("").equals(settings.issuer().toString())) {
            throw Refusal.away("another issuer");
        }
        requireListed(document, "response_types_supported", CODE);
        requireListed(document, "code_challenge_methods_supported", S256);
        return new Metadata(
                address(document, "authorization_endpoint", settings),
                address(document, "token_endpoint", settings),
                address(document, "jwks_uri", settings),
                takesBodyOnly(document.path("token_endpoint_auth_methods_supported")),
                document.path("authorization_response_iss_parameter_supported").asBoolean(false));
    }

    /** Where it tells what it can do, that has to be among it; some tell nothing. */
    private static void requireListed(JsonNode document, String name, String wanted) {
        JsonNode list = document.path(name);
        if (!list.isMissingNode() && !holds(list, wanted)) {
            throw Refusal.away("no " + wanted);
        }
    }

    private static boolean holds(JsonNode list, String wanted) {
        return list.valueStream().anyMatch(one -> one.asString("").equals(wanted));
    }

    private static boolean takesBodyOnly(JsonNode methods) {
        return !methods.isMissingNode()
                && !holds(methods, "client_secret_basic")
                && holds(methods, "client_secret_post");
    }

    private static URI address(JsonNode document, String name, OidcSettings settings) {
        try {
            URI address = new URI(document.path(name).asString(""));
            if (isAllowed(address, settings)) {
                return address;
            }
        } catch (URISyntaxException e) {
            throw Refusal.away("no " + name);
        }
        throw Refusal.away(name + " elsewhere");
    }

    private static boolean isAllowed(URI address, OidcSettings settings) {
        return address.isAbsolute()
                && address.getRawUserInfo() == null
                && address.getRawFragment() == null
                && address.getScheme().equals(settings.issuer().getScheme())
                && place(address)
                        .filter(place ->
                                place(settings.issuer()).equals(Optional.of(place))
                                        || isNamed(place, settings.hosts()))
                        .isPresent();
    }

    private static boolean isNamed(String place, Set<String> hosts) {
        return hosts.stream().anyMatch(host -> host.toLowerCase(Locale.ROOT).equals(place));
    }

    /** Host, and port where it is not the scheme's own. */
    private static Optional<String> place(URI address) {
        return Optional.ofNullable(address.getHost())
                .map(host -> host.toLowerCase(Locale.ROOT))
                .map(host -> isUsual(address) ? host : host + ":" + address.getPort());
    }

    private static boolean isUsual(URI address) {
        return address.getPort() == -1
                || (address.getScheme().equals("https") && address.getPort() == 443);
    }
}
