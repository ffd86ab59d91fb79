package dev.sallyport.policy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The blocks that are open at one place of a file: where each stood, and where it will stand. */
final class Levels {
    static final int STEP = 2;

    private final Deque<Level> open = new ArrayDeque<>();

    /** What a block is; {@code LEVEL_LIST} is a list at the column of the key that holds it. */
    enum Kind {
        MAPPING,
        LIST,
        LEVEL_LIST
    }

    /**
     * One block.
     *
     * @param was its column in the file as it is
     * @param is its column in the file as it will be
     */
    record Level(Kind kind, int was, int is) {}

    void open(Kind kind, int was, int is) {
        open.push(new Level(kind, was, is));
    }

    void close() {
        closeLevelList();
        open.pop();
    }

    /** YAML does not say where such a list ends; the next key or the end of the mapping does. */
    void closeLevelList() {
        if (isIn(Kind.LEVEL_LIST)) {
            open.pop();
        }
    }

    boolean isIn(Kind kind) {
        return !open.isEmpty() && open.element().kind() == kind;
    }

    /** Where an entry of the innermost block stands. */
    int entry() {
        return open.isEmpty() ? 0 : open.element().is();
    }

    /** Where what belongs to an entry stands. */
    int inner() {
        return open.isEmpty() ? 0 : entry() + STEP;
    }

    int moved() {
        return open.isEmpty() ? 0 : open.element().is() - open.element().was();
    }

    /** The innermost first. */
    List<Level> list() {
        return new ArrayList<>(open);
    }
}
