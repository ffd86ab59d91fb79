package dev.sallyport.app;

import dev.sallyport.gateway.AccountCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Short-lived certificates of native accounts, by the authority of each epoch that stands; made
 * when they are asked for, kept in memory alone.
 */
final class AccountCertificates {
    /**
     * Longer than any sign-in waits, shorter than a shift: whatever leaks is soon worth nothing.
     */
    static final Duration LASTS = Duration.ofHours(1);

    private final Keys keys;
    private final Epochs epochs;
    private final InstantSource clock;
    private final KeyPair holder;
    private final Map<Integer, AccountAuthority> authorities = new ConcurrentHashMap<>();
    private final Map<String, Issued> issued = new ConcurrentHashMap<>();

    private record Issued(
            Epochs.Standing epochs, Instant renewal, List<AccountCertificate> certificates) {
        boolean serves(Epochs.Standing standing, Instant now) {
            return epochs.equals(standing) && now.isBefore(renewal);
        }
    }

    /** With what every epoch needs that stands, and the next: nobody waits for a file later. */
    AccountCertificates(Keys keys, Epochs epochs, InstantSource clock) throws IOException {
        this.keys = keys;
        this.epochs = epochs;
        this.clock = clock;
        this.holder = AccountAuthority.keyPair(keys.random());
        prepare();
    }

    /** Makes what the next epoch will need, and removes what no epoch needs any more. */
    void prepare() throws IOException {
        for (int epoch : trusted()) {
            authority(epoch);
        }
        if (epochs.standing().former().isEmpty()) {
            Files.deleteIfExists(keys.file(name(epochs.standing().wanted() - 1)));
        }
    }

    /** What a database is to trust: the next epoch's, too, so that a rotation finds it trusted. */
    String pem() throws IOException {
        StringBuilder pem = new StringBuilder();
        for (int epoch : trusted()) {
            pem.append(authority(epoch).pem());
        }
        return pem.toString();
    }

    /** Where the keys of these lie, as far as they are made. */
    List<String> names() {
        return trusted().stream()
                .map(AccountCertificates::name)
                .filter(name -> Files.exists(keys.file(name)))
                .toList();
    }

    private List<Integer> trusted() {
        List<Integer> epochs = new ArrayList<>(standing(this.epochs.standing()));
        epochs.add(this.epochs.standing().wanted() + 1);
        return epochs;
    }

    private static List<Integer> standing(Epochs.Standing epochs) {
        return Stream.concat(Stream.of(epochs.wanted()), epochs.former().stream()).toList();
    }

    private static String name(int epoch) {
        return "authority-" + epoch;
    }

    private AccountAuthority authority(int epoch) {
        return authorities.computeIfAbsent(
                epoch,
                it -> {
                    try {
                        return AccountAuthority.in(keys, name(it), clock.instant());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    /** The preferred one first; the same values until they are renewed. */
    List<AccountCertificate> of(String login) {
        Instant now = clock.instant();
        Epochs.Standing standing = epochs.standing();
        return issued.compute(
                        login,
                        (_, known) ->
                                known != null && known.serves(standing, now)
                                        ? known
                                        : issue(login, standing, now))
                .certificates();
    }

    private Issued issue(String login, Epochs.Standing standing, Instant now) {
        return new Issued(
                standing,
                now.plus(LASTS.dividedBy(2)),
                standing(standing).stream()
                        .map(epoch -> authority(epoch).issue(login, holder, now, LASTS))
                        .toList());
    }
}
