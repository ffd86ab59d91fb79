package dev.sallyport.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Where segments are written: the one thing a test replaces to lose what was not forced. */
@FunctionalInterface
interface Disk {
    /** Pages of the file cache, in one system call; bounds the copy the JDK makes off the heap. */
    int WRITE_BYTES = 1 << 20;

    /** Opens for writing, creating the file where it is missing. */
    SegmentIo open(Path file) throws IOException;

    /** Past the page cache where the file system can, through it elsewhere. */
    static Disk real() {
        return file -> {
            try {
                return AlignedIo.open(file);
            } catch (IOException | UnsupportedOperationException _) {
                return new ChannelIo(
                        FileChannel.open(
                                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
            }
        };
    }

    /** One segment's file. */
    interface SegmentIo extends AutoCloseable {
        void write(ByteBuffer bytes, long at) throws IOException;

        /** On return all written bytes are on disk. */
        void force() throws IOException;

        void cut(long length) throws IOException;

        @Override
        void close() throws IOException;
    }

    /** The real file: positioned writes, and fdatasync, which has no metadata to write here. */
    record ChannelIo(FileChannel channel) implements SegmentIo {
        @Override
        public void write(ByteBuffer bytes, long at) throws IOException {
            int end = bytes.limit();
            for (long to = at; bytes.position() < end; ) {
                bytes.limit(Math.min(end, bytes.position() + WRITE_BYTES));
                to += channel.write(bytes, to);
            }
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
}
