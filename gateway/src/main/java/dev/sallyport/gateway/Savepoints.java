package dev.sallyport.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was said at each savepoint of a transaction, from the first change of it on. Confined to the
 * session's event loop.
 */
final class Savepoints {
    /** Runs of savepoints of one name; a driver may make one of the same name at each statement. */
    static final int MOST = 1_000;

    /** As many of one name in a row at which the same was said. */
    private record Mark(String name, Stated said, long times) {
        boolean is(String otherName, Stated otherSaid) {
            return name.equals(otherName) && said.equals(otherSaid);
        }

        Mark times(long more) {
            return new Mark(name, said, times + more);
        }
    }

    private final List<Mark> marks = new ArrayList<>();

    boolean hasRoom() {
        return marks.size() < MOST;
    }

    void made(String name, Stated said) {
        if (!marks.isEmpty() && marks.getLast().is(name, said)) {
            marks.set(marks.size() - 1, marks.getLast().times(1));
        } else {
            marks.add(new Mark(name, said, 1));
        }
    }

    /** The latest of this name ends, and all behind it. */
    void released(String name) {
        if (latest(name) && marks.getLast().times() > 1) {
            marks.set(marks.size() - 1, marks.getLast().times(-1));
        } else if (!marks.isEmpty()) {
            marks.removeLast();
        }
    }

    /** Goes back to the latest of this name, which stays; empty where it was before the first. */
    Optional<Stated> at(String name) {
        return latest(name) ? Optional.of(marks.getLast().said()) : Optional.empty();
    }

    /** Ends all behind the latest of this name; of one that is older than all here, all. */
    private boolean latest(String name) {
        while (!marks.isEmpty() && !marks.getLast().name().equals(name)) {
            marks.removeLast();
        }
        return !marks.isEmpty();
    }

    void clear() {
        marks.clear();
    }
}
