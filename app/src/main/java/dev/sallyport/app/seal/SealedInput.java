package dev.sallyport.app.seal;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;

/**
 * Reads a sealed file, with one chunk in memory. It gives out no byte that was not sealed by the
 * key at that very place; where something is wrong, reading ends with the problem.
 */
public final class SealedInput extends InputStream {
    private final Path file;
    private final InputStream in;
    private final SecretKey key;
    private final byte[] prefix;
    private long left;
    private byte[] chunk = new byte[0];
    private int at;
    private int number;

    private SealedInput(Path file, InputStream in, SecretKey key, byte[] prefix, long left) {
        this.file = file;
        this.in = in;
        this.key = key;
        this.prefix = prefix;
        this.left = left;
    }

    /**
     * Opens it as far as its head.
     *
     * @throws Refused SP7221 for another key, SP7222 for another file, SP7223 for one cut short or
     *     added to, SP7224 for one that was changed, SP7225 for one of a newer version
     */
    public static SealedInput open(Path file, SealKey sealing) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw foreign(file);
        }
        InputStream in = new BufferedInputStream(Files.newInputStream(file));
        try {
            return opened(file, in, sealing);
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    private static SealedInput opened(Path file, InputStream in, SealKey sealing)
            throws IOException {
        byte[] beside = in.readNBytes(SealedForm.BESIDE_BYTES);
        byte[] magic = Arrays.copyOf(beside, SealedForm.MAGIC.length);
        if (beside.length < SealedForm.BESIDE_BYTES || !Arrays.equals(magic, SealedForm.MAGIC)) {
            throw foreign(file);
        }
        ByteBuffer head = ByteBuffer.wrap(beside).position(magic.length);
        int version = head.getInt();
        if (version != SealedForm.VERSION) {
            throw refused(
                    ProblemCode.SP7225,
                    "`%s` is of a newer Sallyport (form %d)"
                            .formatted(file, Integer.toUnsignedLong(version)),
                    "take the version that wrote it, or a newer one");
        }
        byte[] id = new byte[SealKey.ID_BYTES];
        byte[] prefix = new byte[SealedForm.PREFIX_BYTES];
        head.get(id).get(prefix);
        requireKey(file, sealing, id);
        byte[] own = in.readNBytes(SealedForm.SEALED_KEY_BYTES);
        requireEnd(file);
        byte[] secret = sealing.open(own, beside).orElseThrow(() -> changed(file));
        return new SealedInput(file, in, SealedForm.key(secret), prefix, content(file));
    }

    private static void requireKey(Path file, SealKey sealing, byte[] id) {
        if (!Arrays.equals(id, sealing.idBytes())) {
            throw refused(
                    ProblemCode.SP7221,
                    "`%s` was sealed under another key than %s".formatted(file, sealing.id()),
                    "give the key with the id `%s`".formatted(HexFormat.of().formatHex(id)));
        }
    }

    private static long content(Path file) throws IOException {
        return Files.size(file)
                - SealedForm.BESIDE_BYTES
                - SealedForm.SEALED_KEY_BYTES
                - SealedForm.END.length;
    }

    private static void requireEnd(Path file) throws IOException {
        byte[] end = new byte[SealedForm.END.length];
        if (content(file) < SealKey.TAG_BYTES) {
            throw cut(file);
        }
        try (RandomAccessFile whole = new RandomAccessFile(file.toFile(), "r")) {
            whole.seek(whole.length() - end.length);
            whole.readFully(end);
        }
        if (!Arrays.equals(end, SealedForm.END)) {
            throw cut(file);
        }
    }

    @Override
    public int read() throws IOException {
        return ready() ? Byte.toUnsignedInt(chunk[at++]) : -1;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!ready()) {
            return -1;
        }
        int piece = Math.min(length, chunk.length - at);
        System.arraycopy(chunk, at, into, from, piece);
        at += piece;
        return piece;
    }

    private boolean ready() throws IOException {
        while (at == chunk.length && left > 0) {
            int length = (int) Math.min(left, SealedForm.SEALED_CHUNK_BYTES);
            byte[] sealed = in.readNBytes(length);
            if (sealed.length < length) {
                throw cut(file);
            }
            left -= length;
            chunk = opened(sealed);
            at = 0;
        }
        return at < chunk.length;
    }

    private byte[] opened(byte[] sealed) {
        try {
            return SealedForm.cipher(Cipher.DECRYPT_MODE, key, prefix, number++, left == 0 ? 1 : 0)
                    .doFinal(sealed);
        } catch (AEADBadTagException notThisOne) {
            throw changed(file);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-GCM", e);
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private static Refused foreign(Path file) {
        return refused(
                ProblemCode.SP7222,
                "`" + file + "` is no backup of Sallyport",
                "name a file that `sallyport backup` wrote");
    }

    private static Refused cut(Path file) {
        return refused(
                ProblemCode.SP7223,
                "`" + file + "` does not end as a whole backup ends",
                "it was cut short or added to: take another copy or another backup");
    }

    private static Refused changed(Path file) {
        return refused(
                ProblemCode.SP7224,
                "`" + file + "` is not as it was written",
                "keep it as evidence, and take another copy or another backup");
    }

    private static Refused refused(ProblemCode code, String message, String instead) {
        return new Refused(Problem.of(code, message, instead));
    }
}
