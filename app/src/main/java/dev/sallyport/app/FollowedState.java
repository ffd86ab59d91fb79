package dev.sallyport.app;

import dev.sallyport.app.DeployedParts.CutPart;
import dev.sallyport.app.DeployedParts.Name;
import dev.sallyport.app.DeployedParts.PolicyPart;
import dev.sallyport.app.DeployedParts.ProofsPart;
import dev.sallyport.app.DeployedParts.SecretsPart;
import dev.sallyport.app.DeployedParts.ViewsPart;
import dev.sallyport.gateway.AccountCertificate;
import dev.sallyport.gateway.Authenticator;
import dev.sallyport.gateway.Credentials;
import dev.sallyport.gateway.PolicySnapshot;
import dev.sallyport.gateway.Proof;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * What a gateway goes by that follows a control plane. Its folder holds it as a deployment's does,
 * so that it starts again where nobody answers.
 */
final class FollowedState implements Credentials {
    /** As many as a control plane hears at once. */
    private static final int USES = 1_000;

    private static final String CUT = "cut.json";
    private static final String VIEWS = "views.json";

    private final DataDirectory directory;
    private final Keys keys;
    private final ServerConfig.Accounts accounts;
    private final Duration apart;
    private final InstantSource clock;
    private final Map<String, String> digests = new TreeMap<>();
    private final Map<String, Instant> uses = new ConcurrentHashMap<>();
    private volatile @Nullable Passwords passwords;
    private volatile @Nullable InForce inForce;
    private volatile Optional<Problem> closed = Optional.empty();
    private volatile Instant heard;

    private FollowedState(
            DataDirectory directory,
            Keys keys,
            ServerConfig.Accounts accounts,
            Duration apart,
            InstantSource clock) {
        this.heard = clock.instant();
        this.apart = apart;
        this.directory = directory;
        this.keys = keys;
        this.accounts = accounts;
        this.clock = clock;
    }

    /**
     * As it was left, where it was ever whole.
     *
     * @param apart how long it holds while nothing is heard
     */
    static FollowedState in(
            DataDirectory directory,
            Keys keys,
            ServerConfig.Accounts accounts,
            Duration apart,
            InstantSource clock)
            throws IOException {
        FollowedState state = new FollowedState(directory, keys, accounts, apart, clock);
        if (Files.exists(directory.resolve(VIEWS))) {
            state.open();
            state.cut(Files.readAllBytes(directory.resolve(CUT)));
            state.inForce().resume();
            state.digests.put(Name.POLICY.word(), state.policyDigest());
            state.see(Files.readAllBytes(directory.resolve(VIEWS)));
        }
        return state;
    }

    /** Of the part that it was taken from, if that was written by this version. */
    private String policyDigest() throws IOException {
        return DeployedParts.digest(
                LinkForm.write(
                        PolicyPart.of(
                                DeployedEnvironment.in(directory).kept(),
                                PolicyFiles.of(inForce().kept()))));
    }

    private void open() throws IOException {
        passwords = Passwords.in(keys, accounts, clock);
        if (inForce == null) {
            inForce = new InForce(directory, clock, keys.key(Deployment.SUBJECTS));
        }
    }

    /** Whether it is enough to serve by. */
    boolean isWhole() {
        return Files.exists(directory.resolve(VIEWS));
    }

    /** The digest of each part, as it was taken since this process began. */
    synchronized Map<String, String> digests() {
        return Map.copyOf(digests);
    }

    /**
     * Goes by another part from here on; what is wrong with it changes nothing.
     *
     * @throws Refused where it says what this version does not understand
     */
    synchronized void take(Name name, byte[] content) throws IOException {
        try {
            switch (name) {
                case SECRETS -> {
                    Passwords.write(keys, LinkForm.read(content, SecretsPart.class));
                    open();
                }
                case CUT -> {
                    cut(content);
                    Folders.write(directory.resolve(CUT), content);
                }
                case POLICY -> policy(LinkForm.read(content, PolicyPart.class));
                case PROOFS -> {
                    Passwords.write(keys, LinkForm.read(content, ProofsPart.class));
                    open();
                }
                case VIEWS -> {
                    see(content);
                    Folders.write(directory.resolve(VIEWS), content);
                }
            }
        } catch (JacksonException ofAnotherVersion) {
            throw strange(name);
        }
        digests.put(name.word(), DeployedParts.digest(content));
    }

