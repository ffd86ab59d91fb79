package dev.sallyport.control.ldap;

import dev.sallyport.control.directory.DirectoryRecord.Step;
import dev.sallyport.control.directory.DirectoryWork;
import dev.sallyport.control.directory.Groups;
import dev.sallyport.control.directory.People;
import dev.sallyport.control.directory.Person;
import dev.sallyport.control.directory.Source;
import dev.sallyport.policy.Words;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Has the directory of people say of LDAP's what LDAP says. */
final class LdapSync {
    private static final String REASON = "read from the LDAP directory";

    /** While they are taken nobody else's change is: some seconds on a busy machine. */
    private static final int AT_ONCE = 1_000;

    private final DirectoryWork work;
    private final People people;
    private final Groups groups;
    private final LastWords words;

    LdapSync(DirectoryWork work, People people, Groups groups, LastWords words) {
        this.words = words;
        this.work = work;
        this.people = people;
        this.groups = groups;
    }

    /**
     * Whom LDAP told of and does not list.
     *
     * @throws Refused SP7183 where they are more than may leave at once
     */
    Set<String> missing(Listing listing, LdapSettings.Leavers bound, Optional<Integer> allowed) {
        Set<String> missing = new HashSet<>(Known.read(people, groups, words).ids());
        int all = missing.size();
        missing.removeAll(listing.ids());
        int most = allowed.orElseGet(() -> bound.of(all));
        if (missing.size() > most) {
            throw new Refused(
                    Problem.of(
                            ProblemCode.SP7183,
                            "%,d of %,d people would leave at once, and at most %,d may"
                                    .formatted(missing.size(), all, most),
                            "see whether base and filter are right; if they did leave:"
                                    + " `sallyport people sync --leavers "
                                    + missing.size()
                                    + "`"));
        }
        return missing;
    }

    /** What it would come to; nothing is kept, recorded or told. */
    LdapReport preview(Listing listing, Set<String> gone) {
        Set<String> doubled = doubled(listing.people());
        return work.tried(
                Source.LDAP,
                change -> {
                    Taking taking = new Taking(people, groups, words, change);
                    taking.leave(gone);
                    taking.take(listing.people(), doubled);
                    return report(listing, change.steps(), taking.problems());
                });
    }

    /** Leavers first: nobody waits for thousands who join. */
    LdapReport apply(Listing listing, Set<String> gone, String actor) {
        Set<String> doubled = doubled(listing.people());
        List<Step> steps = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        if (!gone.isEmpty()) {
            change(actor, steps, problems, taking -> taking.leave(gone));
        }
        Known known = Known.read(people, groups, words);
        List<Entry> entries = listing.people().stream().filter(known::differs).toList();
        for (int from = 0; from < entries.size(); from += AT_ONCE) {
            List<Entry> some = entries.subList(from, Math.min(from + AT_ONCE, entries.size()));
            change(actor, steps, problems, taking -> taking.take(some, doubled));
        }
        return report(listing, steps, problems);
    }

    private void change(
            String actor, List<Step> steps, List<Problem> problems, Consumer<Taking> taken) {
        work.change(
                Source.LDAP,
                actor,
                REASON,
                change -> {
                    Taking taking = new Taking(people, groups, words, change);
                    taken.accept(taking);
                    steps.addAll(change.steps());
                    return problems.addAll(taking.problems());
                });
    }

    private LdapReport report(Listing listing, List<Step> steps, List<Problem> problems) {
        List<Problem> all = new ArrayList<>(listing.problems());
        all.addAll(problems);
        Known.read(people, groups, words).handed().forEach(person -> all.add(unknown(person)));
        return new LdapReport(listing.people().size(), steps, all);
    }

    private static Set<String> doubled(Collection<Entry> entries) {
        Set<String> seen = new HashSet<>();
        return entries.stream()
                .flatMap(entry -> entry.saying().stream())
                .map(saying -> Known.key(saying.told().userName()))
                .filter(name -> !seen.add(name))
                .collect(Collectors.toSet());
    }

    private static Problem unknown(Person person) {
        return Problem.of(
                ProblemCode.SP7182,
                Words.quoted(person.login()) + " was handed to LDAP, which does not list them",
                "name them there, or hand them back");
    }
}
