package dev.sallyport.control.signin;

import dev.sallyport.control.passkey.Attestation;
import dev.sallyport.control.passkey.Ceremonies;
import dev.sallyport.control.passkey.Credential;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.transaction.support.TransactionTemplate;

/** Enrolling and removing the passkeys of local accounts. */
final class PasskeyDesk {
    /** A telephone, a laptop, two keys, and the ones of years before. */
    static final int MOST = 16;

    private final Optional<Ceremonies> ceremonies;
    private final PasskeyRows rows;
    private final PasskeySessions sessions;
    private final Challenges challenges;
    private final SecondFactors factors;
    private final TransactionTemplate transaction;
    private final SignInRecord record;
    private final InstantSource clock;

    /**
     * What an authenticator has to know to make a passkey.
     *
     * @param except ids of those that are enrolled, which it is not to make again
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Making(byte[] challenge, byte[] handle, String login, List<byte[]> except) {}

    /**
     * One was enrolled.
     *
     * @param recovery codes, where there were none
     */
    record Enrolled(List<Passkey> passkeys, Optional<List<String>> recovery) {}

    /**
     * @param ceremonies empty where the server has no address that passkeys can be made for
     */
    PasskeyDesk(
            Optional<Ceremonies> ceremonies,
            PasskeyRows rows,
            PasskeySessions sessions,
            Challenges challenges,
            SecondFactors factors,
            TransactionTemplate transaction,
            SignInPorts ports,
            InstantSource clock) {
        this.ceremonies = ceremonies;
        this.rows = rows;
        this.sessions = sessions;
        this.challenges = challenges;
        this.factors = factors;
        this.transaction = transaction;
        this.record = ports.record();
        this.clock = clock;
    }

    /**
     * How passkeys are made and used here.
     *
     * @throws Refused SP7240 where they are not
     */
    Ceremonies here() {
        return ceremonies.orElseThrow(() ->
                refused(
                        ProblemCode.SP7240,
                        "this server has no address that passkeys can be made for",
                        "write `control.public_url` with a host name, or use a code"));
    }

    /** Of somebody who has just proved who they are; the secret of their session. */
    String begin(String login, Source source, Factor shown) {
        here();
        record.append(new SignInEvent.PasskeysOpened(login, source.network(), shown));
        return sessions.begin(login, now());
    }

    List<Passkey> of(String login) {
        return rows.of(login);
    }

    /**
     * What to make a passkey with.
     *
     * @throws Refused SP7240, SP7245
     */
    Making making(String session) {
        here();
        String login = login(session);
        return new Making(
                challenges.ask(session, now()), rows.handle(login), login, rows.credentials(login));
    }

    /**
     * Enrols one that was made.
     *
     * @throws Refused SP7240, SP7242, SP7243, SP7245, SP7246
     */
    Enrolled enrol(String session, byte[] challenge, String name, Attestation made, Source source) {
        Ceremonies here = here();
        String login = login(session);
        Instant now = now();
        // Whose session asked is part of what was asked: a challenge of another one is not ours.
        Credential credential =
                Optional.of(challenge)
                        .filter(one -> challenges.isOurs(one, session, now))
                        .flatMap(one -> here.made(made, one))
                        .filter(_ -> challenges.use(challenge, now))
                        .orElseThrow(PasskeyDesk::notTaken);
        return Objects.requireNonNull(
                transaction.execute(_ -> {
                    rows.lock(login);
                    return kept(login, name, credential, source, now);
                }));
    }

    private Enrolled kept(
            String login, String name, Credential credential, Source source, Instant now) {
        if (rows.of(login).size() >= MOST) {
            throw refused(
                    ProblemCode.SP7246,
                    "nobody has more than %d passkeys".formatted(MOST),
                    "remove one that you do not use");
        }
        String id =
                rows.put(login, name, credential, now)
                        .orElseThrow(() ->
                                refused(
                                        ProblemCode.SP7243,
                                        "that passkey is enrolled already",
                                        "make another, or use it as it is"));
        record.append(new SignInEvent.PasskeyEnrolled(login, source.network(), id, name));
        return new Enrolled(rows.of(login), factors.firstRecovery(login));
    }

    /**
     * Removes one's own passkey; says those that are left.
     *
     * @throws Refused SP7103, SP7244, SP7245
     */
    List<Passkey> remove(String session, String id, Source source) {
        String login = login(session);
        return Objects.requireNonNull(
                transaction.execute(_ -> {
                    rows.lock(login);
                    List<Passkey> before = rows.of(login);
                    if (before.stream().noneMatch(one -> one.id().equals(id))) {
                        throw refused(
                                ProblemCode.SP7103,
                                "you have no such passkey",
                                "see those that you have");
                    }
                    if (before.size() == 1 && !factors.hasApp(login)) {
                        throw refused(
                                ProblemCode.SP7244,
                                "it is your last second factor",
                                "enrol another one or an app first");
                    }
                    record.append(
                            new SignInEvent.PasskeyRemoved(
                                    login, id, login, Optional.of(source.network())));
                    rows.remove(login, id);
                    // It may be in other hands: what it opened ends with it.
                    factors.voidBegun(login);
                    sessions.endOthers(login, session);
                    return rows.of(login);
                }));
    }

    /** As exact as the database keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private String login(String session) {
        return sessions.login(session, now())
                .orElseThrow(() ->
                        refused(
                                ProblemCode.SP7245,
                                "the time to change passkeys is over, or it never began",
                                "prove yourself again at /passkeys"));
    }

    private static Refused notTaken() {
        return refused(
                ProblemCode.SP7242,
                "the passkey cannot be taken",
                "make it at this server's own /passkeys, within some minutes, with a device that"
                        + " asks for your PIN, finger or face");
    }

    private static Refused refused(ProblemCode code, String message, String instead) {
        return new Refused(Problem.of(code, message, instead));
    }
}
