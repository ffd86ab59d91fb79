package dev.sallyport.control.directory;

import dev.sallyport.policy.AskerKind;
import dev.sallyport.policy.Workload;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * An agent or a service that works here, will or did.
 *
 * @param login the name of its account at the doors; nobody else's, ever
 * @param name as people say it
 * @param owner the login of the person who answers for it, as they have it now
 * @param workload how its platform names it; empty where no platform vouches for it
 */
public record Program(
        UUID id,
        Kind kind,
        String login,
        String name,
        String owner,
        Optional<Workload> workload,
        Employment employment,
        long version,
        Instant created,
        Instant changed) {

    /** What it acts as. */
    public enum Kind {
        /** For a person. */
        AGENT,
        /** By itself. */
        SERVICE;

        /** As the record, the database and the API write it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Empty for what no kind is called. */
        public static Optional<Kind> of(String word) {
            return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
        }

        DirectoryRecord.Whose whose() {
            return switch (this) {
                case AGENT -> DirectoryRecord.Whose.AGENT;
                case SERVICE -> DirectoryRecord.Whose.SERVICE;
            };
        }

        /** As the policy names it. */
        public AskerKind asker() {
            return switch (this) {
                case AGENT -> AskerKind.AGENTS;
                case SERVICE -> AskerKind.SERVICES;
            };
        }
    }

    public State state() {
        return employment.state();
    }

    Program ownedBy(String other, Instant now) {
        return new Program(
                id, kind, login, name, other, workload, employment, version + 1, created, now);
    }

    Program running(Optional<Workload> other, Instant now) {
        return new Program(
                id, kind, login, name, owner, other, employment, version + 1, created, now);
    }

    Program standing(Employment other, Instant now) {
        return new Program(
                id, kind, login, name, owner, workload, other, version + 1, created, now);
    }
}
