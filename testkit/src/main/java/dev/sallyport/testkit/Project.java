package dev.sallyport.testkit;

import java.nio.file.Path;

/** This checkout, for tests that read what lies in it. */
public final class Project {
    /** The build names it; without one, tests run in a module's own folder. */
    public static final Path ROOT =
            Path.of(System.getProperty("sallyport.root", "..")).toAbsolutePath().normalize();

    private Project() {}
}
