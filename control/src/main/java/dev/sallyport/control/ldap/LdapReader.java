package dev.sallyport.control.ldap;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchResultEntry;
import dev.sallyport.control.directory.Person.Told;
import dev.sallyport.policy.Words;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads everybody of an LDAP directory, over one connection. */
final class LdapReader implements AutoCloseable {
    /** A DN may have any length; a person recognises an entry by its beginning. */
    private static final int SHOWN = 120;

    private final LdapSettings settings;
    private final LDAPConnection connection;
    private final Pages pages;

    private LdapReader(LdapSettings settings, LDAPConnection connection) {
        this.settings = settings;
        this.connection = connection;
        this.pages = new Pages(connection);
    }

    /**
     * @throws dev.sallyport.problem.Refused SP7184 where no server lets us in
     */
    static LdapReader open(LdapSettings settings) {
        return new LdapReader(settings, new Dialing(settings).open());
    }

    /**
     * @throws dev.sallyport.problem.Refused SP7184 where it cannot be told that this is everybody
     */
    Listing read(Instant now) {
        Filter people = filter(settings.people().filter());
        List<SearchResultEntry> found = pages.all(settings.people().base(), people, attributes());
        Memberships memberships = new Memberships(settings, pages).read(people);
        Map<String, String> userNames = userNames(found);
        Set<String> ids = new HashSet<>();
        List<Entry> entries = new ArrayList<>();
        for (SearchResultEntry one : found) {
            Entry entry = entry(one, now, memberships, userNames);
            if (!ids.add(entry.id())) {
                throw Failures.partial(settings.people().base(), "two entries have one id");
            }
            entries.add(entry);
        }
        return new Listing(entries, memberships.problems());
    }

    /** Whoever of them is not there, asked one by one: who moved while all were read is. */
    Set<String> gone(Collection<String> ids) {
        Filter people = filter(settings.people().filter());
        Set<String> gone = new HashSet<>();
        for (String id : ids) {
            Filter one =
                    Filter.createANDFilter(
                            people,
                            Filter.createEqualityFilter(
                                    settings.layout().id(), Values.stored(id, settings.layout())));
            if (pages.all(settings.people().base(), one, List.of(Pages.NOTHING)).isEmpty()) {
                gone.add(id);
            }
        }
        return gone;
    }

    /**
     * @throws dev.sallyport.problem.Refused SP7184 where it is no filter
     */
    static Filter filter(String written) {
        try {
            return Filter.create(written);
        } catch (LDAPException e) {
            throw Failures.refused(
                    Words.quoted(written) + " is no filter", "write one as RFC 4515 has it");
        }
    }

    private List<String> attributes() {
        return Stream.of(
                        settings.names().all(),
                        settings.attributes().values().stream(),
                        settings.layout().standing().stream(),
                        Stream.of(settings.layout().id()))
                .flatMap(all -> all)
                .distinct()
                .toList();
    }

    /** Whom a manager's DN means. */
    private Map<String, String> userNames(List<SearchResultEntry> found) {
        Map<String, String> names = new HashMap<>();
        for (SearchResultEntry entry : found) {
            Values.called(entry, settings.names().userName())
                    .ifPresent(name ->
                            Memberships.key(entry.getDN()).ifPresent(key -> names.put(key, name)));
        }
        return names;
    }

    /** Without an id nobody can be told from somebody who is gone. */
    private Entry entry(
            SearchResultEntry entry,
            Instant now,
            Memberships memberships,
            Map<String, String> userNames) {
        String id =
                Values.id(entry, settings.layout())
                        .orElseThrow(() ->
                                Failures.partial(
                                        settings.people().base(),
                                        "an entry shows no `" + settings.layout().id() + "`"));
        Set<String> groups = Memberships.key(entry.getDN()).map(memberships::of).orElse(Set.of());
        Optional<String> userName = Values.called(entry, settings.names().userName());
        Optional<Boolean> active = Values.active(entry, settings.layout(), now);
        if (userName.isEmpty() || active.isEmpty()) {
            String missing =
                    userName.isEmpty()
                            ? settings.names().userName()
                            : settings.layout().standing().getFirst();
            return new Entry(
                    id, shown(entry), Optional.empty(), groups, Optional.of(lacks(entry, missing)));
        }
        Entry.Saying saying =
                new Entry.Saying(
                        told(entry, id, userName.get(), userNames),
                        active.get(),
                        Values.text(entry, settings.names().login()));
        return new Entry(id, shown(entry), Optional.of(saying), groups, Optional.empty());
    }

    private Told told(
            SearchResultEntry entry, String id, String userName, Map<String, String> userNames) {
        Map<String, List<String>> attributes = new LinkedHashMap<>();
        settings.attributes()
                .forEach((name, attribute) -> {
                    List<String> values = Values.texts(entry, attribute);
                    if (!values.isEmpty()) {
                        attributes.put(name, values);
                    }
                });
        return new Told(
                userName,
                Optional.of(id),
                Values.text(entry, settings.names().name()).orElse(userName),
                Values.text(entry, settings.names().department()),
                Values.text(entry, settings.names().manager())
                        .flatMap(Memberships::key)
                        .flatMap(key -> Optional.ofNullable(userNames.get(key))),
                attributes,
                "{}");
    }

    private static Problem lacks(SearchResultEntry entry, String attribute) {
        return Problem.of(
                ProblemCode.SP7182,
                Words.quoted(shown(entry))
                        + " shows no `"
                        + attribute
                        + "`, so all of them stays as it was",
                "fill it in, or let the account that reads see it");
    }

    private static String shown(SearchResultEntry entry) {
        String plain = entry.getDN().replaceAll("\\p{Cntrl}", "?");
        return plain.length() <= SHOWN ? plain : plain.substring(0, SHOWN) + "…";
    }

    @Override
    public void close() {
        connection.close();
    }
}
