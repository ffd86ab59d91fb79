package dev.sallyport.app;

import dev.sallyport.app.seal.DataKey;
import dev.sallyport.app.seal.KeyWrap;
import dev.sallyport.app.seal.MasterKey;
import dev.sallyport.app.seal.SealKey;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whether and how secrets of the data directory are sealed. A secret is sealed beside its name, so
 * that no file stands in for another. Under a key in a store it is sealed under a data key, and
 * says what the store made of that: so each file is whole by itself.
 */
final class Sealing {
    /** The version; the id of the key, or the store's key and the wrapped one; what is sealed. */
    private static final Pattern FORM =
            Pattern.compile(
                    "sealed (1 (?<id>[0-9a-f]{16})|2 (?<name>[!-~]+) (?<wrapped>[!-~]+))"
                            + " (?<secret>[A-Za-z0-9+/]+=*)");

    private static final String SEALED = "sealed ";

    /** What a store is asked to bind data keys to. */
    private static final String PURPOSE = "sallyport secrets";

    private final Optional<Lock> wanted;
    private final List<SealKey> atHand;
    private final List<KeyWrap> stores;

    /** A store is asked once for each. */
    private final Map<String, SealKey> unwrapped = new ConcurrentHashMap<>();

    /**
     * What is sealed under from here on.
     *
     * @param says what a file says of it
     * @param wrapped what a store made of it, if one did
     */
    private record Lock(SealKey key, String says, Optional<String> wrapped) {
        static Lock of(SealKey key) {
            return new Lock(key, "1 " + key.id(), Optional.empty());
        }

        static Lock of(DataKey key) {
            return new Lock(
                    key.key(), "2 " + key.name() + " " + key.wrapped(), Optional.of(key.wrapped()));
        }
    }

    private Sealing(Optional<Lock> wanted, List<MasterKey> masters) {
        this.wanted = wanted;
        this.atHand =
                masters.stream()
                        .flatMap(master ->
                                master instanceof MasterKey.AtHand(SealKey key)
                                        ? Stream.of(key)
                                        : Stream.empty())
                        .toList();
        this.stores =
                masters.stream()
                        .flatMap(master ->
                                master instanceof MasterKey.InStore(KeyWrap store)
                                        ? Stream.of(store)
                                        : Stream.empty())
                        .toList();
        wanted.ifPresent(lock -> lock.wrapped().ifPresent(text -> unwrapped.put(text, lock.key())));
    }

    static Sealing none() {
        return new Sealing(Optional.empty(), List.of());
    }

    /**
     * As a server's configuration says; a demo's has none.
     *
     * @param folder of the secrets
     */
    static Sealing of(Optional<ServerConfig> config, Path folder, SecureRandom random)
            throws IOException {
        Optional<ServerConfig.OperatorKeys> keys = config.map(ServerConfig::operatorKeys);
        return of(
                keys.flatMap(ServerConfig.OperatorKeys::secrets).map(OperatorKey::of),
                keys.flatMap(ServerConfig.OperatorKeys::former).map(OperatorKey::of),
                folder,
                random);
    }

    /**
     * @param wanted what secrets are to be sealed under
     * @param former what they may still be sealed under
     * @param folder of the secrets; may not be there yet
     * @throws Refused where a key store is away or will not
     */
    static Sealing of(
            Optional<MasterKey> wanted,
            Optional<MasterKey> former,
            Path folder,
            SecureRandom random)
            throws IOException {
        Optional<Lock> lock = Optional.empty();
        if (wanted.isPresent()) {
            lock =
                    Optional.of(
                            switch (wanted.get()) {
                                case MasterKey.AtHand(SealKey key) -> Lock.of(key);
                                case MasterKey.InStore(KeyWrap store) ->
                                        Lock.of(dataKey(store, folder, random));
                            });
        }
        return new Sealing(lock, Stream.concat(wanted.stream(), former.stream()).toList());
    }

