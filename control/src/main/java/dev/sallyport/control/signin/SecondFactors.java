package dev.sallyport.control.signin;

import dev.sallyport.control.console.SecretDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Authenticator apps of local accounts, and the single-use codes and words beside them. */
final class SecondFactors {
    /** To find the telephone, open the app and type six digits. */
    static final Duration ENROLMENT = Duration.ofMinutes(10);

    /** A working day and its night. */
    static final Duration INVITATION = Duration.ofHours(24);

    /** To go from the browser to a terminal; a proof counts from when the word is used. */
    static final Duration WORD = Duration.ofMinutes(2);

    /** Enough for the years between two telephones. */
    static final int RECOVERY_CODES = 10;

    /** 80 bits: a plain hash of it is as good as a slow one. */
    private static final int SINGLE_USE_BYTES = 10;

    private final JdbcClient database;
    private final TransactionTemplate transaction;
    private final Envelope envelope;
    private final RandomGenerator random;

    /**
     * @param random a secure one
     */
    SecondFactors(
            JdbcClient database,
            TransactionTemplate transaction,
            Envelope envelope,
            RandomGenerator random) {
        this.database = database;
        this.transaction = transaction;
        this.envelope = envelope;
        this.random = random;
    }

    /** Whether somebody has an app or a passkey. */
    boolean isEnrolled(String login) {
        return hasApp(login) || hasOne("control.sign_in_passkey", login);
    }

    boolean hasApp(String login) {
        return hasOne("control.sign_in_factor", login);
    }

    private boolean hasOne(String table, String login) {
        return database.sql("SELECT EXISTS (SELECT FROM " + table + " WHERE login = :login)")
                .param("login", login)
                .query(Boolean.class)
                .single();
    }

    /**
     * Uses up a code of the app's, a recovery code or a word that a passkey gave; empty where it is
     * none of them or was used.
     */
    Optional<Factor> spend(String login, String code, Instant now) {
        String typed = tidy(code);
        if (spendStep(login, typed, now)) {
            return Optional.of(Factor.CODE);
        }
        boolean isRecovery =
                database.sql(
                                        "DELETE FROM control.sign_in_recovery"
                                                + " WHERE login = :login AND digest = :digest")
                                .param("login", login)
                                .param("digest", digest(login, typed))
                                .update()
                        == 1;
        return isRecovery ? Optional.of(Factor.RECOVERY) : spendWord(login, typed, now);
    }

    /** For whoever used a passkey; the word before is void. */
    String giveWord(String login, Instant now) {
        return giveOnce("control.sign_in_passkey_word", login, now.plus(WORD));
    }

    /** What somebody proved and has yet to use: the word of a passkey, an app to be confirmed. */
    void voidBegun(String login) {
        for (String table : List.of("control.sign_in_passkey_word", "control.sign_in_enrolment")) {
            database.sql("DELETE FROM " + table + " WHERE login = :login")
                    .param("login", login)
                    .update();
        }
    }

    private Optional<Factor> spendWord(String login, String typed, Instant now) {
        return spendOnce("control.sign_in_passkey_word", login, typed, now)
                ? Optional.of(Factor.PASSKEY)
                : Optional.empty();
    }

    /** The database decides: of two who come at once with one code, one moves the step. */
    private boolean spendStep(String login, String typed, Instant now) {
        return secret("SELECT key, sealed FROM control.sign_in_factor WHERE login = :login", login)
                .map(secret ->
                        Totp.fitting(secret, typed, now).anyMatch(step -> moveTo(login, step)))
                .orElse(false);
    }

    private boolean moveTo(String login, long step) {
        return database.sql(
                                "UPDATE control.sign_in_factor SET last_step = :step"
                                        + " WHERE login = :login AND last_step < :step")
                        .param("login", login)
                        .param("step", step)
                        .update()
                == 1;
    }

    /** Something an operator hands over, for one enrolment; any earlier one is void. */
    String invite(String login, Instant now) {
        return giveOnce("control.sign_in_invitation", login, now.plus(INVITATION));
    }

    Optional<Factor> spendInvitation(String login, String code, Instant now) {
        return spendOnce("control.sign_in_invitation", login, tidy(code), now)
                ? Optional.of(Factor.INVITATION)
                : Optional.empty();
    }

    private String giveOnce(String table, String login, Instant until) {
        String code = singleUse();
        database.sql(
                        """
                        INSERT INTO %s (login, digest, until) VALUES (:login, :digest, :until)
                        ON CONFLICT (login) DO UPDATE
                        SET digest = excluded.digest, until = excluded.until
                        """
                                .formatted(table))
                .param("login", login)
                .param("digest", digest(login, tidy(code)))
                .param("until", until.atOffset(ZoneOffset.UTC))
                .update();
        return code;
    }

