package dev.sallyport.provision;

import static dev.sallyport.problem.ProblemCode.SP3021;
import static dev.sallyport.problem.ProblemCode.SP3022;
import static dev.sallyport.problem.ProblemCode.SP3023;

import dev.sallyport.policy.Directory;
import dev.sallyport.policy.Entitlements;
import dev.sallyport.sql.SqlIdentifier;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Accounts that are renamed or go: the same account under another name, or nothing left of it but
 * its login, which nobody gets again.
 */
final class DepartureCompiler {
    /** What fits a line; the plan lists everything. */
    private static final int SHOWN = 5;

    private final Surroundings surroundings;
    private final Draft draft;
    private final Set<String> settled = new HashSet<>();

    DepartureCompiler(Surroundings surroundings, Draft draft) {
        this.surroundings = surroundings;
        this.draft = draft;
    }

    /** The logins whose accounts are dealt with. */
    Set<String> compile(Entitlements entitlements) {
        Directory directory = entitlements.directory();
        Map<String, String> retired = new HashMap<>(surroundings.departures().retired());
        directory.people().values().forEach(person -> rename(person, retired));
        entitlements.accounts().forEach(account -> refuseReuse(account, retired));
        retired.forEach((login, holder) -> draft.add(new NativeObject.RetiredLogin(login, holder)));
        directory.removed().values().stream()
                .filter(removal -> surroundings.accounts().contains(removal.login()))
                .forEach(this::remove);
        return Set.copyOf(settled);
    }

    private void rename(Directory.Person person, Map<String, String> retired) {
        String old = person.renamedFrom().orElse("");
        if (!surroundings.accounts().contains(old)) {
            return;
        }
        settled.add(old);
        if (surroundings.roles().contains(person.login())) {
            draft.problem(
                    person.place(),
                    SP3023,
                    "`" + old + "` cannot become `" + person.login() + "`: the database has both",
                    "remove one of the two, or give another login");
            return;
        }
        draft.step(
                new NativeObject.Renaming(
                        new SqlIdentifier(old), new SqlIdentifier(person.login())));
        // Whoever gets a name back had it before: the account is the same.
        retired.remove(person.login(), old);
        retired.put(old, person.login());
    }

    /** A login that comes back could be somebody else's: what was granted to it by name is not. */
    private void refuseReuse(Entitlements.Account account, Map<String, String> retired) {
        String holder = retired.get(account.login());
        if (holder != null && !holder.equals(account.login())) {
            draft.problem(
                    account.place(),
                    SP3022,
                    "login `" + account.login() + "` was an account that is gone or renamed",
                    "give another login: what is on record under this one stays one person's");
        }
    }

    private void remove(Directory.Removal removal) {
        settled.add(removal.login());
        draft.add(new NativeObject.RetiredLogin(removal.login(), removal.login()));
        List<Departures.Owned> owned = surroundings.departures().owned(removal.login());
        if (!owned.isEmpty() && mayHandOver(removal, owned)) {
            for (Departures.Owned one : owned) {
                draft.step(
                        new NativeObject.Handover(
                                one.kind(),
                                one.name(),
                                new SqlIdentifier(removal.login()),
                                new SqlIdentifier(removal.reassignTo().orElseThrow())));
            }
        }
    }

    private boolean mayHandOver(Directory.Removal removal, List<Departures.Owned> owned) {
        if (owned.stream().anyMatch(Departures.Owned::isElsewhere)) {
            return refuse(
                    removal,
                    owned.stream().filter(Departures.Owned::isElsewhere).toList(),
                    "give it another owner there, by hand");
        }
        if (removal.reassignTo().isEmpty()) {
            return refuse(
                    removal,
                    owned,
                    "say who gets it: `removed: {" + removal.login() + ": {reassign_to: ROLE}}`");
        }
        String heir = removal.reassignTo().get();
        boolean ours =
                surroundings.accounts().contains(heir) || surroundings.groups().contains(heir);
        if (ours || !surroundings.roles().contains(heir)) {
            return refuse(
                    removal, owned, "`" + heir + "` cannot get it: name a role that is not ours");
        }
        return true;
    }

    private boolean refuse(
            Directory.Removal removal, List<Departures.Owned> owned, String instead) {
        String words =
                owned.stream()
                        .limit(SHOWN)
                        .map(Departures.Owned::words)
                        .distinct()
                        .collect(Collectors.joining(", "));
        draft.problem(
                removal.place(),
                SP3021,
                "`"
                        + removal.login()
                        + "` owns "
                        + words
                        + (owned.size() > SHOWN ? " and " + (owned.size() - SHOWN) + " more" : ""),
                instead);
        return false;
    }
}
