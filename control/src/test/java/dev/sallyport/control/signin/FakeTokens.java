package dev.sallyport.control.signin;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Tokens in memory; `roleless` holds no role. */
public final class FakeTokens implements DatabaseTokens {
    private final Map<String, Held> held = new ConcurrentSkipListMap<>();
    private final AtomicInteger made = new AtomicInteger();
    private final Map<String, Instant> proofs = new ConcurrentSkipListMap<>();
    private final InstantSource clock;

    private record Held(String login, Instant issued, Instant until) {}

    public FakeTokens(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Optional<Given> give(String login, Optional<Instant> proved) {
        if (login.equals("roleless")) {
            return Optional.empty();
        }
        String id = "%08x".formatted(made.incrementAndGet());
        Instant until = clock.instant().plus(Duration.ofHours(8));
        held.put(id, new Held(login, clock.instant(), until));
        proved.ifPresent(at -> proofs.put(id, at));
        return Optional.of(new Given(id, secret(id), until));
    }

    @Override
    public boolean prove(String login, String id, Instant proved) {
        return standing(login).stream().anyMatch(one -> one.id().equals(id))
                && proofs.put(id, proved) != null;
    }

    public Optional<Instant> proof(String id) {
        return Optional.ofNullable(proofs.get(id));
    }

    @Override
    public Optional<Owner> owner(String secret) {
        return held.entrySet().stream()
                .filter(one -> secret(one.getKey()).equals(secret))
                .filter(one -> clock.instant().isBefore(one.getValue().until()))
                .map(one -> new Owner(one.getValue().login(), one.getKey()))
                .findFirst();
    }

    @Override
    public List<Standing> standing(String login) {
        return held.entrySet().stream()
                .filter(one -> one.getValue().login().equals(login))
                .map(one ->
                        new Standing(
                                one.getKey(),
                                one.getValue().issued(),
                                one.getValue().until(),
                                Optional.empty()))
                .toList();
    }

    @Override
    public boolean takeBack(String login, String id) {
        return standing(login).stream().anyMatch(one -> one.id().equals(id))
                && held.remove(id) != null;
    }

    @Override
    public Entrance entrance(String login) {
        return new Entrance("127.0.0.1", 15432, List.of("hospital"), "-----BEGIN CERTIFICATE-----");
    }

    private static String secret(String id) {
        return "sp_" + id + "_secretsecretsecret";
    }
}
