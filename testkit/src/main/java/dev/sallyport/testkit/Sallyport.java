package dev.sallyport.testkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The program itself, in a process of its own, for a module of tests that has it on its path. */
public final class Sallyport {
    private Sallyport() {}

    /** With these words after its name. */
    public static Program program(String... words) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-XX:+UseSerialGC");
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-Xmx256m");
        command.add("-Dsallyport.root=" + Project.ROOT);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add("dev.sallyport.app.Sallyport");
        command.addAll(List.of(words));
        return Program.of(command.toArray(String[]::new));
    }
}
