package dev.sallyport.policy;

import java.util.Arrays;

/** The column of the first value of each line of one file. */
final class LineStarts {
    private int[] columns = new int[64];

    /** What comes later on the line changes nothing. */
    void begins(int line, int column) {
        if (line >= columns.length) {
            columns = Arrays.copyOf(columns, Math.max(line + 1, 2 * columns.length));
        }
        if (columns[line] == 0) {
            columns[line] = column;
        }
    }

    /** 0 where no value begins on the line. */
    int column(int line) {
        return line < columns.length ? columns[line] : 0;
    }
}
