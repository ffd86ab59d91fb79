package dev.sallyport.app;

import static dev.sallyport.app.Setting.OIDC_ACR;
import static dev.sallyport.app.Setting.OIDC_AMR;
import static dev.sallyport.app.Setting.OIDC_AUTHORITY;
import static dev.sallyport.app.Setting.OIDC_CLIENT;
import static dev.sallyport.app.Setting.OIDC_GROUPS_CLAIM;
import static dev.sallyport.app.Setting.OIDC_HOSTS;
import static dev.sallyport.app.Setting.OIDC_ISSUER;
import static dev.sallyport.app.Setting.OIDC_MAX_AGE;
import static dev.sallyport.app.Setting.OIDC_PERSON;
import static dev.sallyport.app.Setting.OIDC_PUBLIC_URL;
import static dev.sallyport.app.Setting.OIDC_SCOPE;
import static dev.sallyport.app.Setting.OIDC_SECRET_CREDENTIAL;
import static dev.sallyport.app.Setting.OIDC_SECRET_ENVIRONMENT;
import static dev.sallyport.app.Setting.OIDC_SECRET_FILE;

import dev.sallyport.control.oidc.OidcSettings;
import dev.sallyport.control.oidc.OidcSettings.PersonClaim;
import dev.sallyport.problem.ProblemCode;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads what a configuration says of the identity provider people sign in at. */
final class OidcReader {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.-]+(:[0-9]{1,5})?");

    private static final String SECTION = "control.oidc.";
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    /** Without path, so that where the provider sends people back to is ours. */
    private static final Pattern NO_PATH = Pattern.compile("/?");

    private final ConfigValues values;
    private final Map<String, String> environment;

    OidcReader(ConfigValues values, Map<String, String> environment) {
        this.values = values;
        this.environment = environment;
    }

    /**
     * Empty where nothing is said of one.
     *
     * @param control where the control plane listens, where this server runs one
     */
    Optional<OidcSettings> settings(Optional<InetSocketAddress> control) {
        return values.isWritten(SECTION) ? Optional.of(read(control)) : Optional.empty();
    }

    private OidcSettings read(Optional<InetSocketAddress> control) {
        values.otherwise(OIDC_SCOPE, "openid profile email");
        values.otherwise(OIDC_PERSON, "sub");
        values.otherwise(OIDC_GROUPS_CLAIM, "groups");
        if (control.isEmpty()) {
            values.wrong(
                    OIDC_ISSUER, "is for a control plane", "write `role: both` or `role: control`");
        }
        URI issuer = issuer();
        Set<String> scope = words(OIDC_SCOPE, " +");
        if (!scope.contains("openid")) {
            values.wrong(OIDC_SCOPE, "lacks `openid`", "write `openid` among its words");
        }
        return new OidcSettings(
                issuer,
                values.required(OIDC_CLIENT, "write what the provider calls Sallyport"),
                new SecretReader(values, environment)
                        .read(OIDC_SECRET_FILE, OIDC_SECRET_ENVIRONMENT, OIDC_SECRET_CREDENTIAL)
                        .<Supplier<String>>map(reference -> reference::read),
                publicUrl(control),
                authority(),
                hosts(),
                scope,
                person(),
                new OidcSettings.Demanded(
                        words(OIDC_ACR, ","),
                        words(OIDC_AMR, ","),
                        values.text(OIDC_MAX_AGE).map(_ -> maxAge())),
                new OidcSettings.GroupClaim(
                        values.text(OIDC_GROUPS_CLAIM).orElse(""),
                        values.section(Setting.OIDC_GROUPS)));
    }

    private URI issuer() {
        String text = values.required(OIDC_ISSUER, "write the provider's issuer, to the letter");
        URI none = URI.create("https://unset.invalid");
        if (text.isEmpty()) {
            return none;
        }
        URI issuer = address(OIDC_ISSUER, text).orElse(none);
        boolean isClear = "http".equals(issuer.getScheme());
        if (isClear && !LOOPBACK.contains(issuer.getHost())) {
            values.add(
                    OIDC_ISSUER,
                    ProblemCode.SP6014,
                    "codes and proofs would cross the network unprotected",
                    "write an `https:` address");
        }
        return issuer;
    }

    /** Where browsers come: the address it listens on, unless that is every one. */
    private Optional<URI> publicUrl(Optional<InetSocketAddress> control) {
        control.filter(address -> !address.getAddress().isAnyLocalAddress())
                .ifPresent(address -> values.otherwise(OIDC_PUBLIC_URL, url(address)));
        Optional<String> text = values.text(OIDC_PUBLIC_URL);
        if (control.isPresent() && text.isEmpty()) {
            values.required(OIDC_PUBLIC_URL, "write where browsers reach the control plane");
        }
        Optional<URI> url = text.flatMap(one -> address(OIDC_PUBLIC_URL, one));
        boolean isOurs =
                url.filter(one ->
                                !"https".equals(one.getScheme())
                                        || !NO_PATH.matcher(one.getRawPath()).matches())
                        .isEmpty();
        if (!isOurs) {
            values.wrong(OIDC_PUBLIC_URL, "is no server", "write `https://HOST:PORT`");
        }
        return url;
    }

    private static String url(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return "https://%s:%d"
                .formatted(host.contains(":") ? "[" + host + "]" : host, address.getPort());
    }

    private Optional<URI> address(Setting setting, String text) {
        Optional<URI> address = ConfigValues.address(text);
        if (address.isEmpty()) {
            values.wrong(setting, "is no address", "write one that begins with `https://`");
        }
        return address;
    }

    private Optional<Path> authority() {
        Optional<Path> file = values.path(OIDC_AUTHORITY);
        file.filter(path -> !Files.isReadable(path))
                .ifPresent(path ->
                        values.add(
                                OIDC_AUTHORITY,
                                ProblemCode.SP6012,
                                "`" + path + "` is not there or cannot be read",
                                "name the PEM certificates the provider's is signed by"));
        return file;
    }

    private Set<String> hosts() {
        Set<String> hosts = words(OIDC_HOSTS, ",");
        if (!hosts.stream().allMatch(host -> HOST.matcher(host).matches())) {
            values.wrong(OIDC_HOSTS, "are no hosts", "write `HOST,HOST:PORT`");
        }
        return hosts;
    }

    private PersonClaim person() {
        Map<String, PersonClaim> claims =
                Arrays.stream(PersonClaim.values())
                        .collect(
                                Collectors.toMap(
                                        one -> one.name().toLowerCase(Locale.ROOT), one -> one));
        PersonClaim claim = claims.get(values.text(OIDC_PERSON).orElse(""));
        if (claim == null) {
            values.wrong(
                    OIDC_PERSON,
                    "is no claim that names people",
                    "write `sub`, `oid`, `preferred_username`, `upn` or `email`");
            return PersonClaim.SUB;
        }
        return claim;
    }

    private Duration maxAge() {
        return values.seconds(OIDC_MAX_AGE);
    }

    private Set<String> words(Setting setting, String between) {
        return Stream.of(values.text(setting).orElse("").split(between, -1))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toSet());
    }
}
