package dev.sallyport.control.signin;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.time.InstantSource;

/** Local accounts as operators keep them; people themselves set up their second factor. */
public final class AccountDesk {
    /** With a second factor beside it; a passphrase has no trouble with it. */
    static final int SHORTEST = 12;

    /** Nobody types more, and each character is hashed. */
    static final int LONGEST = 128;

    private final LocalAccounts accounts;
    private final SecondFactors factors;
    private final SignInRecord record;
    private final InstantSource clock;

    AccountDesk(
            LocalAccounts accounts,
            SecondFactors factors,
            SignInRecord record,
            InstantSource clock) {
        this.accounts = accounts;
        this.factors = factors;
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
    }

    /**
     * What somebody needs beside the password to set up an authenticator app, shown once; it ends
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
     * Seals the secrets of authenticator apps under the key of now, so that the keys before may be
     * destroyed; says how many.
     */
    public int reseal(String by) {
        int secrets = factors.reseal();
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
