package dev.sallyport.app;

import dev.sallyport.app.hospital.Hospital;
import dev.sallyport.cli.Exit;
import dev.sallyport.cli.Request;
import dev.sallyport.cli.Terminal;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** One demo from its start to Ctrl-C. */
final class Demo {
    private final Request.Demo request;
    private final Checkout checkout;
    private final Terminal terminal;
    private final Running running = new Running();

    Demo(Request.Demo request, Checkout checkout, Terminal terminal) {
        this.request = request;
        this.checkout = checkout;
        this.terminal = terminal;
    }

    Exit run() throws IOException, SQLException {
        InetAddress address = Ports.loopback(request.host());
        refuseTooMany();
        Ports.requireFree(address, request.port());
        try (running) {
            DataDirectory directory = running.add(open());
            Keys keys = Keys.in(directory.resolve("keys"), new SecureRandom());
            terminal.say("Starting PostgreSQL 18 …");
            Cluster cluster = running.add(Cluster.start(directory, keys));
            if (!directory.complete()) {
                load(cluster);
                directory.markComplete();
            }
            terminal.say("started");
        }
        return Exit.DONE;
    }

    private void refuseTooMany() {
        int patients = request.patients();
        if (patients < Hospital.FEWEST_PATIENTS || patients > Hospital.MOST_PATIENTS) {
            throw new Refused(
                    Problem.of(
                            ProblemCode.SP6007,
                            "`" + patients + "` patients are not a hospital we can invent",
                            Hospital.FEWEST_PATIENTS + " to " + Hospital.MOST_PATIENTS));
        }
    }

    private DataDirectory open() throws IOException {
        return switch (request.before()) {
            case KEEP -> DataDirectory.open(request.data());
            case RESET -> DataDirectory.reset(request.data());
        };
    }

    private void load(Cluster cluster) throws SQLException, IOException {
        terminal.say("Inventing %,d patients …".formatted(request.patients()));
        try (Connection connection = cluster.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + Hospital.DATABASE);
        }
        try (Connection connection = cluster.connect(Hospital.DATABASE)) {
            Hospital.load(
                    connection,
                    checkout.hospital().resolve("schema.sql"),
                    request.patients(),
                    Hospital.chance());
        }
    }
}
