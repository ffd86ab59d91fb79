package dev.sallyport.app;

import static dev.sallyport.app.Setting.LDAP_ACCOUNT;
import static dev.sallyport.app.Setting.LDAP_AUTHORITY;
import static dev.sallyport.app.Setting.LDAP_DEPARTMENT;
import static dev.sallyport.app.Setting.LDAP_EVERY;
import static dev.sallyport.app.Setting.LDAP_GROUPS_BASE;
import static dev.sallyport.app.Setting.LDAP_GROUPS_FILTER;
import static dev.sallyport.app.Setting.LDAP_LAYOUT;
import static dev.sallyport.app.Setting.LDAP_LEAVERS_LEAST;
import static dev.sallyport.app.Setting.LDAP_LEAVERS_PERCENT;
import static dev.sallyport.app.Setting.LDAP_LOGIN;
import static dev.sallyport.app.Setting.LDAP_MANAGER;
import static dev.sallyport.app.Setting.LDAP_NAME;
import static dev.sallyport.app.Setting.LDAP_PASSWORD_CREDENTIAL;
import static dev.sallyport.app.Setting.LDAP_PASSWORD_ENVIRONMENT;
import static dev.sallyport.app.Setting.LDAP_PASSWORD_FILE;
import static dev.sallyport.app.Setting.LDAP_PEOPLE_BASE;
import static dev.sallyport.app.Setting.LDAP_PEOPLE_FILTER;
import static dev.sallyport.app.Setting.LDAP_PLAINTEXT;
import static dev.sallyport.app.Setting.LDAP_SERVERS;
import static dev.sallyport.app.Setting.LDAP_USER_NAME;

import dev.sallyport.control.ldap.LdapLayout;
import dev.sallyport.control.ldap.LdapNames;
import dev.sallyport.control.ldap.LdapSettings;
import dev.sallyport.control.ldap.LdapSettings.Encryption;
import dev.sallyport.problem.ProblemCode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what a configuration says of an LDAP directory; nothing where it says nothing. */
final class LdapConfigReader {
    private static final String SECTION = "control.ldap.";
    private static final int LDAP = 389;
    private static final int LDAPS = 636;
    private static final int MOST_PERCENT = 100;
    private static final int MOST_LEAVERS = 100_000;

    /** Where a directory may be read without encryption. */
    private enum Clear {
        NOWHERE,
        ON_LOOPBACK
    }

    private final ConfigValues values;
    private final Map<String, String> environment;

    LdapConfigReader(ConfigValues values, Map<String, String> environment) {
        this.values = values;
        this.environment = environment;
    }

    /**
     * @param control where the control plane listens, where this server runs one
     */
    Optional<LdapSettings> directory(Optional<InetSocketAddress> control) {
        if (!values.isWritten(SECTION)) {
            return Optional.empty();
        }
        if (control.isEmpty()) {
            values.add(
                    LDAP_SERVERS,
                    ProblemCode.SP1003,
                    "`control.ldap` needs a control plane to read it",
                    "write `role: both` or `role: control`");
        }
        LdapLayout layout =
                values.choice(
                        LDAP_LAYOUT,
                        Map.of(
                                "active-directory", LdapLayout.ACTIVE_DIRECTORY,
                                "openldap", LdapLayout.OPENLDAP));
        List<LdapSettings.Server> servers = servers();
        String account = values.required(LDAP_ACCOUNT, "name the DN that reads the directory");
        PasswordReference password = password();
        values.required(LDAP_PEOPLE_BASE, "name the DN below which people are");
        Optional<LdapSettings.Search> people =
                search(LDAP_PEOPLE_BASE, LDAP_PEOPLE_FILTER, layout.people());
        Optional<LdapSettings.Search> groups =
                search(LDAP_GROUPS_BASE, LDAP_GROUPS_FILTER, layout.groups());
        LdapNames names = names(layout.names());
        LdapSettings.Leavers leavers =
                new LdapSettings.Leavers(
                        values.number(LDAP_LEAVERS_PERCENT, 0, MOST_PERCENT),
                        values.number(LDAP_LEAVERS_LEAST, 0, MOST_LEAVERS));
        return people.map(found ->
                new LdapSettings(
                        servers,
                        values.path(LDAP_AUTHORITY),
                        account,
                        password::read,
                        layout,
                        found,
                        groups,
                        names,
                        values.section(Setting.LDAP_ATTRIBUTES),
                        every(),
                        leavers));
    }

