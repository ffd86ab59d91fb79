package dev.sallyport.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.testkit.RealPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the real server and the most used driver. */
final class InteropTest {
    private static final String LOGIN = "wire_interop";

    private final Random random = new Random(1);

    @Test
    void signsInToPostgreSqlWithAVerifierOfOurs() throws SQLException, IOException {
        var postgres = RealPostgres.shared();
        var database = postgres.newDatabase();
        var verifier = ScramVerifier.create("pässword", random).format();
        sql(database, "CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(LOGIN, verifier));
        postgres.as(LOGIN, "pässword", database).close();

        try (var peer = Peer.connect(postgres.port())) {
            var parameters = new LinkedHashMap<String, String>();
            parameters.put("user", LOGIN);
            parameters.put("database", database);
            peer.send(new StartupPacket.Startup(3, 2, parameters));
            assertThat(signIn(peer)).isEqualTo(new ScramClient.Step.Authenticated());
            assertThat(peer.receive()).isEqualTo(new Authentication.AuthenticationOk());
            var key = peer.receiveUntil(BackendMessage.BackendKeyData.class).key();
            // Protocol 3.2: PostgreSQL 18 makes keys of 32 bytes.
            assertThat(key.secret()).hasSize(32);
            assertThat(peer.receiveUntil(BackendMessage.ReadyForQuery.class).status())
                    .isEqualTo(TransactionStatus.IDLE);

            peer.send(FrontendMessage.Query.of("SELECT generate_series(1, 3)"));
            assertThat(peer.receiveUntil(BackendMessage.CommandComplete.class).rows()).hasValue(3);
            peer.send(FrontendMessage.Query.of("SELECT nothing"));
            assertThat(peer.receiveUntil(BackendMessage.ErrorResponse.class).fields().sqlState())
                    .isEqualTo("42703");
            peer.send(new FrontendMessage.Terminate());
        }
    }

    /** The server's own verifier of a password is the judge of how we prepare it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "e\u0301",
                "\u00AD",
                "a\u00A0b\u200Bc\u00ADd",
                "\u2168\uFB01",
                "\u00AA\u0007",
                "\u06271",
                "e\u0301\u0627b\u0628",
                "\uFEFB1\u0628",
                "e\u0301\uD83D\uDE00",
                "e\u0301\uE000",
                "e\u0301\u0221"
            })
    void agreesWithPostgreSqlOnTheVerifierOf(String password) throws SQLException {
        var postgres = RealPostgres.shared();
        sql("postgres", "DROP ROLE IF EXISTS " + LOGIN);
        sql("postgres", "CREATE ROLE %s PASSWORD '%s'".formatted(LOGIN, password));
        try (var admin = postgres.asAdmin("postgres");
                var statement = admin.createStatement();
                var rows =
                        statement.executeQuery(
                                "SELECT rolpassword FROM pg_authid WHERE rolname = '"
                                        + LOGIN
                                        + "'")) {
            assertThat(rows.next()).isTrue();
            var verifier = ScramVerifier.parse(rows.getString(1)).orElseThrow();
            assertThat(verifier.format()).isEqualTo(rows.getString(1));
            assertThat(verifier.matches(password)).isTrue();
            assertThat(verifier.matches(password + "x")).isFalse();
        }
    }

    @Test
    void takesTheSignInOfADriverAndIsUnderstoodByIt() throws Exception {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var server = Thread.ofVirtual().start(() -> serve(listener));
            var url =
                    "jdbc:postgresql://127.0.0.1:%d/ehr?sslmode=disable&connectTimeout=10"
                            .formatted(listener.getLocalPort());
            assertThatThrownBy(() -> DriverManager.getConnection(url, "nora", "demo").close())
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("signed in as nora")
                    .extracting(refused -> ((SQLException) refused).getSQLState())
                    .isEqualTo("57P03");
            server.join();
        }
    }

    private void serve(ServerSocket listener) {
        try (var peer = new Peer(listener.accept())) {
            var user = ((StartupPacket.Startup) peer.receiveStartup()).user();
            peer.send(
                    new Authentication.AuthenticationSASL(
                            ScramMechanism.offered(Optional.empty())));
            var initial =
                    (AuthenticationResponse.SASLInitialResponse)
                            peer.receive(AuthenticationResponse::readSASLInitial);
            var scram =
                    ScramServer.start(
                            ScramMechanism.named(initial.mechanism()).orElseThrow(),
                            List.of(ScramVerifier.create("demo", random)),
                            Optional.empty(),
                            random);
            var first = (ScramServer.Step.Continue) scram.receive(initial.message().orElseThrow());
            peer.send(new Authentication.AuthenticationSASLContinue(first.message()));
            var last =
                    (AuthenticationResponse.SASLResponse)
                            peer.receive(AuthenticationResponse::readSASL);
            var accepted = (ScramServer.Step.Accepted) scram.receive(last.message());
            peer.send(new Authentication.AuthenticationSASLFinal(accepted.message()));
            peer.send(new Authentication.AuthenticationOk());
            peer.send(
                    new BackendMessage.ErrorResponse(
                            MessageFields.of(Severity.FATAL, "57P03", "signed in as " + user)));
        } catch (IOException closed) {
            throw new AssertionError(closed);
        }
    }

    private ScramClient.Step signIn(Peer peer) throws IOException {
        var offered = ((Authentication.AuthenticationSASL) peer.receive()).mechanisms();
        var client =
                ScramClient.start(offered, Optional.empty(), SaltedPasswords.of("pässword"), random)
                        .orElseThrow();
        peer.send(
                new AuthenticationResponse.SASLInitialResponse(
                        client.mechanism().registeredName(), Optional.of(client.first())));
        var first = ((Authentication.AuthenticationSASLContinue) peer.receive()).message();
        var answer = (ScramClient.Step.Continue) client.receive(first);
        peer.send(new AuthenticationResponse.SASLResponse(answer.message()));
        var last = ((Authentication.AuthenticationSASLFinal) peer.receive()).message();
        return client.receive(last);
    }

    private static void sql(String database, String sql) throws SQLException {
        try (var admin = RealPostgres.shared().asAdmin(database);
                var statement = admin.createStatement()) {
            statement.execute(sql);
        }
    }
}
