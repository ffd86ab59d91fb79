package dev.sallyport.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** A file read through a buffer of fixed size, whatever the file claims about itself. */
final class FileWindow implements AutoCloseable {
    private static final int BYTES = 4 * Frame.MAX_BYTES;
    private static final byte[] ZEROS = new byte[BYTES];

    private final FileChannel channel;
    private final long size;
    private final byte[] bytes = new byte[BYTES];
    private long base;
    private int filled;

    FileWindow(Path file) throws IOException {
        this.channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        this.size = channel.size();
    }

    long size() {
        return size;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Where in {@link #bytes()} a loaded offset stands. */
    int position(long offset) {
        return (int) (offset - base);
    }

    /** Loads up to as many bytes as wanted, at most the longest frame; tells how many there are. */
    int load(long offset, int wanted) throws IOException {
        if (offset < base || offset + wanted > base + filled) {
            refill(offset);
        }
        return Math.clamp(base + filled - offset, 0, wanted);
    }

    boolean zero(long from, int length) throws IOException {
        int have = load(from, length);
        int at = position(from);
        return Arrays.equals(bytes, at, at + have, ZEROS, 0, have);
    }

    /**
     * The end of the last byte that is not zero, from an offset on; that offset if there is none.
     */
    long usedEnd(long from) throws IOException {
        long end = from;
        int have = load(from, Frame.MAX_BYTES);
        for (long at = from; have > 0; have = load(at, Frame.MAX_BYTES)) {
            int start = position(at);
            if (!Arrays.equals(bytes, start, start + have, ZEROS, 0, have)) {
                end = at + lastUsed(start, have);
            }
            at += have;
        }
        return end;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private int lastUsed(int start, int length) {
        int last = length;
        while (bytes[start + last - 1] == 0) {
            last--;
        }
        return last;
    }

    private void refill(long offset) throws IOException {
        var buffer = ByteBuffer.wrap(bytes);
        buffer.limit(Math.clamp(size - offset, 0, BYTES));
        int read = 0;
        while (buffer.hasRemaining() && read >= 0) {
            read = channel.read(buffer, offset + buffer.position());
        }
        base = offset;
        filled = buffer.position();
    }
}
