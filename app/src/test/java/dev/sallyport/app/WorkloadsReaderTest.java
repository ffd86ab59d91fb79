package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.sallyport.app.workload.Platform;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.Refused;
import dev.sallyport.testkit.ServerCertificate;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which platforms a configuration may let vouch for agents and services. */
final class WorkloadsReaderTest {
    @TempDir Path folder;
    private WrittenConfig config;

    @BeforeEach
    void furnish() throws IOException {
        config = WrittenConfig.in(folder);
        Files.writeString(folder.resolve("keys.json"), "{\"keys\":[]}");
    }

    private ServerConfig read(String workloads) throws IOException {
        return config.read(WrittenConfig.START + workloads);
    }

    private List<String> problems(String workloads) {
        return catchThrowableOfType(Refused.class, () -> read(workloads)).problems().stream()
                .map(Problem::toString)
                .toList();
    }

    @Test
    void trustsNobodyUnlessTold() throws IOException {
        assertThat(read("").workloads()).isEmpty();
    }

    @Test
    void readsEachPlatformUnderAnyName() throws Exception {
        ServerCertificate authority =
                ServerCertificate.create(folder, "ca", ServerCertificate.HERE);
        ServerConfig config =
                read(
                        """
                        workloads:
                          github: {issuer: "https://token.actions.example", audience: sallyport}
                          prod.cluster:
                            issuer: https://kubernetes.example
                            audience: here
                            authority: %s
                          site: {issuer: "http://tokens.example", audience: here, jwks: keys.json}
                        """
                                .formatted(authority.certificate().getFileName()));

        assertThat(config.workloads())
                .extracting(Platform::issuer, Platform::audience, Platform::keys)
                .containsExactlyInAnyOrder(
                        tuple(
                                URI.create("https://token.actions.example"),
                                "sallyport",
                                Optional.empty()),
                        tuple(URI.create("https://kubernetes.example"), "here", Optional.empty()),
                        tuple(
                                URI.create("http://tokens.example"),
                                "here",
                                Optional.of(folder.resolve("keys.json"))));
        assertThat(config.workloads())
                .filteredOn(platform -> platform.trust().isPresent())
                .singleElement()
                .satisfies(platform ->
                        assertThat(platform.issuer().getHost()).isEqualTo("kubernetes.example"));
        assertThat(config.origins())
                .extracting(ServerConfig.Origin::key)
                .contains("workloads.github.issuer", "workloads.prod.cluster.audience");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {audience: a}                                              | SP1003 sallyport.yaml there is no `workloads.x.issuer`
                    {issuer: "https://i.example"}                              | SP1003 sallyport.yaml there is no `workloads.x.audience`
                    {issuer: i, audience: a}                                   | SP1004 sallyport.yaml:9:15 `workloads.x.issuer` is no address
                    {issuer: "https://u@i.example", audience: a}               | SP1004 sallyport.yaml:9:15 `workloads.x.issuer` is no address
                    {issuer: "http://i.example", audience: a}                  | SP6014 sallyport.yaml:9:15 keys would cross the network unprotected
                    {issuer: "https://i.example", audience: a, jwks: gone}     | SP6012 sallyport.yaml:9:55
                    {issuer: "https://i.example", audience: a, authority: keys.json} | SP1004 sallyport.yaml:9:60 `workloads.x.authority` holds no certificates
                    {issuer: "https://i.example", audience: a, subject: s}     | SP1002 sallyport.yaml:9:49 unknown key `workloads.x.subject` (did you mean `workloads.x.audience`?)
                    """)
    void saysWhatWillNotDo(String platform, String problem) {
        assertThat(problems("workloads:\n  x: " + platform))
                .singleElement()
                .asString()
                .startsWith(problem);
    }

    @Test
    void takesNoIssuerTwice() {
        assertThat(
                        problems(
                                """
                                workloads:
                                  a: {issuer: "https://i.example", audience: a}
                                  b: {issuer: "https://i.example", audience: b}
                                """))
                .singleElement()
                .asString()
                .contains("`workloads.b.issuer` stands twice");
    }
}
