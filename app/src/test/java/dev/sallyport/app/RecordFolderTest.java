package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.audit.AuditEvent.Drift;
import dev.sallyport.audit.AuditEvent.DriftFound;
import dev.sallyport.audit.AuditEvent.PlanApplied;
import dev.sallyport.audit.AuditEvent.PlanSummary;
import dev.sallyport.audit.AuditEvent.TokenIssued;
import dev.sallyport.audit.AuditKey;
import dev.sallyport.audit.AuditLog;
import dev.sallyport.audit.LogVerifier;
import dev.sallyport.audit.Verification;
import dev.sallyport.cli.AuditRequest;
import dev.sallyport.cli.Exit;
import dev.sallyport.cli.Terminal;
import dev.sallyport.control.directory.DirectoryRecord.Step;
import dev.sallyport.control.directory.DirectoryRecord.Whose;
import dev.sallyport.control.signin.SignInEvent.NotSignedIn;
import dev.sallyport.control.signin.SignInEvent.Reason;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A line of the record says who did what to whom. */
class RecordFolderTest {
    private static final Instant NOW = Instant.parse("2026-11-21T04:00:00Z");
    private static final String OPERATOR = "cli:root";

    @TempDir private Path data;

    @BeforeEach
    void recordSome() {
        AuditKey key = AuditKey.open(data.resolve("key"), "test.example/audit");
        try (AuditLog log = AuditLog.open(record(), key, "test.example/audit", () -> NOW)) {
            ControlRecord control = new ControlRecord(log);
            control.append(left("omar", "end of \u001b[2Jcontract\u009b2J"));
            control.append(
                    new NotSignedIn(Optional.of("nora"), "192.0.2.7", Reason.PASSKEY_COPIED));
            log.append(
                    new PlanApplied(
                            new PlanSummary(
                                    "p-1", OPERATOR, "ehr", "hash", 1, List.of("bella", "ana"))));
            log.append(
                    new DriftFound(
                            "ehr",
                            new Drift(
                                    "d-1",
                                    "alert",
                                    "grant",
                                    "hosp.patients",
                                    "",
                                    "SELECT",
                                    "frank")));
            log.append(new TokenIssued(OPERATOR, "t-1", "dual", NOW.plusSeconds(60)));
        }
    }

    private static Step left(String login, String reason) {
        return new Step(
                Whose.PERSON,
                "id-1",
                login,
                "left",
                Optional.of("active"),
                "left",
                "scim:okta",
                reason,
                NOW);
    }

    private Path record() {
        return data.resolve("audit");
    }

    @Test
    void namesWhoLeftAndWhy() throws IOException {
        assertThat(line("person.left"))
                .contains("scim:okta", "login omar", "after left", "reason end of  [2Jcontract");
    }

    @Test
    void namesWhoeverAnythingIsAbout() throws IOException {
        assertThat(line("signin.failed"))
                .contains("login nora", "network 192.0.2.7", "reason passkey copied");
        assertThat(line("plan.applied")).contains(OPERATOR, "losers bella ana");
        assertThat(line("drift.found")).contains("object hosp.patients", "who frank");
        assertThat(line("token.issued")).contains(OPERATOR, "login dual");
    }

    @Test
    void findsWhatSomebodyDidOrHadDoneToThem() throws IOException {
        assertThat(of("nora")).singleElement().asString().contains("signin.failed");
        assertThat(of("omar")).singleElement().asString().contains("person.left");
        assertThat(of("ana")).singleElement().asString().contains("plan.applied");
        assertThat(of("frank")).singleElement().asString().contains("drift.found");
        assertThat(of("dual")).singleElement().asString().contains("token.issued");
        assertThat(of(OPERATOR)).hasSize(2);
        assertThat(of("nobody")).isEmpty();
    }

    /** Also of those that no byte below 128 is: U+009B begins a command as ESC [ does. */
    @Test
    void letsNoControlCharacterThrough() throws IOException {
        assertThat(shown(Optional.of(record()), Optional.empty(), 100))
                .hasSize(7)
                .noneMatch(line -> line.codePoints().anyMatch(Character::isISOControl));
    }

    @Test
    void readsAFolderThatIsNamed() throws IOException {
        assertThat(shown(Optional.of(record()), Optional.empty(), 2)).hasSize(2);
    }

