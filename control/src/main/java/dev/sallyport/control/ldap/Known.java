package dev.sallyport.control.ldap;

import dev.sallyport.control.directory.Employment.Terms;
import dev.sallyport.control.directory.Groups;
import dev.sallyport.control.directory.People;
import dev.sallyport.control.directory.Person;
import dev.sallyport.control.directory.Source;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Whom LDAP keeps, as the directory of people has them now. */
final class Known {
    private final Map<String, Person> byId = new HashMap<>();
    private final Map<String, Person> handed = new HashMap<>();
    private final Map<UUID, Set<String>> inGroups = new HashMap<>();
    private final Map<UUID, Boolean> words;

    private Known(Map<UUID, Boolean> words) {
        this.words = words;
    }

    static Known read(People people, Groups groups, LastWords last) {
        Known known = new Known(last.all());
        for (Person person : people.keptBy(Source.LDAP)) {
            person.told()
                    .externalId()
                    .ifPresentOrElse(
                            id -> known.byId.put(id, person),
                            () -> known.handed.put(key(person.told().userName()), person));
        }
        groups.memberships((person, group) ->
                known.inGroups.computeIfAbsent(person, _ -> new HashSet<>()).add(group));
        return known;
    }

    /** By the id that never changes. */
    Optional<Person> byId(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** By the id, or whom an operator handed over by the name. */
    Optional<Person> of(Entry entry) {
        return byId(entry.id())
                .or(() -> entry.saying().map(saying -> handed.get(key(saying.told().userName()))));
    }

    Set<String> ids() {
        return Set.copyOf(byId.keySet());
    }

    /** Whom an operator handed over and nobody has listed yet. */
    List<Person> handed() {
        return List.copyOf(handed.values());
    }

    /** Whether there is something to do or to tell. */
    boolean differs(Entry entry) {
        Optional<Person> prior = of(entry);
        return entry.problem().isPresent()
                || (prior.isEmpty() && entry.saying().filter(Entry.Saying::active).isPresent())
                || prior.filter(person -> !isSame(entry, person)).isPresent();
    }

    private boolean isSame(Entry entry, Person prior) {
        return entry.saying().filter(saying -> isSame(saying, prior)).isPresent()
                && isInSameGroups(entry, prior);
    }

    boolean isSame(Entry.Saying saying, Person prior) {
        return saying.told().equals(prior.told())
                && !isNews(saying, prior)
                && saying.login().filter(login -> !login.equals(prior.login())).isEmpty();
    }

    boolean isInSameGroups(Entry entry, Person person) {
        return lower(inGroups.getOrDefault(person.id(), Set.of())).equals(lower(entry.groups()));
    }

    private boolean isNews(Entry.Saying saying, Person prior) {
        return !Optional.ofNullable(words.get(prior.id())).equals(Optional.of(saying.active()));
    }

    /**
     * Only another word than the last is news; what was decided here since then stays, as dates do.
     */
    Terms terms(Entry.Saying saying, Person prior) {
        return new Terms(
                isNews(saying, prior) ? saying.active() : prior.employment().wanted(),
                prior.employment().starts(),
                prior.employment().ends());
    }

    /** Names of people and groups are the same in any case. */
    static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static Set<String> lower(Set<String> names) {
        return names.stream().map(Known::key).collect(Collectors.toSet());
    }
}