    private static Refused strange(Name name) {
        return new Refused(
                Problem.of(
                        ProblemCode.SP7312,
                        "the control plane gives `%s` in a form that is not known here"
                                .formatted(name.word()),
                        "run the same version of Sallyport on both"));
    }

    private void cut(byte[] content) {
        inForce().cutOnly(LinkForm.read(content, CutPart.class).logins());
    }

    private void policy(PolicyPart part) throws IOException {
        AppliedPolicy applied = AppliedPolicy.in(directory);
        PolicyFolder staged = applied.stage(part.files());
        PolicyFolder.Content whole = staged.read();
        PolicyFolder.Content content = PolicyFolder.in(part.environment(), whole);
        DeployedEnvironment.in(directory).keep(part.environment());
        applied.keep(staged);
        inForce().begin(content);
    }

    /** Views of another policy say nothing: whose rows results show is not known then. */
    private void see(byte[] content) {
        ViewsPart views = LinkForm.read(content, ViewsPart.class);
        boolean theirs = views.policy().equals(digests.get(Name.POLICY.word()));
        inForce().see(inForce().content().policy(), theirs ? views.databases() : Map.of());
    }

    private InForce inForce() {
        return Objects.requireNonNull(inForce, "secrets come first");
    }

    private Passwords passwords() {
        return Objects.requireNonNull(passwords, "secrets come first");
    }

    /** What holds; nothing for anybody while it is {@link #close closed}, or too long ago. */
    PolicySnapshot snapshot() {
        PolicySnapshot now = inForce().snapshot();
        return closed().map(now::closed).orElse(now);
    }

    /** Why nobody may have a session now, if so. */
    Optional<Problem> closed() {
        return closed.or(this::late);
    }

    /** When it was last heard that it holds; as this process began, before. */
    Instant heard() {
        return heard;
    }

    private Optional<Problem> late() {
        return clock.instant().isAfter(heard.plus(apart))
                ? Optional.of(
                        Problem.of(
                                ProblemCode.SP4019,
                                "this gateway has heard nothing from its control plane for too long",
                                "ask its operators, or connect to another gateway"))
                : Optional.empty();
    }

    /** Nobody has a session before it is heard again, and this is why. */
    void close(Problem why) {
        closed = Optional.of(why);
    }

    /** It holds as it is now. */
    void hear() {
        heard = clock.instant();
        closed = Optional.empty();
    }

    /** When tokens were used since this was asked last; the rest where there are many. */
    Map<String, Instant> takeUses() {
        Map<String, Instant> taken = new TreeMap<>();
        uses.entrySet().stream()
                .limit(USES)
                .forEach(use -> taken.put(use.getKey(), use.getValue()));
        taken.forEach(uses::remove);
        return taken;
    }

    @Override
    public List<Authenticator> authenticators(String login) {
        return passwords().authenticators(login);
    }

    /** Those who keep tokens are told. */
    @Override
    public void used(Proof proof, Instant at) {
        if (proof.means() == Proof.Means.TOKEN) {
            uses.put(proof.id(), at);
        }
    }

    @Override
    public String nativeSecret(String login) {
        return passwords().nativeSecret(login);
    }

    @Override
    public Optional<String> formerSecret(String login) {
        return passwords().formerSecret(login);
    }

    @Override
    public List<AccountCertificate> certificates(String login) {
        return passwords().certificates(login);
    }

    @Override
    public byte[] mockSecret() {
        return passwords().mockSecret();
    }
}
