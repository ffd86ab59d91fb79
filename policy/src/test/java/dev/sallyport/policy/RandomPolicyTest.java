package dev.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.policy.Reference.Moment;
import dev.sallyport.policy.Reference.Question;
import dev.sallyport.problem.Place;
import dev.sallyport.sql.TableName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What holds of every policy, asked of random ones. A failure names its seed; {@code
 * -Dsallyport.seeds=N} tries more of them.
 */
class RandomPolicyTest {
    private static final int SEEDS = Integer.getInteger("sallyport.seeds", 150);
    private static final int QUESTIONS = 60;
    private static final Instant NOON = Instant.parse("2026-11-21T12:30:00Z");

    /** Noon in production, from a network nobody knows. */
    private static final Moment PLAIN = new Moment(NOON, false, Optional.of("prod"));

    @TempDir private Path folder;

    /** What is asked of one seed. */
    private interface Fact {
        void holds(Sample sample, SplittableRandom random);
    }

    /** A policy three times: its lists, what the reader made of its text, and the engine. */
    private record Sample(RandomPolicy lists, Policy policy, PolicyEngine engine) {}

    @Test
    void engineAndReferenceAgree() {
        everywhere((sample, random) -> {
            Reference reference = new Reference(sample.lists());
            for (int i = 0; i < QUESTIONS; i++) {
                Question question = question(sample, random);
                Decision decision = decide(sample, question);
                boolean allowed = reference.allows(question);
                assertThat(decision instanceof Decision.Allowed)
                        .as("%s: %s", question, decision)
                        .isEqualTo(allowed);
                if (decision instanceof Decision.Allowed(var rule, var masked, var watched)
                        && question.verb() == Verb.SEE
                        && question.column().isPresent()) {
                    assertThat(masked.isEmpty())
                            .as("%s: %s", question, decision)
                            .isEqualTo(!reference.masks(question, question.column().get()));
                }
            }
        });
    }

    @Test
    void aRoleMoreTakesNothingAway() {
        everywhere((sample, random) -> {
            for (int i = 0; i < QUESTIONS; i++) {
                Question question = question(sample, random);
                List<String> more = new ArrayList<>(question.roles());
                more.add(random.nextInt(more.size() + 1), oneRole(sample, random));
                if (allows(sample, question)) {
                    assertThat(allows(sample, with(question, more))).as("%s", question).isTrue();
                }
            }
        });
    }

    @Test
    void rolesTogetherAllowWhatOneOfThemAllows() {
        everywhere((sample, random) -> {
            for (int i = 0; i < QUESTIONS; i++) {
                Question question = question(sample, random);
                boolean alone =
                        question.roles().stream()
                                .anyMatch(role -> allows(sample, with(question, List.of(role))));
                assertThat(allows(sample, question)).as("%s", question).isEqualTo(alone);
            }
        });
    }

    @Test
    void noRoleExceedsAGuardrail() {
        everywhere((sample, random) -> {
            Reference reference = new Reference(sample.lists());
            for (int i = 0; i < QUESTIONS; i++) {
                Question question = with(question(sample, random), roles(sample));
                String dataClass =
                        question.column()
                                .map(column -> classOf(sample, question.table(), column))
                                .orElse("");
                if (reference.isCut(dataClass, question)) {
                    assertThat(allows(sample, question)).as("%s", question).isFalse();
                }
            }
        });
    }

    @Test
    void theSameQuestionGetsTheSameAnswer() {
        everywhere((sample, random) -> {
            PolicyEngine other = new PolicyEngine(sample.policy());
            for (int i = 0; i < QUESTIONS; i++) {
                AccessQuestion question = asked(question(sample, random));
                Decision first = sample.engine().decide(question);
                assertThat(sample.engine().decide(question)).isEqualTo(first);
                assertThat(other.decide(question)).isEqualTo(first);
            }
        });
    }

    @Test
    void anAssignmentLessGivesNothingMore() {
        everywhere((sample, random) -> {
            Directory people = people();
            RandomPolicy lists = sample.lists();
            List<RandomPolicy.Given> fewer = new ArrayList<>(lists.given());
            fewer.remove(random.nextInt(fewer.size()));
            RandomPolicy less = new RandomPolicy(lists.tables(), lists.jobs(), lists.cuts(), fewer);
            Policy read = read(less).orElseThrow();
            for (String environment : RandomPolicy.ENVIRONMENTS) {
                Map<String, Set<String>> before = held(sample.policy(), people, environment);
                held(read, people, environment)
                        .forEach((login, roles) ->
                                assertThat(before.getOrDefault(login, Set.of()))
                                        .as(login)
                                        .containsAll(roles));
            }
        });
    }

    /** The rows of one role never meet the columns of another: judged cell by cell. */
    @Test
    void rectanglesUniteAndNeverMultiply() {
        everywhere((sample, random) -> {
            Reference reference = new Reference(sample.lists());
            List<PolicyTest> cells = new ArrayList<>();
            for (int i = 0; i < QUESTIONS; i++) {
                cells.add(cell(sample, reference, random));
            }
            Policy policy = sample.policy();
            assertThat(PolicyTests.run(withTests(policy, cells))).isEmpty();
        });
    }