    private boolean spendOnce(String table, String login, String typed, Instant now) {
        return database.sql(
                                "DELETE FROM %s WHERE login = :login AND digest = :digest AND until > :now"
                                        .formatted(table))
                        .param("login", login)
                        .param("digest", digest(login, typed))
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    /**
     * Seals under the key of now what another one still seals; says how many secrets. Afterwards
     * nothing needs the keys before.
     */
    synchronized int reseal() {
        return Objects.requireNonNull(
                transaction.execute(_ ->
                        reseal("control.sign_in_factor") + reseal("control.sign_in_enrolment")));
    }

    /** What the key of now is called. */
    String key() {
        return envelope.key();
    }

    private int reseal(String table) {
        Map<String, Envelope.Sealed> before = new LinkedHashMap<>();
        database.sql("SELECT login, key, sealed FROM " + table + " WHERE key <> :key FOR UPDATE")
                .param("key", envelope.key())
                .query(row -> {
                    before.put(
                            row.getString(1),
                            new Envelope.Sealed(row.getString(2), row.getBytes(3)));
                });
        before.forEach((login, sealed) -> {
            Envelope.Sealed anew = envelope.seal(envelope.open(sealed, login), login);
            database.sql(
                            "UPDATE "
                                    + table
                                    + " SET key = :key, sealed = :sealed WHERE login = :login")
                    .param("key", anew.key())
                    .param("sealed", anew.bytes())
                    .param("login", login)
                    .update();
        });
        return before.size();
    }

    /** A new secret, which counts when it is {@link #confirm confirmed}; until then the old one. */
    synchronized String begin(String login, Instant now) {
        byte[] secret = new byte[Totp.SECRET_BYTES];
        random.nextBytes(secret);
        Envelope.Sealed sealed = envelope.seal(secret, login);
        database.sql(
                        """
                        INSERT INTO control.sign_in_enrolment (login, key, sealed, until)
                        VALUES (:login, :key, :sealed, :until)
                        ON CONFLICT (login) DO UPDATE SET key = excluded.key,
                        sealed = excluded.sealed, until = excluded.until
                        """)
                .param("login", login)
                .param("key", sealed.key())
                .param("sealed", sealed.bytes())
                .param("until", now.plus(ENROLMENT).atOffset(ZoneOffset.UTC))
                .update();
        return Base32.text(secret);
    }

    /** Makes the new secret the one, and gives recovery codes in place of all earlier ones. */
    Optional<List<String>> confirm(String login, String code, Instant now) {
        return transaction.execute(_ -> {
            OptionalLong step =
                    pending(login, now)
                            .map(secret -> Totp.fitting(secret, tidy(code), now).findFirst())
                            .orElse(OptionalLong.empty());
            return step.isPresent()
                    ? Optional.of(adopt(login, step.getAsLong(), now))
                    : Optional.empty();
        });
    }

    private List<String> adopt(String login, long step, Instant now) {
        database.sql(
                        """
                        WITH confirmed AS (
                            DELETE FROM control.sign_in_enrolment WHERE login = :login
                            RETURNING login, key, sealed
                        )
                        INSERT INTO control.sign_in_factor (login, key, sealed, last_step, confirmed_at)
                        SELECT login, key, sealed, :step, :now FROM confirmed
                        ON CONFLICT (login) DO UPDATE SET key = excluded.key,
                        sealed = excluded.sealed, last_step = excluded.last_step,
                        confirmed_at = excluded.confirmed_at
                        """)
                .param("login", login)
                .param("step", step)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
        database.sql("DELETE FROM control.sign_in_recovery WHERE login = :login")
                .param("login", login)
                .update();
        return recovery(login);
    }

    /** Recovery codes for somebody who has none; empty for others. */
    Optional<List<String>> firstRecovery(String login) {
        return hasOne("control.sign_in_recovery", login)
                ? Optional.empty()
                : Optional.of(recovery(login));
    }

    private List<String> recovery(String login) {
        List<String> codes = new ArrayList<>();
        while (codes.size() < RECOVERY_CODES) {
            String code = singleUse();
            codes.add(code);
            database.sql(
                            "INSERT INTO control.sign_in_recovery (login, digest) VALUES (:login, :digest)")
                    .param("login", login)
                    .param("digest", digest(login, tidy(code)))
                    .update();
        }
        return List.copyOf(codes);
    }

    private Optional<byte[]> pending(String login, Instant now) {
        database.sql(
                        "DELETE FROM control.sign_in_enrolment"
                                + " WHERE login = :login AND until <= :now")
                .param("login", login)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
        return secret(
                "SELECT key, sealed FROM control.sign_in_enrolment WHERE login = :login FOR UPDATE",
                login);
    }

    private Optional<byte[]> secret(String sql, String login) {
        return database.sql(sql)
                .param("login", login)
                .query((row, _) -> new Envelope.Sealed(row.getString(1), row.getBytes(2)))
                .optional()
                .map(sealed -> envelope.open(sealed, login));
    }

    /** Groups of four letters, as people read them out. */
    private String singleUse() {
        byte[] bytes = new byte[SINGLE_USE_BYTES];
        random.nextBytes(bytes);
        return Base32.text(bytes).replaceAll("(.{4})(?=.)", "$1-");
    }

    private static String tidy(String code) {
        return code.replaceAll("[ -]", "").toUpperCase(Locale.ROOT);
    }

    private static byte[] digest(String login, String code) {
        return SecretDigest.of(login + "\0" + code);
    }
}
