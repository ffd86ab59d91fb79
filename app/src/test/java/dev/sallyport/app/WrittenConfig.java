package dev.sallyport.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A folder with a configuration of a server and what it names, for who tests one section of it. */
record WrittenConfig(Path folder) {
    /** What every configuration has; sections follow. */
    static final String START =
            """
            version: 1
            policy: policy
            target:
              hosts: 127.0.0.1:5433
              tls: disable
              administrator: sallyport_admin
              password: {file: password}
            """;

    /** What {@link #START} names. */
    static WrittenConfig in(Path folder) throws IOException {
        WrittenConfig config = new WrittenConfig(folder);
        Files.createDirectory(folder.resolve("policy"));
        Files.writeString(folder.resolve("people.yaml"), "people: {}");
        config.secret("password", "to be told nobody\n");
        return config;
    }

    /** A file that only we can read. */
    void secret(String name, String content) throws IOException {
        Folders.write(folder.resolve(name), content.getBytes(StandardCharsets.UTF_8));
    }

    Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("sallyport.yaml"), text);
    }

    ServerConfig read(String text) throws IOException {
        return ConfigReader.read(write(text), Map.of());
    }
}
