package dev.sallyport.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A signed tree head: C2SP tlog-checkpoint in a C2SP signed-note. */
record Checkpoint(String origin, long size, String root) {
    /** A note of ours has 250 bytes; a witnessed one would have 16 signatures more. */
    static final int MAX_BYTES = 16_384;

    private static final String DASH = "\u2014 ";
    private static final int SIGNATURE_BYTES = 64;
    private static final Pattern BODY =
            Pattern.compile(
                    "([^\\p{Cntrl}]{1,1000})\n(0|[1-9][0-9]{0,17})\n([A-Za-z0-9+/]{43}=)\n");
    private static final Pattern SIGNATURE = Pattern.compile(DASH + "(\\S+) (\\S+)\n");

    static Checkpoint of(String origin, MerkleTree tree) {
        return new Checkpoint(origin, tree.size(), Base64.getEncoder().encodeToString(tree.root()));
    }

    String signed(AuditKey key) {
        var body = body();
        var stamp = Arrays.copyOf(key.verifier().id(), VerificationKey.ID_BYTES + SIGNATURE_BYTES);
        System.arraycopy(
                key.sign(body.getBytes(UTF_8)),
                0,
                stamp,
                VerificationKey.ID_BYTES,
                SIGNATURE_BYTES);
        return body
                + "\n"
                + DASH
                + key.name()
                + " "
                + Base64.getEncoder().encodeToString(stamp)
                + "\n";
    }

    /** Null where the note is malformed, not signed by this key, or its signature does not hold. */
    static @Nullable Checkpoint verified(String note, VerificationKey key) {
        int end = note.indexOf("\n\n");
        if (end < 0) {
            return null;
        }
        var body = note.substring(0, end + 1);
        var parts = BODY.matcher(body);
        if (!parts.matches() || !signedBy(key, body, note.substring(end + 2))) {
            return null;
        }
        return new Checkpoint(parts.group(1), Long.parseLong(parts.group(2)), parts.group(3));
    }

    /** Signatures of unknown keys are ignored; one of ours that fails rejects the note. */
    private static boolean signedBy(VerificationKey key, String body, String signatures) {
        var lines = SIGNATURE.matcher(signatures);
        boolean signed = false;
        int read = 0;
        for (; lines.find() && lines.start() == read; read = lines.end()) {
            var stamp = stamp(lines, key);
            if (stamp == null) {
                continue;
            }
            var signature = Arrays.copyOfRange(stamp, VerificationKey.ID_BYTES, stamp.length);
            if (!key.verifies(body.getBytes(UTF_8), signature)) {
                return false;
            }
            signed = true;
        }
        return signed && read == signatures.length();
    }

    private static byte @Nullable [] stamp(Matcher line, VerificationKey key) {
        try {
            var stamp = Base64.getDecoder().decode(line.group(2));
            boolean ours =
                    line.group(1).equals(key.name())
                            && Base64.getEncoder().encodeToString(stamp).equals(line.group(2))
                            && stamp.length == VerificationKey.ID_BYTES + SIGNATURE_BYTES
                            && Arrays.equals(
                                    Arrays.copyOf(stamp, VerificationKey.ID_BYTES), key.id());
            return ours ? stamp : null;
        } catch (IllegalArgumentException noBase64) {
            return null;
        }
    }

    private String body() {
        return origin + "\n" + size + "\n" + root + "\n";
    }
}
