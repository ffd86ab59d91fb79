package dev.sallyport.control.signin;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Local accounts as operators keep them; people themselves set up their second factor. */
public final class AccountDesk {
    /** With a second factor beside it; a passphrase has no trouble with it. */
    static final int SHORTEST = 12;

    /** Nobody types more, and each character is hashed. */
    static final int LONGEST = 128;

    private final LocalAccounts accounts;
    private final SecondFactors factors;
    private final PasskeyRows passkeys;
    private final PasskeySessions sessions;
    private final SignInRecord record;
    private final InstantSource clock;

    AccountDesk(
            LocalAccounts accounts,
            SecondFactors factors,
            PasskeyRows passkeys,
            PasskeySessions sessions,
            SignInRecord record,
            InstantSource clock) {
        this.accounts = accounts;
        this.factors = factors;
        this.passkeys = passkeys;
        this.sessions = sessions;
        this.record = record;
        this.clock = clock;
    }

    /**
     * Makes an account, or gives it another password.
     *
     * @param by who answers for it
     * @throws Refused SP7144 where it would be no password
     */
    public void put(String login, String password, String by) {
        int length = password.codePointCount(0, password.length());
        if (length < SHORTEST || length > LONGEST || password.equalsIgnoreCase(login)) {
            throw refused(
                    "the password of `" + login + "` would be none",
                    "take %d to %d characters that are not the login".formatted(SHORTEST, LONGEST));
        }
        if (!SignInFields.isLogin(login)) {
            throw refused("that is no login", "take letters and digits");
        }
        record.append(new SignInEvent.PasswordSet(login, by));
        accounts.put(login, password, clock.instant());
        // Whoever knew the one before changes nothing more.
        sessions.end(login);
        factors.voidBegun(login);
    }

    /**
     * What somebody needs beside the password to set up an app or a passkey, shown once; it ends
     * within {@link SecondFactors#INVITATION a day}.
     *
     * @throws Refused SP7144 where nobody has that login
     */
    public String invite(String login, String by) {
        demand(login);
        record.append(new SignInEvent.Invited(login, by));
        return factors.invite(login, clock.instant());
    }

    /**
     * Somebody's passkeys, oldest first.
     *
     * @throws Refused SP7144 where nobody has that login
     */
    public List<Passkey> passkeys(String login) {
        demand(login);
        return passkeys.of(login);
    }

    /**
     * Removes a passkey of somebody, also the last one: it may be in other hands. A password alone
     * signs nobody in, so whoever has no other second factor uses a recovery code or asks for an
     * invitation.
     *
     * @throws Refused SP7144 where nobody has that login, SP7247 where they have no such passkey
     */
    public void removePasskey(String login, String id, String by) {
        demand(login);
        if (passkeys.of(login).stream().noneMatch(one -> one.id().equals(id))) {
            throw new Refused(
                    Problem.of(
                            ProblemCode.SP7247,
                            "`" + login + "` has no passkey `" + id + "`",
                            "see `sallyport account passkeys " + login + "`"));
        }
        record.append(new SignInEvent.PasskeyRemoved(login, id, by, Optional.empty()));
        passkeys.remove(login, id);
        sessions.end(login);
        factors.voidBegun(login);
    }

    /**
     * Removes an account with its second factor. Tokens it was given stand until they end.
     *
     * @throws Refused SP7144 where nobody has that login
     */
    public void remove(String login, String by) {
        demand(login);
        record.append(new SignInEvent.AccountRemoved(login, by));
        accounts.remove(login);
    }

    /**
     * Seals what is kept of second factors under the key of now, so that the keys before may be
     * destroyed; says how many.
     */
    public int reseal(String by) {
        int secrets = factors.reseal() + passkeys.reseal();
        record.append(new SignInEvent.Resealed(by, factors.key(), secrets));
        return secrets;
    }

    private void demand(String login) {
        if (!accounts.has(login)) {
            throw refused("no local account is called `" + login + "`", "make it first");
        }
    }

    private static Refused refused(String message, String instead) {
        return new Refused(Problem.of(ProblemCode.SP7144, message, instead));
    }
}
