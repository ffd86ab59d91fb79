package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.problem.Refused;
import dev.sallyport.testkit.Project;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot start says so in one line. */
class BrokenStartTest {
    @TempDir Path folder;

    @Test
    void saysThatTheDatabaseDoesNotStart() throws Exception {
        try (DataDirectory directory = DataDirectory.open(folder.resolve("demo"))) {
            Keys keys = Keys.in(directory.resolve("keys"), new SecureRandom());
            Cluster.start(directory, keys).close();
            Files.writeString(
                    directory.resolve("postgres/data/postgresql.conf"),
                    "no setting at all\n",
                    StandardOpenOption.APPEND);

            assertThatThrownBy(() -> Cluster.start(directory, keys).close())
                    .isInstanceOf(Refused.class)
                    .hasMessageStartingWith("SP6006 ");
        }
    }

    @Test
    void saysThatTheSourcesDoNotBuild() throws Exception {
        Path launcher = Files.copy(Project.ROOT.resolve("sallyport"), folder.resolve("sallyport"));
        Path build = Files.createDirectory(folder.resolve("build"));
        Files.copy(Project.ROOT.resolve("build/find-jdk"), build.resolve("find-jdk"));
        Files.createDirectories(folder.resolve("app/src/main"));
        Files.createFile(folder.resolve("pom.xml"));
        Path bin = Files.createDirectory(folder.resolve("bin"));
        Path maven =
                Files.writeString(bin.resolve("mvn"), "#!/bin/sh\necho '[ERROR] no'\nexit 1\n");
        Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwxr-xr-x"));
        ProcessBuilder command =
                new ProcessBuilder(launcher.toString(), "plan").redirectErrorStream(true);
        command.environment().merge("PATH", bin.toString(), (path, first) -> first + ":" + path);

        Process process = command.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(output).contains("SP6009 Sallyport does not build").doesNotContain("Exception");
    }
}
