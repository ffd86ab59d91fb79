package dev.sallyport.control.ldap;

import static java.util.Objects.requireNonNull;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchEntry;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchResult;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import com.unboundid.util.ssl.PEMFileKeyManager;
import com.unboundid.util.ssl.SSLUtil;
import com.unboundid.util.ssl.TrustAllTrustManager;
import dev.sallyport.testkit.ServerCertificate;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** An LDAP server in memory on loopback, which fails on demand and walks chains of groups. */
public final class FakeLdap implements AutoCloseable {
    public static final String READER = "cn=reader,dc=h,dc=example";
    public static final String PASSWORD = "of the reader";
    public static final String PEOPLE = "ou=people,dc=h,dc=example";
    public static final String GROUPS = "ou=groups,dc=h,dc=example";

    public final List<String> filters = new CopyOnWriteArrayList<>();
    private final InMemoryDirectoryServer server;
    private volatile Consumer<InMemoryInterceptedSearchResult> answers = _ -> {};
    private volatile Consumer<InMemoryInterceptedSearchEntry> entries = _ -> {};
    private volatile boolean breaksOff;

    public FakeLdap(ServerCertificate certificate) throws LDAPException, GeneralSecurityException {
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("dc=h,dc=example");
        config.setSchema(null);
        config.addAdditionalBindCredentials(READER, PASSWORD);
        SSLUtil tls =
                new SSLUtil(
                        new PEMFileKeyManager(
                                certificate.certificate().toFile(), certificate.key().toFile()),
                        new TrustAllTrustManager());
        config.setListenerConfigs(
                InMemoryListenerConfig.createLDAPConfig(
                        "starttls",
                        InetAddress.getLoopbackAddress(),
                        0,
                        tls.createSSLSocketFactory()),
                InMemoryListenerConfig.createLDAPSConfig(
                        "ldaps",
                        InetAddress.getLoopbackAddress(),
                        0,
                        tls.createSSLServerSocketFactory(),
                        null),
                InMemoryListenerConfig.createLDAPConfig(
                        "clear", InetAddress.getLoopbackAddress(), 0, null));
        config.addInMemoryOperationInterceptor(new Watching());
        server = new InMemoryDirectoryServer(config);
        server.startListening();
        empty();
    }

    /** As if nobody had ever been in it, and it never failed. */
    public void empty() throws LDAPException {
        answers = _ -> {};
        entries = _ -> {};
        breaksOff = false;
        filters.clear();
        server.clear();
        add("dc=h,dc=example", "objectClass: domain");
        add(PEOPLE, "objectClass: organizationalUnit");
        add(GROUPS, "objectClass: organizationalUnit");
    }

    public int port(String listener) {
        return server.getListenPort(listener);
    }

    public LdapSettings.Server clear() {
        return new LdapSettings.Server("127.0.0.1", port("clear"), LdapSettings.Encryption.NONE);
    }

    public LdapSettings settings(LdapLayout layout) {
        return settings(layout, List.of(clear()), Optional.empty());
    }

    /** It is read round after round. */
    public LdapSettings settings(LdapLayout layout, Duration every) {
        LdapSettings asked = settings(layout);
        return new LdapSettings(
                asked.servers(),
                asked.authority(),
                asked.account(),
                asked.password(),
                asked.layout(),
                asked.people(),
                asked.groups(),
                asked.names(),
                asked.attributes(),
                Optional.of(every),
                asked.leavers());
    }

    public static LdapSettings settings(
            LdapLayout layout, List<LdapSettings.Server> servers, Optional<Path> authority) {
        return new LdapSettings(
                servers,
                authority,
                READER,
                () -> PASSWORD,
                layout,
                new LdapSettings.Search(PEOPLE, layout.people()),
                Optional.of(new LdapSettings.Search(GROUPS, layout.groups())),
                layout.names(),
                Map.of("clinics", "businessCategory"),
                Optional.empty(),
                LdapSettings.Leavers.USUAL);
    }

    public void add(String dn, String... lines) throws LDAPException {
        Entry entry = new Entry(dn);
        for (String line : lines) {
            String[] parts = line.split(": ", 2);
            entry.addAttribute(parts[0], parts[1]);
        }
        add(entry);
    }

    public void add(Entry entry) throws LDAPException {
        server.add(entry);
    }

