package dev.sallyport.control;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.internal.exception.FlywaySqlException;

/** The tables of the control plane: brought up to this version, never down. */
public final class StateSchema {
    /** Ours alone, so that a database may hold other things. */
    public static final String NAME = "control";

    /** Where the steps that were taken are kept, in the schema of that {@link #NAME}. */
    public static final String HISTORY = "flyway_schema_history";

    private static final String MIGRATIONS = "classpath:dev/sallyport/control/schema";

    private StateSchema() {}

    /**
     * @throws Refused SP7120 where the tables are of a newer version or not ours, SP3004 where the
     *     database does not answer
     */
    static void migrate(ControlSettings.StateDatabase database) {
        migrate(flyway(database, MigrationVersion.LATEST), database);
    }

    /**
     * Makes the tables as they were at a step, in a database that has none: for what was kept of
     * that step and is to be brought up to this version.
     *
     * @throws Refused SP7120 where this version does not know the step, SP3004 where the database
     *     does not answer
     */
    public static void begin(ControlSettings.StateDatabase database, String step) {
        if (!knows(database, step)) {
            throw foreign(
                    "the state is of a newer Sallyport (step " + step + ")", "take that version");
        }
        migrate(flyway(database, MigrationVersion.fromVersion(step)), database);
    }

    /** Whether this version has that step. */
    public static boolean knows(ControlSettings.StateDatabase database, String step) {
        return Stream.of(flyway(database, MigrationVersion.LATEST).info().all())
                .anyMatch(one -> step.equals(String.valueOf(one.getVersion())));
    }

    private static Flyway flyway(ControlSettings.StateDatabase database, MigrationVersion target) {
        return Flyway.configure()
                .dataSource(database.url(), database.login(), database.password())
                .schemas(NAME)
                .table(HISTORY)
                .target(target)
                // Steps are made at several places at once, and each stands by itself.
                .outOfOrder(true)
                .locations(MIGRATIONS)
                .load();
    }

    private static void migrate(Flyway flyway, ControlSettings.StateDatabase database) {
        try {
            refuseNewer(flyway);
            flyway.migrate();
        } catch (FlywaySqlException e) {
            throw new Refused(
                    Problem.of(
                            ProblemCode.SP3004,
                            "the state database does not answer or refuses " + database.login(),
                            "see whether it runs, and whether login and password are right"));
        } catch (FlywayException e) {
            throw foreign("the state database was changed by something else", "restore a backup");
        }
    }

    private static void refuseNewer(Flyway flyway) {
        Stream.of(flyway.info().all())
                .filter(one -> one.getState() == MigrationState.FUTURE_SUCCESS)
                .map(MigrationInfo::getVersion)
                .findFirst()
                .ifPresent(newer -> {
                    throw foreign(
                            "the state database is of a newer Sallyport (step " + newer + ")",
                            "start that version, or restore a backup from before");
                });
    }

    private static Refused foreign(String message, String instead) {
        return new Refused(Problem.of(ProblemCode.SP7120, message, instead));
    }
}
