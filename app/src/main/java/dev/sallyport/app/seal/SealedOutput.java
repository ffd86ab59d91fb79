package dev.sallyport.app.seal;

import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;

/**
 * Writes a sealed file, of any length and with one chunk in memory, under a key of its own. Only
 * {@link #finish} makes it whole: closed before, nobody can open it.
 */
public final class SealedOutput extends OutputStream {
    private final OutputStream out;
    private final SealedHead head;
    private final byte[] chunk = new byte[SealedForm.CHUNK_BYTES];
    private int filled;
    private int number;
    private boolean finished;

    /**
     * Writes the head at once.
     *
     * @throws dev.sallyport.problem.Refused where the operator's key is in a store that is away or
     *     will not
     */
    public SealedOutput(OutputStream out, MasterKey master, SecureRandom random)
            throws IOException {
        this.out = out;
        this.head = SealedHead.write(out, master, random);
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        int done = 0;
        while (done < length) {
            if (filled == chunk.length) {
                // Only now is it known that this is not the last one.
                seal(0);
            }
            int piece = Math.min(length - done, chunk.length - filled);
            System.arraycopy(bytes, from + done, chunk, filled, piece);
            filled += piece;
            done += piece;
        }
    }

    /** Writes the last chunk and the mark; nothing can be written after it. */
    public void finish() throws IOException {
        if (!finished) {
            seal(1);
            out.write(SealedForm.END);
            out.flush();
            finished = true;
        }
    }

    private void seal(int last) throws IOException {
        if (finished) {
            throw new IOException("the sealed file is finished");
        }
        try {
            Cipher cipher = head.cipher(Cipher.ENCRYPT_MODE, number, last);
            out.write(cipher.doFinal(chunk, 0, filled));
            number = Math.incrementExact(number);
            filled = 0;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-GCM", e);
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
