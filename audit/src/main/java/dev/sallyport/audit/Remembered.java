package dev.sallyport.audit;

import java.nio.file.Path;

/**
 * How far a log had come when somebody looked last, kept apart from it.
 *
 * @param events at least so many are there
 * @param where the file that says so
 */
public record Remembered(long events, Path where) {}
