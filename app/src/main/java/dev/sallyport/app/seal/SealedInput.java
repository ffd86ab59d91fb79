package dev.sallyport.app.seal;

import dev.sallyport.problem.Refused;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;

/**
 * Reads a sealed file, with one chunk in memory. It gives out no byte that was not sealed by the
 * key at that very place; where something is wrong, reading ends with the problem.
 */
public final class SealedInput extends InputStream {
    private final Path file;
    private final InputStream in;
    private final SealedHead head;
    private long left;
    private byte[] chunk = new byte[0];
    private int at;
    private int number;

    private SealedInput(Path file, InputStream in, SealedHead head) {
        this.file = file;
        this.in = in;
        this.head = head;
        this.left = head.content();
    }

    /**
     * Opens it as far as its head.
     *
     * @throws Refused SP7221 for another key, SP7222 for another file, SP7223 for one cut short or
     *     added to, SP7224 for one that was changed, SP7225 for one of a newer version, SP7237
     *     where the key store does not open it, and where that is away or will not
     */
    public static SealedInput open(Path file, MasterKey master) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw SealedHead.foreign(file);
        }
        InputStream in = new BufferedInputStream(Files.newInputStream(file));
        try {
            return new SealedInput(file, in, SealedHead.read(file, in, master));
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
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
                throw SealedHead.cut(file);
            }
            left -= length;
            chunk = opened(sealed);
            at = 0;
        }
        return at < chunk.length;
    }

    private byte[] opened(byte[] sealed) {
        try {
            int last = left == 0 ? 1 : 0;
            return head.cipher(Cipher.DECRYPT_MODE, number++, last).doFinal(sealed);
        } catch (AEADBadTagException notThisOne) {
            throw SealedHead.changed(file);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-GCM", e);
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
