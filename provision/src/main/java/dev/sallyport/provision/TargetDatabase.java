package dev.sallyport.provision;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/**
 * The database a door is put into, and who administers it.
 *
 * @param name its name in the policy
 * @param url a JDBC URL without credentials
 * @param admin a superuser, or who has what {@link Provisioner#examine} asks for
 */
public record TargetDatabase(String name, String url, String admin, String password) {
    /** How long a dead address may keep an apply waiting, in seconds. */
    private static final String CONNECT_SECONDS = "10";

    /** A silent server is a dead one; longer than any one statement of a plan. */
    private static final String SOCKET_SECONDS = "120";

    public Connection connect() throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", admin);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", CONNECT_SECONDS);
        properties.setProperty("socketTimeout", SOCKET_SECONDS);
        properties.setProperty("ApplicationName", "sallyport-provision");
        return DriverManager.getConnection(url, properties);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return name + " at " + url;
    }
}
