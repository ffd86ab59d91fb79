package dev.sallyport.control.ldap;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchResultEntry;
import dev.sallyport.policy.Words;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Who is in which group, also by a group within a group. */
final class Memberships {
    /** LDAP_MATCHING_RULE_IN_CHAIN: the server walks from member to group to group. */
    private static final String IN_CHAIN = "1.2.840.113556.1.4.1941";

    /** Each is a search of its own. */
    private static final int MOST_CHAINS = 2_000;

    /** Organisations nest some five deep. */
    private static final int DEEPEST = 32;

    private static final String NAME = "cn";
    private static final List<String> MEMBERS = List.of("member", "uniqueMember");

    private final LdapSettings settings;
    private final Pages pages;
    private final Map<String, Set<String>> groups = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();

    Memberships(LdapSettings settings, Pages pages) {
        this.settings = settings;
        this.pages = pages;
    }

    /** Reads all of them. */
    Memberships read(Filter people) {
        settings.groups().ifPresent(search -> read(search, people));
        return this;
    }

    /** Of the entry with this DN, in the one form that {@link #key} gives. */
    Set<String> of(String key) {
        return groups.getOrDefault(key, Set.of());
    }

    List<Problem> problems() {
        return List.copyOf(problems);
    }

    /** One form for all ways to write a DN; empty for what is none. */
    static Optional<String> key(String dn) {
        try {
            return Optional.of(new DN(dn).toNormalizedString());
        } catch (LDAPException e) {
            return Optional.empty();
        }
    }

    private void read(LdapSettings.Search search, Filter people) {
        Filter filter = LdapReader.filter(search.filter());
        switch (settings.layout()) {
            case ACTIVE_DIRECTORY -> {
                List<SearchResultEntry> found = pages.all(search.base(), filter, List.of(NAME));
                if (found.size() > MOST_CHAINS) {
                    throw Failures.partial(
                            search.base(), "it has more than " + MOST_CHAINS + " groups");
                }
                named(found).forEach((name, group) -> give(name, inChain(group, people)));
            }
            case OPENLDAP -> {
                List<String> attributes = new ArrayList<>(MEMBERS);
                attributes.add(NAME);
                List<SearchResultEntry> found = pages.all(search.base(), filter, attributes);
                Map<String, Set<String>> members = new HashMap<>();
                found.forEach(group ->
                        key(group.getDN()).ifPresent(key -> members.put(key, members(group))));
                named(found).forEach((name, group) -> give(name, walked(name, group, members)));
            }
        }
    }

    private void give(String name, Set<String> members) {
        members.forEach(member -> groups.computeIfAbsent(member, _ -> new TreeSet<>()).add(name));
    }

    /** Two groups of one name are two groups: which of them a policy means is not guessed. */
    private Map<String, SearchResultEntry> named(List<SearchResultEntry> found) {
        Map<String, SearchResultEntry> named = new LinkedHashMap<>();
        Map<String, String> written = new HashMap<>();
        Set<String> doubled = new HashSet<>();
        for (SearchResultEntry group : found) {
            Values.text(group, NAME)
                    .ifPresent(name -> {
                        String first = written.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
                        if (first == null) {
                            named.put(name, group);
                        } else {
                            doubled.add(first);
                        }
                    });
        }
        for (String name : doubled) {
            named.remove(name);
            problems.add(
                    problem(
                            "several groups are called " + Words.quoted(name),
                            "give them names of their own, or narrow `control.ldap.groups`;"
                                    + " nobody is in either"));
        }
        return named;
    }

    private Set<String> inChain(SearchResultEntry group, Filter people) {
        Filter members =
                Filter.createANDFilter(
                        people,
                        Filter.createExtensibleMatchFilter(
                                "memberOf", IN_CHAIN, false, group.getDN()));
        Set<String> keys = new HashSet<>();
        pages.all(settings.people().base(), members, List.of(Pages.NOTHING))
                .forEach(one -> key(one.getDN()).ifPresent(keys::add));
        return keys;
    }

    private static Set<String> members(SearchResultEntry group) {
        Set<String> keys = new HashSet<>();
        MEMBERS.forEach(attribute ->
                Values.texts(group, attribute).stream()
                        .map(Memberships::key)
                        .flatMap(Optional::stream)
                        .forEach(keys::add));
        return keys;
    }

    /**
     * Each group once, so that a circle ends; people and groups are told apart by what is there.
     */
    private Set<String> walked(
            String name, SearchResultEntry group, Map<String, Set<String>> members) {
        Set<String> reached = new HashSet<>();
        Deque<String> level = new ArrayDeque<>(key(group.getDN()).stream().toList());
        Function<String, Set<String>> below = key -> members.getOrDefault(key, Set.of());
        for (int depth = 0; !level.isEmpty(); depth++) {
            if (depth > DEEPEST) {
                problems.add(
                        problem(
                                "group "
                                        + Words.quoted(name)
                                        + " nests deeper than "
                                        + DEEPEST
                                        + " groups",
                                "nest it less; who is further down is not in it"));
                break;
            }
            Deque<String> next = new ArrayDeque<>();
            for (String one : level) {
                below.apply(one).stream()
                        .filter(reached::add)
                        .filter(members::containsKey)
                        .forEach(next::add);
            }
            level = next;
        }
        return reached;
    }

    private static Problem problem(String message, String instead) {
        return Problem.of(ProblemCode.SP7182, message, instead);
    }
}
