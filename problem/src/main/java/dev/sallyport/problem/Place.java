package dev.sallyport.problem;

/**
 * A position in a file a person wrote.
 *
 * @param file the file's name as the person knows it, relative to the folder being read
 * @param line from 1; 0 where the whole file is meant
 * @param column from 1; 0 where the whole line is meant
 */
public record Place(String file, int line, int column) {

    public Place {
        if (line < 0 || column < 0) {
            throw new IllegalArgumentException("a place before the file");
        }
    }

    public static Place line(String file, int line) {
        return new Place(file, line, 0);
    }

    /** {@code 20-roles.yaml:31} or {@code 20-roles.yaml:31:7}. */
    @Override
    public String toString() {
        return file + (line == 0 ? "" : ":" + line) + (column == 0 ? "" : ":" + column);
    }
}
