package dev.sallyport.app;

import java.nio.file.Path;

/** The folder the program was built in; the launcher says where, else we stand in it. */
record Checkout(Path root) {

    static Checkout ofProgram() {
        return new Checkout(Path.of(System.getProperty("sallyport.root", "")).toAbsolutePath());
    }

    Path hospital() {
        return root.resolve("examples/hospital");
    }
}
