package dev.sallyport.app;

import dev.sallyport.audit.AuditEvent.ControlStep;
import dev.sallyport.audit.AuditLog;
import dev.sallyport.policy.Program;
import dev.sallyport.policy.Workload;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Puts on record which agents and services came, went, or are somebody else's. */
final class ProgramSteps {
    private final AuditLog log;

    ProgramSteps(AuditLog log) {
        this.log = log;
    }

    /**
     * Durable once this returns: who owns a program, and which tokens are its, is not to be seen in
     * a database.
     *
     * @param before by name, as applied last
     * @param after by name, as about to count
     */
    void append(Map<String, Program> before, Map<String, Program> after) {
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        OptionalLong last = OptionalLong.empty();
        for (String name : names) {
            SortedMap<String, String> had = words(before.get(name));
            SortedMap<String, String> has = words(after.get(name));
            if (!had.equals(has)) {
                last = OptionalLong.of(log.append(step(name, had, has)));
            }
        }
        last.ifPresent(log::await);
    }

    private static ControlStep step(
            String name, SortedMap<String, String> had, SortedMap<String, String> has) {
        String type =
                had.isEmpty()
                        ? "program.listed"
                        : has.isEmpty() ? "program.unlisted" : "program.changed";
        SortedMap<String, String> about = new TreeMap<>(has);
        about.put("program", name);
        had.forEach((word, value) -> {
            if (!Objects.equals(has.get(word), value)) {
                about.put("former_" + word, value);
            }
        });
        return new ControlStep(type, Operator.name(), about);
    }

    private static SortedMap<String, String> words(@Nullable Program program) {
        SortedMap<String, String> words = new TreeMap<>();
        if (program != null) {
            words.put("kind", program.word());
            words.put("owner", program.owner());
            program.workload().map(Workload::toString).ifPresent(one -> words.put("workload", one));
        }
        return words;
    }
}
