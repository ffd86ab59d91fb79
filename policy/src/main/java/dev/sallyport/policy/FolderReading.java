package dev.sallyport.policy;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** A policy folder and a file of people, read side by side: neither needs the other. */
public record FolderReading(PolicyReading policy, DirectoryReading people) {

    public static FolderReading of(Path folder, Path people) {
        var directory = CompletableFuture.supplyAsync(() -> DirectoryReader.read(people));
        return new FolderReading(PolicyReader.read(folder), directory.join());
    }
}
