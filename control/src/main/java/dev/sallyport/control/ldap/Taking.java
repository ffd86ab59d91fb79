package dev.sallyport.control.ldap;

import dev.sallyport.control.directory.Change;
import dev.sallyport.control.directory.Employment.Terms;
import dev.sallyport.control.directory.Groups;
import dev.sallyport.control.directory.People;
import dev.sallyport.control.directory.Person;
import dev.sallyport.policy.Words;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Some entries, taken in one change; what is wrong with one is told, and the others are taken. */
final class Taking {
    private final People people;
    private final Groups groups;
    private final LastWords words;
    private final Change change;
    private final Known known;
    private final List<Problem> problems = new ArrayList<>();

    Taking(People people, Groups groups, LastWords words, Change change) {
        this.people = people;
        this.groups = groups;
        this.words = words;
        this.change = change;
        this.known = Known.read(people, groups, words);
    }

    List<Problem> problems() {
        return List.copyOf(problems);
    }

    void leave(Set<String> gone) {
        gone.forEach(id -> known.byId(id).ifPresent(person -> people.leave(change, person)));
    }

    /**
     * @param doubled names that several entries have
     */
    void take(Collection<Entry> entries, Set<String> doubled) {
        entries.forEach(entry -> take(entry, doubled));
    }

    private void take(Entry entry, Set<String> doubled) {
        entry.problem().ifPresent(problems::add);
        Optional<Person> prior = known.of(entry);
        entry.saying()
                .ifPresent(saying -> {
                    boolean isOne = !doubled.contains(Known.key(saying.told().userName()));
                    if (isOne || known.byId(entry.id()).isPresent()) {
                        prior.ifPresentOrElse(
                                person -> alter(entry, saying, person), () -> join(entry, saying));
                    } else {
                        problems.add(
                                refused(
                                        entry,
                                        "its name is another entry's, too",
                                        "give each person one"));
                    }
                });
    }

    /** Nobody joins with an account that may not be used. */
    private void join(Entry entry, Entry.Saying saying) {
        if (saying.active()) {
            guarded(
                    entry,
                    () -> {
                        Person person =
                                people.join(
                                        change,
                                        saying.told(),
                                        new Terms(true, Optional.empty(), Optional.empty()),
                                        saying.login());
                        words.keep(person.id(), true);
                        belong(person, entry);
                    });
        }
    }

    /**
     * What is wrong with a name does not keep anybody in: whether they may work, and in which
     * groups, is taken all the same.
     */
    private void alter(Entry entry, Entry.Saying saying, Person prior) {
        boolean done = known.isSame(saying, prior) || guarded(entry, () -> say(saying, prior));
        if (!done && !saying.active() && prior.employment().wanted()) {
            guarded(entry, () -> suspend(saying, prior));
        }
        guarded(entry, () -> belong(prior, entry));
    }

    private void say(Entry.Saying saying, Person prior) {
        people.alter(change, prior, saying.told(), known.terms(saying, prior), saying.login());
        words.keep(prior.id(), saying.active());
    }

    private void suspend(Entry.Saying saying, Person prior) {
        people.alter(change, prior, prior.told(), known.terms(saying, prior), Optional.empty());
        words.keep(prior.id(), false);
    }

    private void belong(Person person, Entry entry) {
        if (!known.isInSameGroups(entry, person)) {
            groups.belong(change, person, entry.groups());
        }
    }

    /** Checked before anything is written, so that the rest of the change stands. */
    private boolean guarded(Entry entry, Runnable work) {
        try {
            work.run();
            return true;
        } catch (Refused refused) {
            for (Problem problem : refused.problems()) {
                problems.add(refused(entry, problem.message(), problem.instead()));
            }
            return false;
        }
    }

    private static Problem refused(Entry entry, String what, String instead) {
        return Problem.of(ProblemCode.SP7182, Words.quoted(entry.shown()) + ": " + what, instead);
    }
}
