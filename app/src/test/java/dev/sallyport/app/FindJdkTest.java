package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.testkit.Project;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher's and the build's search for a JDK, in environments made for it. */
class FindJdkTest {
    @TempDir Path machine;

    @Test
    void takesJavaHomeWhereItIsNewEnough() throws Exception {
        Path home = jdk("home", "25.0.3");
        jdk("jvm/other", "26");

        assertThat(found("JAVA_HOME", home)).isEqualTo(home.toString());
    }

    @Test
    void passesOverAnOldJavaHome() throws Exception {
        Path old = jdk("home", "17.0.15");
        Path other = jdk("jvm/temurin-25", "25.0.1");

        assertThat(found("JAVA_HOME", old)).isEqualTo(other.toString());
    }

    @Test
    void takesTheVariableOfTheVersion() throws Exception {
        Path home = jdk("elsewhere", "25");

        assertThat(found("JAVA25_HOME", home)).isEqualTo(home.toString());
    }

    @Test
    void takesANewerOne() throws Exception {
        Path newer = jdk("jvm/jdk-27", "27-ea");

        assertThat(found("UNUSED", machine)).isEqualTo(newer.toString());
    }

    @Test
    void passesOverARuntimeWithoutACompiler() throws Exception {
        Path runtime = jdk("jvm/jre", "25");
        Files.delete(runtime.resolve("bin/javac"));

        assertThat(found("UNUSED", machine)).startsWith("SP6001");
    }

    @Test
    void takesWhatTheToolchainsFileNames() throws Exception {
        Path home = jdk("toolchain", "25");
        Files.createDirectories(machine.resolve(".m2"));
        Files.writeString(
                machine.resolve(".m2/toolchains.xml"),
                "<toolchains>\n<jdkHome>" + home + "</jdkHome>\n</toolchains>\n");

        assertThat(found("UNUSED", machine)).isEqualTo(home.toString());
    }

    @Test
    void saysInItsFirstLineThatThereIsNoneAndHowToGetOne() throws Exception {
        jdk("jvm/java-17", "17.0.15");

        assertThat(
                        run(Project.ROOT.resolve("sallyport"), "UNUSED", machine)
                                .lines()
                                .findFirst()
                                .orElse(""))
                .startsWith("SP6001 no JDK 25 or newer found")
                .contains("apt install", "adoptium.net");
    }

    private Path jdk(String name, String version) throws IOException {
        Path home = machine.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        Path compiler = Files.writeString(home.resolve("bin/javac"), "");
        assertThat(compiler.toFile().setExecutable(true)).isTrue();
        Files.writeString(
                home.resolve("release"),
                "IMPLEMENTOR=\"Somebody\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    private String found(String variable, Path value) throws Exception {
        return run(Project.ROOT.resolve("build/find-jdk"), variable, value).strip();
    }

    private String run(Path script, String variable, Path value) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder("bash", script.toString()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("JAVA"));
        builder.environment()
                .putAll(
                        Map.of(
                                "HOME",
                                machine.toString(),
                                "PATH",
                                coreutils().toString(),
                                "SALLYPORT_JVM_FOLDER",
                                machine.resolve("jvm").toString(),
                                variable,
                                value.toString()));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    /** A PATH without any java: only what the scripts call. */
    private Path coreutils() throws IOException {
        Path folder = Files.createDirectories(machine.resolve("path"));
        for (String name : new String[] {"bash", "dirname", "readlink", "sed"}) {
            Path link = folder.resolve(name);
            if (!Files.exists(link)) {
                Files.createSymbolicLink(link, tool(name));
            }
        }
        return folder;
    }

    private static Path tool(String name) {
        Path usual = Path.of("/usr/bin", name);
        return Files.exists(usual) ? usual : Path.of("/bin", name);
    }
}
