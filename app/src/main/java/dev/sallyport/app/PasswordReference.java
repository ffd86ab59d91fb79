package dev.sallyport.app;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Set;

/** Where a password stands, read anew each time it is needed; never the password. */
sealed interface PasswordReference {
    /** A password that nobody types may be long; a file that is longer is another file. */
    int MOST_BYTES = 4_096;

    /** A file that only its owner may read. */
    record InFile(Path file) implements PasswordReference {}

    /** A file that systemd keeps for the service alone ({@code LoadCredential=}). */
    record InCredential(Path file) implements PasswordReference {}

    /** A variable of the environment. */
    record InVariable(String name, Map<String, String> environment) implements PasswordReference {

        public InVariable {
            environment = Map.copyOf(environment);
        }

        /** Without what the others hold. */
        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * @throws Refused SP6012 where there is none, or where others may read it
     */
    default String read() {
        return switch (this) {
            case InFile(Path file) -> {
                requireOwnersOnly(file);
                yield in(file);
            }
            case InCredential(Path file) -> in(file);
            case InVariable(String name, var environment) -> {
                String password = environment.getOrDefault(name, "");
                if (password.isEmpty()) {
                    throw refused("variable `" + name + "` is not set", "set it");
                }
                yield password;
            }
        };
    }

    private static void requireOwnersOnly(Path file) {
        try {
            Set<PosixFilePermission> may = Files.getPosixFilePermissions(file);
            if (may.stream()
                    .map(PosixFilePermission::name)
                    .anyMatch(one -> !one.startsWith("OWNER_"))) {
                throw refused("others may use the file `" + file + "`", "`chmod 600` it");
            }
        } catch (IOException e) {
            throw unreadable(file);
        }
    }

    private static String in(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            String password = new String(bytes, StandardCharsets.UTF_8).stripTrailing();
            boolean oneLine = password.chars().noneMatch(Character::isISOControl);
            if (bytes.length > MOST_BYTES || password.isEmpty() || !oneLine) {
                throw refused(
                        "`" + file + "` holds no password",
                        "write one line with it and nothing more");
            }
            return password;
        } catch (IOException e) {
            throw unreadable(file);
        }
    }

    private static Refused unreadable(Path file) {
        return refused(
                "the password file `" + file + "` cannot be read",
                "name a file that is there and that this account may read");
    }

    private static Refused refused(String message, String instead) {
        return new Refused(Problem.of(ProblemCode.SP6012, message, instead));
    }
}
