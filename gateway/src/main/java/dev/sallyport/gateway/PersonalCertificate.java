package dev.sallyport.gateway;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** Reads whom a client's certificate stands for: the one common name, as in PostgreSQL. */
final class PersonalCertificate {
    private static final int HEXADECIMAL = 16;

    private PersonalCertificate() {}

    /** Empty where the subject has no common name, or several. */
    static Optional<String> login(X509Certificate certificate) {
        try {
            List<Rdn> names =
                    new LdapName(certificate.getSubjectX500Principal().getName())
                            .getRdns().stream()
                                    .filter(name -> name.getType().equalsIgnoreCase("CN"))
                                    .toList();
            return names.size() == 1 && names.getFirst().getValue() instanceof String login
                    ? Optional.of(login)
                    : Optional.empty();
        } catch (InvalidNameException _) {
            return Optional.empty();
        }
    }

    static boolean isOf(String login, X509Certificate certificate) {
        return login(certificate).filter(login::equals).isPresent();
    }

    static Proof proof(X509Certificate certificate) {
        return new Proof(
                Proof.Means.CERTIFICATE,
                certificate.getSerialNumber().toString(HEXADECIMAL),
                Optional.of(certificate.getNotAfter().toInstant()),
                Optional.empty());
    }
}