    private PasswordReference password() {
        return new SecretReader(values, environment)
                .read(LDAP_PASSWORD_FILE, LDAP_PASSWORD_ENVIRONMENT, LDAP_PASSWORD_CREDENTIAL)
                .orElseGet(() -> {
                    values.add(
                            LDAP_PASSWORD_FILE,
                            ProblemCode.SP1003,
                            "nothing says where the LDAP account's password stands",
                            "name one below `control.ldap.password`: `file`, `environment` or"
                                    + " `credential`");
                    return new PasswordReference.InVariable("", Map.of());
                });
    }

    private Optional<Duration> every() {
        return values.text(LDAP_EVERY).filter("never"::equals).isPresent()
                ? Optional.empty()
                : Optional.of(values.seconds(LDAP_EVERY));
    }

    private LdapNames names(LdapNames usual) {
        return new LdapNames(
                name(LDAP_USER_NAME, usual.userName()),
                name(LDAP_NAME, usual.name()),
                name(LDAP_DEPARTMENT, usual.department()),
                name(LDAP_MANAGER, usual.manager()),
                name(LDAP_LOGIN, usual.login()));
    }

    private String name(Setting setting, String usual) {
        if (!usual.isEmpty()) {
            values.otherwise(setting, usual);
        }
        return values.text(setting).orElse(usual);
    }

    private Optional<LdapSettings.Search> search(Setting base, Setting filter, String usual) {
        values.otherwise(filter, usual);
        return values.text(base)
                .filter(text -> !text.isBlank())
                .flatMap(text -> values.placed(base, () -> new LdapSettings.Search(text, usual)))
                .flatMap(found ->
                        values.placed(
                                filter,
                                () ->
                                        new LdapSettings.Search(
                                                found.base(), values.text(filter).orElse(usual))));
    }

    private List<LdapSettings.Server> servers() {
        String text =
                values.required(LDAP_SERVERS, "write `servers: ldaps://HOST,ldaps://HOST:PORT`");
        Clear clear =
                values.choice(
                        LDAP_PLAINTEXT,
                        Map.of("nobody", Clear.NOWHERE, "loopback", Clear.ON_LOOPBACK));
        return Stream.of(text.split(","))
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .flatMap(one -> server(one, clear).stream())
                .toList();
    }

    private Optional<LdapSettings.Server> server(String written, Clear clear) {
        try {
            URI url = new URI(written);
            boolean isPlain =
                    url.getHost() != null
                            && url.getRawUserInfo() == null
                            && url.getRawQuery() == null
                            && url.getRawPath().matches("/?")
                            && List.of("ldap", "ldaps").contains(url.getScheme());
            if (isPlain) {
                boolean isLdaps = url.getScheme().equals("ldaps");
                int usual = isLdaps ? LDAPS : LDAP;
                return Optional.of(
                        new LdapSettings.Server(
                                url.getHost(),
                                url.getPort() < 0 ? usual : url.getPort(),
                                isLdaps ? Encryption.LDAPS : beforeTls(url.getHost(), clear)));
            }
        } catch (URISyntaxException e) {
            // Told like any other word that is no server.
        }
        values.wrong(
                LDAP_SERVERS,
                "is no server of a directory",
                "write `ldaps://HOST` or `ldap://HOST`, which begins TLS by StartTLS");
        return Optional.empty();
    }

    private Encryption beforeTls(String host, Clear clear) {
        return switch (clear) {
            case NOWHERE -> Encryption.STARTTLS;
            case ON_LOOPBACK -> {
                if (!isOnLoopback(host)) {
                    values.add(
                            LDAP_PLAINTEXT,
                            ProblemCode.SP6014,
                            "the account's password would cross the network in the clear",
                            "leave `plaintext` out: StartTLS protects `ldap://`");
                }
                yield Encryption.NONE;
            }
        };
    }

    private static boolean isOnLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
