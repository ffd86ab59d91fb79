package dev.sallyport.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A disk with a page cache of its own: what was not forced never reaches the file. */
final class FakeDisk implements Disk {
    private final Disk real = Disk.real();
    private int forcesLeft = Integer.MAX_VALUE;
    private int writesLeft = Integer.MAX_VALUE;
    private int failedForces;
    private final Set<Thread> forced = ConcurrentHashMap.newKeySet();

    private record Page(ByteBuffer content, long at) {}

    /** After so many forces one fails with EIO and drops what was written; later ones succeed. */
    synchronized FakeDisk failingForce(int after) {
        forcesLeft = after;
        return this;
    }

    /** After so many writes the disk is full. */
    synchronized FakeDisk fullAfter(int writes) {
        writesLeft = writes;
        return this;
    }

    synchronized int failedForces() {
        return failedForces;
    }

    /** Who has waited for a force. */
    Set<Thread> forcedBy() {
        return forced;
    }

    @Override
    public SegmentIo open(Path file) throws IOException {
        var io = real.open(file);
        return new SegmentIo() {
            private final List<Page> unforced = new ArrayList<>();

            @Override
            public void write(ByteBuffer bytes, long at) throws IOException {
                checkRoom();
                var content = new byte[bytes.remaining()];
                bytes.get(content);
                unforced.add(new Page(ByteBuffer.wrap(content), at));
            }

            @Override
            public void force() throws IOException {
                forced.add(Thread.currentThread());
                checkForce(unforced);
                for (var page : unforced) {
                    io.write(page.content(), page.at());
                }
                unforced.clear();
            }

            @Override
            public void cut(long length) throws IOException {
                force();
                io.cut(length);
            }

            @Override
            public void close() throws IOException {
                io.close();
            }
        };
    }

    private synchronized void checkRoom() throws IOException {
        if (writesLeft-- <= 0) {
            throw new IOException("No space left on device");
        }
    }

    private synchronized void checkForce(List<Page> unforced) throws IOException {
        if (forcesLeft-- == 0) {
            failedForces++;
            unforced.clear();
            throw new IOException("Input/output error");
        }
    }
}
