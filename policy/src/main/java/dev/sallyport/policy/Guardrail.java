package dev.sallyport.policy;

import dev.sallyport.problem.Place;
import dev.sallyport.sql.Act;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What holds whatever roles say: it takes away or reports, and nothing excepts it.
 *
 * @param env where it holds; empty for every environment
 * @param outside the hours outside of which it holds; empty for always
 * @param against whom it concerns; empty for everybody
 * @param then what else happens, as {@code alert}
 */
public record Guardrail(
        String name,
        Effect effect,
        Acts acts,
        Set<String> env,
        Optional<Hours> outside,
        Optional<AskerKind> against,
        List<String> then,
        Place place) {

    /** {@code pg_sleep}, {@code hosp.purge} or {@code dblink.*}, as the catalog writes them. */
    static final String FUNCTION = "[a-z_][a-z0-9_$]*(\\.([a-z_][a-z0-9_$]*|\\*))?";

    public Guardrail {
        env = Ordered.copyOf(env);
        then = List.copyOf(then);
    }

    /** What a guardrail does to what it is about. */
    public enum Effect {
        /** It never happens. */
        NEVER,
        /** It happens and is told. */
        WATCH
    }

    /**
     * What a guardrail is about.
     *
     * @param see classes, each by name; {@code edit} and {@code export} likewise
     * @param functions names, or {@code schema.*}
     */
    public record Acts(
            Set<String> see,
            Set<String> edit,
            Set<String> export,
            Set<Act> statements,
            Set<String> functions,
            Optional<Volume> volume) {

        public Acts {
            see = Ordered.copyOf(see);
            edit = Ordered.copyOf(edit);
            export = Ordered.copyOf(export);
            statements = Ordered.copyOf(statements);
            functions = Ordered.copyOf(functions);
        }

        /** Whether it is about how much is taken or what leaves as a file, and nothing else. */
        public boolean isOfTaking() {
            return see.isEmpty() && edit.isEmpty() && statements.isEmpty() && functions.isEmpty();
        }

        /** Whether it is about statements and functions, and nothing else. */
        public boolean isOfStatements() {
            return see.isEmpty() && edit.isEmpty() && export.isEmpty() && volume.isEmpty();
        }
    }

    /** More rows of these classes in a day than so many. */
    public record Volume(int rowsPerDay, Set<String> classes) {
        public Volume {
            classes = Ordered.copyOf(classes);
        }
    }

    /** A part of each day; where it ends before it begins it spans midnight. */
    public record Hours(LocalTime from, LocalTime to, ZoneId zone) {

        /** The end is outside. */
        public boolean contain(Instant instant) {
            LocalTime time = LocalTime.ofInstant(instant, zone);
            boolean begun = !time.isBefore(from);
            boolean over = !time.isBefore(to);
            return from.isBefore(to) ? (begun && !over) : (begun || !over);
        }
    }

    /** Whether it concerns somebody who asks in an environment; unknown is every one. */
    public boolean concerns(AskerKind kind, Optional<String> environment) {
        return against.map(kind::equals).orElse(true)
                && (env.isEmpty() || environment.map(env::contains).orElse(true));
    }

    /** The same without a word about environments. */
    Guardrail everywhere() {
        return new Guardrail(name, effect, acts, Set.of(), outside, against, then, place);
    }

    /** Whether it holds at an hour. */
    public boolean holdsAt(Instant instant) {
        return outside.map(hours -> !hours.contain(instant)).orElse(true);
    }
}
