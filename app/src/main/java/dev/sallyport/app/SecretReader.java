package dev.sallyport.app;

import dev.sallyport.problem.ProblemCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads where a secret stands: in one of three places, and never in the configuration itself. */
record SecretReader(ConfigValues values, Map<String, String> environment) {
    private record Named(Setting setting, PasswordReference reference) {}

    SecretReader {
        environment = Map.copyOf(environment);
    }

    /**
     * Readable by now, so that nothing finds out in the middle. Several places are a mistake; with
     * none it is empty.
     */
    Optional<PasswordReference> read(Setting file, Setting variable, Setting credential) {
        List<Named> named = new ArrayList<>();
        values.path(file)
                .ifPresent(path -> named.add(new Named(file, new PasswordReference.InFile(path))));
        values.text(variable)
                .ifPresent(name ->
                        named.add(
                                new Named(
                                        variable,
                                        new PasswordReference.InVariable(name, environment))));
        values.text(credential).ifPresent(name -> named.add(inCredential(credential, name)));
        return only(named, "`file`, `environment` or `credential`");
    }

    /**
     * The same without variables: each process that we start would have it, and whoever may look at
     * one.
     */
    Optional<PasswordReference> read(Setting file, Setting credential) {
        List<Named> named = new ArrayList<>();
        values.path(file)
                .ifPresent(path -> named.add(new Named(file, new PasswordReference.InFile(path))));
        values.text(credential).ifPresent(name -> named.add(inCredential(credential, name)));
        return only(named, "`file` or `credential`");
    }

    private Named inCredential(Setting credential, String name) {
        return new Named(credential, new PasswordReference.InCredential(folder().resolve(name)));
    }

    private Optional<PasswordReference> only(List<Named> named, String places) {
        if (named.isEmpty()) {
            return Optional.empty();
        }
        Named first = named.getFirst();
        if (named.size() > 1) {
            String key = first.setting().key();
            String section = key.substring(0, key.lastIndexOf('.'));
            values.add(
                    first.setting(),
                    ProblemCode.SP1003,
                    "several places are named for the secret of `" + section + "`",
                    "name one below it: " + places);
        }
        values.placed(first.setting(), first.reference()::read);
        return Optional.of(first.reference());
    }

    /** As systemd says it. */
    private Path folder() {
        return Path.of(environment.getOrDefault("CREDENTIALS_DIRECTORY", "/"));
    }
}