    /** The one in use, unless the store's key is of a newer version by now: then another one. */
    private static DataKey dataKey(KeyWrap store, Path folder, SecureRandom random)
            throws IOException {
        DataKey fresh = DataKey.fresh(store, PURPOSE, random);
        for (String wrapped : inUse(store, folder)) {
            if (store.isSameVersion(wrapped, fresh.wrapped())) {
                Optional<DataKey> standing = DataKey.of(store, wrapped, PURPOSE);
                if (standing.isPresent()) {
                    return standing.get();
                }
            }
        }
        return fresh.proven(store, PURPOSE);
    }

    private static Set<String> inUse(KeyWrap store, Path folder) throws IOException {
        Set<String> wrapped = new TreeSet<>();
        if (!Files.isDirectory(folder)) {
            return wrapped;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (isSealed(file)) {
                    form(Files.readAllBytes(file))
                            .filter(form -> store.name().equals(form.group("name")))
                            .ifPresent(form -> wrapped.add(form.group("wrapped")));
                }
            }
        }
        return wrapped;
    }

    /** Whether a file says that it is sealed, in whatever way. */
    static boolean isSealed(Path file) throws IOException {
        if (!Files.isRegularFile(file) || file.toString().endsWith(".partial")) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return isSealed(in.readNBytes(SEALED.length()));
        }
    }

    private static boolean isSealed(byte[] kept) {
        return new String(kept, StandardCharsets.ISO_8859_1).startsWith(SEALED);
    }

    boolean isAsWanted(byte[] kept) {
        Optional<String> says = form(kept).map(form -> form.group(1));
        return says.equals(wanted.map(Lock::says));
    }

    byte[] seal(String name, byte[] secret, SecureRandom random) {
        return wanted.map(lock ->
                        "sealed %s %s"
                                .formatted(
                                        lock.says(),
                                        Base64.getEncoder()
                                                .encodeToString(
                                                        lock.key()
                                                                .seal(secret, bytes(name), random)))
                                .getBytes(StandardCharsets.US_ASCII))
                .orElse(secret);
    }

    /**
     * @throws Refused SP7230 where it is sealed under another key, or was changed; SP7237 where the
     *     key store does not open it, and where that is away or will not
     */
    byte[] open(String name, byte[] kept) {
        Optional<Matcher> form = form(kept);
        if (form.isEmpty()) {
            if (isSealed(kept)) {
                throw refused(name, "is sealed in no way known here");
            }
            return kept;
        }
        return key(name, form.get())
                .open(Base64.getDecoder().decode(form.get().group("secret")), bytes(name))
                .orElseThrow(() -> refused(name, "is not as it was sealed"));
    }

    private SealKey key(String name, Matcher form) {
        String id = form.group("id");
        if (id != null) {
            return atHand.stream()
                    .filter(one -> one.id().equals(id))
                    .findFirst()
                    .orElseThrow(() -> refused(name, "is sealed under key " + id));
        }
        return unwrapped.computeIfAbsent(
                form.group("wrapped"), wrapped -> unwrap(name, form.group("name"), wrapped));
    }

    /** Whatever the store's key is called by now: a mount moves, and a name is no proof. */
    private SealKey unwrap(String secret, String by, String wrapped) {
        for (KeyWrap store : stores) {
            Optional<DataKey> key = DataKey.of(store, wrapped, PURPOSE);
            if (key.isPresent()) {
                return key.get().key();
            }
        }
        throw stores.stream()
                .findFirst()
                .map(store -> DataKey.unopened("secret `" + secret + "`", by, store))
                .orElseGet(() -> refused(secret, "is sealed by `" + by + "` of Vault"));
    }

    private static Optional<Matcher> form(byte[] kept) {
        Matcher form = FORM.matcher(new String(kept, StandardCharsets.ISO_8859_1));
        return form.matches() ? Optional.of(form) : Optional.empty();
    }

    private static byte[] bytes(String name) {
        return ("sallyport secret " + name).getBytes(StandardCharsets.UTF_8);
    }

    private static Refused refused(String name, String what) {
        return new Refused(
                Problem.of(
                        ProblemCode.SP7230,
                        "secret `" + name + "` " + what,
                        "name that key in the configuration: `secrets: {key: …}` or"
                                + " `former_key`"));
    }
}
