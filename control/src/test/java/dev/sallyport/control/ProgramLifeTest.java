package dev.sallyport.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.sallyport.control.directory.DirectoryRecord.Step;
import dev.sallyport.control.directory.DirectoryRecord.Whose;
import dev.sallyport.control.directory.Program;
import dev.sallyport.control.directory.ProgramDesk;
import dev.sallyport.control.directory.Programs;
import dev.sallyport.control.directory.Standing;
import dev.sallyport.control.directory.State;
import dev.sallyport.policy.AskerKind;
import dev.sallyport.policy.Directory;
import dev.sallyport.policy.Workload;
import dev.sallyport.problem.Place;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of an agent's and a service's access when they come, change hands and go. */
final class ProgramLifeTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Workload WORKLOAD = new Workload("https://c.example", "a:b");
    private static final String ACTOR = "cli:root";
    private static final String WHY = "HR-114";

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

    @BeforeEach
    void reset() throws SQLException {
        served.reset();
    }

    private static ProgramDesk desk() {
        return served.plane().programs();
    }

    private static Programs.Wanted feed(String owner) {
        return service("feed", owner, Optional.empty(), Optional.empty());
    }

    private static Programs.Wanted service(
            String login, String owner, Optional<Instant> starts, Optional<Instant> ends) {
        return new Programs.Wanted(
                Program.Kind.SERVICE,
                login,
                "Lab feed",
                owner,
                Optional.of(WORKLOAD),
                starts,
                ends);
    }

    private static Program added(String owner) {
        return desk().add(feed(owner), ACTOR, WHY);
    }

    private static Program stand(Standing standing) {
        return desk().stand("feed", standing, ACTOR, WHY);
    }

    private static Directory awaited(Predicate<dev.sallyport.policy.Program> like)
            throws InterruptedException {
        return served.doors.awaited(directory ->
                directory.program(AskerKind.SERVICES, "feed").filter(like).isPresent());
    }

    private static boolean isAtWork(Directory directory) {
        return directory
                .program(AskerKind.SERVICES, "feed")
                .filter(directory::isAtWork)
                .isPresent();
    }

    private static List<Step> steps() {
        return served.steps.stream().filter(step -> step.whose() != Whose.PERSON).toList();
    }

    private static List<String> kinds() {
        return steps().stream().map(Step::kind).toList();
    }

    private static ThrowingCallable adding(Programs.Wanted wanted) {
        return () -> desk().add(wanted, ACTOR, WHY);
    }

    @Test
    void isAtTheDoorsWithItsOwnerAndEachWordOfItIsOnRecord() throws Exception {
        identity.created("nora@x.example", "");

        Program feed = added("nora@x.example");

        assertThat(awaited(one -> true).programs().values())
                .containsExactly(
                        new dev.sallyport.policy.Program(
                                AskerKind.SERVICES,
                                "feed",
                                "nora",
                                Optional.of(WORKLOAD),
                                new Place("directory", 0, 0)));
        assertThat(steps())
                .allSatisfy(step -> {
                    assertThat(step.whose()).isEqualTo(Whose.SERVICE);
                    assertThat(step.id()).isEqualTo(feed.id().toString());
                    assertThat(step.actor()).isEqualTo(ACTOR);
                    assertThat(step.reason()).isEqualTo(WHY);
                    assertThat(step.at()).isEqualTo(Served.START);
                })
                .extracting(Step::kind, Step::after)
                .containsExactly(
                        tuple("joined", "active"),
                        tuple("owner given", "nora"),
                        tuple("workload given", "https://c.example a:b"));
    }

    @Test
    void wantedAgainAsItIsComesToTheSameAndOtherwiseToNothing() throws Exception {
        identity.created("nora@x.example", "");
        identity.created("omar@x.example", "");
        Program feed = added("nora");

        assertThat(added("nora@x.example").id()).isEqualTo(feed.id());

        assertThat(steps()).hasSize(3);
        assertThatThrownBy(() -> added("omar")).hasMessageContaining("SP7110");
        stand(Standing.SUSPENDED);
        assertThatThrownBy(() -> added("nora")).hasMessageContaining("SP7110");
        assertThat(desk().named("feed").orElseThrow().state()).isEqualTo(State.SUSPENDED);
    }

    @Test
    void whatIsSuspendedIsCutOffBeforeItIsAnsweredAndComesBack() throws Exception {
        identity.created("nora@x.example", "");
        added("nora");
        awaited(one -> !one.suspended());

        stand(Standing.SUSPENDED);

        assertThat(served.doors.cuts()).containsOnly("feed");
        assertThat(isAtWork(awaited(dev.sallyport.policy.Program::suspended))).isFalse();
        stand(Standing.READMITTED);
        assertThat(isAtWork(awaited(one -> !one.suspended()))).isTrue();
        assertThat(kinds()).endsWith("suspended", "resumed");
        assertThat(steps().getLast().reason()).isEqualTo(WHY);
        assertThat(stand(Standing.READMITTED).version()).as("nothing to do").isEqualTo(3);
    }

    @Test
    void whatCannotBeCutOffIsOwedAndCutOffLaterAlsoAfterARestart() throws Exception {
        identity.created("nora@x.example", "");
        added("nora");
        served.doors.cutFails(true);

        assertThat(stand(Standing.GONE).state()).isEqualTo(State.LEFT);

        assertThat(served.doors.cuts()).isEmpty();
        assertThat(served.alarms).singleElement().asString().startsWith("SP7121");
        assertThat(served.query("SELECT login FROM control.pending_cut")).isEqualTo("feed");
        served.doors.cutFails(false);
        served.reopen();
        served.clock(served.now().plusSeconds(30));
        awaited(dev.sallyport.policy.Program::suspended);
        assertThat(served.doors.cuts()).contains("feed");
    }

    @Test
    void anEndThatWasKnownAheadIsKeptAndAnotherBringsItBackAsItWas() throws Exception {
        identity.created("nora@x.example", "");
        Instant end = Served.START.plus(DAY);
        Program feed =
                desk().add(service("feed", "nora", Optional.empty(), Optional.of(end)), ACTOR, WHY);
        awaited(one -> !one.suspended());

        served.clock(end);
        awaited(dev.sallyport.policy.Program::suspended);

        assertThat(served.doors.cuts()).contains("feed");
        assertThat(steps().getLast().kind()).isEqualTo("left");
        assertThat(steps().getLast().actor()).isEqualTo("clock");
        assertThatThrownBy(() -> stand(Standing.READMITTED)).hasMessageContaining("SP7111");
        assertThatThrownBy(() -> stand(Standing.SUSPENDED)).hasMessageContaining("SP7111");
        desk().date("feed", Optional.empty(), Optional.of(end.plus(DAY)), ACTOR, WHY);
        assertThat(desk().named("feed").orElseThrow().state())
                .as("a date alone brings nothing back")
                .isEqualTo(State.LEFT);
        assertThat(stand(Standing.READMITTED).id()).isEqualTo(feed.id());
        awaited(one -> !one.suspended());
        assertThat(kinds()).endsWith("dates changed", "returned");
    }

    @Test
    void whatStartsLaterHoldsNothingUntilThen() throws Exception {
        identity.created("nora@x.example", "");
        Instant start = Served.START.plus(DAY);
        desk().add(service("feed", "nora", Optional.of(start), Optional.empty()), ACTOR, WHY);

        assertThat(isAtWork(awaited(one -> true))).isFalse();
        assertThat(kinds()).startsWith("invited").endsWith("dates given");

        served.clock(start);

        assertThat(isAtWork(awaited(one -> !one.suspended()))).isTrue();
        assertThat(kinds()).endsWith("joined");
    }

    @Test
    void itsOwnerIsAPersonAtWorkOfTheDirectoryOrOfTheFile() throws Exception {
        String lea = identity.created("lea@x.example", "");
        identity.suspend(lea);
        identity.created("omar@x.example", "");
        served.doors.fileHas("ada", true);
        served.doors.fileHas("fred", false);
        added("ada");

        for (String nobody : List.of("lea", "fred", "feed", "nobody", "", "omar' OR 1=1 --")) {
            assertThatThrownBy(adding(service("x", nobody, Optional.empty(), Optional.empty())))
                    .as(nobody)
                    .hasMessageContaining("SP7263");
            assertThatThrownBy(() -> desk().own("feed", nobody, ACTOR, WHY))
                    .hasMessageContaining("SP7263");
        }

        assertThat(desk().own("feed", "omar@x.example", ACTOR, WHY).owner()).isEqualTo("omar");
        assertThat(steps().getLast())
                .extracting(Step::kind, Step::before, Step::after)
                .containsExactly("owner changed", Optional.of("ada"), "omar");
    }

    @Test
    void whenTheOwnerLeavesItHoldsNothingUntilSomebodyElseOwnsIt() throws Exception {
        String nora = identity.created("nora@x.example", "");
        identity.created("omar@x.example", "");
        added("nora");
        assertThat(isAtWork(awaited(one -> true))).isTrue();

        served.send("DELETE", IdentityProvider.USERS + "/" + nora, null);

        assertThat(isAtWork(served.doors.awaited(one -> !one.isAtWork("nora")))).isFalse();
        desk().own("feed", "omar", "cli:ada", "HR-115");
        assertThat(isAtWork(awaited(one -> one.owner().equals("omar")))).isTrue();
        assertThat(steps().getLast().actor()).isEqualTo("cli:ada");
        assertThat(steps().getLast().reason()).isEqualTo("HR-115");
    }

    @Test
    void anOwnerWithAnotherLoginStaysTheOwner() throws Exception {
        String nora = identity.created("nora@x.example", "");
        added("nora");

        identity.patch(
                nora, "{\"op\":\"replace\",\"path\":\"userName\",\"value\":\"berg@x.example\"}");

        assertThat(isAtWork(awaited(one -> one.owner().equals("berg")))).isTrue();
        assertThat(desk().named("feed").orElseThrow().owner()).isEqualTo("berg");
    }

    @Test
    void whatCameAsAnotherWorkloadEndsBeforeTheChangeIsAnswered() throws Exception {
        identity.created("nora@x.example", "");
        added("nora");

        desk().run("feed", Optional.of(WORKLOAD), ACTOR, WHY);
        assertThat(served.doors.cuts()).isEmpty();
        desk().run("feed", Optional.empty(), ACTOR, WHY);

        assertThat(served.doors.cuts()).contains("feed");
        assertThat(isAtWork(awaited(one -> one.workload().isEmpty()))).isTrue();
        assertThat(steps().getLast())
                .extracting(Step::kind, Step::before, Step::after)
                .containsExactly("workload changed", Optional.of("https://c.example a:b"), "");
    }

    @Test
    void aLoginIsOnePersonsOrOneProgramsForEver() throws Exception {
        identity.created("nora@x.example", "");
        String lea = identity.created("lea@x.example", "");
        served.send("DELETE", IdentityProvider.USERS + "/" + lea, null);
        served.doors.fileHas("portal", false);
        added("nora");

        assertThatThrownBy(adding(service("nora", "nora", Optional.empty(), Optional.empty())))
                .hasMessageContaining("SP7110");
        assertThatThrownBy(adding(service("lea", "nora", Optional.empty(), Optional.empty())))
                .hasMessageContaining("SP7110");
        assertThatThrownBy(adding(service("portal", "nora", Optional.empty(), Optional.empty())))
                .hasMessageContaining("SP7264");
        for (String none :
                List.of("helper$nora", "pg_feed", "sp_lens_nurse", "postgres", "Feed", "", "a b")) {
            assertThatThrownBy(adding(service(none, "nora", Optional.empty(), Optional.empty())))
                    .as(none)
                    .hasMessageContaining("SP7100");
        }
        stand(Standing.GONE);
        served.clock(Served.START.plus(DAY.multipliedBy(91)));
        Served.Answer asked =
                served.post(
                        IdentityProvider.USERS,
                        IdentityProvider.user(
                                "x@y.example",
                                ",\"" + IdentityProvider.OWN + "\":{\"login\":\"feed\"}"));
        assertThat(asked.status()).isEqualTo(409);
        assertThat(asked.body()).contains("SP7110");
        String other = identity.created("feed@x.example", "");
        assertThat(identity.read(other).path(IdentityProvider.OWN).path("login").asString())
                .isEqualTo("feed_2");
        assertThatThrownBy(() -> added("nora")).hasMessageContaining("SP7110");
    }

    /** A directory tells of people; nothing of what it may say is a program or somebody's owner. */
    @Test
    void noDirectorySpeaksOfPrograms() throws Exception {
        String nora = identity.created("nora@x.example", "");
        identity.created("omar@x.example", ",\"title\":\"owner of feed\"");
        Program feed = added("nora");
        for (String name : List.of("feed", "services", "owner:feed", "programs:write")) {
            String group = identity.group(name);
            identity.patchGroup(
                    group,
                    "{\"op\":\"add\",\"path\":\"members\",\"value\":[{\"value\":\""
                            + nora
                            + "\"}]}");
            assertThat(
                            served.send(
                                            "PATCH",
                                            IdentityProvider.GROUPS + "/" + group,
                                            ("{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],"
                                                            + "\"Operations\":[{\"op\":\"add\",\"path\":\"members\","
                                                            + "\"value\":[{\"value\":\"%s\"}]}]}")
                                                    .formatted(feed.id()))
                                    .status())
                    .isGreaterThanOrEqualTo(400);
        }

        assertThat(served.get(IdentityProvider.USERS + "/" + feed.id()).status()).isEqualTo(404);
        assertThat(identity.suspend(feed.id().toString()).status()).isEqualTo(404);
        assertThat(served.send("DELETE", IdentityProvider.USERS + "/" + feed.id(), null).status())
                .isEqualTo(404);
        assertThat(desk().named("feed")).hasValue(feed);
        assertThat(kinds()).hasSize(3);
    }

    @Test
    void refusesWhatNoTokenNamesAndTimesThatAreNone() throws Exception {
        identity.created("nora@x.example", "");
        added("nora");

        for (Workload none :
                List.of(
                        new Workload("https://c.example", "*"),
                        new Workload("https://c.example", "a b"),
                        new Workload("https://c.example", ""),
                        new Workload("c.example", "a"),
                        new Workload("file:///etc", "a"),
                        new Workload("https://c.example", "x".repeat(256)))) {
            assertThatThrownBy(() -> desk().run("feed", Optional.of(none), ACTOR, WHY))
                    .as(none.toString())
                    .hasMessageContaining("SP7100");
        }
        Instant now = served.now();
        for (Instant end : List.of(now, now.minus(DAY), Instant.MAX)) {
            assertThatThrownBy(() ->
                            desk().date("feed", Optional.empty(), Optional.of(end), ACTOR, WHY))
                    .hasMessageContaining("SP7100");
        }
        assertThatThrownBy(() ->
                        desk().date(
                                        "feed",
                                        Optional.of(now.plus(DAY)),
                                        Optional.of(now.plus(DAY)),
                                        ACTOR,
                                        WHY))
                .hasMessageContaining("SP7100");
        assertThat(kinds()).hasSize(3);
    }

    @Test
    void whatIsWantedTwiceAtOnceIsThereOnce() throws Exception {
        identity.created("nora@x.example", "");

        List<Program> all = atOnce(8, number -> added("nora"));

        assertThat(all).extracting(Program::id).containsOnly(all.getFirst().id());
        assertThat(kinds()).containsExactly("joined", "owner given", "workload given");
    }

    @Test
    void changesAtOnceFollowOneAnother() throws Exception {
        for (String name : List.of("nora", "omar", "zoe")) {
            identity.created(name + "@x.example", "");
        }
        added("nora");

        atOnce(
                8,
                number ->
                        switch (number % 4) {
                            case 0 -> desk().own("feed", "omar", ACTOR, WHY);
                            case 1 -> desk().own("feed", "zoe", ACTOR, WHY);
                            case 2 -> stand(Standing.SUSPENDED);
                            default -> stand(Standing.READMITTED);
                        });

        for (String kind : List.of("owner", "state")) {
            String before = kind.equals("owner") ? "nora" : "active";
            for (Step step : steps().subList(3, steps().size())) {
                if (step.kind().equals("owner changed") == kind.equals("owner")) {
                    assertThat(step.before()).hasValue(before);
                    before = step.after();
                }
            }
            Program feed = desk().named("feed").orElseThrow();
            assertThat(kind.equals("owner") ? feed.owner() : feed.state().word()).isEqualTo(before);
        }
        assertThat(desk().named("feed").orElseThrow().version()).isEqualTo(1 + steps().size() - 3L);
    }

    private static <T> List<T> atOnce(int many, IntFunction<T> work) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(many)) {
            List<Callable<T>> all = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                int number = i;
                all.add(() -> work.apply(number));
            }
            List<T> done = new ArrayList<>();
            for (Future<T> one : threads.invokeAll(all)) {
                done.add(one.get());
            }
            return done;
        }
    }
}
