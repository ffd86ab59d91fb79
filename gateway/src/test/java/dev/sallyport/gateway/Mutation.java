package dev.sallyport.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Makes something that no client sends of what one has sent. */
final class Mutation {
    /** More than a few changes at once hide each other. */
    private static final int MOST = 4;

    private static final String TYPES = "BCDEFHPQScdfpX@R1";

    private final RandomGenerator chance;

    Mutation(RandomGenerator chance) {
        this.chance = chance;
    }

    /** The frames with some of them changed, lost, doubled, moved or made up. */
    byte[] of(List<byte[]> frames) {
        List<byte[]> changed = new ArrayList<>(frames);
        for (int left = 1 + chance.nextInt(MOST); left > 0 && !changed.isEmpty(); left--) {
            int at = chance.nextInt(changed.size());
            switch (chance.nextInt(12)) {
                case 0 -> changed.remove(at);
                case 1 -> changed.add(at, changed.get(at));
                case 2 -> changed.add(chance.nextInt(changed.size()), changed.remove(at));
                case 3 -> changed.add(at, frame());
                case 4 -> changed.set(at, cut(changed.get(at)));
                case 5 -> changed.set(at, length(changed.get(at)));
                case 6 -> changed.add(at, noise(1 + chance.nextInt(40)));
                case 7 -> changed.set(at, flipped(changed.get(at), 0));
                default -> changed.set(at, flipped(changed.get(at), 1 + Integer.BYTES));
            }
        }
        ByteBuf all = Unpooled.buffer();
        changed.forEach(all::writeBytes);
        return ByteBufUtil.getBytes(all);
    }

    private byte[] noise(int length) {
        byte[] noise = new byte[length];
        chance.nextBytes(noise);
        return noise;
    }

    /** A type and a length that fits, and noise in it. */
    private byte[] frame() {
        byte[] noise = noise(chance.nextInt(60));
        return ByteBufUtil.getBytes(
                Unpooled.buffer()
                        .writeByte(TYPES.charAt(chance.nextInt(TYPES.length())))
                        .writeInt(Integer.BYTES + noise.length)
                        .writeBytes(noise));
    }

    private byte[] cut(byte[] frame) {
        byte[] shorter = new byte[chance.nextInt(frame.length + 1)];
        System.arraycopy(frame, 0, shorter, 0, shorter.length);
        return shorter;
    }

    /** Another length, mostly one that is nearly right. */
    private byte[] length(byte[] frame) {
        byte[] other = frame.clone();
        if (other.length < 1 + Integer.BYTES) {
            return other;
        }
        if (chance.nextBoolean()) {
            other[4] += (byte) (chance.nextInt(9) - 4);
        } else {
            other[1 + chance.nextInt(4)] = (byte) chance.nextInt();
        }
        return other;
    }

    /** A bit of it, from a byte on. */
    private byte[] flipped(byte[] frame, int from) {
        byte[] other = frame.clone();
        if (from < other.length) {
            other[chance.nextInt(from, other.length)] ^= (byte) (1 << chance.nextInt(8));
        }
        return other;
    }
}
