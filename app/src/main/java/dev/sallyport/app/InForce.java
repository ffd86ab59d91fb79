package dev.sallyport.app;

import dev.sallyport.gateway.PolicySnapshot;
import dev.sallyport.gateway.ShownColumns;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.PolicyEngine;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The policy that holds: applied by this process, or by one before it. */
final class InForce {
    private final DataDirectory directory;
    private final Snapshots snapshots;
    private final byte[] subjectKey;
    private Set<String> cut = Set.of();
    private volatile @Nullable Holding holding;
    private volatile Runnable whenChanged = () -> {};

    /**
     * @param admitted what was applied, with those suspended who were cut off since
     */
    private record Holding(
            PolicyFolder.Content content,
            PolicyFolder.Content admitted,
            PolicyEngine engine,
            Map<String, List<ShownColumns.Standing>> standing,
            ShownColumns shown) {}

    /** Something done at one moment. */
    interface Step<T> {
        T take() throws IOException;
    }

    /**
     * @param subjectKey of the pseudonyms by which subjects go on record
     */
    InForce(DataDirectory directory, InstantSource clock, byte[] subjectKey) {
        this.subjectKey = subjectKey.clone();
        this.directory = directory;
        this.snapshots = new Snapshots(clock);
    }

    /** From here on this holds; whose rows results show is not known before they were seen. */
    synchronized void begin(PolicyFolder.Content content) {
        hold(
                content,
                new PolicyEngine(content.policy()),
                Map.of(),
                ShownColumns.of(content.policy(), Map.of(), subjectKey));
    }

    /** While it is done, nothing here changes but by it. */
    synchronized <T> T meanwhile(Step<T> step) throws IOException {
        return step.take();
    }

    private synchronized void hold(
            PolicyFolder.Content content,
            PolicyEngine engine,
            Map<String, List<ShownColumns.Standing>> standing,
            ShownColumns shown) {
        var admitted =
                new PolicyFolder.Content(
                        content.policy(), content.people().suspending(cut), content.warnings());
        holding = new Holding(content, admitted, engine, standing, shown);
        whenChanged.run();
    }

    /** Told in the middle of it: to be quick, and to ask later. */
    void whenChanged(Runnable told) {
        whenChanged = told;
    }

    /** These hold nothing from now on, whatever is applied, until they are {@link #readmit}ted. */
    synchronized void cut(Set<String> logins) {
        Set<String> all = new TreeSet<>(cut);
        all.addAll(logins);
        admit(all);
    }

    /** What is applied counts for them again. */
    synchronized void readmit(Set<String> logins) {
        Set<String> left = new TreeSet<>(cut);
        left.removeAll(logins);
        admit(left);
    }

    /** These are cut off, and nobody else. */
    synchronized void cutOnly(Set<String> logins) {
        admit(logins);
    }

    /** Who is cut off. */
    synchronized Set<String> cut() {
        return cut;
    }

    private synchronized void admit(Set<String> without) {
        cut = Set.copyOf(without);
        Holding now = holding;
        if (now != null) {
            hold(now.content(), now.engine(), now.standing(), now.shown());
        }
    }

    /** The views of the databases stand so now, if this is still the policy that holds. */
    synchronized void see(Policy policy, Map<String, List<ShownColumns.Standing>> standing) {
        Holding now = holding;
        if (now != null && now.content().policy().equals(policy)) {
            hold(
                    now.content(),
                    now.engine(),
                    Map.copyOf(standing),
                    ShownColumns.of(policy, standing, subjectKey));
        }
    }

    /** How the views of the databases stand, as far as they were seen under what holds. */
    Map<String, List<ShownColumns.Standing>> standing() {
        Holding now = holding;
        return now == null ? Map.of() : now.standing();
    }

    /** What was applied last holds again, without a database being asked. */
    void resume() throws IOException {
        begin(read());
    }

    /** What holds now; whoever asks leaves out what has ended since. */
    PolicySnapshot snapshot() {
        Holding applied = holding;
        if (applied == null) {
            throw new IllegalStateException("nothing was applied yet");
        }
        return snapshots.of(applied.admitted(), applied.engine(), applied.shown());
    }

    PolicyFolder.Content content() {
        Holding now = holding;
        try {
            return now != null ? now.content() : read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private PolicyFolder.Content read() throws IOException {
        PolicyFolder.Content whole = kept().read();
        return PolicyFolder.in(
                DeployedEnvironment.in(directory).choose(whole.policy(), Optional.empty()), whole);
    }

    /** The files of it. */
    PolicyFolder kept() throws IOException {
        return AppliedPolicy.in(directory)
                .kept()
                .orElseThrow(() ->
                        new Refused(
                                Problem.of(
                                        ProblemCode.SP3033,
                                        "nothing was applied yet, so nothing can have drifted",
                                        "`sallyport apply` first")));
    }

    /** The folder of it. */
    Optional<Path> folder() throws IOException {
        return AppliedPolicy.in(directory).kept().map(PolicyFolder::folder);
    }
}
