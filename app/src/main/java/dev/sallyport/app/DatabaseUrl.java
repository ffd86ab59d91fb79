package dev.sallyport.app;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import dev.sallyport.provision.TargetDatabase;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * A database as libpq names it: {@code postgresql://account@host:port/database}. No password: it
 * would stand in the shell's history and the process list.
 *
 * @param account who signs in
 * @param authority host and port
 * @param database its name on the server
 * @param options what follows {@code ?}, such as {@code sslmode=verify-full}
 */
record DatabaseUrl(String account, String authority, String database, Optional<String> options) {
    /** PostgreSQL's own. */
    private static final int PORT = 5432;

    private static final String PASSWORD = "PGPASSWORD";

    static DatabaseUrl of(String text) {
        try {
            URI uri = new URI(text);
            boolean isOurs =
                    "postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme());
            String account = Optional.ofNullable(uri.getUserInfo()).orElse("");
            String path = Optional.ofNullable(uri.getPath()).orElse("");
            if (isOurs && uri.getHost() != null && isName(account) && path.length() > 1) {
                int port = uri.getPort() < 0 ? PORT : uri.getPort();
                return new DatabaseUrl(
                        account,
                        uri.getHost() + ":" + port,
                        path.substring(1),
                        Optional.ofNullable(uri.getRawQuery()));
            }
        } catch (URISyntaxException notOne) {
            // Said below, without the text: it may hold a password.
        }
        throw new Refused(
                Problem.of(
                        ProblemCode.SP6007,
                        "the address of the database cannot be read",
                        "write `postgresql://ACCOUNT@HOST:PORT/DATABASE`, and the password into "
                                + PASSWORD));
    }

    private static boolean isName(String account) {
        return !account.isEmpty() && !account.contains(":");
    }

    /**
     * @param name its name in the policy
     */
    TargetDatabase target(String name) {
        return new TargetDatabase(
                name,
                "jdbc:postgresql://"
                        + authority
                        + "/"
                        + database
                        + options.map(given -> "?" + given).orElse(""),
                account,
                Optional.ofNullable(System.getenv(PASSWORD)).orElse(""));
    }
}
