package dev.sallyport.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.policy.Directory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Holds the doors to what an identity provider and the calendar said, whatever they said in
 * whatever order, by a model of two lines: who may be in now, and what was anybody's ever.
 */
final class RandomLifeTest {
    private static final int LIVES = Boolean.getBoolean("sallyport.full") ? 40 : 4;
    private static final int EVENTS = 25;
    private static final int PEOPLE = 5;
    private static final String NOBODY = "00000000-0000-4000-8000-000000000000";

    private static Served served;
    private static IdentityProvider identity;

    @BeforeAll
    static void open() {
        served = Served.open();
        identity = new IdentityProvider(served);
    }

    @AfterAll
    static void close() {
        served.close();
    }

    /** What the identity provider believes of a person. */
    private static final class Believed {
        String id = NOBODY;
        boolean isActive;
        boolean isDeleted;
        @Nullable Instant ends;

        boolean mayBeIn(Instant now) {
            return isActive && !isDeleted && (ends == null || now.isBefore(ends));
        }
    }

    @Test
    void theDoorsLetInWhoMayBeInAndNobodyElse() throws Exception {
        SplittableRandom random = new SplittableRandom(11);
        for (int life = 0; life < LIVES; life++) {
            served.reset();
            Map<Integer, Believed> all = new HashMap<>();
            Map<String, String> holders = new HashMap<>();
            for (int event = 0; event < EVENTS; event++) {
                happen(random, all);
                remember(all, holders);
            }
            assertDoors(all);
            assertThat(served.alarms).isEmpty();
        }
    }

    private static void happen(SplittableRandom random, Map<Integer, Believed> all)
            throws Exception {
        int number = random.nextInt(PEOPLE);
        Believed one = all.computeIfAbsent(number, key -> new Believed());
        switch (random.nextInt(7)) {
            case 0, 1 -> join(number, one);
            case 2 -> told(identity.suspend(one.id), () -> one.isActive = false);
            case 3 -> resume(one);
            case 4 -> delete(one);
            case 5 -> endLater(one, served.now().plus(Duration.ofDays(random.nextInt(1, 4))));
            case 6 -> served.clock(served.now().plus(Duration.ofDays(1)));
            default -> throw new AssertionError();
        }
    }

    private static void join(int number, Believed one) throws Exception {
        Served.Answer answer =
                served.post(
                        IdentityProvider.USERS,
                        IdentityProvider.user("p" + number + "@hospital.example"));
        boolean isNew = one.id.equals(NOBODY) || one.isDeleted;
        boolean hasEnded = one.ends != null && !served.now().isBefore(one.ends);
        if (isNew || (answer.status() == 201 && hasEnded)) {
            assertThat(answer.status()).as(answer.body()).isEqualTo(201);
            one.id = answer.id();
            one.isActive = true;
            one.isDeleted = false;
            one.ends = null;
        } else {
            assertThat(answer.status()).as(answer.body()).isEqualTo(409);
        }
    }

    private static void resume(Believed one) throws Exception {
        told(identity.resume(one.id), () -> one.isActive = true);
    }

    private static void delete(Believed one) throws Exception {
        Served.Answer answer = served.send("DELETE", IdentityProvider.USERS + "/" + one.id, null);
        told(answer, () -> one.isDeleted = true);
    }

    private static void endLater(Believed one, Instant end) throws Exception {
        Served.Answer answer =
                identity.patch(
                        one.id,
                        "{\"op\":\"replace\",\"path\":\""
                                + IdentityProvider.OWN
                                + ":employmentEnd\",\"value\":\""
                                + end
                                + "\"}");
        told(
                answer,
                () -> {
                    // Whoever has left comes back by a word of their own, not by a later end.
                    one.isActive = one.mayBeIn(served.now());
                    one.ends = end;
                });
    }

    private static void told(Served.Answer answer, Runnable believed) {
        if (answer.status() == 200 || answer.status() == 204) {
            believed.run();
        } else {
            assertThat(answer.status()).as(answer.body()).isIn(404, 409);
        }
    }

    /** No login is ever another person's than the first who had it. */
    private static void remember(Map<Integer, Believed> all, Map<String, String> holders)
            throws Exception {
        for (Believed one : all.values()) {
            if (!one.id.equals(NOBODY) && !one.isDeleted) {
                String login =
                        identity.read(one.id).path(IdentityProvider.OWN).path("login").asString();
                assertThat(holders.computeIfAbsent(login, key -> one.id)).isEqualTo(one.id);
            }
        }
    }

    private static void assertDoors(Map<Integer, Believed> all) throws Exception {
        Set<String> wanted = new HashSet<>();
        for (Believed one : all.values()) {
            if (!one.id.equals(NOBODY) && one.mayBeIn(served.now())) {
                wanted.add(
                        identity.read(one.id).path(IdentityProvider.OWN).path("login").asString());
            }
        }
        identity.created("last@hospital.example", "");
        wanted.add("last");
        Directory last =
                served.doors.awaited(directory ->
                        directory.people().containsKey("last") && letIn(directory).equals(wanted));
        assertThat(letIn(last)).isEqualTo(wanted);
    }

    private static Set<String> letIn(Directory directory) {
        List<String> in = new ArrayList<>();
        directory
                .people()
                .forEach((login, person) -> {
                    if (!person.suspended()) {
                        in.add(login);
                    }
                });
        return Set.copyOf(in);
    }
}
