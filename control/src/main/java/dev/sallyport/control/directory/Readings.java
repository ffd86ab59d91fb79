package dev.sallyport.control.directory;

import java.util.Optional;

/** A directory that we read ourselves; empty where there is none. */
@FunctionalInterface
public interface Readings {
    Optional<ReadStatus> status();
}
