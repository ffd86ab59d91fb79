package dev.sallyport.control.ldap;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.util.ssl.SSLUtil;
import com.unboundid.util.ssl.TrustAllTrustManager;
import dev.sallyport.control.ldap.LdapSettings.Encryption;
import dev.sallyport.testkit.FreePort;
import dev.sallyport.testkit.ServerCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Debian's own OpenLDAP server on loopback, with a configuration and a folder of its own. */
public final class Slapd implements AutoCloseable {
    /** May read all there is. */
    public static final String READER = "cn=reader,dc=h,dc=example";

    /** May read as much as the server gives anybody: 500 entries. */
    public static final String LIMITED = "cn=limited,dc=h,dc=example";

    public static final String PASSWORD = "of a reader";
    private static final String ADMIN = "cn=admin,dc=h,dc=example";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final int plain;
    private final int ldaps;
    private final LDAPConnection admin;

    private Slapd(Process process, int plain, int ldaps, LDAPConnection admin) {
        this.process = process;
        this.plain = plain;
        this.ldaps = ldaps;
        this.admin = admin;
    }

    /** Answers when this returns. */
    public static Slapd start(Path folder, ServerCertificate certificate) throws Exception {
        Path config = folder.resolve("slapd.conf");
        Files.createDirectory(folder.resolve("db"));
        Path key = readable(folder, certificate);
        Files.writeString(config, config(folder, certificate.certificate(), key));
        int plain = FreePort.next();
        int ldaps = FreePort.next();
        Process process =
                new ProcessBuilder(
                                "/usr/sbin/slapd",
                                "-d",
                                "0",
                                "-f",
                                config.toString(),
                                "-h",
                                "ldap://127.0.0.1:%d/ ldaps://127.0.0.1:%d/"
                                        .formatted(plain, ldaps))
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("slapd.log").toFile())
                        .start();
        try {
            Slapd slapd = new Slapd(process, plain, ldaps, connected(process, ldaps));
            slapd.furnish();
            return slapd;
        } catch (Exception | Error e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** Debian's is built with GnuTLS, which reads keys of curves in the older form only. */
    private static Path readable(Path folder, ServerCertificate certificate)
            throws IOException, InterruptedException {
        Path key = folder.resolve("slapd-ec.key");
        Process openssl =
                new ProcessBuilder(
                                "/usr/bin/openssl",
                                "ec",
                                "-in",
                                certificate.key().toString(),
                                "-out",
                                key.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        if (!openssl.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || openssl.exitValue() != 0) {
            throw new IOException("openssl did not write the key");
        }
        return key;
    }

    private static String config(Path folder, Path certificate, Path key) {
        return """
        include /etc/ldap/schema/core.schema
        include /etc/ldap/schema/cosine.schema
        include /etc/ldap/schema/inetorgperson.schema
        modulepath /usr/lib/ldap
        moduleload back_mdb
        moduleload ppolicy
        pidfile "%1$s/slapd.pid"
        TLSCertificateFile "%2$s"
        TLSCertificateKeyFile "%3$s"
        # Whoever says a password in the clear is refused.
        security simple_bind=128
        database mdb
        maxsize 67108864
        suffix "dc=h,dc=example"
        rootdn "%4$s"
        rootpw "%5$s"
        directory "%1$s/db"
        dbnosync
        limits dn.exact="%6$s" size.prtotal=unlimited
        access to attrs=userPassword by anonymous auth by * none
        access to * by dn.exact="%6$s" read by dn.exact="%7$s" read by * none
        overlay ppolicy
        """
                .formatted(folder, certificate, key, ADMIN, PASSWORD, READER, LIMITED);
    }

    private static LDAPConnection connected(Process process, int port)
            throws GeneralSecurityException, LDAPException {
        SSLUtil tls = new SSLUtil(new TrustAllTrustManager());
        long begun = System.nanoTime();
        while (true) {
            try {
                return new LDAPConnection(
                        tls.createSSLSocketFactory(), "127.0.0.1", port, ADMIN, PASSWORD);
            } catch (LDAPException notYet) {
                if (!process.isAlive() || System.nanoTime() - begun > PATIENCE.toNanos()) {
                    throw notYet;
                }
                Thread.onSpinWait();
            }
        }
    }

    private void furnish() throws LDAPException {
        add("dc=h,dc=example", "objectClass: domain");
        add(FakeLdap.PEOPLE, "objectClass: organizationalUnit");
        add(FakeLdap.GROUPS, "objectClass: organizationalUnit");
        for (String reader : List.of(READER, LIMITED)) {
            add(
                    reader,
                    "objectClass: organizationalRole",
                    "objectClass: simpleSecurityObject",
                    "userPassword: " + PASSWORD);
        }
    }

    public LdapSettings.Server startTls() {
        return new LdapSettings.Server("127.0.0.1", plain, Encryption.STARTTLS);
    }

    public LdapSettings.Server ldaps() {
        return new LdapSettings.Server("127.0.0.1", ldaps, Encryption.LDAPS);
    }

    public LdapSettings.Server clear() {
        return new LdapSettings.Server("127.0.0.1", plain, Encryption.NONE);
    }

    /** How many people there are, as we read them. */
    public static int read(LdapSettings settings) {
        try (LdapReader reader = LdapReader.open(settings)) {
            return reader.read(Instant.EPOCH).people().size();
        }
    }

    public void add(String dn, String... lines) throws LDAPException {
        Entry entry = new Entry(dn);
        for (String line : lines) {
            String[] parts = line.split(": ", 2);
            entry.addAttribute(parts[0], parts[1]);
        }
        admin.add(entry);
    }

    public void person(String uid) throws LDAPException {
        admin.add(
                FakeLdap.dn(uid),
                new Attribute("objectClass", "inetOrgPerson"),
                new Attribute("cn", uid + " Told"),
                new Attribute("sn", uid));
    }

    public void group(String name, String... members) throws LDAPException {
        admin.add(
                FakeLdap.groupDn(name),
                new Attribute("objectClass", "groupOfNames"),
                new Attribute("member", members));
    }

    public void set(String dn, String attribute, String... values) throws LDAPException {
        admin.modify(dn, new Modification(ModificationType.REPLACE, attribute, values));
    }

    public void rename(String dn, String newRdn) throws LDAPException {
        admin.modifyDN(dn, newRdn, true);
    }

    public void delete(String dn) throws LDAPException {
        admin.delete(dn);
    }

    @Override
    public void close() {
        admin.close();
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
