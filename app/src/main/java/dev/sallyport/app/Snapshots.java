package dev.sallyport.app;

import dev.sallyport.gateway.PolicySnapshot;
import dev.sallyport.gateway.ShownColumns;
import dev.sallyport.policy.Directory;
import dev.sallyport.policy.Entitlements;
import dev.sallyport.policy.PolicyEngine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Who holds what now, worked out at most four times a second however many ask. */
final class Snapshots {
    /** Every live session asks twice a second, and whoever asks leaves out what has ended since. */
    private static final Duration HOLDS = Duration.ofMillis(250);

    private final InstantSource clock;
    private volatile @Nullable Taken taken;

    /** Each apply makes an engine of its own. */
    private record Taken(Instant at, Directory people, PolicySnapshot snapshot) {
        boolean serves(Directory told, PolicyEngine asked, ShownColumns shown, Instant now) {
            return snapshot.engine().equals(asked)
                    && people.equals(told)
                    && snapshot.shown().equals(shown)
                    && !now.isBefore(at)
                    && now.isBefore(at.plus(HOLDS));
        }
    }

    Snapshots(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * @param engine of the content's policy
     */
    PolicySnapshot of(PolicyFolder.Content content, PolicyEngine engine, ShownColumns shown) {
        Instant now = clock.instant();
        Taken last = taken;
        if (last != null && last.serves(content.people(), engine, shown, now)) {
            return last.snapshot();
        }
        var snapshot =
                new PolicySnapshot(
                        content.policy(),
                        engine,
                        Entitlements.at(now, content.policy(), content.people()),
                        shown);
        taken = new Taken(now, content.people(), snapshot);
        return snapshot;
    }
}
