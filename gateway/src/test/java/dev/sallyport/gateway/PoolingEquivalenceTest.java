package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.testkit.RealPostgres;
import dev.sallyport.wire.FrontendMessage;
import dev.sallyport.wire.Outgoing;
import dev.sallyport.wire.Target;
import io.netty.buffer.ByteBufUtil;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever clients send, in whatever turns, they see the same bytes with an account of their own
 * and with one for each transaction. Another run is {@code -Dsallyport.seed=N}.
 */
class PoolingEquivalenceTest {
    private static final boolean FULL = Boolean.getBoolean("sallyport.full");
    private static final int SCRIPTS = FULL ? 1_000 : 6;
    private static final int STEPS = 120;
    private static final long SEED =
            Long.getLong("sallyport.seed", FULL ? System.currentTimeMillis() : 20_261_121);

    private static final int CLIENTS = 3;

    /** So that each client could keep one; the one used last serves all who keep none. */
    private static final int ACCOUNTS = 4;

    private static final List<String> QUERIES =
            List.of(
                    "SELECT 1",
                    "SELECT id, body FROM notes ORDER BY id LIMIT 2",
                    "SELECT 1; SELECT 'two'",
                    "SELECT 1/0",
                    "SELEC",
                    "",
                    "BEGIN",
                    "BEGIN",
                    "COMMIT",
                    "COMMIT",
                    "ROLLBACK",
                    "SAVEPOINT a",
                    "ROLLBACK TO a",
                    "SET work_mem = '5MB'",
                    "SET LOCAL work_mem = '6MB'",
                    "SET DateStyle = 'German'",
                    "SET application_name = 'it''s me'",
                    "SET search_path = nurse, hosp",
                    "BEGIN; SET work_mem = '9MB'; ROLLBACK",
                    "SHOW work_mem",
                    "SHOW application_name",
                    "SHOW search_path",
                    "SELECT date '2020-02-01'",
                    "SELECT set_config('work_mem', '10MB', true)",
                    "DO $$BEGIN PERFORM set_config('work_mem', '11MB', false); END$$",
                    "RESET ALL",
                    "RESET work_mem",
                    "DISCARD ALL",
                    "DEALLOCATE s1",
                    "DEALLOCATE PREPARE \"s2\"",
                    "DEALLOCATE ALL",
                    "DECLARE c CURSOR FOR SELECT id FROM notes ORDER BY id",
                    "FETCH 2 FROM c",
                    "CLOSE c");

    private static final List<String> TEXTS =
            List.of(
                    "SELECT 1",
                    "SELECT body FROM notes WHERE id = $1",
                    "SELECT 'b'||$1::text",
                    "SELECT date '2020-02-01'",
                    "SHOW work_mem",
                    "SET work_mem = '12MB'",
                    "SELECT 1/(length($1::text) - 1)",
                    "SELEC",
                    "ROLLBACK",
                    "");

    private static final List<String> STATEMENTS = List.of("", "s1", "s2");
    private static final List<String> PORTALS = List.of("", "p");

    @TempDir static Path own;
    @TempDir static Path folder;

    @Test
    void showsEveryClientTheSameBytes() throws Exception {
        try (GatewayFixture session = GatewayFixture.start(own);
                GatewayFixture pooled =
                        GatewayFixture.ofOneLoop(
                                UpstreamTarget.plain(
                                                GatewayFixture.loopback(
                                                        RealPostgres.shared().port()))
                                        .keepingWarm(ACCOUNTS),
                                folder)) {
            pooled.apply(Hospital.nurse(folder, "sessions: {pooling: transaction}"));
            for (int script = 0; script < SCRIPTS; script++) {
                play(session, pooled, SEED + script);
            }
        }
        assertThat(Leaks.found()).isEmpty();
    }

    private static void play(GatewayFixture session, GatewayFixture pooled, long seed)
            throws Exception {
        RandomGenerator chance = new Random(seed);
        List<String> said = new ArrayList<>();
        try (Both both = new Both(session, pooled)) {
            boolean same = true;
            for (int step = 0; step < STEPS && same; step++) {
                int client = chance.nextInt(CLIENTS);
                List<Outgoing> batch = batch(chance);
                said.add(client + ": " + words(batch));
                same = both.ask(client, batch, "-Dsallyport.seed=" + seed + " " + said);
            }
        }
    }

