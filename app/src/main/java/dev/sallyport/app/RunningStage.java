package dev.sallyport.app;

import dev.sallyport.app.hospital.Hospital;
import dev.sallyport.app.hospital.Stage;
import dev.sallyport.audit.LogVerifier;
import dev.sallyport.audit.Verification;
import dev.sallyport.cli.Exit;
import dev.sallyport.cli.Request;
import dev.sallyport.cli.Terminal;
import dev.sallyport.gateway.GatewayServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/** The demo that is running, for the tour to walk. */
final class RunningStage implements Stage {
    /** Every answer of the tour takes milliseconds; one that never comes is a broken fact. */
    private static final String PATIENCE_SECONDS = "20";

    private final Request.Demo request;
    private final Path policy;
    private final Deployment deployment;
    private final GatewayServer gateway;
    private final int databasePort;

    RunningStage(
            Request.Demo request,
            Path policy,
            Deployment deployment,
            GatewayServer gateway,
            int databasePort) {
        this.request = request;
        this.policy = policy;
        this.deployment = deployment;
        this.gateway = gateway;
        this.databasePort = databasePort;
    }

    @Override
    public Connection gateway(String login, String properties) throws SQLException {
        InetSocketAddress address = gateway.address();
        return connect(
                "%s:%d".formatted(address.getAddress().getHostAddress(), address.getPort()),
                "sslmode=require" + properties,
                login,
                Demo.PASSWORD);
    }

    @Override
    public Connection database(String login) throws SQLException {
        return connect(
                Cluster.HOST + ":" + databasePort,
                "sslmode=disable",
                login,
                deployment.passwords().nativeSecret(login));
    }

    private static Connection connect(
            String address, String properties, String login, String password) throws SQLException {
        Properties credentials = new Properties();
        credentials.setProperty("user", login);
        credentials.setProperty("password", password);
        credentials.setProperty("socketTimeout", PATIENCE_SECONDS);
        return DriverManager.getConnection(
                "jdbc:postgresql://%s/%s?%s".formatted(address, Hospital.DATABASE, properties),
                credentials);
    }

    @Override
    public String psql(String login) {
        return Welcome.psql(gateway.address(), login);
    }

    @Override
    public Path policy() {
        return policy;
    }

    @Override
    public Path record() {
        return request.data().resolve("audit");
    }

    @Override
    public boolean apply(Path folder) throws IOException {
        return deployment.apply(
                        new Request.ApplyPolicy(
                                request.data(), Optional.of(folder), request.environment()),
                        Terminal.silent())
                == Exit.DONE;
    }

    @Override
    public String saw(String patient) {
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said);
        deployment
                .subjectDesk()
                .saw(
                        new Request.Saw(
                                request.data(),
                                patient,
                                Optional.empty(),
                                List.of(),
                                Request.Form.TEXT),
                        new Terminal(out, out));
        return said.toString();
    }

    @Override
    public Optional<String> verify(Path record) {
        Path key = request.data().resolve("keys").resolve(RecordFolder.PUBLIC_KEY);
        return switch (LogVerifier.verify(record, key)) {
            case Verification.Intact _ -> Optional.empty();
            case Verification.Broken broken ->
                    Optional.of("event " + broken.event() + " is wrong: " + broken.what());
            case Verification.Incomplete incomplete -> Optional.of(incomplete.what());
        };
    }
}
