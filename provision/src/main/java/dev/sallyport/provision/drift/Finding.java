package dev.sallyport.provision.drift;

/**
 * Something that changed behind our back, in words without a literal, a value or a secret.
 *
 * @param id what a person types to answer it; the same as long as nothing changes
 * @param kind {@code grant}, {@code role}, {@code policy} …
 * @param object what it is about
 * @param who as the database knows it, or {@link #UNKNOWN}
 */
public record Finding(
        String id,
        Severity severity,
        String kind,
        String object,
        String before,
        String after,
        String who) {
    public static final String UNKNOWN = "unknown";

    /** {@code alert 1f2e3d4c grant SELECT on table hosp.patients to omar: none -> there}. */
    @Override
    public String toString() {
        return "%s %s %s %s: %s -> %s (by %s)"
                .formatted(severity.word(), id, kind, object, before, after, who);
    }
}
