package dev.sallyport.gateway;

import dev.sallyport.policy.Circumstances;
import dev.sallyport.policy.Entitlements.Account;
import dev.sallyport.policy.Environment;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Who comes, from where and what for.
 *
 * @param proof what they have proved with who they are
 * @param address the client's, without its port
 */
record Arrival(String login, Proof proof, String database, String address, Stated stated) {

    Arrival saying(Stated other) {
        return new Arrival(login, proof, database, address, other);
    }

    /** The same, by now proved anew. */
    Arrival proving(Proof anew) {
        return new Arrival(login, anew, database, address, stated);
    }

    /** What conditions are asked with; nothing is known of the machine at the other end. */
    Circumstances circumstances(PolicySnapshot snapshot, Instant now) {
        return new Circumstances(
                now,
                stated.purpose(),
                Optional.of(address),
                Map.of(),
                environment(snapshot).map(Environment::name),
                snapshot.entitlements().account(login).map(Account::attributes).orElse(Map.of()));
    }

    /** A policy is applied as it is said of one environment, or of none. */
    static Optional<Environment> environment(PolicySnapshot snapshot) {
        return snapshot.policy().catalog().environments().values().stream().findFirst();
    }
}
