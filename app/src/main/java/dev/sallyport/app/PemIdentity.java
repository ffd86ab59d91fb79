package dev.sallyport.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate chain and its key from the two PEM files (RFC 7468) that certificate tools write.
 */
record PemIdentity(Path chain, Path key) {
    private static final Pattern PKCS8 =
            Pattern.compile(
                    "-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    /** What the JDK signs with in TLS; which it is stands inside the key. */
    private static final List<String> ALGORITHMS = List.of("EC", "RSA", "Ed25519", "Ed448");

    boolean exists() {
        return Files.exists(chain) || Files.exists(key);
    }

    /**
     * @param password of the store that is made, for whoever reads it back
     * @throws GeneralSecurityException where the files hold something else, or do not belong
     *     together
     */
    KeyStore store(char[] password) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        Certificate[] certificates = certificates(chain);
        PrivateKey secret = secret();
        if (!belong(secret, certificates[0].getPublicKey())) {
            throw new GeneralSecurityException("the key is not the certificate's");
        }
        store.setKeyEntry("gateway", secret, password, certificates);
        return store;
    }

    /** Whether what one signs the other finds right; a client would be told to go away. */
    private static boolean belong(PrivateKey secret, PublicKey shown)
            throws GeneralSecurityException {
        if (!secret.getAlgorithm().equals(shown.getAlgorithm())) {
            return false;
        }
        Signature signature =
                Signature.getInstance(
                        switch (secret.getAlgorithm()) {
                            case "EC" -> "SHA256withECDSA";
                            case "RSA" -> "SHA256withRSA";
                            default -> secret.getAlgorithm();
                        });
        byte[] anything = {1, 2, 3};
        signature.initSign(secret);
        signature.update(anything);
        byte[] signed = signature.sign();
        signature.initVerify(shown);
        signature.update(anything);
        return signature.verify(signed);
    }

    /** A store of whoever the PEM file names. */
    static KeyStore issuers(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (Certificate issuer : certificates(file)) {
            store.setCertificateEntry("issuer " + store.size(), issuer);
        }
        return store;
    }

    /** What believes a server that one of those in the PEM file vouches for, and no other. */
    static SSLContext trusting(Path file) throws IOException, GeneralSecurityException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(issuers(file));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static Certificate[] certificates(Path chain)
            throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(chain)) {
            Certificate[] certificates =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(in)
                            .toArray(Certificate[]::new);
            if (certificates.length == 0) {
                throw new GeneralSecurityException("no certificate");
            }
            return certificates;
        }
    }

    private PrivateKey secret() throws IOException, GeneralSecurityException {
        Matcher pem = PKCS8.matcher(Files.readString(key));
        if (!pem.find()) {
            throw new GeneralSecurityException("no key in PKCS #8 without a password");
        }
        byte[] bytes = Base64.getMimeDecoder().decode(pem.group(1));
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm)
                        .generatePrivate(new PKCS8EncodedKeySpec(bytes));
            } catch (InvalidKeySpecException _) {
                // Of another algorithm, or of none that we know.
            }
        }
        throw new GeneralSecurityException("a key of an unknown kind");
    }
}
