package dev.sallyport.provision.adopt;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes the page beside the policy files: what was found, what could not be said, what is next.
 */
final class ReportWriter {
    /** The first digits of {@code server_version_num} are the major version. */
    private static final int MAJOR = 10_000;

    private ReportWriter() {}

    static String write(String name, Survey survey, Classified classified) {
        StringBuilder text = new StringBuilder();
        text.append(
                """
                # `%s` as it was found

                Read by `sallyport adopt` as `%s` from database `%s`, PostgreSQL %d, in one snapshot; nothing was
                written there. With this folder as it is, `plan` has nothing to do.

                - `adopted.yaml`: roles, members, settings, owners and rights, as the difference to what PostgreSQL
                  gives by itself. No password is in it.
                - `10-catalog.yaml`: %d columns with a suggested class, from names and types alone. Review each.

                ## What the policy language cannot say

                """
                        .formatted(
                                name,
                                Comments.plain(survey.account()),
                                Comments.plain(survey.database()),
                                survey.version() / MAJOR,
                                classified.count()));
        limits(survey.limits(), text);
        text.append("## Columns without a class\n\n");
        text.append("Nobody sees them by a role of Sallyport until they get one.\n\n");
        classified
                .unclassified()
                .forEach(column -> text.append("- `").append(column).append("`\n"));
        text.append(
                """

                ## Next

                1. `sallyport policy check` reads the folder.
                2. Correct the classes; name the subject and a scope if the comments of the catalog are right.
                3. Write a first role and its assignment. `sallyport plan` then shows what comes under row security,
                   and that every present account keeps its rows.
                """);
        return text.toString();
    }

    private static void limits(List<Limit> limits, StringBuilder text) {
        Map<String, List<Limit>> byKind = new TreeMap<>();
        limits.forEach(limit ->
                byKind.computeIfAbsent(limit.kind(), kind -> new ArrayList<>()).add(limit));
        byKind.forEach((kind, of) -> {
            text.append("### ").append(kind).append("\n\n");
            of.forEach(limit ->
                    text.append("- `")
                            .append(limit.object())
                            .append("`: ")
                            .append(limit.reason())
                            .append('\n'));
            text.append('\n');
        });
    }
}
