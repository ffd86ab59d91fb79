package dev.sallyport.control.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Walks every page that is there with a provider, and sends each what it has to refuse: the refusal
 * is a problem with a code, opens nothing, and says nothing of what was sent.
 */
final class ProviderCrawlTest {
    private static final String SECRET = "hunter2hunter2";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final List<String> COOKIES =
            List.of(Browser.SESSION, Browser.FLOW, Browser.ASKED);

    private static final Set<String> WAYS =
            Set.of("GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND");

    @TempDir static Path folder;
    private static Site site;

    /** One page, in its own way. */
    record Page(String way, String path) {
        static Page of(String written) {
            int space = written.indexOf(' ');
            return new Page(written.substring(0, space), written.substring(space + 1));
        }

        @Override
        public String toString() {
            return way + " " + path;
        }
    }

    @BeforeAll
    static void open() throws Exception {
        site = new Site(folder, provider -> Given.settings(provider.issuer()));
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @AfterEach
    void nobodyCameInAndNothingBroke() {
        assertThat(site.alarms).isEmpty();
        assertThat(site.signIns).isEmpty();
        assertThat(site.events).isEmpty();
    }

    static Stream<Page> pages() {
        return site.pages().stream()
                .filter(page -> page.contains(" /oidc/"))
                .sorted()
                .map(Page::of);
    }

    /** A page that is made later is walked, too. */
    @Test
    void theseAreThePages() {
        assertThat(pages().map(Page::toString))
                .containsExactly(
                        "GET /oidc/callback",
                        "GET /oidc/session",
                        "GET /oidc/sign-in",
                        "POST /oidc/backchannel-logout",
                        "POST /oidc/sign-out",
                        "POST /oidc/word");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void opensToNobodyWhoProvesNothing(Page page) throws Exception {
        for (String query : List.of("?x=" + SECRET, "?code=" + SECRET + "&state=" + SECRET)) {
            for (String[] proof : proofs()) {
                refused(site.visitor().ask(page.way(), page.path() + query, body(page), proof));
            }
        }
        for (String name : COOKIES) {
            for (String value : List.of("", SECRET, "x".repeat(4_000), "a.b.c", "%00")) {
                String cookie = name + "=" + value;
                if (!page.path().equals("/oidc/sign-in")) {
                    refused(
                            site.visitor()
                                    .ask(
                                            page.way(),
                                            page.path(),
                                            body(page),
                                            "Content-Type",
                                            FORM,
                                            "Cookie",
                                            cookie));
                }
            }
        }
    }

    /** What a browser or a program may hold that is no session here. */
    private static List<String[]> proofs() {
        List<String[]> proofs = new ArrayList<>();
        for (String held :
                List.of("Bearer " + SECRET, "Bearer nora-token", "Basic " + SECRET, SECRET)) {
            proofs.add(new String[] {"Authorization", held, "Content-Type", FORM});
        }
        proofs.add(new String[] {"X-Forwarded-User", "nora", "Content-Type", FORM});
        return proofs;
    }

    @ParameterizedTest
    @MethodSource("pages")
    void takesNoBodyButItsOwn(Page page) throws Exception {
        if (page.way().equals("GET")) {
            return;
        }
        for (String type : List.of("application/json", "text/plain", "multipart/form-data", "x")) {
            Visitor.Answer answer =
                    site.visitor().ask("POST", page.path(), body(page), "Content-Type", type);
            assertThat(answer.status()).isEqualTo(415);
            problem(answer);
        }
        for (String body :
                List.of(
                        "",
                        "{",
                        "=",
                        "&&&",
                        "%",
                        "%zz=" + SECRET,
                        "logout_token",
                        "logout_token=",
                        "logout_token=" + SECRET,
                        "logout_token=" + SECRET + "&logout_token=" + SECRET,
                        "logout_token=e30.e30.e30",
                        "mark=" + SECRET + "&mark=" + SECRET,
                        "mark=" + SECRET + "x".repeat(1 << 14),
                        SECRET + "x".repeat(1 << 20))) {
            refused(site.visitor().ask("POST", page.path(), body, "Content-Type", FORM));
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void isAskedInItsOwnWayOnly(Page page) throws Exception {
        for (String way : WAYS) {
            if (!way.equals(page.way())) {
                Visitor.Answer answer = site.visitor().ask(way, page.path(), "");
                assertThat(answer.status()).as(way).isEqualTo(405);
                problem(answer);
            }
        }
        Visitor.Answer ways =
                site.visitor()
                        .ask("OPTIONS", page.path(), "", "Origin", "https://elsewhere.example");
        assertThat(ways.header("access-control-allow-origin")).isEmpty();
        assertThat(ways.body()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void takesNoHeaderAndNoQueryThatIsTooLong(Page page) throws Exception {
        String much = SECRET + "x".repeat(20_000);
        refused(site.visitor().ask(page.way(), page.path(), "", "X-Long", much));
        refused(site.visitor().ask(page.way(), page.path() + "?code=" + much, ""));
    }

    /** Wherever it is sent, the browser is sent by us. */
    @Test
    void theProviderIsAskedAndNobodyElse() throws Exception {
        Visitor.Answer begun =
                site.visitor()
                        .ask("GET", "/oidc/sign-in", "", "X-Forwarded-Host", SECRET + ".example");

        assertThat(begun.status()).isEqualTo(303);
        assertThat(begun.location().toString())
                .startsWith(site.provider.issuer().toString())
                .doesNotContain(SECRET);
    }

    private static String body(Page page) {
        return page.way().equals("GET") ? "" : "mark=" + SECRET + "&logout_token=" + SECRET;
    }

    private static void refused(Visitor.Answer answer) {
        assertThat(answer.status()).isBetween(400, 499);
        problem(answer);
    }

    /** RFC 9457, with a code, and with nothing that opens anything. */
    private static void problem(Visitor.Answer answer) {
        assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
        assertThat(answer.json().path("code").asString()).matches("SP[0-9]{4}");
        assertThat(answer.json().path("status").asInt()).isEqualTo(answer.status());
        assertThat(answer.body())
                .doesNotContain(SECRET, "Exception", "\tat ", "dev.sallyport", "org.", "Tomcat");
        assertThat(answer.http().headers().map().toString()).doesNotContain(SECRET);
        assertThat(answer.http().headers().allValues("set-cookie"))
                .allSatisfy(cookie -> assertThat(cookie).containsIgnoringCase("max-age=0"));
    }
}
