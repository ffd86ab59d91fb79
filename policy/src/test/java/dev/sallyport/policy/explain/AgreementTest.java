package dev.sallyport.policy.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.policy.AccessQuestion;
import dev.sallyport.policy.Assignment;
import dev.sallyport.policy.Catalog;
import dev.sallyport.policy.Decision;
import dev.sallyport.policy.Directory;
import dev.sallyport.policy.Entitlements;
import dev.sallyport.policy.PolicyEngine;
import dev.sallyport.policy.Role;
import dev.sallyport.policy.Verb;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Explanations never say anything else than the engine decides. */
final class AgreementTest {
    private static final int QUESTIONS = 1_000;

    @ParameterizedTest
    @CsvSource({"hospital, 1", "hospital, 20261121", "language, 7"})
    void agreesWithTheEngine(String example, long seed) {
        Explanations all = Example.named(example);
        PolicyEngine engine = new PolicyEngine(all.policy());
        Random random = new Random(seed);
        for (int number = 0; number < QUESTIONS; number++) {
            Asked asked = question(all, random);
            Why why = all.why(asked);

            Decision decision = decision(all, engine, why.question());
            assertThat(why.allowed())
                    .as("seed %d: %s", seed, asked)
                    .isEqualTo(decision instanceof Decision.Allowed);
            assertThat(why.decision()).as("seed %d: %s", seed, asked).isEqualTo(decision);
            assertThat(why.table().stream().anyMatch(Line::isOpen))
                    .as("table, seed %d: %s", seed, asked)
                    .isEqualTo(why.allowed());
            if (!asked.person().startsWith(Who.AGENT)) {
                assertThat(
                                all.whoCan(asked).able().stream()
                                        .anyMatch(row -> row.person().equals(asked.person())))
                        .as("who-can, seed %d: %s", seed, asked)
                        .isEqualTo(why.allowed());
            }
            assertThat(
                            all.can(asked).held().stream()
                                    .anyMatch(row -> gives(all, row, why.question())))
                    .as("can, seed %d: %s", seed, asked)
                    .isEqualTo(why.allowed());
        }
    }

    private static boolean gives(Explanations all, Can.Row row, Question question) {
        Target target = question.target();
        if (!all.policy().covers(row.left(), target.database(), target.table())) {
            return false;
        }
        Role.Edit edit = row.left().edit();
        return switch (question.verb()) {
            case SEE ->
                    isOf(target, row.left().see()) || isOf(target, row.left().masked().keySet());
            case EXPORT -> isOf(target, row.left().export());
            case INSERT ->
                    target.column().isEmpty()
                            ? !edit.insert().isEmpty()
                            : speaksOf(target, edit.insert());
            case UPDATE ->
                    target.column().isEmpty()
                            ? !edit.update().isEmpty()
                            : speaksOf(target, edit.update());
            case DELETE -> edit.delete();
        };
    }

    private static boolean isOf(Target target, Set<String> classes) {
        return target
                .column()
                .map(column -> target.governed().classOf(column).stream().toList())
                .orElseGet(() -> List.copyOf(target.governed().columns().values()))
                .stream()
                .anyMatch(classes::contains);
    }

    private static boolean speaksOf(Target target, Set<String> words) {
        String column = target.column().orElseThrow();
        return words.contains(column)
                || target.governed().classOf(column).filter(words::contains).isPresent();
    }

    private static Decision decision(Explanations all, PolicyEngine engine, Question question) {
        List<Entitlements.Held> held =
                question.who()
                        .held(
                                question.circumstances()
                                        .environment()
                                        .map(name ->
                                                Entitlements.at(
                                                        question.circumstances().at(),
                                                        all.policy(),
                                                        all.directory(),
                                                        name))
                                        .orElseGet(() ->
                                                Entitlements.at(
                                                        question.circumstances().at(),
                                                        all.policy(),
                                                        all.directory())));
        return engine.decide(
                new AccessQuestion(
                        held.stream().map(Entitlements.Held::role).toList(),
                        question.target().database(),
                        question.target().table(),
                        question.target().column(),
                        question.verb(),
                        Who.asker(question.who().kind(), held),
                        Optional.of(question.circumstances())));
    }

    private static Asked question(Explanations all, Random random) {
        Catalog.Database database = any(all.policy().catalog().databases().values(), random);
        Catalog.GovernedTable table = any(database.tables(), random);
        Optional<String> column =
                random.nextInt(4) == 0
                        ? Optional.empty()
                        : Optional.of(any(table.columns().keySet(), random))
                                .filter(name -> !name.equals("*"));
        Directory.Person person = any(all.directory().people().values(), random);
        Instant at = Example.NOW.plus(Duration.ofDays(random.nextInt(400)));
        Asked asked =
                Asked.of(
                                who(all, person.login(), random),
                                any(List.of(Verb.values()), random).toString(),
                                database.name()
                                        + "."
                                        + table.name()
                                        + column.map(name -> "." + name).orElse(""))
                        .at(at.toString());
        if (random.nextBoolean()) {
            asked = asked.purpose(any(all.policy().catalog().purposes().keySet(), random));
        }
        boolean somewhere =
                random.nextBoolean() && !all.policy().catalog().environments().isEmpty();
        return somewhere
                ? asked.environment(any(all.policy().catalog().environments().keySet(), random))
                : asked;
    }

    /** A person, an agent for that person, or a service. */
    private static String who(Explanations all, String login, Random random) {
        List<String> who = new ArrayList<>(List.of(login, login));
        for (Assignment assignment : all.policy().assignments()) {
            switch (assignment.grantee()) {
                case Assignment.Agent(String name) -> who.add(Who.AGENT + name + "/" + login);
                case Assignment.Service(String name) -> who.add(Who.SERVICE + name);
                case Assignment.Group ignored -> {}
                case Assignment.Individual ignored -> {}
            }
        }
        return any(who, random);
    }

    private static <T> T any(java.util.Collection<T> all, Random random) {
        return new ArrayList<>(all).get(random.nextInt(all.size()));
    }
}
