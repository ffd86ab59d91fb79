package dev.sallyport.provision.drift;

import java.util.List;

/**
 * What is put into a database, if its owner agrees, to know who did what and to see what comes and
 * goes between two looks.
 */
public final class Attribution {
    /** By its being there one knows that it was agreed to. */
    static final String TRIGGER = "sallyport_drift";

    private static final String EXECUTE = " EXECUTE FUNCTION sp.note()";

    private Attribution() {}

    /** To be run by a superuser, once, after the first apply; none of them is needed to see. */
    public static List<String> statements() {
        return List.of(
                "DROP EVENT TRIGGER IF EXISTS sallyport_drift",
                "DROP EVENT TRIGGER IF EXISTS sallyport_drift_drop",
                "CREATE EVENT TRIGGER sallyport_drift ON ddl_command_end" + EXECUTE,
                "CREATE EVENT TRIGGER sallyport_drift_drop ON sql_drop" + EXECUTE,
                // Whoever sets session_replication_role is noted, too.
                "ALTER EVENT TRIGGER sallyport_drift ENABLE ALWAYS",
                "ALTER EVENT TRIGGER sallyport_drift_drop ENABLE ALWAYS",
                "DO $$ BEGIN IF EXISTS (SELECT 1 FROM pg_catalog.pg_available_extensions WHERE name ="
                        + " 'pg_walinspect') THEN CREATE EXTENSION IF NOT EXISTS pg_walinspect SCHEMA"
                        + " public; END IF; END $$");
    }
}