    private static String words(List<Outgoing> batch) {
        return batch.stream()
                .map(message ->
                        switch (message) {
                            case FrontendMessage.Query query ->
                                    query.sql().toString(java.nio.charset.StandardCharsets.UTF_8);
                            case FrontendMessage.Parse parse ->
                                    "Parse "
                                            + parse.statement()
                                            + " "
                                            + parse.sql()
                                                    .toString(
                                                            java.nio.charset.StandardCharsets
                                                                    .UTF_8);
                            case FrontendMessage.Bind bind ->
                                    "Bind " + bind.portal() + " " + bind.statement();
                            default -> message.toString();
                        })
                .toList()
                .toString();
    }

    private static List<Outgoing> batch(RandomGenerator chance) {
        if (chance.nextBoolean()) {
            return List.of(RawClient.query(of(QUERIES, chance)));
        }
        List<Outgoing> batch = new ArrayList<>();
        for (int left = 1 + chance.nextInt(6); left > 0; left--) {
            switch (chance.nextInt(9)) {
                case 0, 1 -> batch.add(RawClient.parse(of(STATEMENTS, chance), of(TEXTS, chance)));
                case 2, 3 -> {
                    batch.add(bind(chance));
                    batch.add(new FrontendMessage.Execute("", chance.nextInt(2)));
                }
                case 4 -> batch.add(bind(chance));
                case 5 -> batch.add(new FrontendMessage.Execute(of(PORTALS, chance), 0));
                case 6 ->
                        batch.add(
                                new FrontendMessage.Describe(
                                        Target.STATEMENT, of(STATEMENTS, chance)));
                case 7 ->
                        batch.add(
                                new FrontendMessage.Close(
                                        Target.STATEMENT, of(STATEMENTS, chance)));
                default -> batch.add(RawClient.sync());
            }
        }
        batch.add(RawClient.sync());
        return batch;
    }

    private static Outgoing bind(RandomGenerator chance) {
        String portal = of(PORTALS, chance);
        String statement = of(STATEMENTS, chance);
        return chance.nextBoolean()
                ? RawClient.bind(portal, statement)
                : RawClient.bind(portal, statement, "1");
    }

    private static <T> T of(List<T> things, RandomGenerator chance) {
        return things.get(chance.nextInt(things.size()));
    }

    /** The same clients at both gateways. */
    private static final class Both implements AutoCloseable {
        private final List<RawClient> session = new ArrayList<>();
        private final List<RawClient> pooled = new ArrayList<>();

        Both(GatewayFixture one, GatewayFixture other) throws IOException {
            for (int i = 0; i < CLIENTS; i++) {
                session.add(one.rawNora());
                pooled.add(other.rawNora());
            }
        }

        /** False where they may differ from here on: the rest of the batch was skipped at one. */
        boolean ask(int client, List<Outgoing> batch, String which) throws IOException {
            boolean same = true;
            Outgoing[] messages = batch.toArray(Outgoing[]::new);
            session.get(client).send(messages);
            pooled.get(client).send(messages);
            long ready =
                    batch.stream()
                            .filter(message ->
                                    message instanceof FrontendMessage.Sync
                                            || message instanceof FrontendMessage.Query)
                            .count();
            for (long i = 0; i < ready; i++) {
                List<String> seen = told(pooled.get(client), which);
                List<String> wanted = told(session.get(client), which);
                if (!seen.equals(wanted) && isKnownDifference(seen, wanted)) {
                    same = false;
                } else {
                    assertThat(seen).as(which).isEqualTo(wanted);
                }
            }
            return same;
        }

        /**
         * In a failed transaction nothing can be prepared again, so a statement that another
         * account knows fails by that, and not by what else is wrong with the message.
         */
        private static boolean isKnownDifference(List<String> seen, List<String> wanted) {
            return seen.getLast().equals("Z45")
                    && wanted.getLast().equals("Z45")
                    && seen.stream().anyMatch(frame -> frame.startsWith("E25P02"));
        }

        private static List<String> told(RawClient client, String which) throws IOException {
            List<String> told = new ArrayList<>();
            try {
                do {
                    told.add(shown(client.next()));
                } while (!told.getLast().startsWith("Z"));
            } catch (EOFException gone) {
                throw new AssertionError(which + " closed after " + told, gone);
            }
            return told;
        }

        private static String shown(RawClient.Frame frame) {
            return frame.type()
                    + (frame.type() == 'E'
                            ? frame.field('C') + frame.field('M')
                            : ByteBufUtil.hexDump(frame.body()));
        }

        @Override
        public void close() throws IOException {
            for (RawClient client : session) {
                client.close();
            }
            for (RawClient client : pooled) {
                client.close();
            }
        }
    }
}
