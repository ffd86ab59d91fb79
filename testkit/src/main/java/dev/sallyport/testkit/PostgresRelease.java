package dev.sallyport.testkit;

import java.util.List;

/** A PostgreSQL the database door is for. */
public enum PostgresRelease {
    POSTGRES_14(14),
    POSTGRES_15(15),
    POSTGRES_16(16),
    POSTGRES_17(17),
    POSTGRES_18(18);

    /** The one most suites run on; its programs are on the class path. */
    public static final PostgresRelease NEWEST = POSTGRES_18;

    private final int major;

    PostgresRelease(int major) {
        this.major = major;
    }

    /** For long suites: the newest; with {@code -Dsallyport.full=true} the oldest before it. */
    public static List<PostgresRelease> forLongSuites() {
        return Boolean.getBoolean("sallyport.full")
                ? List.of(POSTGRES_14, NEWEST)
                : List.of(NEWEST);
    }

    public int major() {
        return major;
    }
}