    public void person(String uid, String... more) throws LDAPException {
        List<String> lines =
                new ArrayList<>(List.of("objectClass: inetOrgPerson", "cn: " + uid + " Told"));
        lines.addAll(List.of(more));
        add(dn(uid), lines.toArray(String[]::new));
    }

    public void group(String name, String... members) throws LDAPException {
        List<String> lines = new ArrayList<>(List.of("objectClass: groupOfNames"));
        for (String member : members) {
            lines.add("member: " + member);
        }
        add("cn=" + name + "," + GROUPS, lines.toArray(String[]::new));
    }

    public static String dn(String uid) {
        return new RDN("uid", uid) + "," + PEOPLE;
    }

    public static String groupDn(String name) {
        return "cn=" + name + "," + GROUPS;
    }

    public void set(String dn, String attribute, String... values) throws LDAPException {
        server.modify(dn, new Modification(ModificationType.REPLACE, attribute, values));
    }

    public void rename(String dn, String newRdn) throws LDAPException {
        server.modifyDN(dn, newRdn, true);
    }

    public void delete(String dn) throws LDAPException {
        server.delete(dn);
    }

    /** Every page after the first fails. */
    public void breakOff() {
        breaksOff = true;
    }

    /** Answers as a server that never heard of pages. */
    public void forgetPages() {
        answers = answer -> answer.setResult(withoutControls(requireNonNull(answer.getResult())));
    }

    /** Whoever reads may not see this attribute. */
    public void hide(String attribute) {
        entries =
                entry -> {
                    Entry seen = requireNonNull(entry.getSearchEntry()).duplicate();
                    seen.removeAttribute(attribute);
                    entry.setSearchEntry(seen);
                };
    }

    private static LDAPResult withoutControls(LDAPResult result) {
        return new LDAPResult(
                result.getMessageID(),
                result.getResultCode(),
                result.getDiagnosticMessage(),
                result.getMatchedDN(),
                result.getReferralURLs(),
                new Control[0]);
    }

    @Override
    public void close() {
        server.shutDown(true);
    }

    /** Sees what is asked, and answers what this kind of server cannot. */
    private final class Watching extends InMemoryOperationInterceptor {
        @Override
        public void processSearchRequest(InMemoryInterceptedSearchRequest request)
                throws LDAPException {
            SearchRequest asked = request.getRequest().duplicate();
            filters.add(asked.getFilter().toString());
            if (breaksOff && isLaterPage(asked)) {
                throw new LDAPException(ResultCode.BUSY, "secret words of a server");
            }
            asked.setFilter(walked(asked.getFilter()));
            request.setRequest(asked);
        }

        @Override
        public void processSearchEntry(InMemoryInterceptedSearchEntry entry) {
            entries.accept(entry);
        }

        @Override
        public void processSearchResult(InMemoryInterceptedSearchResult result) {
            answers.accept(result);
        }
    }

    private static boolean isLaterPage(SearchRequest asked) throws LDAPException {
        for (Control control : asked.getControls()) {
            if (control instanceof SimplePagedResultsControl page
                    && page.getCookie() != null
                    && page.getCookie().getValueLength() > 0) {
                return true;
            }
        }
        return false;
    }

    /** What Active Directory does with LDAP_MATCHING_RULE_IN_CHAIN. */
    private Filter walked(Filter filter) throws LDAPException {
        if (filter.getFilterType() == Filter.FILTER_TYPE_AND) {
            List<Filter> parts = new ArrayList<>();
            for (Filter part : filter.getComponents()) {
                parts.add(walked(part));
            }
            return Filter.createANDFilter(parts);
        }
        if (filter.getFilterType() != Filter.FILTER_TYPE_EXTENSIBLE_MATCH) {
            return filter;
        }
        Set<String> reached = new HashSet<>();
        reach(new DN(requireNonNull(filter.getAssertionValue())), reached);
        List<Filter> any = new ArrayList<>();
        for (String dn : reached) {
            any.add(Filter.createEqualityFilter("distinguishedName", dn));
        }
        return Filter.createORFilter(any);
    }

    private void reach(DN group, Set<String> reached) throws LDAPException {
        Entry entry = server.getEntry(group.toString());
        if (entry != null && entry.hasAttribute("member")) {
            for (String member : requireNonNull(entry.getAttributeValues("member"))) {
                if (reached.add(member)) {
                    reach(new DN(member), reached);
                }
            }
        }
    }
}
