package dev.sallyport.testkit;

import java.nio.file.Path;

/** What the sample hospital is to whoever starts it or signs in there. */
public final class SampleHospital {
    /** Its schema, policy and people. */
    public static final Path FOLDER = Project.ROOT.resolve("examples/hospital");

    /** The name of its database. */
    public static final String DATABASE = "ehr";

    /** Everybody's, at the gateway. */
    public static final String PASSWORD = "demo";

    private SampleHospital() {}
}
