package dev.sallyport.control.directory;

import static dev.sallyport.problem.ProblemCode.SP7100;
import static dev.sallyport.problem.ProblemCode.SP7110;
import static dev.sallyport.problem.ProblemCode.SP7112;

import dev.sallyport.policy.Logins;
import dev.sallyport.policy.Words;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * Gives logins: what the source asks for, or else the source's name for the person as far as it can
 * name an account. Never one that was anybody else's.
 */
final class Naming {
    /** Leaves room for a number within the 41 characters of a login. */
    private static final int MAX_BASE = 36;

    /** People of one name in one place; more want names of their own from the source. */
    private static final int MAX_NUMBER = 9_999;

    private final PersonStore people;
    private final Doors doors;

    Naming(PersonStore people, Doors doors) {
        this.people = people;
        this.doors = doors;
    }

    String first(UUID person, String userName, Optional<String> asked) {
        return asked.map(login -> wanted(person, login)).orElseGet(() -> free(person, userName));
    }

    /**
     * @throws Refused SP7112 where the doors have not followed the last change yet: whose account
     *     it is could not be told from two changes at once
     */
    String next(Person prior, Person.Told told, Optional<String> asked, State state) {
        if (state != State.LEFT && people.isRemoved(prior.login())) {
            return first(
                    prior.id(), told.userName(), asked.filter(login -> !isPrior(prior, login)));
        }
        String next =
                asked.filter(login -> !isPrior(prior, login))
                        .map(login -> wanted(prior.id(), login))
                        .orElseGet(() -> followed(prior, told));
        if (!next.equals(prior.login()) && prior.renamedFrom().isPresent()) {
            throw refused(
                    SP7112,
                    "login " + Words.quoted(prior.login()) + " was changed a moment ago",
                    "try again when both doors know it");
        }
        return next;
    }

    private static boolean isPrior(Person prior, String login) {
        return prior.login().equals(login);
    }

    /** Two accounts of one name cannot be: told here, it stops nobody else from coming in. */
    private String wanted(UUID person, String login) {
        if (doors.isService(login)) {
            throw refused(
                    SP7110,
                    "login " + Words.quoted(login) + " is the name of a service",
                    "give another, or give the service another name in the policy");
        }
        return asked(person, login);
    }

    /**
     * @param holder a person or a program
     * @throws Refused SP7100 where it can name no account, SP7110 where it is or was another's
     */
    String asked(UUID holder, String login) {
        if (!Logins.isLogin(login)) {
            throw refused(
                    SP7100,
                    "login " + Words.quoted(login) + " cannot become a name in a database",
                    "use a to z, 0 to 9 and `_`, at most 41 characters, not reserved");
        }
        if (!isFree(holder, login)) {
            throw refused(
                    SP7110,
                    "login " + Words.quoted(login) + " is, or was, somebody else's",
                    "give another: what is on record under one stays whose it was");
        }
        return login;
    }

    /** A login that came from the source's name follows it; one that was asked for stays. */
    private String followed(Person prior, Person.Told told) {
        String old = base(prior.told().userName());
        boolean cameFromName = prior.login().matches(old + "(_[0-9]+)?");
        return cameFromName && !base(told.userName()).equals(old)
                ? free(prior.id(), told.userName())
                : prior.login();
    }

    private String free(UUID person, String userName) {
        String base = base(userName);
        if (Logins.isLogin(base) && isOpen(person, base)) {
            return base;
        }
        for (int number = 2; number <= MAX_NUMBER; number++) {
            String login = base + "_" + number;
            if (isOpen(person, login)) {
                return login;
            }
        }
        throw refused(
                SP7110,
                "no login is left for " + Words.quoted(userName),
                "ask for one in the attribute `login`");
    }

    private boolean isOpen(UUID person, String login) {
        return isFree(person, login) && !doors.isService(login);
    }

    private boolean isFree(UUID person, String login) {
        return people.holder(login)
                .map(holder -> holder.equals(person) && !people.isRemoved(login))
                .orElse(true);
    }

    /** {@code Nora.Quinn@hospital.example} becomes {@code nora_quinn}. */
    static String base(String userName) {
        int at = userName.indexOf('@');
        String plain =
                (at > 0 ? userName.substring(0, at) : userName)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9]+", "_")
                        .replaceAll("^_+|_+$", "");
        String named = plain.matches("[a-z].*") ? plain : "p_" + plain;
        String unreserved = named.matches("(pg|sp)_.*") ? "p_" + named : named;
        return unreserved.substring(0, Math.min(unreserved.length(), MAX_BASE));
    }

    static Refused refused(ProblemCode code, String message, String instead) {
        return new Refused(Problem.of(code, message, instead));
    }
}
