package dev.sallyport.control.directory;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where every step of an employment is put on record; returns when that is durable. */
@FunctionalInterface
public interface DirectoryRecord {
    void append(Step step);

    /** The same of many, in their order; returns when the last one is durable. */
    default void append(List<Step> steps) {
        steps.forEach(this::append);
    }

    /**
     * A step of somebody's employment, or a change of who they are.
     *
     * @param person the directory's id, which never changes
     * @param kind what happened, as {@code suspended} or {@code renamed}
     * @param before the state before, where there was one
     * @param actor who did it, as {@code scim:okta} or {@code clock}
     */
    record Step(
            String person,
            String login,
            String kind,
            Optional<String> before,
            String after,
            String actor,
            String reason,
            Instant at) {}
}
