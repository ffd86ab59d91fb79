package dev.sallyport.provision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.policy.Catalog;
import dev.sallyport.policy.Directory;
import dev.sallyport.policy.DirectoryReader;
import dev.sallyport.policy.DirectoryReading;
import dev.sallyport.policy.Entitlements;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.PolicyReader;
import dev.sallyport.policy.PolicyReading;
import dev.sallyport.policy.Role;
import dev.sallyport.problem.Place;
import dev.sallyport.problem.Problem;
import dev.sallyport.testkit.Project;
import dev.sallyport.testkit.RealPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of who enforces what has every rule once, and refuses what plans refuse. */
final class EnforcementTableTest {
    private static final Path EXAMPLES = Project.ROOT.resolve("examples");

    @ParameterizedTest
    @CsvSource({"language,prod", "language,staging", "hospital,"})
    void hasEveryRuleOnce(String example, String environment) {
        Optional<String> named = Optional.ofNullable(environment);
        Policy policy = policy(example);

        List<Ruling> rulings = rulings(policy, example, named);

        assertThat(rulings.stream().map(ruling -> ruling.rule() + " " + ruling.place()))
                .doesNotHaveDuplicates();
        assertThat(rulings.stream().map(ruling -> ruling.place().line() + ruling.place().file()))
                .containsAll(
                        places(policy).stream().map(place -> place.line() + place.file()).toList());
        assertThat(parts(rulings, "see `")).isEqualTo(rectangles(policy, r -> r.see().size()));
        assertThat(parts(rulings, "edit of"))
                .isEqualTo(rectangles(policy, r -> r.edit().isNothing() ? 0 : 1));
        assertThat(rulings.stream().filter(r -> r.rule().startsWith("mask `")).count())
                .isEqualTo(
                        policy.roles().values().stream()
                                .flatMap(role -> role.allow().stream())
                                .mapToInt(rectangle -> rectangle.masked().size())
                                .sum());
    }

    @ParameterizedTest
    @CsvSource({"language,prod", "language,staging", "hospital,"})
    void refusesWhatPlansRefuseAndNothingElse(String example, String environment)
            throws SQLException, IOException {
        Optional<String> named = Optional.ofNullable(environment);
        Policy whole = policy(example);
        Policy here = named.map(whole::in).orElse(whole);
        Hospital hospital = new Hospital();
        List<Problem> problems = new ArrayList<>();
        for (String database : here.catalog().databases().keySet()) {
            problems.addAll(problems(hospital, database, here, example));
        }

        List<Ruling> table = EnforcementTable.with(rulings(whole, example, named), problems);

        assertThat(EnforcementTable.refusals(table))
                .containsExactlyInAnyOrderElementsOf(problems.stream().distinct().toList());
        assertThat(problems.isEmpty()).isEqualTo(example.equals("hospital"));
    }

    @Test
    void saysWhatIsNativeAndHow() {
        List<String> lines =
                rulings(policy("language"), "language", Optional.of("prod")).stream()
                        .map(ruling ->
                                ruling.by().getClass().getSimpleName()
                                        + " "
                                        + ruling.rule()
                                        + ": "
                                        + ruling.by().how())
                        .toList();

        assertThat(lines)
                .contains(
                        "Native guardrail `agents-read-only`: no grant to write for agents",
                        "Native guardrail `no-ddl-by-programs`: no grant of that for services",
                        "Gateway `statements` of role `analyst`: refuses the others; around it there is"
                                + " no grant of SELECT, INSERT, UPDATE or DELETE left out",
                        "Gateway `min_group` of role `analyst`: refuses what shows fewer people;"
                                + " around it anybody counts rows",
                        "Gateway guardrail `no-runaways`: refuses such statements for people; around"
                                + " it nobody asks",
                        "Gateway guardrail `bulk`: " + LimitRules.COUNTED,
                        "Gateway guardrail `sensitive-at-night`: raises an alert, once an hour for"
                                + " each person; around it nobody watches",
                        "Gateway `limits` of role `billing_admin`: " + LimitRules.COUNTED,
                        "Gateway `limits` of `physician` for agent `chart_helper`: "
                                + LimitRules.COUNTED,
                        "Native guardrail `ssn-stays-in-prod`: nothing here: for `staging`",
                        "Native rows of `ehr.hosp.prescriptions`: each view keeps them back; the"
                                + " table has no row security",
                        "Native `support` for group `service-desk`: gives nothing until opened",
                        "Native `console` of role `auditor`: gives nothing; the section `console`"
                                + " gives rights in Sallyport itself",
                        "Native scope `one_patient`: row policies of lenses; no row until a request"
                                + " names its subject");
    }

