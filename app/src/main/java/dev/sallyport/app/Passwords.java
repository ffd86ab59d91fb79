package dev.sallyport.app;

import dev.sallyport.gateway.AccountCertificate;
import dev.sallyport.gateway.Authenticator;
import dev.sallyport.gateway.Credentials;
import dev.sallyport.gateway.Proof;
import dev.sallyport.policy.Directory;
import dev.sallyport.provision.AccountSecrets;
import dev.sallyport.wire.ScramVerifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What proves who people are, and the secrets of their native accounts that no person knows. */
final class Passwords implements Credentials, AccountSecrets {
    private static final String FILE = "passwords";
    static final String ACCOUNTS = "accounts";
    static final String MOCK_SALTS = "mock-salts";

    private final Path file;
    private final byte[] master;
    private final byte[] mock;
    private final Epochs epochs;
    private final Tokens tokens;
    private final Optional<AccountCertificates> certificates;
    private volatile Map<String, ScramVerifier> verifiers;
    private volatile Runnable whenChanged = () -> {};

    private Passwords(
            Path file,
            byte[] master,
            byte[] mock,
            Epochs epochs,
            Tokens tokens,
            Optional<AccountCertificates> certificates,
            Map<String, ScramVerifier> verifiers) {
        this.certificates = certificates;
        this.tokens = tokens;
        this.file = file;
        this.master = master;
        this.mock = mock;
        this.epochs = epochs;
        this.verifiers = verifiers;
    }

    /**
     * @param accounts what native accounts are opened with
     */
    static Passwords in(Keys keys, ServerConfig.Accounts accounts, InstantSource clock)
            throws IOException {
        Path file = keys.file(FILE);
        Epochs epochs = Epochs.in(keys.file(Epochs.FILE));
        return new Passwords(
                file,
                keys.key(ACCOUNTS),
                keys.key(MOCK_SALTS),
                epochs,
                Tokens.in(keys),
                switch (accounts) {
                    case SCRAM -> Optional.empty();
                    case CERTIFICATE -> Optional.of(new AccountCertificates(keys, epochs, clock));
                },
                load(file));
    }

    Epochs epochs() {
        return epochs;
    }

    Optional<AccountCertificates> certificates() {
        return certificates;
    }

    @Override
    public List<AccountCertificate> certificates(String login) {
        return certificates.map(all -> all.of(login)).orElse(List.of());
    }

    /** Whoever has another login now keeps the password of the old one. */
    void carryOver(Directory people) throws IOException {
        Map<String, ScramVerifier> all = new TreeMap<>(verifiers);
        for (Directory.Person person : people.people().values()) {
            person.renamedFrom()
                    .flatMap(old -> Optional.ofNullable(all.remove(old)))
                    .ifPresent(known -> all.putIfAbsent(person.login(), known));
        }
        keep(all);
    }

    /** Gives every login that has no password yet this one. */
    void giveMissing(Set<String> logins, String password, RandomGenerator random)
            throws IOException {
        Map<String, ScramVerifier> all = new TreeMap<>(verifiers);
        logins.forEach(
                login -> all.computeIfAbsent(login, _ -> ScramVerifier.create(password, random)));
        keep(all);
    }

    /** Told, quickly, once something of it is another. */
    void whenChanged(Runnable told) {
        whenChanged = told;
        epochs.whenChanged(told);
        tokens.whenChanged(told);
    }

    /** What gateways elsewhere check people's proofs against. */
    DeployedParts.ProofsPart proofs(Instant now) {
        return new DeployedParts.ProofsPart(lines(verifiers), tokens.lines(now));
    }

    /** What gateways elsewhere open native accounts with. */
    DeployedParts.SecretsPart secrets(Keys keys) throws IOException {
        Map<String, String> shared = new TreeMap<>();
        List<String> names = new ArrayList<>(List.of(ACCOUNTS, MOCK_SALTS, Deployment.SUBJECTS));
        certificates.ifPresent(all -> names.addAll(all.names()));
        for (String name : names) {
            shared.put(name, new String(keys.read(name), StandardCharsets.US_ASCII));
        }
        return new DeployedParts.SecretsPart(epochs.line(), shared);
    }

