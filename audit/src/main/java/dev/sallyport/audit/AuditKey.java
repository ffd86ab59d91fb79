package dev.sallyport.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Set;

/**
 * The Ed25519 key that signs checkpoints, with its C2SP signed-note name. Keep its file outside the
 * log's folder: who has both can write another history.
 */
public final class AuditKey {
    /** The signed-note text of one key is about 150 characters. */
    private static final int MAX_FILE_BYTES = 4_096;

    private static final String SECRET = "PRIVATE+KEY+";
    private static final Set<PosixFilePermission> OWNER_ONLY =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final VerificationKey verifier;
    private final PrivateKey secret;

    private AuditKey(VerificationKey verifier, PrivateKey secret) {
        this.verifier = verifier;
        this.secret = secret;
    }

    /**
     * Loads the key, or creates it readable by its owner alone.
     *
     * @param name of a new key: a host-like name without spaces or {@code +}
     * @throws Refused when the file is no key, or others may read it
     */
    public static AuditKey open(Path file, String name) {
        try {
            return Files.exists(file) ? load(file) : create(file, name);
        } catch (IOException | GeneralSecurityException failure) {
            throw refused(file, "cannot be read or created");
        }
    }

    public String name() {
        return verifier.name();
    }

    /** The public key as C2SP signed-note writes it: give it to whoever verifies. */
    public String vkey() {
        return verifier.text();
    }

    VerificationKey verifier() {
        return verifier;
    }

    byte[] sign(byte[] text) {
        try {
            var signature = Signature.getInstance("Ed25519");
            signature.initSign(secret);
            signature.update(text);
            return signature.sign();
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("every JDK signs with Ed25519", failure);
        }
    }

    private static AuditKey create(Path file, String name)
            throws IOException, GeneralSecurityException {
        var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        var verifier = VerificationKey.of(name, pair.getPublic());
        var seed = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
        var text = SECRET + verifier.prefix() + VerificationKey.encode(seed) + "\n";
        DurableFile.create(file, (text + verifier.text() + "\n").getBytes(US_ASCII), OWNER_ONLY);
        return new AuditKey(verifier, pair.getPrivate());
    }

    private static AuditKey load(Path file) throws IOException, GeneralSecurityException {
        if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
            throw refused(file, "may be read by others; allow its owner alone (0600)");
        }
        var lines = DurableFile.read(file, MAX_FILE_BYTES).split("\n", -1);
        var verifier = lines.length == 3 ? VerificationKey.parse(lines[1]) : null;
        if (verifier == null || !lines[0].startsWith(SECRET + verifier.prefix())) {
            throw refused(file, "is no signing key");
        }
        var key =
                new AuditKey(
                        verifier,
                        secret(lines[0].substring((SECRET + verifier.prefix()).length()), file));
        var probe = "probe".getBytes(US_ASCII);
        if (!verifier.verifies(probe, key.sign(probe))) {
            throw refused(file, "holds two keys that do not belong together");
        }
        return key;
    }

    private static PrivateKey secret(String encoded, Path file) throws GeneralSecurityException {
        var seed = VerificationKey.decode(encoded);
        if (seed == null) {
            throw refused(file, "is no signing key");
        }
        return KeyFactory.getInstance("Ed25519")
                .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
    }

    private static Refused refused(Path file, String why) {
        return new Refused(
                Problem.of(
                        ProblemCode.SP5001,
                        "the key file `" + file.getFileName() + "` " + why,
                        "give the path of a key file of this log, or of a file to create"));
    }
}
