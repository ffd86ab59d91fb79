package dev.sallyport.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.directory.Program;
import dev.sallyport.control.directory.ProgramDesk;
import dev.sallyport.control.directory.Programs;
import dev.sallyport.control.directory.Standing;
import dev.sallyport.policy.Directory;
import dev.sallyport.problem.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Holds the doors to what an identity provider, operators and the calendar said, whatever they said
 * in whatever order, by a model of a few lines: who may be in now, which programs have an owner at
 * work, and what was anybody's ever.
 */
final class RandomLifeTest {
    private static final int LIVES = Boolean.getBoolean("sallyport.full") ? 40 : 4;
    private static final int EVENTS = 25;
    private static final int PEOPLE = 5;

    /** Called as people may be: whoever comes first has the login. */
    private static final int PROGRAMS = 3;

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

    /** What operators believe of a program. */
    private static final class Owned {
        @Nullable Believed owner;
        boolean isWanted;
        @Nullable Instant ends;

        boolean hasEnded(Instant now) {
            return ends != null && !now.isBefore(ends);
        }

        boolean mayWork(Instant now) {
            return owner != null && isWanted && !hasEnded(now) && owner.mayBeIn(now);
        }
    }

    @Test
    void theDoorsLetInWhoMayBeInAndNobodyElse() throws Exception {
        SplittableRandom random = new SplittableRandom(11);
        for (int life = 0; life < LIVES; life++) {
            served.reset();
            Map<Integer, Believed> all = new HashMap<>();
            Map<String, Owned> programs = new HashMap<>();
            Map<String, String> holders = new HashMap<>();
            for (int event = 0; event < EVENTS; event++) {
                happen(random, all);
                remember(all, holders);
                happen(random, all, programs, holders);
            }
            assertDoors(all, programs);
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

    private static void happen(
            SplittableRandom random,
            Map<Integer, Believed> people,
            Map<String, Owned> programs,
            Map<String, String> holders)
            throws Exception {
        String login = "p" + random.nextInt(PROGRAMS);
        Believed owner = people.computeIfAbsent(random.nextInt(PEOPLE), number -> new Believed());
        Owned one = programs.computeIfAbsent(login, name -> new Owned());
        Instant now = served.now();
        Instant end = now.plus(Duration.ofDays(random.nextInt(1, 4)));
        switch (random.nextInt(7)) {
            case 0, 1 -> add(login, one, owner, holders);
            case 2 -> own(login, one, owner);
            case 3 -> stand(login, Standing.SUSPENDED, () -> one.isWanted = false);
            case 4 -> stand(login, Standing.READMITTED, () -> one.isWanted = true);
            case 5 ->
                    stand(
                            login,
                            Standing.GONE,
                            () -> {
                                one.isWanted = false;
                                one.ends = now;
                            });
            case 6 ->
                    changed(
                            () -> desk().date(login, Optional.empty(), Optional.of(end), "t", "t"),
                            () -> {
                                one.isWanted &= !one.hasEnded(now);
                                one.ends = end;
                            });
            default -> throw new AssertionError();
        }
    }

    private static ProgramDesk desk() {
        return served.plane().programs();
    }

    private static void add(String login, Owned one, Believed owner, Map<String, String> holders)
            throws Exception {
        if (one.owner != null) {
            return;
        }
        String name = owner.isDeleted || owner.id.equals(NOBODY) ? "nobody" : login(owner);
        boolean isFree = !holders.containsKey(login);
        boolean isAdded =
                changed(
                        () ->
                                desk().add(
                                                new Programs.Wanted(
                                                        Program.Kind.SERVICE,
                                                        login,
                                                        login,
                                                        name,
                                                        Optional.empty(),
                                                        Optional.empty(),
                                                        Optional.empty()),
                                                "t",
                                                "t"),
                        () -> {
                            one.owner = owner;
                            one.isWanted = true;
                        });
        if (!isFree) {
            assertThat(isAdded).as("%s is a person's", login).isFalse();
        } else if (owner.mayBeIn(served.now())) {
            assertThat(isAdded).as(login).isTrue();
        }
        if (isAdded) {
            holders.put(login, desk().named(login).orElseThrow().id().toString());
        }
    }

    private static void own(String login, Owned one, Believed owner) throws Exception {
        if (one.owner == null || owner.isDeleted || owner.id.equals(NOBODY)) {
            return;
        }
        String name = login(owner);
        boolean isOwned = changed(() -> desk().own(login, name, "t", "t"), () -> one.owner = owner);
        if (owner.mayBeIn(served.now())) {
            assertThat(isOwned).as(login).isTrue();
        }
    }

    private static void stand(String login, Standing standing, Runnable believed) {
        changed(() -> desk().stand(login, standing, "t", "t"), believed);
    }

    /** Whoever is refused has changed nothing. */
    private static boolean changed(Runnable change, Runnable believed) {
        try {
            change.run();
        } catch (Refused refused) {
            assertThat(refused.problems())
                    .extracting(problem -> problem.code().name())
                    .isSubsetOf("SP7103", "SP7110", "SP7111", "SP7263");
            return false;
        }
        believed.run();
        return true;
    }

    private static String login(Believed one) throws Exception {
        return identity.read(one.id).path(IdentityProvider.OWN).path("login").asString();
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
                String login = login(one);
                assertThat(holders.computeIfAbsent(login, key -> one.id)).isEqualTo(one.id);
            }
        }
    }

    private static void assertDoors(Map<Integer, Believed> all, Map<String, Owned> programs)
            throws Exception {
        Set<String> wanted = new HashSet<>();
        for (Believed one : all.values()) {
            if (!one.id.equals(NOBODY) && one.mayBeIn(served.now())) {
                wanted.add(login(one));
            }
        }
        Set<String> working = new HashSet<>();
        programs.forEach((login, one) -> {
            if (one.mayWork(served.now())) {
                working.add(login);
            }
        });
        identity.created("last@hospital.example", "");
        wanted.add("last");
        Directory last =
                served.doors.awaited(directory ->
                        directory.people().containsKey("last")
                                && letIn(directory).equals(wanted)
                                && working(directory).equals(working));
        assertThat(letIn(last)).isEqualTo(wanted);
    }

    private static Set<String> working(Directory directory) {
        Set<String> working = new HashSet<>();
        directory
                .programs()
                .forEach((login, program) -> {
                    if (directory.isAtWork(program)) {
                        working.add(login);
                    }
                });
        return working;
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
