package dev.sallyport.testkit;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.embedded.PgBinaryResolver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A server whose programs come in a jar. */
final class EmbeddedCluster implements Cluster {
    /** A first start unpacks 60 MB and runs initdb on a busy machine. */
    private static final Duration START_WAIT = Duration.ofMinutes(2);

    private static final String ARCHIVE = "postgres-linux-x86_64.txz";

    private final EmbeddedPostgres server;
    private final Path data;

    private EmbeddedCluster(EmbeddedPostgres server, Path data) {
        this.server = server;
        this.data = data;
    }

    static EmbeddedCluster start(PostgresRelease release, Path data) throws IOException {
        EmbeddedPostgres.Builder builder =
                EmbeddedPostgres.builder()
                        .setPgBinaryResolver(programs(release))
                        .setDataDirectory(data)
                        .setCleanDataDirectory(true)
                        .setPGStartupWait(START_WAIT);
        RealPostgres.SETTINGS.forEach(builder::setServerConfig);
        return new EmbeddedCluster(builder.start(), data);
    }

    @Override
    public int port() {
        return server.getPort();
    }

    @Override
    public Path data() {
        return data;
    }

    /**
     * The jars of all releases name their archive alike, so only one can be on a class path; the
     * build lays the others out beside each other.
     */
    private static PgBinaryResolver programs(PostgresRelease release) {
        return release == PostgresRelease.NEWEST
                ? DefaultPostgresBinaryResolver.INSTANCE
                : (system, hardware) -> archive(release);
    }

    private static InputStream archive(PostgresRelease release) throws IOException {
        Path jar = Project.ROOT.resolve("testkit/target/postgres/" + release.major() + ".jar");
        try (var zip = new ZipFile(jar.toFile())) {
            ZipEntry archive = zip.getEntry(ARCHIVE);
            if (archive == null) {
                throw new IOException(jar + " holds no " + ARCHIVE);
            }
            return new ByteArrayInputStream(zip.getInputStream(archive).readAllBytes());
        }
    }
}
