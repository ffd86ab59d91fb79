package dev.sallyport.app;

import dev.sallyport.policy.Directory;
import dev.sallyport.policy.Program;
import dev.sallyport.policy.Workload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An agent or a service that comes, goes, is somebody else's or comes by other tokens: no database
 * shows any of it.
 *
 * @param before what was applied of it, in the record's words; empty where it is new
 * @param after what is to be; empty where it goes
 */
record ProgramChange(
        String program, SortedMap<String, String> before, SortedMap<String, String> after) {
    private static final String KIND = "kind";
    private static final String OWNER = "owner";
    private static final String WORKLOAD = "workload";
    private static final String SUSPENDED = "suspended";

    /** What becomes of it. */
    enum Kind {
        LISTED,
        CHANGED,
        UNLISTED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    ProgramChange {
        before = new TreeMap<>(before);
        after = new TreeMap<>(after);
    }

    /**
     * What an apply changes of programs, by name.
     *
     * @param told whose programs change, and are on record, without any apply
     */
    static List<ProgramChange> between(InForce applied, Directory told, PolicyFolder.Content next)
            throws IOException {
        return between(
                        applied.folder().isPresent()
                                ? applied.content().people().programs()
                                : Map.of(),
                        next.people().programs())
                .stream()
                .filter(change -> !told.programs().containsKey(change.program()))
                .toList();
    }

    static List<ProgramChange> between(Map<String, Program> before, Map<String, Program> after) {
        SortedSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        return names.stream()
                .map(name ->
                        new ProgramChange(name, words(before.get(name)), words(after.get(name))))
                .filter(change -> !change.before.equals(change.after))
                .toList();
    }

    private static SortedMap<String, String> words(@Nullable Program program) {
        SortedMap<String, String> words = new TreeMap<>();
        if (program != null) {
            words.put(KIND, program.word());
            words.put(OWNER, program.owner());
            if (program.suspended()) {
                words.put(SUSPENDED, "true");
            }
            program.workload().map(Workload::toString).ifPresent(one -> words.put(WORKLOAD, one));
        }
        return words;
    }

    Kind kind() {
        return before.isEmpty() ? Kind.LISTED : after.isEmpty() ? Kind.UNLISTED : Kind.CHANGED;
    }

    /** What it is, and what it was where that was something else. */
    SortedMap<String, String> about() {
        SortedMap<String, String> about = new TreeMap<>(after);
        about.put("program", program);
        before.forEach((word, value) -> {
            if (!Objects.equals(after.get(word), value)) {
                about.put("former_" + word, value);
            }
        });
        return about;
    }

    /** A line for each thing that a person should see of it. */
    List<String> notes() {
        return switch (kind()) {
            case LISTED ->
                    List.of(
                            "%s is new, and `%s` answers for it"
                                    .formatted(named(after), owner(after)));
            case UNLISTED ->
                    List.of(
                            "%s is gone, for which `%s` answered"
                                    .formatted(named(before), owner(before)));
            case CHANGED -> changes();
        };
    }

    private List<String> changes() {
        List<String> notes = new ArrayList<>();
        if (isOther(KIND)) {
            notes.add("%s was %s".formatted(named(after), named(before)));
        }
        if (isOther(OWNER)) {
            notes.add(
                    "`%s` answers for %s, and `%s` no more"
                            .formatted(owner(after), named(after), owner(before)));
        }
        if (isOther(WORKLOAD)) {
            notes.add(named(after) + " comes by " + tokens());
        }
        if (isOther(SUSPENDED)) {
            notes.add(named(after) + (after.containsKey(SUSPENDED) ? " waits" : " waits no more"));
        }
        return notes;
    }

    private boolean isOther(String word) {
        return !Objects.equals(before.get(word), after.get(word));
    }

    private String named(Map<String, String> words) {
        return words.getOrDefault(KIND, "") + " `" + program + "`";
    }

    private static String owner(Map<String, String> words) {
        return words.getOrDefault(OWNER, "");
    }

    private String tokens() {
        Optional<String> had = Optional.ofNullable(before.get(WORKLOAD));
        Optional<String> has = Optional.ofNullable(after.get(WORKLOAD));
        String now = has.map(workload -> "tokens of `" + workload + "`").orElse("no tokens");
        return now + had.map(workload -> ", and by those of `" + workload + "` no more").orElse("");
    }
}
