package dev.sallyport.control.signin;

import dev.sallyport.control.passkey.Credential;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Passkeys of local accounts, as rows. Their keys are public; they are sealed for their owner and
 * credential, so that a row that somebody else wrote or moved opens nothing.
 */
final class PasskeyRows {
    /** WebAuthn, section 5.4.3: at most 64, of chance. */
    private static final int HANDLE_BYTES = 32;

    private static final int ID_BYTES = 10;

    private final JdbcClient database;
    private final TransactionTemplate transaction;
    private final Envelope envelope;
    private final RandomGenerator random;

    /**
     * @param random a secure one
     */
    PasskeyRows(
            JdbcClient database,
            TransactionTemplate transaction,
            Envelope envelope,
            RandomGenerator random) {
        this.database = database;
        this.transaction = transaction;
        this.envelope = envelope;
        this.random = random;
    }

    /** One that is enrolled, with what recognises it. */
    static final class Kept {
        private final String id;
        private final String login;
        private final byte[] handle;
        private final byte[] data;

        private Kept(String id, String login, byte[] handle, byte[] data) {
            this.id = id;
            this.login = login;
            this.handle = handle;
            this.data = data;
        }

        String id() {
            return id;
        }

        String login() {
            return login;
        }

        byte[] handle() {
            return handle;
        }

        byte[] data() {
            return data;
        }
    }

    /** Whoever else enrols or removes one of the login's waits until this transaction ends. */
    void lock(String login) {
        database.sql("SELECT 1 FROM control.sign_in_account WHERE login = :login FOR UPDATE")
                .param("login", login)
                .query(Integer.class)
                .optional();
    }

    /** What authenticators are told the account is called; the same for all its passkeys. */
    byte[] handle(String login) {
        byte[] fresh = new byte[HANDLE_BYTES];
        random.nextBytes(fresh);
        database.sql(
                        "INSERT INTO control.sign_in_passkey_owner (login, handle)"
                                + " VALUES (:login, :handle) ON CONFLICT (login) DO NOTHING")
                .param("login", login)
                .param("handle", fresh)
                .update();
        return database.sql("SELECT handle FROM control.sign_in_passkey_owner WHERE login = :login")
                .param("login", login)
                .query(byte[].class)
                .single();
    }

    List<Passkey> of(String login) {
        return database.sql(
                        "SELECT id, name, enrolled_at, used_at FROM control.sign_in_passkey"
                                + " WHERE login = :login ORDER BY enrolled_at, id")
                .param("login", login)
                .query((row, _) ->
                        new Passkey(
                                row.getString(1),
                                row.getString(2),
                                row.getObject(3, OffsetDateTime.class).toInstant(),
                                Optional.ofNullable(row.getObject(4, OffsetDateTime.class))
                                        .map(OffsetDateTime::toInstant)))
                .list();
    }

    /** What authenticators call those of a login. */
    List<byte[]> credentials(String login) {
        return database.sql("SELECT credential FROM control.sign_in_passkey WHERE login = :login")
                .param("login", login)
                .query((row, _) -> row.getBytes(1))
                .list();
    }

    Optional<Kept> find(byte[] credential) {
        return database.sql(
                        """
                        SELECT passkey.*, owner.handle FROM control.sign_in_passkey passkey
                        JOIN control.sign_in_passkey_owner owner USING (login)
                        WHERE credential = :credential
                        """)
                .param("credential", credential)
                .query((row, _) -> kept(row))
                .optional();
    }

    private Kept kept(ResultSet row) throws SQLException {
        String login = row.getString("login");
        return new Kept(
                row.getString("id"),
                login,
                row.getBytes("handle"),
                envelope.open(
                        new Envelope.Sealed(row.getString("key"), row.getBytes("sealed")),
                        owner(login, row.getBytes("credential"))));
    }

    /**
     * Its id; empty where some account has the credential already. {@link #handle} was asked
     * before.
     */
    synchronized Optional<String> put(
            String login, String name, Credential credential, Instant now) {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        String id = Base32.text(bytes);
        Envelope.Sealed sealed = envelope.seal(credential.kept(), owner(login, credential.id()));
        return database.sql(
                                        """
                                        INSERT INTO control.sign_in_passkey
                                            (id, login, credential, name, key, sealed, sign_count, enrolled_at)
                                        VALUES (:id, :login, :credential, :name, :key, :sealed, :count, :now)
                                        ON CONFLICT (credential) DO NOTHING
                                        """)
                                .param("id", id)
                                .param("login", login)
                                .param("credential", credential.id())
                                .param("name", name)
                                .param("key", sealed.key())
                                .param("sealed", sealed.bytes())
                                .param("count", credential.signCount())
                                .param("now", now.atOffset(ZoneOffset.UTC))
                                .update()
                        == 1
                ? Optional.of(id)
                : Optional.empty();
    }

    boolean remove(String login, String id) {
        return database.sql(
                                "DELETE FROM control.sign_in_passkey"
                                        + " WHERE login = :login AND id = :id")
                        .param("login", login)
                        .param("id", id)
                        .update()
                == 1;
    }

    /**
     * Keeps how often a passkey has signed; false where that is no more than before. The database
     * decides: of a passkey and its copy that come at once, one moves the count.
     */
    boolean count(String id, long signCount, Instant now) {
        return database.sql(
                                """
                                UPDATE control.sign_in_passkey SET sign_count = :count, used_at = :now
                                WHERE id = :id AND (sign_count < :count OR sign_count = 0 AND :count = 0)
                                """)
                        .param("id", id)
                        .param("count", signCount)
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    /** Seals under the key of now what another one still seals; says how many. */
    synchronized int reseal() {
        return Objects.requireNonNull(transaction.execute(_ -> resealed()));
    }

    private int resealed() {
        Map<String, Envelope.Sealed> anew = new LinkedHashMap<>();
        database.sql(
                        "SELECT id, login, credential, key, sealed FROM control.sign_in_passkey"
                                + " WHERE key <> :key FOR UPDATE")
                .param("key", envelope.key())
                .query(row -> {
                    String owner = owner(row.getString("login"), row.getBytes("credential"));
                    Envelope.Sealed before =
                            new Envelope.Sealed(row.getString("key"), row.getBytes("sealed"));
                    anew.put(
                            row.getString("id"),
                            envelope.seal(envelope.open(before, owner), owner));
                });
        anew.forEach((id, sealed) ->
                database.sql(
                                "UPDATE control.sign_in_passkey SET key = :key, sealed = :sealed"
                                        + " WHERE id = :id")
                        .param("key", sealed.key())
                        .param("sealed", sealed.bytes())
                        .param("id", id)
                        .update());
        return anew.size();
    }

    /** No login has a control character, so no code's secret is sealed for the same. */
    private static String owner(String login, byte[] credential) {
        return String.join(
                "\0",
                "passkey",
                login,
                new String(Base64.getEncoder().encode(credential), StandardCharsets.US_ASCII));
    }
}