    private static PolicyTest cell(Sample sample, Reference reference, RandomGenerator random) {
        String table = RandomPolicy.TABLES.get(random.nextInt(3));
        List<String> columns =
                List.copyOf(sample.lists().tables().getOrDefault(table, Map.of()).keySet());
        String column = columns.get(random.nextInt(columns.size()));
        List<String> roles = someRoles(sample, random);
        String id = Integer.toString(random.nextInt(2));
        String owner = Integer.toString(random.nextInt(2));
        boolean can = reference.seesCell(roles, table, column, id, owner, PLAIN);
        return new PolicyTest(
                "cell of " + owner + " to " + id + " with " + roles,
                new PolicyTest.Imagined(
                        Set.of(),
                        Set.copyOf(roles),
                        Map.of("id", List.of(id)),
                        Optional.empty(),
                        Optional.of(NOON),
                        Optional.empty(),
                        Map.of(),
                        Optional.of("prod")),
                new PolicyTest.Verdict(
                        can,
                        Verb.SEE,
                        "d",
                        new TableName("s", table.substring(2)),
                        Optional.of(column)),
                Map.of("own", owner),
                Place.line("random", 1));
    }

    private void everywhere(Fact fact) {
        int read = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            RandomPolicy lists = RandomPolicy.of(random);
            Optional<Policy> policy = read(lists);
            if (policy.isPresent()) {
                read++;
                try {
                    fact.holds(
                            new Sample(lists, policy.get(), new PolicyEngine(policy.get())),
                            random);
                } catch (AssertionError | RuntimeException failure) {
                    throw new AssertionError("seed " + seed + "\n" + lists.yaml(), failure);
                }
            }
        }
        // A few are refused, as for roles that are for no environment; most are not.
        assertThat(read).isGreaterThan(SEEDS / 2);
    }

    private Optional<Policy> read(RandomPolicy lists) {
        try {
            Files.writeString(folder.resolve("policy.yaml"), lists.yaml());
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
        return switch (PolicyReader.read(folder)) {
            case PolicyReading.Accepted(Policy policy, var warnings) -> Optional.of(policy);
            case PolicyReading.Rejected(var problems) -> {
                assertThat(problems)
                        .as(lists.yaml())
                        .allSatisfy(problem ->
                                assertThat(problem.message()).contains("is for no environment"));
                yield Optional.empty();
            }
        };
    }

    private Directory people() {
        try {
            Path file = Files.createDirectories(folder.resolve("people")).resolve("people.yaml");
            Files.writeString(file, RandomPolicy.peopleYaml());
            return ((DirectoryReading.Accepted) DirectoryReader.read(file)).directory();
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    private static Map<String, Set<String>> held(
            Policy policy, Directory people, String environment) {
        return Entitlements.at(NOON, policy, people, environment).holders().entrySet().stream()
                .collect(
                        Collectors.toMap(
                                Map.Entry::getKey,
                                entry ->
                                        entry.getValue().roles().stream()
                                                .map(Entitlements.Held::role)
                                                .collect(Collectors.toSet())));
    }

    private static Question question(Sample sample, RandomGenerator random) {
        String table = RandomPolicy.TABLES.get(random.nextInt(RandomPolicy.TABLES.size()));
        List<String> columns = new ArrayList<>(RandomPolicy.COLUMNS);
        columns.add("id");
        Optional<Moment> moment =
                random.nextInt(6) == 0
                        ? Optional.empty()
                        : Optional.of(
                                new Moment(
                                        NOON.plusSeconds(3600L * random.nextInt(24)),
                                        random.nextBoolean(),
                                        random.nextInt(4) == 0
                                                ? Optional.empty()
                                                : Optional.of(
                                                        RandomPolicy.ENVIRONMENTS.get(
                                                                random.nextInt(2)))));
        return new Question(
                someRoles(sample, random),
                table,
                random.nextInt(4) == 0
                        ? Optional.empty()
                        : Optional.of(columns.get(random.nextInt(columns.size()))),
                one(Verb.values(), random),
                one(AskerKind.values(), random),
                moment);
    }

    private static <T> T one(T[] all, RandomGenerator random) {
        return List.of(all).get(random.nextInt(all.length));
    }

    private static List<String> roles(Sample sample) {
        return sample.lists().jobs().stream().map(RandomPolicy.Job::name).toList();
    }

    private static String oneRole(Sample sample, RandomGenerator random) {
        return roles(sample).get(random.nextInt(roles(sample).size()));
    }

    private static List<String> someRoles(Sample sample, RandomGenerator random) {
        return roles(sample).stream().filter(role -> random.nextBoolean()).toList();
    }

    private static Question with(Question question, List<String> roles) {
        return new Question(
                roles,
                question.table(),
                question.column(),
                question.verb(),
                question.kind(),
                question.moment());
    }

    private static boolean allows(Sample sample, Question question) {
        return decide(sample, question) instanceof Decision.Allowed;
    }

    private static Decision decide(Sample sample, Question question) {
        try {
            return sample.engine().decide(asked(question));
        } catch (RuntimeException failure) {
            throw new AssertionError(question.toString(), failure);
        }
    }

    private static AccessQuestion asked(Question question) {
        return new AccessQuestion(
                question.roles(),
                "d",
                new TableName("s", question.table().substring(2)),
                question.column(),
                question.verb(),
                new Asker(question.kind(), Set.of()),
                question.moment()
                        .map(now ->
                                new Circumstances(
                                        now.at(),
                                        Optional.of("work"),
                                        Optional.of(now.inside() ? "10.1.2.3" : "192.0.2.7"),
                                        Map.of(),
                                        now.environment(),
                                        Map.of())));
    }

    private static String classOf(Sample sample, String table, String column) {
        return sample.lists().tables().getOrDefault(table, Map.of()).getOrDefault(column, "");
    }

    private static Policy withTests(Policy policy, List<PolicyTest> tests) {
        return new Policy(
                policy.hash(),
                policy.catalog(),
                policy.roles(),
                policy.effective(),
                policy.functions(),
                policy.assignments(),
                policy.separation(),
                List.of(),
                policy.reviews(),
                policy.console(),
                tests,
                policy.adopted());
    }
}
