package dev.sallyport.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** What a person wants of the agents and services that the control plane keeps. */
public sealed interface ProgramRequest extends PeopleRequest {

    /** What one acts as. */
    enum Kind {
        AGENT,
        SERVICE;

        /** As commands write it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Where one is to stand. */
    enum Stand {
        SUSPENDED,
        ACTIVE,
        LEFT
    }

    /** How a platform names one in its tokens. */
    record Platform(String issuer, String subject) {}

    /**
     * One more.
     *
     * @param owner a login, or a source's name for the person
     */
    record Add(
            Path data,
            Kind kind,
            String login,
            String name,
            String owner,
            Optional<Platform> workload,
            Optional<Instant> starts,
            Optional<Instant> ends,
            String reason)
            implements ProgramRequest {}

    /** Have somebody else answer for one. */
    record Own(Path data, String login, String owner, String reason) implements ProgramRequest {}

    /** Say how its platform names one, or that none does. */
    record Run(Path data, String login, Optional<Platform> workload, String reason)
            implements ProgramRequest {}

    /** Say from when until when one works. */
    record Date(
            Path data,
            String login,
            Optional<Instant> starts,
            Optional<Instant> ends,
            String reason)
            implements ProgramRequest {}

    /** Have one stand elsewhere. */
    record Put(Path data, String login, Stand stand, String reason) implements ProgramRequest {}
}
