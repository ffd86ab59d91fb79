package dev.sallyport.control.signin;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A question that waits for its answer, which it gets once. */
final class Asked {
    private final UserCode code;
    private final String id;
    private final Question question;
    private final Source source;
    private final boolean familiar;
    private final Instant begun;
    private final Instant until;
    private final AtomicBoolean claimed = new AtomicBoolean();
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();

    /**
     * @param id what the record calls it; it opens nothing
     * @param familiar whether somebody has confirmed something in its network before
     * @param until outside of it
     */
    Asked(
            UserCode code,
            String id,
            Question question,
            Source source,
            boolean familiar,
            Instant begun,
            Instant until) {
        this.code = code;
        this.id = id;
        this.question = question;
        this.source = source;
        this.familiar = familiar;
        this.begun = begun;
        this.until = until;
    }

    UserCode code() {
        return code;
    }

    String id() {
        return id;
    }

    Question question() {
        return question;
    }

    Source source() {
        return source;
    }

    boolean isFamiliar() {
        return familiar;
    }

    Instant begun() {
        return begun;
    }

    Instant until() {
        return until;
    }

    boolean isOver(Instant now) {
        return !now.isBefore(until);
    }

    boolean isOpen(Instant now) {
        return !isOver(now) && !claimed.get() && !answer.isDone();
    }

    /** Whoever gets true answers it, and nobody else does. */
    boolean claim() {
        return claimed.compareAndSet(false, true) && !answer.isDone();
    }

    /** False where whoever asked has left. */
    boolean answer(Answer given) {
        return answer.complete(given);
    }

    /** Empty as long as there is none. */
    Optional<Answer> answer() {
        return Optional.ofNullable(answer.getNow(null));
    }

    void whenAnswered(Consumer<Answer> told) {
        answer.thenAccept(told);
    }
}