    /** The same as a deployment elsewhere has it. */
    static void write(Keys keys, DeployedParts.SecretsPart secrets) throws IOException {
        for (Map.Entry<String, String> one : secrets.keys().entrySet()) {
            keys.write(one.getKey(), one.getValue().getBytes(StandardCharsets.US_ASCII));
        }
        Epochs.write(keys, secrets.epoch());
    }

    private static List<String> lines(Map<String, ScramVerifier> verifiers) {
        return verifiers.entrySet().stream()
                .map(one -> one.getKey() + " " + one.getValue().format())
                .toList();
    }

    /** The same as a deployment elsewhere has it. */
    static void write(Keys keys, DeployedParts.ProofsPart proofs) throws IOException {
        write(keys.file(FILE), proofs.passwords());
        Tokens.write(keys, proofs.tokens());
    }

    private static void write(Path file, List<String> lines) throws IOException {
        Folders.write(
                file,
                lines.stream()
                        .collect(Collectors.joining("\n", "", "\n"))
                        .getBytes(StandardCharsets.UTF_8));
    }

    private void keep(Map<String, ScramVerifier> all) throws IOException {
        if (!all.keySet().equals(verifiers.keySet())) {
            write(file, lines(all));
            verifiers = all;
            whenChanged.run();
        }
    }

    /**
     * A token for a login, which nobody can use before it is {@link Tokens#add added}.
     *
     * @param factor when its owner proved a second factor
     */
    Tokens.Fresh token(
            String login,
            Instant now,
            Duration lasts,
            Optional<Instant> factor,
            RandomGenerator random) {
        Instant until = now.plus(lasts).truncatedTo(ChronoUnit.SECONDS);
        return Tokens.make(login, shown(login), now, until, factor, random);
    }

    Tokens tokens() {
        return tokens;
    }

    @Override
    public List<Authenticator> authenticators(String login) {
        return Stream.concat(
                        Optional.ofNullable(verifiers.get(login)).stream()
                                .map(Authenticator::password),
                        tokens.authenticators(login))
                .toList();
    }

    /** What a client is shown the salt of, whether or not there is a password. */
    ScramVerifier shown(String login) {
        ScramVerifier known = verifiers.get(login);
        return known == null ? ScramVerifier.mock(login, mock) : known;
    }

    @Override
    public void used(Proof proof, Instant at) {
        if (proof.means() == Proof.Means.TOKEN
                || proof.means() == Proof.Means.BROWSER_CONFIRMATION) {
            tokens.used(proof.id(), at);
        }
    }

    @Override
    public void over(Proof proof) {
        if (proof.means() == Proof.Means.BROWSER_CONFIRMATION) {
            tokens.over(proof.id());
        }
    }

    @Override
    public String nativeSecret(String login) {
        return secretFor(login);
    }

    @Override
    public byte[] mockSecret() {
        return mock.clone();
    }

    @Override
    public Optional<String> formerSecret(String login) {
        return epochs.standing().former().map(epoch -> secret(login, epoch));
    }

    @Override
    public Optional<String> formerSecretFor(String login) {
        return formerSecret(login);
    }

    @Override
    public String secretFor(String login) {
        return secret(login, epochs.standing().wanted());
    }

    private String secret(String login, int epoch) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(master, "HmacSHA256"));
            // A login has no zero character, so no two pairs are the same bytes.
            byte[] secret = mac.doFinal((login + "\0" + epoch).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
        }
    }

    private static Map<String, ScramVerifier> load(Path file) throws IOException {
        Map<String, ScramVerifier> verifiers = new TreeMap<>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                int space = line.indexOf(' ');
                ScramVerifier.parse(line.substring(space + 1))
                        .ifPresent(verifier -> verifiers.put(line.substring(0, space), verifier));
            }
        }
        return verifiers;
    }
}
