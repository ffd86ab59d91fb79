package dev.sallyport.app;

import dev.sallyport.control.link.Parts;
import dev.sallyport.gateway.ShownColumns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/** What gateways elsewhere go by: read anew once something has changed. */
final class DeployedParts implements Parts {
    private final DataDirectory directory;
    private final Deployment deployment;
    private final Keys keys;
    private final InstantSource clock;
    private final AtomicBoolean isChanged = new AtomicBoolean(true);
    private volatile Runnable told = () -> {};
    private Map<String, Part> known = Map.of();

    /**
     * One part, as it travels. In this order they are taken: who is cut off before a policy that
     * may not know it.
     */
    enum Name {
        SECRETS,
        CUT,
        POLICY,
        PROOFS,
        VIEWS;

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * The policy that holds and its people.
     *
     * @param policy the content of each file, by its name
     */
    record PolicyPart(
            Optional<String> environment, Map<String, String> policy, Optional<String> people) {
        PolicyPart {
            policy = Map.copyOf(policy);
            if (!policy.keySet().stream()
                    .allMatch(name -> SavedPlan.FILE_NAME.matcher(name).matches())) {
                throw new IllegalArgumentException("a file that is none of a policy");
            }
        }

        PolicyFiles files() {
            TreeMap<String, byte[]> files = new TreeMap<>();
            policy.forEach((name, content) -> files.put(name, bytes(content)));
            return new PolicyFiles(files, people.map(PolicyPart::bytes));
        }

        static PolicyPart of(Optional<String> environment, PolicyFiles files) {
            Map<String, String> policy = new TreeMap<>();
            files.policy().forEach((name, content) -> policy.put(name, text(content)));
            return new PolicyPart(environment, policy, files.people().map(PolicyPart::text));
        }

        private static String text(byte[] content) {
            return new String(content, StandardCharsets.UTF_8);
        }

        private static byte[] bytes(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }

    /**
     * What opens native accounts.
     *
     * @param epoch as its file has it
     * @param keys what stands in each file of {@link Keys}, opened
     */
    record SecretsPart(String epoch, Map<String, String> keys) {
        private static final Pattern NAMES =
                Pattern.compile("accounts|mock-salts|subjects|authority-[1-9][0-9]{0,8}");

        SecretsPart {
            keys = Map.copyOf(keys);
            if (!keys.keySet().stream().allMatch(name -> NAMES.matcher(name).matches())) {
                throw new IllegalArgumentException("a secret that gateways have no use for");
            }
        }

        /** It holds nothing else. */
        @Override
        public String toString() {
            return "secrets of epoch " + epoch;
        }
    }

    /** What checks who people are. */
    record ProofsPart(List<String> passwords, List<String> tokens) {}

    /** Who is cut off. */
    record CutPart(SortedSet<String> logins) {}

    /**
     * How the views stand, by database.
     *
     * @param policy the digest of the part that they stand under
     */
    record ViewsPart(String policy, Map<String, List<ShownColumns.Standing>> databases) {}

    DeployedParts(DataDirectory directory, Deployment deployment, Keys keys, InstantSource clock) {
        this.directory = directory;
        this.deployment = deployment;
        this.keys = keys;
        this.clock = clock;
        deployment.inForce().whenChanged(this::change);
        deployment.passwords().whenChanged(this::change);
    }

    /** Whoever tells us may hold a lock. */
    private void change() {
        isChanged.set(true);
        Thread.ofVirtual().name("link").start(told);
    }

    @Override
    public void whenChanged(Runnable listener) {
        told = listener;
    }

    @Override
    public Map<String, String> digests() {
        Map<String, String> digests = new TreeMap<>();
        parts().forEach((name, part) -> digests.put(name, part.digest()));
        return digests;
    }

    @Override
    public Optional<Part> read(String name) {
        return Optional.ofNullable(parts().get(name));
    }

    private synchronized Map<String, Part> parts() {
        if (isChanged.getAndSet(false)) {
            try {
                known = deployment.inForce().meanwhile(this::now);
            } catch (IOException e) {
                isChanged.set(true);
                throw new UncheckedIOException(e);
            }
        }
        return known;
    }

    private Map<String, Part> now() throws IOException {
        InForce inForce = deployment.inForce();
        if (inForce.folder().isEmpty()) {
            return Map.of();
        }
        Map<String, Part> parts = new TreeMap<>();
        String policy =
                put(
                        parts,
                        Name.POLICY,
                        PolicyPart.of(
                                DeployedEnvironment.in(directory).kept(),
                                PolicyFiles.of(inForce.kept())));
        put(parts, Name.SECRETS, deployment.passwords().secrets(keys));
        put(parts, Name.PROOFS, deployment.passwords().proofs(clock.instant()));
        put(parts, Name.CUT, new CutPart(new TreeSet<>(inForce.cut())));
        put(parts, Name.VIEWS, new ViewsPart(policy, inForce.standing()));
        return parts;
    }

    private static String put(Map<String, Part> parts, Name name, Record content) {
        byte[] bytes = LinkForm.write(content);
        String digest = digest(bytes);
        parts.put(name.word(), new Part(digest, bytes));
        return digest;
    }

    static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
