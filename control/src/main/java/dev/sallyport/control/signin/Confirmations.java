package dev.sallyport.control.signin;

import dev.sallyport.problem.Refused;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/** Connections to databases that wait for a person to confirm in a browser that they are theirs. */
public final class Confirmations {
    private final Questions questions;
    private final Guesses guesses;
    private final Optional<URI> publicUrl;
    private final InstantSource clock;

    /** One that waits. */
    public interface Waiting {

        /** What names it. */
        String code();

        /** Where the person goes; it has the code in it, which is no secret. */
        URI link();

        /** What the record calls it. */
        String id();

        /** Of whoever waits. */
        String network();

        /** Nobody waits any more: what is confirmed from now on gives nothing. */
        void leave();
    }

    /**
     * @param publicUrl where browsers reach us; without it nobody can be asked
     */
    Confirmations(
            Questions questions, Guesses guesses, Optional<URI> publicUrl, InstantSource clock) {
        this.questions = questions;
        this.guesses = guesses;
        this.publicUrl = publicUrl;
        this.clock = clock;
    }

    /**
     * Asks, without waiting for anything; empty where too many wait, or nobody can be asked.
     *
     * @param client whose connection it is
     * @param told of the answer, on any thread, once; not where nobody answers
     */
    public Optional<Waiting> ask(
            Question.ForConnection question,
            InetAddress client,
            Duration lasts,
            Consumer<Answer> told) {
        return publicUrl.flatMap(url -> asked(question, client, lasts, told, url));
    }

    private Optional<Waiting> asked(
            Question.ForConnection question,
            InetAddress client,
            Duration lasts,
            Consumer<Answer> told,
            URI url) {
        Source source = Source.of(client);
        Instant now = clock.instant();
        try {
            Asked asked = questions.add(question, source, guesses.isFamiliar(source), lasts, now);
            asked.whenAnswered(told);
            return Optional.of(waiting(asked, url));
        } catch (Refused full) {
            return Optional.empty();
        }
    }

    private Waiting waiting(Asked asked, URI url) {
        return new Waiting() {
            @Override
            public String code() {
                return asked.code().shown();
            }

            @Override
            public URI link() {
                return ConfirmPages.link(url, asked.code());
            }

            @Override
            public String id() {
                return asked.id();
            }

            @Override
            public String network() {
                return asked.source().network();
            }

            @Override
            public void leave() {
                asked.answer(new Answer.Left());
                questions.remove(asked);
            }
        };
    }
}
