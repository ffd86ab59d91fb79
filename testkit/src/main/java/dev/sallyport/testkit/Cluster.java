package dev.sallyport.testkit;

import java.io.IOException;
import java.nio.file.Path;

/** A running server of one release; the JVM's end stops it. */
interface Cluster {
    int port();

    Path data();

    /** Debian's own 15; every other release is embedded. */
    static Cluster start(PostgresRelease release, Path data) throws IOException {
        return switch (release) {
            case POSTGRES_15 -> InstalledCluster.start(release, data);
            case POSTGRES_14, POSTGRES_16, POSTGRES_17, POSTGRES_18 ->
                    EmbeddedCluster.start(release, data);
        };
    }
}
