package dev.sallyport.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** What a person asks about the people that the control plane knows. */
public sealed interface PeopleRequest extends Request.Control
        permits PeopleRequest.Import,
                PeopleRequest.Listing,
                PeopleRequest.Show,
                PeopleRequest.Hand,
                PeopleRequest.Sync,
                LoginRequest,
                ProgramRequest {

    /** Whether something is done, or only what it would come to is told. */
    enum Effect {
        PREVIEW,
        APPLY
    }

    /** Who may keep somebody. */
    enum Keeper {
        SCIM,
        CSV,
        LDAP;

        /** As commands write it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Take people from a table.
     *
     * @param seen what a preview said; where it would come to something else, nothing is done
     */
    record Import(Path data, Path file, Effect effect, Optional<String> seen)
            implements PeopleRequest {}

    /** Of whom, or of what, somebody wants to know. */
    enum Kind {
        PERSON,
        AGENT,
        SERVICE;

        /** As commands write it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Say who, or what, is known of one kind. */
    record Listing(Path data, Kind kind, Request.Form form) implements PeopleRequest {}

    /**
     * Say everything of one person that is no secret.
     *
     * @param name a login, or a source's name for the person
     */
    record Show(Path data, String name, Request.Form form) implements PeopleRequest {}

    /** Have another source keep somebody. */
    record Hand(Path data, String name, Keeper to) implements PeopleRequest {}

    /**
     * Read the LDAP directory now.
     *
     * @param leavers how many may leave this once; empty for as many as the configuration says
     */
    record Sync(Path data, Effect effect, Optional<Integer> leavers, Request.Form form)
            implements PeopleRequest {}
}
