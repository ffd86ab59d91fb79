package dev.sallyport.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The names in a log's folder, and what lies there. */
record LogFolder(Path path) {
    static final String TEMPORARY = ".tmp";

    /** More files than a log of 100 TB has; a folder of millions is no log and is not listed. */
    static final int MAX_FILES = 2_000_000;

    private static final String LOCK = "lock";
    private static final String VKEY = "vkey";
    private static final String CHECKPOINT = "checkpoint";
    private static final String LEAF_HASHES = "leaf-hashes";
    private static final String SPARE = "spare";
    private static final Set<String> OTHERS =
            Set.of(
                    LOCK,
                    VKEY,
                    VKEY + TEMPORARY,
                    CHECKPOINT,
                    CHECKPOINT + TEMPORARY,
                    LEAF_HASHES,
                    SPARE,
                    SPARE + TEMPORARY);

    /** What a file system keeps in its root for itself. */
    private static final String LOST_AND_FOUND = "lost+found";

    private static final Pattern SEGMENT = Pattern.compile("segment-([0-9]{18})");

    /**
     * What lies in the folder.
     *
     * @param segments by the index of their first event
     * @param strays names that are not the log's
     */
    record Listing(NavigableMap<Long, Path> segments, List<String> strays) {}

    Path lock() {
        return path.resolve(LOCK);
    }

    Path vkey() {
        return path.resolve(VKEY);
    }

    Path checkpoint() {
        return path.resolve(CHECKPOINT);
    }

    Path leafHashes() {
        return path.resolve(LEAF_HASHES);
    }

    Path spare() {
        return path.resolve(SPARE);
    }

    Path segment(long first) {
        return path.resolve("segment-%018d".formatted(first));
    }

    /** No log was ever begun here, or its first writer ended before its first segment. */
    boolean unused() throws IOException {
        return !Files.exists(checkpoint())
                && !Files.exists(leafHashes())
                && list().segments().isEmpty();
    }

    Listing list() throws IOException {
        var segments = new TreeMap<Long, Path>();
        var strays = new ArrayList<String>();
        try (var files = Files.newDirectoryStream(path)) {
            for (var file : files) {
                sort(file, segments, strays);
                if (segments.size() + strays.size() > MAX_FILES) {
                    break;
                }
            }
        }
        return new Listing(segments, strays);
    }

    /**
     * A link or a pipe is a stray whatever its name: following it could leave the folder or hang. A
     * file that is gone again was a writer's.
     */
    private static void sort(Path file, TreeMap<Long, Path> segments, List<String> strays) {
        var name = file.getFileName().toString();
        var segment = SEGMENT.matcher(name);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS) || isFileSystems(file, name)) {
            return;
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            strays.add(name);
        } else if (segment.matches()) {
            segments.put(Long.parseLong(segment.group(1)), file);
        } else if (!OTHERS.contains(name)) {
            strays.add(name);
        }
    }

    private static boolean isFileSystems(Path file, String name) {
        return name.equals(LOST_AND_FOUND) && Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS);
    }
}
