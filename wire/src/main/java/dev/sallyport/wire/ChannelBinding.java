package dev.sallyport.wire;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.security.spec.PSSParameterSpec;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The {@code tls-server-end-point} of RFC 5929: a hash of the certificate the server showed. */
public final class ChannelBinding {
    static final String TYPE = "tls-server-end-point";

    private static final Pattern NAMED_DIGEST =
            Pattern.compile("(MD5|SHA-?1|SHA224|SHA256|SHA384|SHA512)WITH.*");

    private final byte[] endPoint;

    private ChannelBinding(byte[] endPoint) {
        this.endPoint = endPoint;
    }

    /**
     * Empty where the certificate's signature names no hash (Ed25519): there is nothing to bind.
     */
    public static Optional<ChannelBinding> to(X509Certificate certificate) {
        return digest(certificate).map(name -> new ChannelBinding(hash(name, certificate)));
    }

    byte[] endPoint() {
        return endPoint.clone();
    }

    private static Optional<String> digest(X509Certificate certificate) {
        var algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        if (algorithm.equals("RSASSA-PSS")) {
            return pssDigest(certificate);
        }
        var matcher = NAMED_DIGEST.matcher(algorithm);
        return matcher.matches() ? Optional.of(raised(matcher.group(1))) : Optional.empty();
    }

    private static Optional<String> pssDigest(X509Certificate certificate) {
        try {
            var parameters = AlgorithmParameters.getInstance("RSASSA-PSS");
            parameters.init(certificate.getSigAlgParams());
            var spec = parameters.getParameterSpec(PSSParameterSpec.class);
            return Optional.of(raised(spec.getDigestAlgorithm().toUpperCase(Locale.ROOT)));
        } catch (GeneralSecurityException | IOException unreadable) {
            return Optional.empty();
        }
    }

    /** RFC 5929 section 4.1: MD5 and SHA-1 become SHA-256. */
    private static String raised(String digest) {
        var bits = digest.replace("-", "");
        return switch (bits) {
            case "MD5", "SHA1" -> "SHA-256";
            default -> "SHA-" + bits.substring("SHA".length());
        };
    }

    private static byte[] hash(String digest, X509Certificate certificate) {
        try {
            return MessageDigest.getInstance(digest).digest(certificate.getEncoded());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("a certificate that has no hash", impossible);
        }
    }
}
