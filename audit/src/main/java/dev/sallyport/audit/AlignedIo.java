package dev.sallyport.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file written past the page cache, in whole blocks: a forced write then costs half the processor
 * time and two thirds of the wait of a buffered one (docs/adr/0002-gateway-threads.md). The block
 * that holds the end is written again with the next bytes; what stood in it is the same, so a torn
 * rewrite loses nothing.
 */
final class AlignedIo implements Disk.SegmentIo {
    private final FileChannel channel;
    private final int block;
    private final ByteBuffer buffer;
    private long start;
    private int filled;

    private AlignedIo(FileChannel channel, int block) {
        this.channel = channel;
        this.block = block;
        this.buffer = ByteBuffer.allocateDirect(Disk.WRITE_BYTES + block).alignedSlice(block);
    }

    /**
     * @throws IOException also where the file system has no such writes: then write buffered
     */
    static AlignedIo open(Path file) throws IOException {
        int block = Math.toIntExact(Files.getFileStore(file.getParent()).getBlockSize());
        if (Segments.BLOCK % block != 0) {
            throw new UnsupportedOperationException("blocks of " + block + " bytes");
        }
        FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        direct());
        return new AlignedIo(channel, block);
    }

    /** By name: the JDK has it in a package of its own that javac warns of and cannot be told. */
    private static OpenOption direct() {
        try {
            Class<?> options = Class.forName("com.sun.nio.file.ExtendedOpenOption");
            return (OpenOption) options.getField("DIRECT").get(null);
        } catch (ReflectiveOperationException missing) {
            throw new UnsupportedOperationException("no writes past the page cache", missing);
        }
    }

    @Override
    public void write(ByteBuffer bytes, long at) throws IOException {
        if (at != start + filled) {
            load(at);
        }
        while (bytes.hasRemaining()) {
            buffer.clear();
            int count = Math.min(bytes.remaining(), buffer.capacity() - filled);
            buffer.put(filled, bytes, bytes.position(), count);
            bytes.position(bytes.position() + count);
            filled += count;
            put();
        }
    }

    /** Fetches what stands before the first byte in its block. */
    private void load(long at) throws IOException {
        start = at - at % block;
        filled = (int) (at - start);
        buffer.clear().limit(block);
        int read = filled == 0 ? 0 : channel.read(buffer, start);
        if (read < filled) {
            throw new IOException("a block that should be there is not");
        }
    }

    /** Writes the blocks that changed; the last one stays for the bytes to come. */
    private void put() throws IOException {
        int length = (filled + block - 1) / block * block;
        for (int i = filled; i < length; i++) {
            buffer.put(i, (byte) 0);
        }
        buffer.clear().limit(length);
        for (long to = start; buffer.hasRemaining(); ) {
            to += channel.write(buffer, to);
        }
        int whole = filled - filled % block;
        buffer.clear();
        buffer.put(0, buffer, whole, filled - whole);
        start += whole;
        filled -= whole;
    }

    @Override
    public void force() throws IOException {
        channel.force(false);
    }

    @Override
    public void cut(long length) throws IOException {
        channel.truncate(length);
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
