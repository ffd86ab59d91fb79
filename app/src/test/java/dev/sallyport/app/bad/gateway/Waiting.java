package dev.sallyport.app.bad.gateway;

import dev.sallyport.app.bad.cli.SampleUtil;
import dev.sallyport.audit.AuditLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/** Breaks rules, so that they are seen to work: JDBC, a clock, and waiting on an event loop. */
public record Waiting(SampleUtil other, Connection connection) {

    public Instant wait(AuditLog log) throws SQLException {
        log.await(0);
        connection.commit();
        return Instant.now();
    }
}