    @Test
    void saysThatNoRecordIsThereAndTakesNoLimitBelowOne() throws IOException {
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said, true);
        Path none = data.resolve("none");
        AuditRequest.Show asked =
                new AuditRequest.Show(
                        none, Optional.empty(), Optional.empty(), List.of(), Optional.empty(), 20);
        assertThat(RecordFolder.show(asked, new Terminal(out, out))).isEqualTo(Exit.DIFFERS);
        assertThat(said.toString()).startsWith("SP5003 `" + none.resolve("audit") + "` holds no");
        assertThatThrownBy(() -> shown(List.of(), NOW, 0))
                .hasMessageStartingWith("SP6007 `0` is no number of events");
        assertThatThrownBy(() -> shown(List.of(), NOW, -1)).hasMessageStartingWith("SP6007 ");
    }

    /** What counts against the limit is what is shown. */
    @Test
    void showsTheLastEventsOfATypeOrSinceAnInstant() throws IOException {
        assertThat(shown(List.of("person.left", "token."), NOW, 2))
                .hasSize(2)
                .anyMatch(line -> line.contains("login omar"))
                .anyMatch(line -> line.contains("token.issued"));
        assertThat(shown(List.of("person.left"), NOW, 1)).hasSize(1);
        assertThat(shown(List.of("person.suspended"), NOW, 1)).isEmpty();
        assertThat(shown(List.of(), NOW.plusSeconds(1), 100)).isEmpty();
    }

    private List<String> shown(List<String> types, Instant since, int limit) throws IOException {
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said, true);
        RecordFolder.show(
                new AuditRequest.Show(
                        data, Optional.empty(), Optional.empty(), types, Optional.of(since), limit),
                new Terminal(out, out));
        return said.toString().lines().toList();
    }

    @Test
    void makesNoOtherKeyForARecordThatIsThere() throws IOException {
        openAndClose();
        String kept = Files.readString(key("record.vkey"));
        byte[] secret = Files.readAllBytes(key("record"));
        Files.delete(key("record"));

        assertThatThrownBy(this::openAndClose)
                .hasMessageStartingWith("SP7239 ")
                .hasMessageContaining("keys/record` is missing");
        assertThat(key("record")).doesNotExist();
        assertThat(key("record.vkey")).hasContent(kept);

        Folders.write(key("record"), secret);
        openAndClose();
        assertThat(LogVerifier.verify(deployment().resolve("audit"), key("record.vkey")))
                .isInstanceOf(Verification.Intact.class);
    }

    @Test
    void writesThePublicKeyOverNoOther() throws IOException {
        openAndClose();
        Files.writeString(key("record.vkey"), "another\n");

        assertThatThrownBy(this::openAndClose)
                .hasMessageStartingWith("SP7239 ")
                .hasMessageContaining("keys/record.vkey` is not of the key");
        assertThat(key("record.vkey")).hasContent("another\n");
    }

    @Test
    void beginsNoOtherRecordByItself() throws IOException {
        openAndClose();
        Folders.delete(deployment().resolve("audit"));

        assertThatThrownBy(this::openAndClose)
                .hasMessageStartingWith("SP5003 ")
                .hasMessageContaining("holds 0 of the 2 events that the record had")
                .hasMessageContaining("remove `" + key("record.head") + "`");
        assertThat(AuditLog.isBegun(deployment().resolve("audit"))).isFalse();

        Files.delete(key("record.head"));
        openAndClose();
        assertThat(verified(deployment(), Optional.empty())).startsWith("DONE OK  2 events");
    }

    /** An older state of the folder is signed as the newest is. */
    @Test
    void goesOnWithNoRecordThatHoldsLessThanItDid() throws IOException {
        openAndClose();
        Path audit = deployment().resolve("audit");
        Path older = data.resolve("older");
        copy(audit, older);
        openAndClose();
        Folders.delete(audit);
        copy(older, audit);

        assertThatThrownBy(this::openAndClose)
                .hasMessageStartingWith("SP5003 ")
                .hasMessageContaining("holds 2 of the 4 events that the record had");
        assertThat(verified(deployment(), Optional.empty())).startsWith("DONE OK  2 events");
    }

    @Test
    void goesOnWhereNobodyHasKeptHowFarTheRecordIs() throws IOException {
        openAndClose();
        Files.delete(key("record.head"));
        openAndClose();
        assertThat(key("record.head")).content().startsWith("sallyport-record 1\nevents 4\n");

        Files.writeString(key("record.head"), "events many\n");
        assertThatThrownBy(this::openAndClose).hasMessageStartingWith("SP5003 ");
    }

    /** With another key of the pseudonyms, `saw` says of everybody that nobody saw them. */
    @ParameterizedTest
    @ValueSource(strings = {"subjects", "accounts", "mock-salts"})
    void makesNoOtherSecretThanWhatWasWrittenWith(String name) throws IOException {
        openAndClose();
        byte[] kept = Files.readAllBytes(key(name));
        Files.delete(key(name));
        assertThatThrownBy(this::openAndClose)
                .hasMessageStartingWith("SP7239 ")
                .hasMessageContaining("keys/" + name + "` is missing");
        assertThat(key(name)).doesNotExist();

        Folders.write(key(name), Base64.getEncoder().encode(new byte[32]));
        assertThatThrownBy(this::openAndClose)
                .hasMessageStartingWith("SP7239 ")
                .hasMessageContaining("keys/" + name + "` is another key");

        Folders.write(key(name), kept);
        openAndClose();
        assertThat(key("record.head"))
                .content()
                .contains("key " + name + " ")
                .doesNotContain(new String(kept, StandardCharsets.US_ASCII));
    }

    /** Whoever gives a new secret on purpose says so by removing the file. */
    @Test
    void goesOnWithAnotherSecretOnlyWhereNobodyRemembersTheOneBefore() throws IOException {
        openAndClose();
        Files.delete(key("record.head"));
        Files.delete(key("subjects"));
        assertThatThrownBy(this::openAndClose).hasMessageStartingWith("SP7239 ");

        Folders.write(key("subjects"), Base64.getEncoder().encode(new byte[32]));
        openAndClose();
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectory(to);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(from)) {
            for (Path file : files) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    /** The key in the record is that of whoever wrote it last. */
    @Test
    void verifiesADeploymentsRecordByNoKeyOfTheRecordsOwn() throws IOException {
        openAndClose();
        assertThat(verified(deployment(), Optional.empty())).startsWith("DONE OK  ");
        Files.delete(key("record.vkey"));

        for (Path named : List.of(deployment(), deployment().resolve("audit"))) {
            assertThat(verified(data.resolve("elsewhere"), Optional.of(named)))
                    .startsWith("DIFFERS SP5003 ")
                    .contains("keys/record.vkey` is missing or cannot be read");
        }
        assertThat(verified(deployment(), Optional.empty())).startsWith("DIFFERS SP5003 ");
        Files.delete(deployment().resolve("format"));
        assertThat(verified(deployment(), Optional.empty())).startsWith("DIFFERS SP5003 ");
    }

    @Test
    void verifiesABareFolderByItsOwnKeyAndSaysSo() throws IOException {
        assertThat(verified(deployment(), Optional.of(record())))
                .startsWith("DONE OK  ")
                .contains("a key that lies beside the record and so proves little by itself");
    }

    private static String verified(Path data, Optional<Path> named) throws IOException {
        return verified(
                new AuditRequest.Verify(
                        data,
                        named,
                        AuditRequest.Signer.FOUND,
                        Optional.empty(),
                        Optional.empty()));
    }

    private static String verified(AuditRequest.Verify asked) throws IOException {
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said, true);
        return RecordFolder.verify(asked, new Terminal(out, out)) + " " + said;
    }

    /** Who wrote the folder anew wrote it with a key of their own. */
    @Test
    void verifiesACopyByTheKeyThatIsNamedOrOfTheDeploymentThatIsNamed() throws IOException {
        openAndClose();
        Path copy = data.resolve("copy");
        copy(deployment().resolve("audit"), copy);
        Path apart = Files.copy(key("record.vkey"), data.resolve("apart.vkey"));

        assertThat(
                        verified(
                                by(
                                        AuditRequest.Signer.NAMED,
                                        copy,
                                        Optional.empty(),
                                        Optional.empty())))
                .startsWith("DONE OK  ")
                .doesNotContain("proves little");
        assertThat(
                        verified(
                                by(
                                        AuditRequest.Signer.NAMED,
                                        record(),
                                        Optional.empty(),
                                        Optional.empty())))
                .startsWith("DIFFERS SP5002 ");
        assertThat(
                        verified(
                                by(
                                        AuditRequest.Signer.FOUND,
                                        copy,
                                        Optional.of(apart),
                                        Optional.empty())))
                .startsWith("DONE OK  ")
                .doesNotContain("proves little");
        assertThat(
                        verified(
                                by(
                                        AuditRequest.Signer.FOUND,
                                        record(),
                                        Optional.of(apart),
                                        Optional.empty())))
                .startsWith("DIFFERS SP5002 ");
        Path none = data.resolve("none.vkey");
        assertThat(
                        verified(
                                by(
                                        AuditRequest.Signer.FOUND,
                                        copy,
                                        Optional.of(none),
                                        Optional.empty())))
                .startsWith("DIFFERS SP5003 `" + none + "` is missing");
    }

    /** An older state put back, or another history signed with the stolen key. */
    @Test
    void holdsTheRecordAgainstACheckpointThatWasKept() throws IOException {
        openAndClose();
        Path audit = deployment().resolve("audit");
        Path older = data.resolve("older");
        copy(audit, older);
        openAndClose();
        Path kept = Files.copy(audit.resolve("checkpoint"), data.resolve("kept"));
        Files.delete(key("record.head"));

        openAndClose();
        assertThat(
                        verified(
                                by(
                                        AuditRequest.Signer.NAMED,
                                        audit,
                                        Optional.empty(),
                                        Optional.of(kept))))
                .startsWith("DONE OK  6 events")
                .contains("goes on from the checkpoint in `" + kept + "`");
        assertThat(
                        verified(
                                by(
                                        AuditRequest.Signer.NAMED,
                                        older,
                                        Optional.empty(),
                                        Optional.of(kept))))
                .startsWith("DIFFERS SP5002 event 2 is wrong: it is missing: the checkpoint kept");
        Folders.delete(audit);
        Files.delete(key("record.head"));
        openAndClose();
        openAndClose();
        assertThat(
                        verified(
                                by(
                                        AuditRequest.Signer.NAMED,
                                        audit,
                                        Optional.empty(),
                                        Optional.of(kept))))
                .startsWith("DIFFERS SP5002 event 0 is wrong: ")
                .contains("below 4 is not what the checkpoint kept elsewhere covers");
        assertThat(
                        verified(
                                by(
                                        AuditRequest.Signer.FOUND,
                                        record(),
                                        Optional.empty(),
                                        Optional.of(kept))))
                .startsWith("DIFFERS SP5003 `" + kept + "` is no checkpoint");
    }

    private AuditRequest.Verify by(
            AuditRequest.Signer signer,
            Path folder,
            Optional<Path> key,
            Optional<Path> checkpoint) {
        return new AuditRequest.Verify(deployment(), Optional.of(folder), signer, key, checkpoint);
    }

    private Path deployment() {
        return data.resolve("deployment");
    }

    private Path key(String name) {
        return deployment().resolve("keys").resolve(name);
    }

    /** As whatever opens a data folder does first. */
    private void openAndClose() throws IOException {
        try (Running running = new Running()) {
            DataDirectory directory = running.add(DataDirectory.open(deployment()));
            directory.markComplete();
            Keys keys = Keys.in(directory.resolve("keys"), new SecureRandom());
            RecordFolder.open(directory, keys, () -> NOW, running);
        }
    }

    private List<String> of(String person) throws IOException {
        return shown(Optional.empty(), Optional.of(person), 100);
    }

    private String line(String type) throws IOException {
        return shown(Optional.empty(), Optional.empty(), 100).stream()
                .filter(line -> line.contains("  " + type + "  "))
                .findFirst()
                .orElse("");
    }

    private List<String> shown(Optional<Path> folder, Optional<String> person, int limit)
            throws IOException {
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said, true);
        Path asked = folder.isEmpty() ? data : data.resolve("not-there");
        RecordFolder.show(
                new AuditRequest.Show(asked, folder, person, List.of(), Optional.empty(), limit),
                new Terminal(out, out));
        return said.toString().lines().toList();
    }
}
