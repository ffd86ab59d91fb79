package dev.sallyport.control.directory;

import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Names that the directory gives to what has none of its own. */
final class Ids {
    private static final int LENGTH = 36;
    private static final long VERSION_4 = 0x4000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private Ids() {}

    static UUID fresh(RandomGenerator chance) {
        return new UUID(
                (chance.nextLong() & ~0xF000L) | VERSION_4,
                (chance.nextLong() & ~0xC000_0000_0000_0000L) | VARIANT);
    }

    /** Empty for what no id of ours can be. */
    static Optional<UUID> read(String id) {
        try {
            return id.length() == LENGTH ? Optional.of(UUID.fromString(id)) : Optional.empty();
        } catch (IllegalArgumentException noId) {
            return Optional.empty();
        }
    }
}
