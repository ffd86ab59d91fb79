package dev.sallyport.conformance;

import dev.sallyport.testkit.PostgresRelease;
import dev.sallyport.testkit.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The attacks that {@code docs/explanation/what-is-not-enforced.md} says PostgreSQL alone lets
 * through.
 */
final class NotEnforced {
    private static final String SECTION = "## Attacks that PostgreSQL alone lets through";
    private static final Pattern NAME = Pattern.compile("([A-Z]+-\\d+)(?: \\(([\\d, ]+)\\))?");

    private final Map<String, Set<Integer>> releases = new HashMap<>();

    private NotEnforced(List<String> rows) {
        for (String row : rows) {
            Matcher names = NAME.matcher(row.split("\\|", -1)[1]);
            while (names.find()) {
                Set<Integer> on = releases.computeIfAbsent(names.group(1), name -> new HashSet<>());
                if (names.group(2) != null) {
                    for (String release : names.group(2).split(", ", -1)) {
                        on.add(Integer.valueOf(release));
                    }
                }
            }
        }
    }

    static NotEnforced read() {
        try {
            String page =
                    Files.readString(
                            Project.ROOT.resolve("docs/explanation/what-is-not-enforced.md"));
            String section = page.substring(page.indexOf(SECTION) + SECTION.length());
            int next = section.indexOf("\n## ");
            return new NotEnforced(
                    section.substring(0, next < 0 ? section.length() : next)
                            .lines()
                            .filter(line -> line.startsWith("|"))
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Set<String> ids() {
        return releases.keySet();
    }

    /** A name without releases stands for every one. */
    boolean names(String id, PostgresRelease release) {
        Set<Integer> on = releases.get(id);
        return on != null && (on.isEmpty() || on.contains(release.major()));
    }
}
