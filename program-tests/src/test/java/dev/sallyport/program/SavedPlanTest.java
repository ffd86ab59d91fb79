package dev.sallyport.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.testkit.ExamplePolicy;
import dev.sallyport.testkit.Program;
import dev.sallyport.testkit.Sallyport;
import dev.sallyport.testkit.SampleHospital;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A plan kept in a file is applied as it was shown, or not at all. */
final class SavedPlanTest {
    private static final String PHONE = "ops.key, phi.identity, phi.birth, phi.contact, phi.zip";
    private static final String NO_PHONE = "ops.key, phi.identity, phi.birth, phi.zip";
    private static final int DIFFERS = 2;
    private static final int FAILED = 1;

    @TempDir Path folder;

    private Path data;
    private Path policy;
    private RunningDemo demo;

    @BeforeEach
    void startADemoWithAPolicyOfItsOwn() throws IOException, InterruptedException {
        data = folder.resolve("data");
        policy = ExamplePolicy.copied(folder.resolve("policy"));
        Files.copy(SampleHospital.FOLDER.resolve("people.yaml"), folder.resolve("people.yaml"));
        demo = RunningDemo.start(data);
    }

    @AfterEach
    void stop() {
        demo.close();
    }

    @Test
    void doesWhatWasShownAndRefusesWhenTheDatabaseMoved() throws IOException {
        Path kept = folder.resolve("next.plan");
        takePhoneFromTheNurses();
        Program.Finished planned =
                command("plan", "--policy", policy.toString(), "--json", "-o", kept.toString());
        assertThat(planned.exit()).as(planned.output()).isEqualTo(DIFFERS);
        JsonNode ehr = JsonMapper.shared().readTree(planned.output()).get("databases").get(0);
        assertThat(ehr.get("database").asString()).isEqualTo("ehr");
        assertThat(ehr.get("loses").get(0).get("person").asString()).isEqualTo("dual");
        assertThat(ehr.get("changes").get(0).get("sql").size()).isPositive();

        // What is edited after the saving is not what was approved.
        Files.delete(policy.resolve("20-roles.yaml"));
        Program.Finished applied = command("apply", kept.toString());
        assertThat(applied.exit()).as(applied.output()).isZero();
        assertThat(applied.output()).contains("Applied: ");

        Program.Finished again = command("apply", kept.toString());
        assertThat(again.exit()).isEqualTo(FAILED);
        assertThat(again.output()).contains("SP3005 `ehr` is not as it was");
        assertThat(command("plan", "--policy", SampleHospital.FOLDER.resolve("policy").toString()))
                .as("the refused plan changed nothing")
                .extracting(Program.Finished::exit)
                .isEqualTo(DIFFERS);
    }

    @Test
    void takesNothingElseForAPlan() throws IOException {
        Path kept = folder.resolve("next.plan");
        assertThat(command("apply", kept.toString()).output())
                .startsWith("SP3050 " + kept + " there is no saved plan");

        Files.writeString(kept, "{\"v\":1}");
        assertThat(command("apply", kept.toString()).output())
                .contains("SP3050")
                .contains("this is no saved plan");

        Files.writeString(
                kept, "{\"v\":1,\"kind\":\"sallyport.plan\",\"policy\":{\"../a.yaml\":\"\"}}");
        assertThat(command("apply", kept.toString()).output()).contains("names a file");

        Files.writeString(kept, "{\"v\":1,\"kind\":");
        assertThat(command("apply", kept.toString()).output()).contains("is damaged");
    }

    private void takePhoneFromTheNurses() throws IOException {
        Path roles = policy.resolve("20-roles.yaml");
        String text = Files.readString(roles);
        assertThat(text).contains(PHONE);
        int first = text.indexOf(PHONE);
        Files.writeString(
                roles,
                text.substring(0, first) + NO_PHONE + text.substring(first + PHONE.length()));
    }

    private Program.Finished command(String first, String... words) throws IOException {
        String[] all =
                Stream.concat(Stream.of(first, "--data", data.toString()), Stream.of(words))
                        .toArray(String[]::new);
        return Sallyport.program(all).run();
    }
}
