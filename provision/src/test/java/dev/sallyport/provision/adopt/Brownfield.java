package dev.sallyport.provision.adopt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.policy.Adopted;
import dev.sallyport.policy.Directory;
import dev.sallyport.policy.DirectoryReader;
import dev.sallyport.policy.DirectoryReading;
import dev.sallyport.policy.Entitlements;
import dev.sallyport.policy.Policy;
import dev.sallyport.policy.PolicyFormat;
import dev.sallyport.policy.PolicyReader;
import dev.sallyport.policy.PolicyReading;
import dev.sallyport.provision.Plan;
import dev.sallyport.provision.PlanReading;
import dev.sallyport.provision.Provisioner;
import dev.sallyport.provision.TargetDatabase;
import dev.sallyport.testkit.PostgresRelease;
import dev.sallyport.testkit.RealPostgres;
import dev.sallyport.testkit.SampleHospital;
import dev.sallyport.testkit.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A database that lived before Sallyport came. */
final class Brownfield {
    static final String NAME = "ehr";

    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

    private static final Path PEOPLE = SampleHospital.FOLDER.resolve("people.yaml");

    final RealPostgres postgres;
    final String database;

    Brownfield(PostgresRelease release) {
        postgres = RealPostgres.of(release);
        database = postgres.newDatabase();
    }

    void run(String... statements) throws SQLException {
        try (Connection admin = postgres.asAdmin(database);
                Statement statement = admin.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    List<String> rows(String sql) throws SQLException {
        try (Connection admin = postgres.asAdmin(database);
                Statement statement = admin.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        }
    }

    TargetDatabase target() {
        return target(RealPostgres.ADMIN, postgres.adminPassword());
    }

    TargetDatabase target(String account, String password) {
        return new TargetDatabase(NAME, postgres.url(database), account, password);
    }

    Survey survey() {
        return Surveyor.survey(target());
    }

    /** What somebody who knows nothing but the files reads. */
    static Policy read(AdoptedFolder folder) throws IOException {
        Path files = Scratch.folder("adopted");
        for (Map.Entry<String, String> file : folder.files().entrySet()) {
            Files.writeString(files.resolve(file.getKey()), file.getValue());
        }
        for (PolicyFormat.Unformatted file : PolicyFormat.in(files)) {
            file.write();
        }
        assertThat(PolicyFormat.in(files)).isEmpty();
        return switch (PolicyReader.read(files)) {
            case PolicyReading.Accepted accepted -> accepted.policy();
            case PolicyReading.Rejected rejected ->
                    throw new AssertionError(rejected.problems() + "\n" + folder.files());
        };
    }

    Plan plan(Policy policy) {
        Directory people =
                switch (DirectoryReader.read(PEOPLE)) {
                    case DirectoryReading.Accepted accepted -> accepted.directory();
                    case DirectoryReading.Rejected rejected ->
                            throw new AssertionError(rejected.problems());
                };
        return switch (new Provisioner(target(), login -> "unused")
                .plan(policy, Entitlements.at(NOW, policy, people))) {
            case PlanReading.Planned(Plan plan) -> plan;
            case PlanReading.Refused(var problems) -> throw new AssertionError(problems);
        };
    }

    static Adopted adopted(Policy policy) {
        return Objects.requireNonNull(policy.adopted().get(NAME));
    }

    static AdoptedFolder folder(Survey survey) {
        return AdoptedFolder.of(survey, NAME);
    }
}
