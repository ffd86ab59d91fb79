package dev.sallyport.app;

import dev.sallyport.control.signin.SignInKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys that secrets of sign-in are sealed under, a file each. While they are changed there are
 * two, and whoever comes after a crash finds both.
 */
final class SealingKeys implements SignInKeys {
    private final Keys keys;
    private final Epochs epochs;
    private final Map<Integer, Key> read = new ConcurrentHashMap<>();

    private SealingKeys(Keys keys, Epochs epochs) {
        this.keys = keys;
        this.epochs = epochs;
    }

    static SealingKeys in(Keys keys) throws IOException {
        return new SealingKeys(keys, Epochs.in(keys.file("second-factors.epoch")));
    }

    @Override
    public Key current() {
        return key(epochs.standing().wanted());
    }

    @Override
    public Optional<Key> named(String id) {
        Epochs.Standing standing = epochs.standing();
        Key current = current();
        return current.id().equals(id)
                ? Optional.of(current)
                : standing.former().map(this::key).filter(key -> key.id().equals(id));
    }

    /** Whether a change was begun and has not come to its end. */
    boolean isChanging() {
        return epochs.standing().former().isPresent();
    }

    /** What is sealed from now on is sealed under another one. */
    void begin() throws IOException {
        epochs.begin();
    }

    /** Nothing is sealed under the one before any more: it is destroyed. */
    void settle() throws IOException {
        Optional<Integer> former = epochs.standing().former();
        epochs.settle();
        if (former.isPresent()) {
            read.remove(former.get());
            Files.deleteIfExists(file(former.get()));
        }
    }

    private Key key(int epoch) {
        return read.computeIfAbsent(
                epoch,
                number -> {
                    try {
                        byte[] secret = keys.key(file(number).getFileName().toString());
                        return new Key(String.valueOf(number), new SecretKeySpec(secret, "AES"));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    private Path file(int epoch) {
        return keys.file(epoch == 1 ? "second-factors" : "second-factors-" + epoch);
    }
}
