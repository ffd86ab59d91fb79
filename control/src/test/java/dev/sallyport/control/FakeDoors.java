package dev.sallyport.control;

import dev.sallyport.control.directory.DatabaseLogin;
import dev.sallyport.control.directory.Doors;
import dev.sallyport.policy.Directory;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Doors that remember what they were told, and fail on demand. */
final class FakeDoors implements Doors {
    private static final int PATIENCE_SECONDS = 20;

    private final List<String> cuts = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Directory> applied = new LinkedBlockingQueue<>();
    private final List<DatabaseLogin> logins = new CopyOnWriteArrayList<>();
    private final Map<String, Boolean> written = new ConcurrentHashMap<>();
    private final Set<String> services = ConcurrentHashMap.newKeySet();
    private volatile boolean isCutBroken;
    private volatile boolean isApplyBroken;

    @Override
    public void cut(Set<String> logins) {
        if (isCutBroken) {
            throw new IllegalStateException("secret words of a driver");
        }
        cuts.addAll(logins);
    }

    @Override
    public Outcome apply(Directory directory) {
        if (isApplyBroken) {
            return new Outcome.Failed(
                    List.of(Problem.of(ProblemCode.SP3004, "database `ehr` does not answer", "")));
        }
        applied.add(directory);
        return new Outcome.Applied();
    }

    @Override
    public List<DatabaseLogin> logins() {
        return List.copyOf(logins);
    }

    /** As a server would: what it does not know under that number it leaves alone. */
    @Override
    public void shutOthers(Set<DatabaseLogin.Id> ids) {
        if (isCutBroken) {
            throw new IllegalStateException("secret words of a driver");
        }
        logins.replaceAll(login ->
                ids.contains(login.id())
                        ? new DatabaseLogin(
                                login.id(),
                                false,
                                login.powers(),
                                login.memberOf(),
                                0,
                                login.reach())
                        : login);
    }

    @Override
    public boolean isWritten(String login) {
        return written.containsKey(login);
    }

    @Override
    public boolean isWrittenAtWork(String login) {
        return written.getOrDefault(login, false);
    }

    @Override
    public boolean isService(String login) {
        return services.contains(login);
    }

    /** The policy has a service of that name. */
    void policyHasService(String name) {
        services.add(name);
    }

    /** The file of people has one more; what is no person is not at work. */
    void fileHas(String login, boolean isAtWork) {
        written.put(login, isAtWork);
    }

    /** The server has these, and no other. */
    void serverHas(DatabaseLogin... all) {
        logins.clear();
        logins.addAll(List.of(all));
    }

    List<String> cuts() {
        return List.copyOf(cuts);
    }

    void reset() {
        isCutBroken = false;
        isApplyBroken = false;
        cuts.clear();
        logins.clear();
        written.clear();
        services.clear();
        applied.clear();
    }

    FakeDoors cutFails(boolean fails) {
        isCutBroken = fails;
        return this;
    }

    FakeDoors applyFails(boolean fails) {
        isApplyBroken = fails;
        return this;
    }

    /** The first directory from now on that is like this. */
    Directory awaited(Predicate<Directory> like) throws InterruptedException {
        while (true) {
            Directory next = applied.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("no such directory was applied");
            }
            if (like.test(next)) {
                return next;
            }
        }
    }
}
