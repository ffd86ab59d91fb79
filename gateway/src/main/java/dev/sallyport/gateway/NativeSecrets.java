package dev.sallyport.gateway;

import dev.sallyport.wire.SaltedPasswords;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What opens one person's native account: one secret, or two while it is being changed. The slow
 * derivation of each is done once, not once per session.
 */
final class NativeSecrets {
    private final SequencedMap<String, SaltedPasswords> known;

    private NativeSecrets(SequencedMap<String, SaltedPasswords> known) {
        this.known = known;
    }

    /** The same value as long as the secrets are the same. */
    static NativeSecrets of(List<String> secrets, @Nullable NativeSecrets before) {
        if (before != null && List.copyOf(before.known.keySet()).equals(secrets)) {
            return before;
        }
        Map<String, SaltedPasswords> derived = before == null ? Map.of() : before.known;
        SequencedMap<String, SaltedPasswords> now = new LinkedHashMap<>();
        for (String secret : secrets) {
            SaltedPasswords last = derived.get(secret);
            now.put(
                    secret,
                    last == null ? SaltedPasswords.remembering(SaltedPasswords.of(secret)) : last);
        }
        return new NativeSecrets(now);
    }

    /** The first that is none of those. */
    Optional<SaltedPasswords> next(Set<SaltedPasswords> tried) {
        return known.values().stream().filter(one -> !tried.contains(one)).findFirst();
    }
}
