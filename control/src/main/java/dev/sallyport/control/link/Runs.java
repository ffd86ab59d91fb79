package dev.sallyport.control.link;

import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * How gateways say what they were told last. All words of one process begin alike; a gateway that
 * missed something gets another one, and does not know it until it was told so.
 */
final class Runs {
    private final RandomGenerator chance;
    private final long process;

    Runs(RandomGenerator chance) {
        this.chance = chance;
        process = chance.nextLong();
    }

    UUID next() {
        return new UUID(process, chance.nextLong());
    }

    boolean isOurs(Optional<String> run) {
        return run.map(UUID::fromString)
                .filter(one -> one.getMostSignificantBits() == process)
                .isPresent();
    }
}
