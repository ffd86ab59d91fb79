package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the pages a stranger reads first to the source tree. */
final class ArchitectureDocTest {
    private static final Set<String> TYPES = SourceTree.typeNames();

    @ParameterizedTest
    @ValueSource(strings = {"ARCHITECTURE.md", "README.md", "CONTRIBUTING.md"})
    void namesOnlyTypesThatExist(String page) {
        assertThat(PageRules.unknownTypes(SourceTree.read(page), TYPES)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ARCHITECTURE.md",
                "README.md",
                "CONTRIBUTING.md",
                "SECURITY.md",
                "CHANGELOG.md"
            })
    void namesOnlyFilesThatExist(String page) {
        assertThat(PageRules.missingFiles(SourceTree.read(page), SourceTree::exists)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Gate", "Planner", "NativeObject", "AuditLog", "Entitlements"})
    void readsTypesFromThePages(String type) {
        assertThat(SourceTree.read("ARCHITECTURE.md")).contains(type);
        assertThat(TYPES).contains(type);
    }

    @Test
    void seesATypeThatDoesNotExist() {
        String page = "The `Gate` and `Gate.judge`, `Gatekeeper`, `NativeObject.Fence` and `OK`.\n";

        assertThat(PageRules.unknownTypes(page, TYPES)).containsExactly("Gatekeeper", "Fence");
    }

    @Test
    void seesAFileThatDoesNotExist() {
        String page =
                "[a](LICENSE) [b](docs/nowhere.md) `pom.xml` `app/pom.xml` `app/nothing.xml` `NOTES.md`"
                        + " `demo-data/audit` [c](https://example.org)\n";

        assertThat(PageRules.missingFiles(page, SourceTree::exists))
                .containsExactlyInAnyOrder("docs/nowhere.md", "app/nothing.xml", "NOTES.md");
    }
}
