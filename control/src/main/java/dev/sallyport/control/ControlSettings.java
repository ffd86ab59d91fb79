package dev.sallyport.control;

import dev.sallyport.control.ldap.LdapSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * How the control plane is to run.
 *
 * @param host what to listen on
 * @param port 0 for any that is free
 * @param reach whether anybody but this machine may be served
 * @param tls without it the control plane speaks HTTP, on loopback only
 * @param attributes what the policy's scopes ask about people, which a source may tell
 * @param keepAccounts how long the account of somebody who left is kept, inert, for a return
 * @param heir the native role that is to own what an account owns when it is removed; without one
 *     no account is removed, since one that owns something would hold up everybody's changes
 * @param ldap the directory that is read, if any
 */
public record ControlSettings(
        String host,
        int port,
        Reach reach,
        Optional<Tls> tls,
        StateDatabase database,
        Set<String> attributes,
        Duration keepAccounts,
        Optional<String> heir,
        Optional<LdapSettings> ldap) {

    /** Parental leave and a season's work are shorter; what is needed for longer is history. */
    public static final Duration KEEP_ACCOUNTS = Duration.ofDays(90);

    public ControlSettings {
        attributes = Set.copyOf(attributes);
    }

    /** Of a control plane that reads no directory and is told by others. */
    public ControlSettings(
            String host,
            int port,
            Reach reach,
            Optional<Tls> tls,
            StateDatabase database,
            Set<String> attributes,
            Duration keepAccounts,
            Optional<String> heir) {
        this(host, port, reach, tls, database, attributes, keepAccounts, heir, Optional.empty());
    }

    /** The same, and it reads an LDAP directory. */
    public ControlSettings reading(LdapSettings directory) {
        return new ControlSettings(
                host,
                port,
                reach,
                tls,
                database,
                attributes,
                keepAccounts,
                heir,
                Optional.of(directory));
    }

    /** Who may reach the control plane. */
    public enum Reach {
        LOOPBACK,
        NETWORK
    }

    /** The certificate (with its chain) and its key, as PEM files. */
    public record Tls(Path certificate, Path key) {}

    /** Where the state of the control plane is kept. */
    public record StateDatabase(String url, String login, String password) {
        @Override
        public String toString() {
            return "state database of " + login;
        }
    }
}
