package dev.sallyport.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Small files that are wholly there or not at all, also after a power cut. */
final class DurableFile {
    private DurableFile() {}

    /** Fails where the file exists. */
    static void create(Path file, byte[] content, Set<PosixFilePermission> permissions)
            throws IOException {
        var owner = PosixFilePermissions.asFileAttribute(permissions);
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (var channel = FileChannel.open(file, options, owner)) {
            writeAll(channel, content);
        }
        forceFolder(file.toAbsolutePath().resolveSibling(""));
    }

    /** Temporary file, fsync, rename, fsync of the folder: a reader sees the old or the new. */
    static void replace(Path file, byte[] content) throws IOException {
        var temporary = file.resolveSibling(file.getFileName() + LogFolder.TEMPORARY);
        try (var channel =
                FileChannel.open(
                        temporary,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            writeAll(channel, content);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        forceFolder(file.toAbsolutePath().resolveSibling(""));
    }

    /** At most {@code max} characters; a longer file is cut, and so fails to parse. */
    static String read(Path file, int max) throws IOException {
        try (var stream = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return new String(stream.readNBytes(max), UTF_8);
        }
    }

    /** Without it a created or renamed file may be gone after a power cut. */
    static void forceFolder(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void writeAll(FileChannel channel, byte[] content) throws IOException {
        var buffer = ByteBuffer.wrap(content);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        channel.force(true);
    }
}
