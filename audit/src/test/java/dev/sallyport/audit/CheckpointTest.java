package dev.sallyport.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.problem.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckpointTest {
    private final Path directory;
    private final AuditKey key;

    CheckpointTest(@TempDir Path directory) {
        this.directory = directory;
        this.key = AuditKey.open(directory.resolve("key"), "test.example");
    }

    @Test
    void survivesItsRoundTrip() {
        var checkpoint = Checkpoint.of("test.example/1", new MerkleTree());
        var note = checkpoint.signed(key);

        assertThat(note)
                .startsWith("test.example/1\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n")
                .contains("\u2014 test.example ");
        assertThat(Checkpoint.verified(note, key.verifier())).isEqualTo(checkpoint);
    }

    @Test
    void ignoresASignatureOfAnUnknownKeyButNotAFailingOneOfOurs() {
        var other = AuditKey.open(directory.resolve("other"), "other.example");
        var checkpoint = Checkpoint.of("test.example/1", new MerkleTree());
        var ours = checkpoint.signed(key);
        var theirs = checkpoint.signed(other);
        var theirLine = theirs.substring(theirs.indexOf("\n\n") + 2);

        assertThat(Checkpoint.verified(ours + theirLine, key.verifier())).isEqualTo(checkpoint);
        assertThat(Checkpoint.verified(theirs, key.verifier())).isNull();
        var line = ours.substring(ours.indexOf("\n\n") + 2);
        var elsewhere = new Checkpoint("test.example/2", 0, checkpoint.root()).signed(key);
        assertThat(Checkpoint.verified(elsewhere + line, key.verifier())).isNull();
    }

    @Test
    void refusesABodyThatIsNotExactlyThreeLines() {
        var root = Checkpoint.of("o", new MerkleTree()).root();

        assertThat(Checkpoint.verified(new Checkpoint("o\nx", 0, root).signed(key), key.verifier()))
                .isNull();
        assertThat(Checkpoint.verified(new Checkpoint("o", -1, root).signed(key), key.verifier()))
                .isNull();
        assertThat(Checkpoint.verified("", key.verifier())).isNull();
        assertThat(Checkpoint.verified("\n\n\n", key.verifier())).isNull();
    }

    @Test
    void keepsItsKeyToItsOwner() throws IOException {
        var file = directory.resolve("key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(AuditKey.open(file, "any").vkey()).isEqualTo(key.vkey());

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> AuditKey.open(file, "any"))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("may be read by others");
    }

    @Test
    void refusesAFileThatIsNoKey() throws IOException {
        var file = directory.resolve("none");
        var owner =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Files.createFile(file, owner);

        assertThatThrownBy(() -> AuditKey.open(file, "any")).isInstanceOf(Refused.class);
    }

    @Test
    void readsTheVerifierKeyItWrites() {
        var parsed = VerificationKey.parse(key.vkey());

        assertThat(parsed).isNotNull();
        assertThat(VerificationKey.parse(key.vkey().replace("test", "tset"))).isNull();
    }
}
