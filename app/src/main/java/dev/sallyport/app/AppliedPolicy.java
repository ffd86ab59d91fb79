package dev.sallyport.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The policy files as last applied: what holds is not what is being edited. */
final class AppliedPolicy {
    private static final String CURRENT = "current";

    private final Path home;

    private AppliedPolicy(Path home) {
        this.home = home;
    }

    static AppliedPolicy in(DataDirectory directory) throws IOException {
        return new AppliedPolicy(Folders.ours(directory.resolve("applied")));
    }

    /** A copy that no editor changes between its reading and its keeping. */
    PolicyFolder stage(PolicyFiles source) throws IOException {
        Path staged = home.resolve(current().equals("a") ? "b" : "a");
        Folders.delete(staged);
        Folders.ours(staged);
        return source.writeTo(staged);
    }

    /** From here on the staged copy is what holds; one file says so, replaced in one step. */
    void keep(PolicyFolder staged) throws IOException {
        Path name = home.relativize(staged.people()).getName(0);
        Folders.write(home.resolve(CURRENT), name.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** What holds, if anything was ever applied. */
    Optional<PolicyFolder> kept() throws IOException {
        String current = current();
        Path kept = home.resolve(current);
        return current.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new PolicyFolder(kept.resolve("policy"), kept.resolve("people.yaml")));
    }

    private String current() throws IOException {
        Path file = home.resolve(CURRENT);
        return Files.exists(file) ? Files.readString(file) : "";
    }
}
