package dev.sallyport.control.ldap;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.extensions.StartTLSExtendedRequest;
import dev.sallyport.problem.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Opens a connection to the first server that answers, proves itself and lets the account in. */
final class Dialing {
    /** A server of the same house answers sooner. */
    private static final Duration CONNECT = Duration.ofSeconds(5);

    /** A page of a large directory on a busy server. */
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private final LdapSettings settings;

    Dialing(LdapSettings settings) {
        this.settings = settings;
    }

    /**
     * @throws Refused SP7184 where no server lets us in, about the last one
     */
    LDAPConnection open() {
        Refused last = Failures.refused("no LDAP server is named", "name one");
        for (LdapSettings.Server server : settings.servers()) {
            try {
                return signedIn(connected(server));
            } catch (Refused refused) {
                last = refused;
            }
        }
        throw last;
    }

    private LDAPConnection connected(LdapSettings.Server server) {
        SSLContext trust = trust();
        LDAPConnection connection =
                server.encryption() == LdapSettings.Encryption.LDAPS
                        ? new LDAPConnection(trust.getSocketFactory(), options())
                        : new LDAPConnection(options());
        try {
            connection.connect(server.host(), server.port(), (int) CONNECT.toMillis());
            if (server.encryption() == LdapSettings.Encryption.STARTTLS) {
                startTls(connection, trust);
            }
            return connection;
        } catch (LDAPException e) {
            connection.close();
            throw Failures.unreachable(server, e);
        }
    }

    /** A server that will not is not spoken to: nothing has been said yet. */
    private static void startTls(LDAPConnection connection, SSLContext trust) throws LDAPException {
        ResultCode answer =
                connection
                        .processExtendedOperation(new StartTLSExtendedRequest(trust))
                        .getResultCode();
        if (!answer.equals(ResultCode.SUCCESS)) {
            throw new LDAPException(answer);
        }
    }

    private LDAPConnection signedIn(LDAPConnection connection) {
        String password = settings.password().get();
        if (settings.account().isBlank() || password.isEmpty()) {
            connection.close();
            // RFC 4513 section 5.1.2: such a bind succeeds and proves nothing.
            throw Failures.refused(
                    "the account that reads the LDAP directory has no name or no password",
                    "give both");
        }
        try {
            connection.bind(settings.account(), password);
            return connection;
        } catch (LDAPException e) {
            connection.close();
            throw Failures.account(settings, e);
        }
    }

    private static LDAPConnectionOptions options() {
        LDAPConnectionOptions options = new LDAPConnectionOptions();
        options.setConnectTimeoutMillis((int) CONNECT.toMillis());
        options.setResponseTimeoutMillis(ANSWER.toMillis());
        options.setFollowReferrals(false);
        options.setSSLSocketVerifier(new ServerName());
        return options;
    }

    private SSLContext trust() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers(settings.authority()), new SecureRandom());
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw Failures.refused(
                    "`control.ldap.authority` holds no certificates",
                    "name the PEM file of whoever vouches for the LDAP server");
        }
    }

    /** Null stands for the JDK's own. */
    @SuppressWarnings("NullAway")
    private static TrustManager[] managers(Optional<Path> authority)
            throws IOException, GeneralSecurityException {
        KeyStore known = null;
        if (authority.isPresent()) {
            known = KeyStore.getInstance(KeyStore.getDefaultType());
            known.load(null, null);
            int number = 0;
            try (InputStream in = Files.newInputStream(authority.get())) {
                for (Certificate one :
                        CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                    known.setCertificateEntry("issuer" + number++, one);
                }
            }
            if (number == 0) {
                throw new IOException("no certificate");
            }
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(known);
        return factory.getTrustManagers();
    }
}
