package dev.sallyport.gateway;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the database still owes a session, in the order in which it was asked. */
final class Answers {
    private final ArrayDeque<Owed> owed = new ArrayDeque<>();
    private long asked;

    void add(Owed answer) {
        asked++;
        owed.add(answer);
    }

    /** How many there have been. */
    long asked() {
        return asked;
    }

    @Nullable Owed peek() {
        return owed.peek();
    }

    @Nullable Owed poll() {
        return owed.poll();
    }

    Owed remove() {
        return owed.remove();
    }

    Iterator<Owed> iterator() {
        return owed.iterator();
    }

    int size() {
        return owed.size();
    }

    boolean isEmpty() {
        return owed.isEmpty();
    }

    /** The first that runs: the database may hold back the answers before it. */
    @Nullable Owed firstRunning() {
        for (Owed answer : owed) {
            if (answer.runs()) {
                return answer;
            }
        }
        return null;
    }

    /** The same before the end of the batch. */
    @Nullable Owed firstRunningOfBatch() {
        for (Owed answer : owed) {
            if (answer.runs() || answer.kind() == Owed.Kind.SYNC) {
                return answer.runs() ? answer : null;
            }
        }
        return null;
    }

    /** Whether a query is on its way by what is prepared for it. */
    boolean isRepeating() {
        Owed next = owed.peek();
        return next != null && next.repeat() != null;
    }

    /** Everything that is about a statement on its way. */
    List<Owed> running() {
        List<Owed> running = new ArrayList<>(owed);
        running.removeIf(answer -> !answer.runs());
        return running;
    }

    /** Whether what is owed next is the last of a batch whose end is on its way. */
    boolean endsBatch() {
        return owed.stream().skip(1).limit(1).anyMatch(next -> next.kind() == Owed.Kind.SYNC);
    }

    /** The end of COPY data has no answer of its own. */
    void passCopyEnds() {
        for (Owed next = owed.peek();
                next != null && next.kind() == Owed.Kind.COPY_END;
                next = owed.peek()) {
            owed.remove();
        }
    }
}
