package dev.sallyport.app;

import static dev.sallyport.app.Setting.LIMITS_PATIENCE;
import static dev.sallyport.app.Setting.LIMITS_WARM;
import static dev.sallyport.app.Setting.PASSWORD_CREDENTIAL;
import static dev.sallyport.app.Setting.PASSWORD_ENVIRONMENT;
import static dev.sallyport.app.Setting.PASSWORD_FILE;
import static dev.sallyport.app.Setting.TARGET_ACCOUNTS;
import static dev.sallyport.app.Setting.TARGET_ADMINISTRATOR;
import static dev.sallyport.app.Setting.TARGET_AUTHORITY;
import static dev.sallyport.app.Setting.TARGET_HOSTS;
import static dev.sallyport.app.Setting.TARGET_PLAINTEXT;
import static dev.sallyport.app.Setting.TARGET_SESSION_ATTRS;
import static dev.sallyport.app.Setting.TARGET_TLS;

import dev.sallyport.app.ServerConfig.Accounts;
import dev.sallyport.app.ServerConfig.SslMode;
import dev.sallyport.app.ServerConfig.Target;
import dev.sallyport.gateway.TargetRole;
import dev.sallyport.gateway.UpstreamTarget;
import dev.sallyport.gateway.UpstreamTls;
import dev.sallyport.problem.ProblemCode;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads what a configuration says of the server the databases are on. */
final class TargetReader {
    /** The gateway keeps no more warm in all. */
    private static final int MOST_WARM = 64;

    /** Where the database may be spoken to without encryption. */
    private enum Clear {
        ON_LOOPBACK,
        EVERYWHERE
    }

    private static final PasswordReference NO_PASSWORD =
            new PasswordReference.InVariable("", Map.of());

    private final ConfigValues values;
    private final Map<String, String> environment;

    TargetReader(ConfigValues values, Map<String, String> environment) {
        this.values = values;
        this.environment = environment;
    }

    /**
     * @param follows whether somebody else puts the doors in
     */
    Target target(boolean follows) {
        List<InetSocketAddress> hosts = hosts();
        SslMode mode =
                values.choice(
                        TARGET_TLS,
                        Arrays.stream(SslMode.values())
                                .collect(Collectors.toMap(SslMode::word, one -> one)));
        Optional<Path> authority = values.path(TARGET_AUTHORITY);
        refuseClear(mode, hosts);
        Accounts accounts =
                values.choice(
                        TARGET_ACCOUNTS,
                        Map.of("scram", Accounts.SCRAM, "certificate", Accounts.CERTIFICATE));
        if (accounts == Accounts.CERTIFICATE && mode != SslMode.VERIFY_FULL) {
            values.wrong(
                    TARGET_ACCOUNTS,
                    "`certificate` needs a server whose own certificate is verified",
                    "write `tls: verify-full`");
        }
        return new Target(
                new UpstreamTarget(
                        hosts,
                        tls(mode, authority),
                        values.placed(
                                        TARGET_SESSION_ATTRS,
                                        () ->
                                                TargetRole.of(
                                                        values.text(TARGET_SESSION_ATTRS)
                                                                .orElse("")))
                                .orElse(TargetRole.ANY),
                        values.seconds(LIMITS_PATIENCE),
                        values.number(LIMITS_WARM, 0, MOST_WARM),
                        values.section(Setting.DATABASES)),
                mode,
                authority,
                accounts,
                follows
                        ? ""
                        : values.required(
                                TARGET_ADMINISTRATOR, "name the account that puts the doors in"),
                follows ? NO_PASSWORD : password());
    }

    private List<InetSocketAddress> hosts() {
        String text = values.required(TARGET_HOSTS, "write `hosts: HOST:PORT,HOST:PORT`");
        return text.isEmpty()
                ? List.of(InetSocketAddress.createUnresolved("localhost", 1))
                : values.placed(TARGET_HOSTS, () -> UpstreamTarget.hosts(text))
                        .orElse(List.of(InetSocketAddress.createUnresolved("localhost", 1)));
    }

    private void refuseClear(SslMode mode, List<InetSocketAddress> hosts) {
        Clear allowed =
                values.choice(
                        TARGET_PLAINTEXT,
                        Map.of("loopback", Clear.ON_LOOPBACK, "everywhere", Clear.EVERYWHERE));
        if (mode == SslMode.DISABLE
                && allowed == Clear.ON_LOOPBACK
                && !hosts.stream().allMatch(TargetReader::isOnLoopback)) {
            values.add(
                    TARGET_TLS,
                    ProblemCode.SP6014,
                    "rows and proofs would cross the network in the clear",
                    "write `tls: verify-full`, or say `plaintext: everywhere`");
        }
    }

    private static boolean isOnLoopback(InetSocketAddress host) {
        return host.isUnresolved()
                ? host.getHostString().equals("localhost")
                : host.getAddress().isLoopbackAddress();
    }

    private UpstreamTls tls(SslMode mode, Optional<Path> authority) {
        if ((mode == SslMode.VERIFY_FULL) != authority.isPresent()) {
            values.add(
                    TARGET_AUTHORITY,
                    ProblemCode.SP1003,
                    "`target.tls: verify-full` and `target.authority` belong together",
                    "name the file of PEM certificates the server's is signed by");
            return UpstreamTls.disable();
        }
        return switch (mode) {
            case REQUIRE -> UpstreamTls.require();
            case VERIFY_FULL ->
                    values.placed(
                                    TARGET_AUTHORITY,
                                    () -> UpstreamTls.verifyFull(authority.orElseThrow()))
                            .orElseGet(UpstreamTls::disable);
            case DISABLE -> UpstreamTls.disable();
        };
    }

    private PasswordReference password() {
        return new SecretReader(values, environment)
                .read(PASSWORD_FILE, PASSWORD_ENVIRONMENT, PASSWORD_CREDENTIAL)
                .orElseGet(() -> {
                    values.add(
                            PASSWORD_FILE,
                            ProblemCode.SP1003,
                            "nothing says where the administrator's password stands",
                            "name one below `target.password`: `file`, `environment` or `credential`");
                    return NO_PASSWORD;
                });
    }
}
