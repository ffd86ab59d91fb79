package dev.sallyport.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Under whose identity PostgreSQL runs: it refuses to be root, and so do we. */
sealed interface RunAs {

    /** What to put before a command. */
    List<String> prefix();

    /** Gives a file or folder made by us to that identity. */
    void take(Path path) throws IOException;

    /** We are nobody special already. */
    record Ourselves() implements RunAs {
        @Override
        public List<String> prefix() {
            return List.of();
        }

        @Override
        public void take(Path path) {}
    }

    /** We are root; a system account without any capability does it. */
    record Account(String name, String group) implements RunAs {
        @Override
        public List<String> prefix() {
            return List.of(
                    "setpriv",
                    "--reuid=" + name,
                    "--regid=" + group,
                    "--clear-groups",
                    "--inh-caps=-all",
                    "--bounding-set=-all",
                    "--no-new-privs");
        }

        @Override
        public void take(Path path) throws IOException {
            Files.setOwner(path, principal(path, name));
        }
    }

    /** We are root in a place no other account can enter: root without any of its powers. */
    record UserNamespace() implements RunAs {
        @Override
        public List<String> prefix() {
            return List.of("unshare", "--user");
        }

        @Override
        public void take(Path path) {}
    }

    /** The identity that already owns {@code folder}, else the first that can run {@code probe}. */
    static Optional<RunAs> choose(Path folder, List<String> probe) throws IOException {
        return candidates(folder).stream().filter(one -> runs(one, probe)).findFirst();
    }

    private static List<RunAs> candidates(Path folder) throws IOException {
        if (!isRoot()) {
            return List.of(new Ourselves());
        }
        if (Files.exists(folder)) {
            String owner = Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).getName();
            return owner.equals("root")
                    ? List.of(new UserNamespace())
                    : account(owner).stream().toList();
        }
        List<RunAs> candidates = new ArrayList<>();
        for (String account : List.of("postgres", "nobody")) {
            account(account).ifPresent(candidates::add);
        }
        candidates.add(new UserNamespace());
        return candidates;
    }

    private static boolean isRoot() throws IOException {
        Path self = Path.of("/proc/self");
        return Files.exists(self)
                ? Files.getOwner(self).getName().equals("root")
                : System.getProperty("user.name").equals("root");
    }

    /** An account of this machine with its own group, which need not have its name. */
    private static Optional<RunAs> account(String name) throws IOException {
        Tool group = Tool.run(List.of("id", "-g", name), Path.of("/"));
        return group.succeeded()
                ? Optional.of(new Account(name, group.output().strip()))
                : Optional.empty();
    }

    private static UserPrincipal principal(Path path, String account) throws IOException {
        return path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(account);
    }

    private static boolean runs(RunAs candidate, List<String> probe) {
        List<String> command = new ArrayList<>(candidate.prefix());
        command.addAll(probe);
        try {
            return Tool.run(command, Path.of("/")).succeeded();
        } catch (IOException e) {
            // setpriv or unshare is not installed: the next candidate.
            return false;
        }
    }
}
