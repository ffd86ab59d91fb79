package dev.sallyport.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.testkit.SampleHospital;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgException;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.Cursor;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client that waits for nothing: many statements are on their way at once, all in binary. */
final class VertxTest {
    private final Hospital hospital = Hospital.open();
    private final Vertx vertx = Vertx.vertx();
    private PgConnection nora;

    @BeforeEach
    void signIn() throws Exception {
        PgConnectOptions options =
                new PgConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(hospital.port())
                        .setDatabase(SampleHospital.DATABASE)
                        .setUser("nora")
                        .setPassword(SampleHospital.PASSWORD)
                        .setSslMode(SslMode.REQUIRE)
                        .setSslOptions(new ClientSSLOptions().setTrustAll(true))
                        .setPipeliningLimit(64)
                        .setCachePreparedStatements(true);
        nora = await(PgConnection.connect(vertx, options));
    }

    @AfterEach
    void leave() throws Exception {
        await(nora.close());
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage()
                .toCompletableFuture()
                .get(Hospital.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private Future<List<Row>> ask(String sql, Object... parameters) {
        return nora.preparedQuery(sql)
                .execute(Tuple.wrap(parameters))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false).toList());
    }

    private List<Long> ids() throws Exception {
        return await(ask("SELECT id FROM patients ORDER BY id")).stream()
                .map(row -> row.getLong("id"))
                .toList();
    }

    @Test
    void readsMaskedRowsOverAHundredStatementsAtOnce() throws Exception {
        List<Long> ids = ids();
        assertThat(ids).hasSizeGreaterThan(5);
        List<Future<List<Row>>> asked =
                IntStream.range(0, 100)
                        .mapToObj(i ->
                                ask(
                                        "SELECT id, ssn, dob FROM patients WHERE id = $1",
                                        ids.get(i % ids.size())))
                        .toList();
        for (int i = 0; i < asked.size(); i++) {
            Row row = await(asked.get(i)).getFirst();
            assertThat(row.getLong("id")).isEqualTo(ids.get(i % ids.size()));
            assertThat(row.getString("ssn")).matches("\\*\\*\\*-\\*\\*-\\d{4}");
        }
    }

    @Test
    void readsACursorInPartsAndRollsABatchBack() throws Exception {
        Transaction transaction = await(nora.begin());
        List<Long> read = new ArrayList<>();
        Cursor cursor =
                await(nora.prepare("SELECT id FROM patients ORDER BY id")).cursor(Tuple.tuple());
        do {
            await(cursor.read(3)).forEach(row -> read.add(row.getLong(0)));
        } while (cursor.hasMore());
        await(cursor.close());
        assertThat(read).isEqualTo(ids());

        await(
                nora.preparedQuery(
                                "INSERT INTO encounters (patient_id, kind, notes) VALUES ($1,"
                                        + " 'visit', $2)")
                        .executeBatch(
                                IntStream.range(0, 50)
                                        .mapToObj(i -> Tuple.of(read.getFirst(), "many " + i))
                                        .toList()));
        String mine = "SELECT id FROM encounters WHERE notes LIKE 'many %'";
        assertThat(await(ask(mine))).hasSize(50);
        await(transaction.rollback());
        assertThat(await(ask(mine))).isEmpty();
    }

    @Test
    void tellsWhyInTheMiddleOfOthersAndGoesOn() throws Exception {
        Future<List<Row>> before = ask("SELECT 1");
        Future<List<Row>> refused = ask("SELECT * FROM mental_health_notes");
        Future<List<Row>> failing = ask("SELECT 1 / (id - id) FROM patients");
        Future<List<Row>> after = ask("SELECT 2");

        assertThat(await(before).getFirst().getInteger(0)).isEqualTo(1);
        PgException refusal = failure(refused);
        assertThat(refusal.getSqlState()).isEqualTo("42501");
        assertThat(refusal.getErrorMessage()).startsWith("SP2041 ");
        assertThat(refusal.getDetail()).contains(".yaml:");
        assertThat(failure(failing).getSqlState()).isEqualTo("22012");
        assertThat(await(after).getFirst().getInteger(0)).isEqualTo(2);
    }

    private static PgException failure(Future<?> future) throws Exception {
        return (PgException)
                await(future.transform(done -> Future.<Throwable>succeededFuture(done.cause())));
    }

    @Test
    void cancels() throws Exception {
        Future<List<Row>> endless = ask(Hospital.ENDLESS);
        hospital.awaitEndless("nora", 1);
        await(nora.cancelRequest());
        assertThat(failure(endless).getSqlState()).isEqualTo("57014");
        assertThat(await(ask("SELECT 'still here'")).getFirst().getString(0))
                .isEqualTo("still here");
    }
}
