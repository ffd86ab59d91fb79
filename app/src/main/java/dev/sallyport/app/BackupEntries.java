package dev.sallyport.app;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.stream.Stream;

/**
 * What a backup is made of, one entry behind the other: a kind, a name, a length and content in
 * pieces, so that nothing needs to be known or held before it is written.
 */
final class BackupEntries {
    private static final int PIECE = 64 << 10;

    /** What is read was not written by us. */
    static final class Foreign extends IOException {
        private static final long serialVersionUID = 1;
    }

    private BackupEntries() {}

    /** What an entry is. */
    enum Kind {
        /** What the backup is, and from when. */
        ABOUT,
        /** A file of the data directory. */
        FILE,
        /** A file that people write: the configuration, the policy. */
        WRITTEN,
        /** The rows of a table of the control plane, as COPY writes them. */
        TABLE,
        /** The beginning of a file of the record. */
        RECORD,
        /** Nothing comes behind it. */
        END
    }

    /** Writes what an entry holds. */
    interface Content {
        void to(OutputStream out) throws IOException;
    }

    /**
     * One entry while it is read.
     *
     * @param length what a file is to be extended to with zeros, in bytes
     * @param content ends where the entry does
     */
    record Entry(Kind kind, String name, long length, InputStream content) {}

    /** Writes entries. */
    static final class Writer {
        private final DataOutputStream out;

        Writer(OutputStream out) {
            this.out = new DataOutputStream(out);
        }

        void add(Kind kind, String name, long length, Content content) throws IOException {
            out.writeUTF(kind.name());
            out.writeUTF(name);
            out.writeLong(length);
            OutputStream pieces = new BufferedOutputStream(new Pieces(out), PIECE);
            content.to(pieces);
            pieces.flush();
            out.writeInt(0);
        }

        void end() throws IOException {
            add(Kind.END, "", 0, nothing -> {});
            out.flush();
        }
    }

    /** Writes each piece behind its length. */
    private static final class Pieces extends OutputStream {
        private final DataOutputStream out;

        Pieces(DataOutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            if (length > 0) {
                out.writeInt(length);
                out.write(bytes, from, length);
            }
        }
    }

    /** Reads entries in their order. */
    static final class Reader {
        private final DataInputStream in;
        private InputStream before = InputStream.nullInputStream();

        Reader(InputStream in) {
            this.in = new DataInputStream(in);
        }

        /** What was left of the entry before is passed over. */
        Entry next() throws IOException {
            before.transferTo(OutputStream.nullOutputStream());
            Kind kind = kind(in.readUTF());
            Entry entry = new Entry(kind, in.readUTF(), in.readLong(), new Joined(in));
            before = entry.content();
            return entry;
        }

        /** All that follows the last entry, which is to be nothing. */
        boolean isDone() throws IOException {
            before.transferTo(OutputStream.nullOutputStream());
            return in.read() < 0;
        }

        private static Kind kind(String name) throws Foreign {
            return Stream.of(Kind.values())
                    .filter(kind -> kind.name().equals(name))
                    .findFirst()
                    .orElseThrow(Foreign::new);
        }
    }

    /** The pieces of one entry as one content. */
    private static final class Joined extends InputStream {
        private final DataInputStream in;
        private int left;
        private boolean ended;

        Joined(DataInputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            if (left == 0 && !ended) {
                left = in.readInt();
                ended = left <= 0;
            }
            if (ended) {
                return -1;
            }
            int read = in.read(into, from, Math.min(length, left));
            if (read < 0) {
                throw new IOException("an entry without its end");
            }
            left -= read;
            return read;
        }
    }
}
