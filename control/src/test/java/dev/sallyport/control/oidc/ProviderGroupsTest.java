package dev.sallyport.control.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.sallyport.problem.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody's groups at the provider come to in the directory, and what they do not. */
final class ProviderGroupsTest {
    @TempDir static Path folder;
    private static Site site;

    @BeforeAll
    static void open() throws Exception {
        site = new Site(folder, provider -> Given.settings(provider.issuer()));
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @BeforeEach
    void reset() throws Exception {
        site.reset();
    }

    private static void signIn(String person, Consumer<JWTClaimsSet.Builder> claims)
            throws Exception {
        site.provider.claiming(claims.andThen(all -> all.subject("sub-" + person)));
        assertThat(site.visitor().signIn().status()).isEqualTo(200);
    }

    private static String groupsOf(String person) throws Exception {
        return site.query(
                "SELECT string_agg(g.name, ',' ORDER BY g.name) FROM control.person p"
                        + " JOIN control.membership m ON m.person = p.id"
                        + " JOIN control.person_group g ON g.id = m.group_id WHERE p.login = '"
                        + person
                        + "'");
    }

    @Test
    void aMappedIdPutsSomebodyInAndItsAbsenceTakesThemOut() throws Exception {
        signIn("nora", claims -> claims.claim("groups", List.of("id-nurses", "id-cooks")));
        assertThat(groupsOf("nora")).isEqualTo("nurses");
        assertThat(site.steps)
                .singleElement()
                .satisfies(step -> {
                    assertThat(step.kind()).isEqualTo("group given");
                    assertThat(step.after()).isEqualTo("nurses");
                    assertThat(step.actor()).isEqualTo("oidc:" + site.provider.issuer());
                });

        signIn("nora", claims -> claims.claim("groups", List.of("id-nurses")));
        assertThat(site.steps).hasSize(1);
        signIn("nora", claims -> claims.claim("groups", List.of()));
        assertThat(groupsOf("nora")).isEqualTo("null");
    }

    @Test
    void takesNobodyOutOfAGroupThatIsNotTheProviders() throws Exception {
        assertThat(groupsOf("omar")).isEqualTo("nurse-admins,nurses");

        signIn("omar", claims -> {});
        assertThat(groupsOf("omar")).isEqualTo("nurse-admins");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nurses",
                "nurse-admins",
                "NURSE-ADMINS",
                "ID-NURSES",
                " id-nurses",
                "/id-nurses",
                "id-nurses,nurse-admins"
            })
    void whatAGroupIsCalledAtTheProviderIsNothing(String value) throws Exception {
        signIn("nora", claims -> claims.claim("groups", List.of(value)));

        assertThat(groupsOf("nora")).isEqualTo("null");
        assertThat(site.steps).isEmpty();
    }

    static Stream<Consumer<JWTClaimsSet.Builder>> overages() {
        return Stream.of(
                claims ->
                        claims.claim("_claim_names", Map.of("groups", "src1"))
                                .claim(
                                        "_claim_sources",
                                        Map.of(
                                                "src1",
                                                Map.of("endpoint", "http://127.0.0.1:1/groups"))),
                claims -> claims.claim("hasgroups", true),
                claims -> claims.claim("hasgroups", "true"));
    }

    @ParameterizedTest
    @MethodSource("overages")
    void groupsThatWereNotToldAreKeptAndSaid(Consumer<JWTClaimsSet.Builder> overage)
            throws Exception {
        signIn("omar", overage);
        signIn("omar", overage);

        assertThat(groupsOf("omar")).isEqualTo("nurse-admins,nurses");
        assertThat(site.events)
                .contains(new OidcEvent.GroupsUntold("omar", site.provider.issuer()));
        assertThat(site.alarms.stream().map(Problem::toString))
                .containsExactly(
                        "SP7169 the identity provider told not all groups of somebody, who keeps"
                                + " theirs (have it send the mapped groups only, or fewer)");
    }

    @Test
    void aGroupThatIsNotInTheDirectoryIsSaidAndNotMade() throws Exception {
        signIn("nora", claims -> claims.claim("groups", List.of("id-gone")));

        assertThat(groupsOf("nora")).isEqualTo("null");
        assertThat(site.query("SELECT name FROM control.person_group WHERE name = 'nowhere'"))
                .isEmpty();
        assertThat(site.alarms.stream().map(Problem::toString))
                .containsExactly(
                        "SP7171 group `nowhere` is not in the directory (make it there, or take it"
                                + " out of `control.oidc.groups`)");
    }

    @Test
    void groupsThatAreNoneSignNobodyIn() throws Exception {
        site.provider.claiming(claims -> claims.claim("groups", Map.of("id-nurses", true)));
        Visitor nora = site.visitor();

        assertThat(nora.callback(nora.begin()).refusal()).isEqualTo("401 SP7163");
    }
}
