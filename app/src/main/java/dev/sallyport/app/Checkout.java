package dev.sallyport.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The folder the program was built in; the launcher says where, else we stand in it. */
record Checkout(Path root) {

    static Checkout ofProgram() {
        return new Checkout(Path.of(System.getProperty("sallyport.root", "")).toAbsolutePath());
    }

    /**
     * Where the jars of this program were built, if it runs from there and what is written there is
     * its builder's: whoever can put something there could have put it into the program.
     */
    static Optional<Path> built() throws IOException {
        String root = System.getProperty("sallyport.root");
        if (root == null) {
            return Optional.empty();
        }
        Path target = Path.of(root, "app/target").toAbsolutePath();
        return Files.isDirectory(target)
                        && Files.getOwner(target).getName().equals(System.getProperty("user.name"))
                ? Optional.of(target)
                : Optional.empty();
    }

    Path hospital() {
        return root.resolve("examples/hospital");
    }
}
