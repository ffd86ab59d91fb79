package dev.sallyport.app;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Folders and files made, replaced and removed so that a crash leaves the old or the new. */
final class Folders {
    static final Set<PosixFilePermission> RUN_BY_ALL = PosixFilePermissions.fromString("rwxr-xr-x");
    static final Set<PosixFilePermission> READ_BY_ALL =
            PosixFilePermissions.fromString("rw-r--r--");

    private Folders() {}

    /** A folder only we can enter. */
    static Path ours(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(folder);
        }
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        return folder;
    }

    /** A file that another program wrote for us. */
    static void onlyOurs(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    /**
     * A new file only we can read.
     *
     * @throws java.nio.file.FileAlreadyExistsException where there is one
     */
    static FileChannel create(Path file) throws IOException {
        return FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    /** Writes a file only we can read: whole or not at all. */
    static void write(Path file, byte[] content) throws IOException {
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        Files.deleteIfExists(partial);
        try (FileChannel channel = create(partial)) {
            java.nio.ByteBuffer rest = java.nio.ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Removes what is there, links themselves and never what they point at. */
    static void delete(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(
                path,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path folder, @Nullable IOException failure) throws IOException {
                        if (failure != null) {
                            throw failure;
                        }
                        Files.delete(folder);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    /**
     * A folder of programs once more, that anybody may read and run; links stay links.
     *
     * @param copy where nothing is yet
     */
    static void copyOfPrograms(Path folder, Path copy) throws IOException {
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path one, BasicFileAttributes attributes) throws IOException {
                        Path made = Files.createDirectory(copy.resolve(folder.relativize(one)));
                        Files.setPosixFilePermissions(made, RUN_BY_ALL);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path one, BasicFileAttributes attributes)
                            throws IOException {
                        Path made =
                                Files.copy(
                                        one,
                                        copy.resolve(folder.relativize(one)),
                                        LinkOption.NOFOLLOW_LINKS);
                        if (!attributes.isSymbolicLink()) {
                            Files.setPosixFilePermissions(
                                    made, Files.isExecutable(one) ? RUN_BY_ALL : READ_BY_ALL);
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