    /** By place alone, since one line can hold several. */
    private static List<Place> places(Policy policy) {
        List<Place> places = new ArrayList<>();
        Catalog catalog = policy.catalog();
        catalog.environments().values().forEach(one -> places.add(one.place()));
        for (Catalog.Database database : catalog.databases().values()) {
            places.add(database.place());
        }
        catalog.scopes().values().forEach(one -> places.add(one.place()));
        catalog.purposes().values().forEach(one -> places.add(one.place()));
        for (Role role : policy.roles().values()) {
            places.add(role.place());
            role.allow().forEach(one -> places.add(one.place()));
            role.terms().when().ifPresent(one -> places.add(one.place()));
            role.terms().onlyQueries().forEach(one -> places.add(one.place()));
            role.terms().request().ifPresent(one -> places.add(one.place()));
            role.terms().breakGlass().ifPresent(one -> places.add(one.place()));
            role.terms().deprecated().ifPresent(one -> places.add(one.place()));
            role.terms().onRequest().forEach(one -> places.add(one.opens().place()));
        }
        policy.functions().values().forEach(one -> places.add(one.place()));
        policy.assignments().forEach(one -> places.add(one.place()));
        policy.separation().forEach(one -> places.add(one.place()));
        policy.guardrails().forEach(one -> places.add(one.place()));
        policy.reviews().forEach(one -> places.add(one.place()));
        policy.console().forEach(one -> places.add(one.place()));
        return places;
    }

    private static long parts(List<Ruling> rulings, String prefix) {
        return rulings.stream().filter(ruling -> ruling.rule().startsWith(prefix)).count();
    }

    private static long rectangles(
            Policy policy, java.util.function.ToIntFunction<Role.Rectangle> said) {
        return policy.roles().values().stream()
                .flatMap(role -> role.allow().stream())
                .filter(rectangle -> said.applyAsInt(rectangle) > 0)
                .count();
    }

    private static List<Problem> problems(
            Hospital hospital, String database, Policy policy, String example) {
        var target =
                new TargetDatabase(
                        database,
                        hospital.postgres.url(hospital.database),
                        RealPostgres.ADMIN,
                        hospital.postgres.adminPassword());
        return switch (new Provisioner(target, hospital.secrets)
                .plan(policy, Entitlements.at(Hospital.NOW, policy, people(example)))) {
            case PlanReading.Planned _ -> List.of();
            case PlanReading.Refused(List<Problem> problems) -> problems;
        };
    }

    private static List<Ruling> rulings(
            Policy policy, String example, Optional<String> environment) {
        Policy here = environment.map(policy::in).orElse(policy);
        return EnforcementTable.of(
                policy, environment, Entitlements.at(Hospital.NOW, here, people(example)));
    }

    private static Policy policy(String example) {
        return switch (PolicyReader.read(EXAMPLES.resolve(example).resolve("policy"))) {
            case PolicyReading.Accepted accepted -> accepted.policy();
            case PolicyReading.Rejected(var problems) ->
                    throw new AssertionError(problems.toString());
        };
    }

    private static Directory people(String example) {
        return switch (DirectoryReader.read(EXAMPLES.resolve(example).resolve("people.yaml"))) {
            case DirectoryReading.Accepted accepted -> accepted.directory();
            case DirectoryReading.Rejected(var problems) ->
                    throw new AssertionError(problems.toString());
        };
    }
}
