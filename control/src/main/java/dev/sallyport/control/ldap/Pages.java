package dev.sallyport.control.ldap;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DereferencePolicy;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Searches page by page (RFC 2696), and answers with all that matches or not at all. */
final class Pages {
    /** Active Directory gives no more at once, unless somebody lets it. */
    private static final int SIZE = 500;

    /** A hospital group with more people has several directories. */
    private static final int MOST_ENTRIES = 200_000;

    /** No entry matches it by itself: a search for names alone (RFC 4511 section 4.5.1.8). */
    static final String NOTHING = "1.1";

    private static final String RANGE = "range=";

    private final LDAPConnection connection;

    Pages(LDAPConnection connection) {
        this.connection = connection;
    }

    /**
     * Referrals are not followed: another server is another directory.
     *
     * @throws dev.sallyport.problem.Refused SP7184 where it cannot be told that this is all
     */
    List<SearchResultEntry> all(String base, Filter filter, Collection<String> attributes) {
        List<SearchResultEntry> all = new ArrayList<>();
        Optional<ASN1OctetString> cookie = Optional.empty();
        do {
            SearchResult page = page(base, filter, attributes, cookie);
            all.addAll(page.getSearchEntries());
            if (all.size() > MOST_ENTRIES) {
                throw Failures.partial(base, "it has more than " + MOST_ENTRIES + " entries");
            }
            cookie = next(base, page);
        } while (cookie.isPresent());
        all.forEach(entry -> requireWhole(base, entry));
        return all;
    }

    private SearchResult page(
            String base,
            Filter filter,
            Collection<String> attributes,
            Optional<ASN1OctetString> cookie) {
        SearchRequest request =
                new SearchRequest(
                        base,
                        SearchScope.SUB,
                        DereferencePolicy.NEVER,
                        0,
                        0,
                        false,
                        filter,
                        attributes.toArray(String[]::new));
        request.addControl(new SimplePagedResultsControl(SIZE, cookie.orElse(null), true));
        try {
            return connection.search(request);
        } catch (LDAPException e) {
            throw Failures.search(base, e);
        }
    }

    private static Optional<ASN1OctetString> next(String base, SearchResult page) {
        try {
            SimplePagedResultsControl answer = SimplePagedResultsControl.get(page);
            if (answer == null) {
                throw Failures.partial(base, "the server answers without saying whether it is all");
            }
            return Optional.of(answer.getCookie()).filter(_ -> answer.moreResultsToReturn());
        } catch (LDAPException e) {
            throw Failures.search(base, e);
        }
    }

    /** Active Directory gives some of many values and says so in the name of the attribute. */
    private static void requireWhole(String base, SearchResultEntry entry) {
        for (Attribute attribute : entry.getAttributes()) {
            if (attribute.getOptions().stream().anyMatch(one -> one.startsWith(RANGE))) {
                throw Failures.partial(base, "an entry was given with some of its values");
            }
        }
    }
}
