package dev.sallyport.app.workload;

import dev.sallyport.gateway.WorkloadTokens;
import dev.sallyport.policy.Workload;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import java.io.Closeable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Checks tokens of the platforms that are trusted. Signatures are computed on a thread of its own
 * and no event loop; nothing but the programs of one platform waits for that platform.
 */
public final class PlatformTokens implements WorkloadTokens, Closeable {
    /** A burst of programs that start; more at once are told to come again. */
    private static final int WAITING = 1024;

    private final Map<String, Trusted> platforms = new HashMap<>();
    private final ExecutorService checker;
    private final InstantSource clock;

    private record Trusted(Platform platform, KeySource source, PlatformKeys keys) {}

    /**
     * @param platforms each with an issuer of its own
     */
    public PlatformTokens(List<Platform> platforms, InstantSource clock) {
        this(platforms, clock, Discovery.PATIENCE);
    }

    PlatformTokens(List<Platform> platforms, InstantSource clock, Duration patience) {
        this.clock = clock;
        platforms.forEach(platform -> {
            KeySource source =
                    platform.keys()
                            .<KeySource>map(KeyFile::new)
                            .orElseGet(() -> new Discovery(platform, patience));
            this.platforms.put(
                    platform.issuer().toString(),
                    new Trusted(platform, source, new PlatformKeys(source, clock)));
        });
        this.checker =
                new ThreadPoolExecutor(
                        1,
                        1,
                        0,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(WAITING),
                        Thread.ofPlatform().daemon().name("workload-tokens").factory());
    }

    @Override
    public CompletionStage<Verdict> verify(Workload workload, String login, String token) {
        Trusted trusted = platforms.get(workload.issuer());
        if (trusted == null) {
            return WorkloadTokens.none().verify(workload, login, token);
        }
        try {
            return CompletableFuture.supplyAsync(() -> SignedToken.of(token), checker)
                    .thenCompose(read ->
                            read.map(signed -> verdict(signed, trusted, workload, login))
                                    .orElseGet(() ->
                                            CompletableFuture.completedFuture(
                                                    WorkloadTokens.unproved(
                                                            login, "no token of a platform"))))
                    .exceptionally(failure -> failed(login, failure));
        } catch (RejectedExecutionException full) {
            return CompletableFuture.completedStage(failed(login, full));
        }
    }

    private CompletableFuture<Verdict> verdict(
            SignedToken token, Trusted trusted, Workload workload, String login) {
        return trusted.keys()
                .fitting(token.header())
                .thenApplyAsync(
                        keys ->
                                token.claims(keys)
                                        .map(claims -> verdict(claims, trusted, workload, login))
                                        .orElseGet(
                                                () -> WorkloadTokens.unproved(login, "signature")),
                        (Executor) checker);
    }

    /** Only whose token is its platform's is told what is wrong with it. */
    private Verdict verdict(Claims claims, Trusted trusted, Workload workload, String login) {
        return claims.wrong(workload, trusted.platform().audience(), clock.instant())
                .map(wrong -> WorkloadTokens.unproved(login, wrong))
                .orElseGet(() -> new Verdict.Proved(claims.until().orElseThrow()));
    }

    private static Verdict failed(String login, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        String because =
                switch (cause) {
                    case Away away -> String.valueOf(away.getMessage());
                    case RejectedExecutionException _ -> "too many come at once";
                    default -> "no answer";
                };
        return new Verdict.Unproved(
                Problem.of(
                        ProblemCode.SP7262,
                        "the platform of `%s` cannot be asked for its keys: %s"
                                .formatted(login, because),
                        "connect again in some seconds; whoever runs Sallyport looks at"
                                + " `workloads` of its configuration"));
    }

    @Override
    public void close() {
        checker.shutdownNow();
        platforms
                .values()
                .forEach(trusted -> {
                    if (trusted.source() instanceof Discovery discovery) {
                        discovery.close();
                    }
                });
    }
}
