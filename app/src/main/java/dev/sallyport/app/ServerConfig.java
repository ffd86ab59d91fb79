package dev.sallyport.app;

import dev.sallyport.app.workload.Platform;
import dev.sallyport.control.ldap.LdapSettings;
import dev.sallyport.control.oidc.OidcSettings;
import dev.sallyport.gateway.Encryption;
import dev.sallyport.gateway.UpstreamTarget;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * What an operator wrote for one server, checked.
 *
 * @param file where it stands
 * @param environment which of the policy's it is
 * @param record the folder of the record
 * @param recordName what the record's key and origin are called
 * @param operatorKeys what the operator keeps apart from all of it
 * @param role what runs here
 * @param control where the control plane listens, where this server runs one
 * @param management where the gateway's own health is shown, if anywhere
 * @param entrance where people find a gateway, where none runs here
 * @param follow the control plane that the gateway here follows, if any; it has no policy, people
 *     or administrator of its own then
 * @param publicUrl where browsers reach the control plane, by a name
 * @param oidc where people sign in with the control plane, beside its local accounts
 * @param ldap the directory of people that the control plane reads, if any
 * @param workloads platforms that may vouch for agents and services
 * @param origins of every value, in the order of {@link Setting}
 */
record ServerConfig(
        Path file,
        Path data,
        Optional<String> environment,
        PolicyFolder policy,
        Path record,
        String recordName,
        OperatorKeys operatorKeys,
        Listening listening,
        Role role,
        Optional<InetSocketAddress> control,
        Optional<InetSocketAddress> management,
        Optional<GatewayPlace> entrance,
        Optional<Follow> follow,
        Optional<URI> publicUrl,
        Optional<OidcSettings> oidc,
        Optional<LdapSettings> ldap,
        List<Platform> workloads,
        Target target,
        Limits limits,
        List<Origin> origins) {

    ServerConfig {
        workloads = List.copyOf(workloads);
        origins = List.copyOf(origins);
    }

    /**
     * @throws dev.sallyport.problem.Refused SP6002 where something listens already
     */
    void requireFreePort() {
        Ports.requireFree(listening.address().getAddress(), listening.address().getPort());
    }

    /**
     * Where clients come.
     *
     * @param clients who may issue clients a certificate; need not be there
     * @param browser whether people may confirm connections in a browser
     */
    record Listening(
            InetSocketAddress address,
            PemIdentity identity,
            Path clients,
            Encryption.Plaintext plaintext,
            BrowserSignIn browser) {}

    /** What one server is. */
    enum Role {
        GATEWAY,
        CONTROL,
        BOTH
    }

    /**
     * A control plane elsewhere.
     *
     * @param token what proves this gateway there
     * @param apart how long the gateway goes on while it hears nothing
     */
    record Follow(URI url, SSLContext trust, PasswordReference token, Duration apart) {}

    /** Whether a connection may wait until somebody confirms it in a browser. */
    enum BrowserSignIn {
        OFFERED,
        NOT_OFFERED
    }

    /** What native accounts are opened with. */
    enum Accounts {
        SCRAM,
        /** SCRAM where the server asks for it. */
        CERTIFICATE
    }

    /** How the way to the database is encrypted: libpq's words, without those that fall back. */
    enum SslMode {
        VERIFY_FULL,
        REQUIRE,
        DISABLE;

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * The server the databases are on.
     *
     * @param administrator who puts the doors in
     */
    record Target(
            UpstreamTarget upstream,
            SslMode sslMode,
            Optional<Path> authority,
            Accounts accounts,
            String administrator,
            PasswordReference password) {}

    /**
     * Where the keys are that secrets and backups are sealed under.
     *
     * @param secrets of the data directory; without one they are files that only we can read
     * @param former what they were sealed under before, while it is being changed
     * @param backup of backups, where none is named
     */
    record OperatorKeys(
            Optional<KeyReference> secrets,
            Optional<KeyReference> former,
            Optional<KeyReference> backup) {}

    /** What is bounded by configuration; what is not has its bound in the code. */
    record Limits(int loops, Duration handshake) {}

    /**
     * One value.
     *
     * @param from file and line, the variable, or {@code default}
     */
    record Origin(String key, String value, String from) {}
}
