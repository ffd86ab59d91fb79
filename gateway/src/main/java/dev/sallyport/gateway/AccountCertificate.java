package dev.sallyport.gateway;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/**
 * What stands for one native account in TLS: a certificate and the key that proves it.
 *
 * @param certificate its one common name is the account's
 */
public record AccountCertificate(PrivateKey key, X509Certificate certificate) {

    /** Without the key. */
    @Override
    public String toString() {
        return certificate.getSubjectX500Principal().toString();
    }
}
