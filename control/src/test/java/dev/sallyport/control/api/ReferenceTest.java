package dev.sallyport.control.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.testkit.Project;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The reference that is kept is the one that is served. */
final class ReferenceTest {
    static final Path KEPT = Project.ROOT.resolve("docs/reference/openapi.json");

    @Test
    void isKeptAsItIsServed() throws Exception {
        try (Deployed deployed = new Deployed()) {
            Deployed.Answer served = deployed.get("", "/api/v1/openapi.json");
            Path fresh = Path.of("target", "openapi.json");
            Files.writeString(fresh, served.body());

            assertThat(served.json().path("openapi").asString()).startsWith("3.1.");
            assertThat(Files.exists(KEPT) ? Files.readString(KEPT) : "")
                    .as("what is served is at control/%s; keep it where it is meant", fresh)
                    .isEqualTo(served.body());
        }
    }
}
