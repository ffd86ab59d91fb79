package dev.sallyport.policy.explain;

import dev.sallyport.policy.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Limits as people say them. */
final class LimitsWords {
    private LimitsWords() {}

    static String of(Limits limits) {
        List<String> parts = new ArrayList<>();
        limits.rowsPerQuery().ifPresent(rows -> parts.add(rows + " rows per query"));
        limits.rowsPerHour().ifPresent(rows -> parts.add(rows + " rows per hour"));
        limits.rowsPerDay().ifPresent(rows -> parts.add(rows + " rows per day"));
        limits.minGroup().ifPresent(people -> parts.add("groups of " + people));
        limits.export()
                .ifPresent(rule -> parts.add("export " + rule.name().toLowerCase(Locale.ROOT)));
        return parts.isEmpty() ? "no limits" : String.join(", ", parts);
    }
}
