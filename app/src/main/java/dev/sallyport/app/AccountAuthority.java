package dev.sallyport.app;

import dev.sallyport.gateway.AccountCertificate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * Issues certificates for native accounts, of one epoch (RFC 5280, ECDSA on P-256). Its key lies
 * with the deployment's others; what it issues is in memory alone.
 */
final class AccountAuthority {
    /** Rotation ends it long before; a database that trusts it must not outlive a forgotten one. */
    private static final Duration YEARS = Duration.ofDays(3_650);

    /** A server whose clock is a little behind takes it, too. */
    private static final Duration SKEW = Duration.ofMinutes(5);

    private static final int SERIAL_BYTES = 16;

    /** Of the key's hash, so that no two authorities have one name. */
    private static final int NAME_BYTES = 8;

    /** ecdsa-with-SHA256. */
    private static final byte[] ALGORITHM =
            Der.of(Der.SEQUENCE, Der.written("06082A8648CE3D040302"));

    private static final byte[] COMMON_NAME = Der.written("0603550403");

    /** Critical: an authority for ends only, with keyCertSign. */
    private static final byte[] MAY_ISSUE =
            Der.written(
                    "30120603551D130101FF040830060101FF020100"
                            + "300E0603551D0F0101FF040403020204");

    /** Critical: no authority, digitalSignature; for clients. */
    private static final byte[] MAY_SIGN_IN =
            Der.written(
                    "300C0603551D130101FF04023000"
                            + "300E0603551D0F0101FF040403020780"
                            + "30130603551D25040C300A06082B06010505070302");

    private final PrivateKey key;
    private final X509Certificate certificate;
    private final SecureRandom random;

    private AccountAuthority(PrivateKey key, X509Certificate certificate, SecureRandom random) {
        this.key = key;
        this.certificate = certificate;
        this.random = random;
    }

    /** The one that lies there, made where there is none. */
    static AccountAuthority in(Keys keys, String name, Instant now) throws IOException {
        SecureRandom random = keys.random();
        try {
            if (!Files.exists(keys.file(name))) {
                KeyPair made = keyPair(random);
                keys.write(name, written(made, now, random));
            }
            List<String> lines =
                    new String(keys.read(name), StandardCharsets.US_ASCII).lines().toList();
            Base64.Decoder base64 = Base64.getDecoder();
            return new AccountAuthority(
                    KeyFactory.getInstance("EC")
                            .generatePrivate(new PKCS8EncodedKeySpec(base64.decode(lines.get(0)))),
                    certificate(base64.decode(lines.get(1))),
                    random);
        } catch (GeneralSecurityException e) {
            throw new IOException("`" + keys.file(name) + "` holds no authority", e);
        }
    }

    private static byte[] written(KeyPair made, Instant now, SecureRandom random)
            throws GeneralSecurityException {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(made.getPublic().getEncoded());
        byte[] name = name("Sallyport accounts " + HexFormat.of().formatHex(hash, 0, NAME_BYTES));
        byte[] certificate =
                signed(
                        made.getPrivate(),
                        random,
                        name,
                        name,
                        now,
                        YEARS,
                        made.getPublic(),
                        MAY_ISSUE);
        Base64.Encoder base64 = Base64.getEncoder();
        return (base64.encodeToString(made.getPrivate().getEncoded())
                        + "\n"
                        + base64.encodeToString(certificate)
                        + "\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    static KeyPair keyPair(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has P-256", e);
        }
    }

    /**
     * For one account.
     *
     * @param holder whose private key the database will ask a proof of
     */
    AccountCertificate issue(String login, KeyPair holder, Instant now, Duration lasts) {
        try {
            byte[] issued =
                    signed(
                            key,
                            random,
                            certificate.getSubjectX500Principal().getEncoded(),
                            name(login),
                            now,
                            lasts,
                            holder.getPublic(),
                            MAY_SIGN_IN);
            return new AccountCertificate(holder.getPrivate(), certificate(issued));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK signs with P-256", e);
        }
    }

    private static byte[] name(String commonName) {
        return Der.of(
                Der.SEQUENCE,
                Der.of(Der.SET, Der.of(Der.SEQUENCE, COMMON_NAME, Der.text(commonName))));
    }

    private static byte[] signed(
            PrivateKey issuer,
            SecureRandom random,
            byte[] issuerName,
            byte[] subject,
            Instant now,
            Duration lasts,
            PublicKey holder,
            byte[] extensions)
            throws GeneralSecurityException {
        byte[] content =
                Der.of(
                        Der.SEQUENCE,
                        // Version 3.
                        Der.written("A003020102"),
                        Der.integer(new BigInteger(8 * SERIAL_BYTES, random)),
                        ALGORITHM,
                        issuerName,
                        Der.of(Der.SEQUENCE, Der.time(now.minus(SKEW)), Der.time(now.plus(lasts))),
                        subject,
                        holder.getEncoded(),
                        Der.of(0xA3, Der.of(Der.SEQUENCE, extensions)));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(issuer, random);
        signature.update(content);
        return Der.of(Der.SEQUENCE, content, ALGORITHM, Der.bits(signature.sign()));
    }

    private static X509Certificate certificate(byte[] bytes) throws GeneralSecurityException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(bytes));
    }

    /** For the database's {@code ssl_ca_file}. */
    String pem() {
        try {
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'})
                            .encodeToString(certificate.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("it was read from its encoded form", e);
        }
    }
}
