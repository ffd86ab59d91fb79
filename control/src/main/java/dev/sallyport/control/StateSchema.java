package dev.sallyport.control;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.internal.exception.FlywaySqlException;

/** The tables of the control plane: brought up to this version, never down. */
final class StateSchema {
    /** Ours alone, so that a database may hold other things. */
    static final String NAME = "control";

    private static final String MIGRATIONS = "classpath:dev/sallyport/control/schema";

    private StateSchema() {}

    /**
     * @throws Refused SP7120 where the tables are of a newer version or not ours, SP3004 where the
     *     database does not answer
     */
    static void migrate(ControlSettings.StateDatabase database) {
        Flyway flyway =
                Flyway.configure()
                        .dataSource(database.url(), database.login(), database.password())
                        .schemas(NAME)
                        .locations(MIGRATIONS)
                        .load();
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
