package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.wire.FrontendMessage;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.util.List;
import java.util.random.RandomGenerator;

/** Somebody who signs in again and again, and leaves in every way there is. */
final class Restless implements Runnable {
    /**
     * More than the gateway and the sockets hold, so that who does not read stalls the database.
     */
    private static final String LARGE =
            "SELECT repeat('x', 1000) FROM generate_series(1, 20000) WHERE 'large' <> ''";

    private final GatewayFixture gateway;
    private final RandomGenerator chance;
    private final long end;
    private int answered;

    Restless(GatewayFixture gateway, RandomGenerator chance, long end) {
        this.gateway = gateway;
        this.chance = chance;
        this.end = end;
    }

    int answered() {
        return answered;
    }

    @Override
    public void run() {
        while (System.nanoTime() < end) {
            try (RawClient client = gateway.raw()) {
                visit(client);
            } catch (EOFException | SocketException _) {
                // Ended by whoever disturbs; the next visit is as good.
            } catch (IOException failure) {
                throw new AssertionError("a session hangs", failure);
            }
        }
    }

    private void visit(RawClient client) throws IOException {
        if (chance.nextInt(10) == 0) {
            client.send(RawClient.startup("user", "nora", "database", "ehr"));
            return;
        }
        if (client.signIn("nora", "demo", "ehr").getLast().type() != 'Z') {
            return;
        }
        for (int asked = chance.nextInt(6); asked > 0; asked--) {
            ask(client);
        }
        leave(client);
    }

    private void ask(RawClient client) throws IOException {
        String token = "t" + chance.nextInt(1_000_000);
        List<RawClient.Frame> answer = client.ask("SELECT '" + token + "'");
        if (RawClient.types(answer).equals("TDCZ")) {
            assertThat(answer.get(1).text()).endsWith(token);
            answered++;
        }
    }

    private void leave(RawClient client) throws IOException {
        switch (chance.nextInt(6)) {
            case 0 -> client.send(new FrontendMessage.Terminate());
            case 1 -> client.socket().setSoLinger(true, 0);
            case 2 -> client.send(RawClient.query("SELECT pg_sleep(30)"));
            case 3 -> {
                client.send(RawClient.query(LARGE));
                client.next();
            }
            case 4 -> {
                client.send(RawClient.query("BEGIN; UPDATE notes SET body = 'z' WHERE id = 1"));
                client.next();
            }
            default -> client.send(new byte[] {'Q', 0, 0, 1, 0, 'S'});
        }
    }
}
