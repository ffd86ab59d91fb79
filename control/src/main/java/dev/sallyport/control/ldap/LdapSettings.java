package dev.sallyport.control.ldap;

import com.unboundid.ldap.sdk.DN;
import dev.sallyport.policy.Words;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Which LDAP directory is read, and how.
 *
 * @param servers of the same directory; the first that answers is read
 * @param authority PEM certificates of who vouches for them; without it the JDK's own are trusted
 * @param account who reads it
 * @param password of the account, read anew for each round
 * @param groups without it nobody is in a group
 * @param attributes what the policy's scopes ask about, by the attribute that says it
 * @param every how long from one round to the next; empty for none that nobody asks for
 */
public record LdapSettings(
        List<Server> servers,
        Optional<Path> authority,
        String account,
        Supplier<String> password,
        LdapLayout layout,
        Search people,
        Optional<Search> groups,
        LdapNames names,
        Map<String, String> attributes,
        Optional<Duration> every,
        Leavers leavers) {

    /** A leaver of a small site is out within five minutes; a large one is read in seconds. */
    public static final Duration EVERY = Duration.ofMinutes(5);

    public LdapSettings {
        servers = List.copyOf(servers);
        attributes = Map.copyOf(attributes);
    }

    /** Without what the password is read from. */
    @Override
    public String toString() {
        return "LDAP directory at " + servers + " read by " + account;
    }

    /** How the way to a server is protected. */
    public enum Encryption {
        /** From the first byte. */
        LDAPS,
        /** RFC 4511 section 4.14, before anything else is said. */
        STARTTLS,
        /** To a server on this machine only. */
        NONE
    }

    /** One server. */
    public record Server(String host, int port, Encryption encryption) {
        @Override
        public String toString() {
            return (encryption == Encryption.LDAPS ? "ldaps://" : "ldap://") + host + ":" + port;
        }
    }

    /**
     * Where to look and for what.
     *
     * @param base a DN as RFC 4514 writes it
     * @param filter as RFC 4515 writes it
     */
    public record Search(String base, String filter) {
        /**
         * @throws dev.sallyport.problem.Refused SP7184 where one of them is none
         */
        public Search {
            if (!DN.isValidDN(base)) {
                throw Failures.refused(
                        Words.quoted(base) + " is no DN", "write one as RFC 4514 has it");
            }
            LdapReader.filter(filter);
        }
    }

    /**
     * How many people may leave at once before somebody has to look.
     *
     * @param percent of all whom the directory told of, 0 to 100
     * @param least however few they are
     */
    public record Leavers(int percent, int least) {
        /** More than a ward at once is a mistake more often than the truth. */
        public static final Leavers USUAL = new Leavers(10, 5);

        int of(int people) {
            return Math.max(least, people * percent / 100);
        }
    }
}
