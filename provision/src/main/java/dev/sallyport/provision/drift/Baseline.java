package dev.sallyport.provision.drift;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How a database was when Sallyport last changed it, and what was accepted since.
 *
 * @param serial grows with every change, so that an older one put back is seen
 * @param own our latest transactions
 */
record Baseline(long serial, Facts facts, List<Accepted> accepted, List<String> own) {
    /** Far more applies than fit between two looks into the write-ahead log. */
    private static final int OWN_KEPT = 32;

    /**
     * A difference somebody answers for, until its day.
     *
     * @param id of the difference
     */
    record Accepted(String id, String reason, Instant until) {}

    public Baseline {
        accepted = List.copyOf(accepted);
        own = List.copyOf(own);
    }

    /**
     * @param millis the server's clock: above the serial of whatever baseline there was before
     */
    static Baseline first(Facts facts, String xid, long millis) {
        return new Baseline(millis, facts, List.of(), List.of(xid));
    }

    /** After a transaction of ours. */
    Baseline with(Facts next, String xid) {
        List<String> more = new ArrayList<>(own);
        more.add(xid);
        return new Baseline(
                serial + 1,
                next,
                accepted,
                more.subList(Math.max(0, more.size() - OWN_KEPT), more.size()));
    }

    Baseline following(Facts next) {
        return new Baseline(serial + 1, next, accepted, own);
    }

    Baseline accepting(Accepted one) {
        List<Accepted> more = new ArrayList<>(accepted);
        more.removeIf(known -> known.id().equals(one.id()));
        more.add(one);
        return new Baseline(serial + 1, facts, more, own);
    }

    boolean accepts(String id, Instant now) {
        return accepted.stream()
                .anyMatch(known -> known.id().equals(id) && now.isBefore(known.until()));
    }

    byte[] bytes() {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeLong(serial);
            out.writeInt(accepted.size());
            for (Accepted one : accepted) {
                out.writeUTF(one.id());
                out.writeUTF(one.reason());
                out.writeUTF(one.until().toString());
            }
            out.writeInt(own.size());
            for (String xid : own) {
                out.writeUTF(xid);
            }
            out.write(facts.bytes());
        } catch (IOException e) {
            throw new IllegalStateException("memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    static Baseline of(byte[] bytes) throws IOException {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            long serial = in.readLong();
            int count = in.readInt();
            List<Accepted> accepted = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                accepted.add(new Accepted(in.readUTF(), in.readUTF(), Instant.parse(in.readUTF())));
            }
            int transactions = in.readInt();
            List<String> own = new ArrayList<>();
            for (int i = 0; i < transactions; i++) {
                own.add(in.readUTF());
            }
            return new Baseline(serial, Facts.of(in.readAllBytes()), accepted, own);
        }
    }
}
