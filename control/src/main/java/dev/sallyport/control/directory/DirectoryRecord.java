package dev.sallyport.control.directory;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Where every step of an employment is put on record; returns when that is durable. */
@FunctionalInterface
public interface DirectoryRecord {
    void append(Step step);

    /** The same of many, in their order; returns when the last one is durable. */
    default void append(List<Step> steps) {
        steps.forEach(this::append);
    }

    /** What a step is of. */
    enum Whose {
        PERSON,
        AGENT,
        SERVICE;

        /** As the record writes it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A step of somebody's employment, or a change of who they are; or of a program's.
     *
     * @param id the directory's, which never changes
     * @param kind what happened, as {@code suspended} or {@code renamed}
     * @param before the state before, where there was one
     * @param actor who did it, as {@code scim:okta} or {@code clock}
     */
    record Step(
            Whose whose,
            String id,
            String login,
            String kind,
            Optional<String> before,
            String after,
            String actor,
            String reason,
            Instant at) {}
}
