package dev.sallyport.control.directory;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Somebody who works here, will or did.
 *
 * @param source who keeps them: nobody else changes what is told of them
 * @param login the name of the account at the doors; nobody else's, ever
 * @param accountLogin the login under which the doors may know the account now
 * @param deleted whether the source has forgotten the person; we never do
 */
public record Person(
        UUID id,
        Source source,
        String login,
        Optional<String> accountLogin,
        Told told,
        Employment employment,
        boolean deleted,
        long version,
        Instant created,
        Instant changed) {

    /**
     * Who a source says somebody is.
     *
     * @param userName the source's name for the person, one person's without regard to case
     * @param name as people say it
     * @param attributes what scopes ask about
     * @param profile what else the source says, as its own JSON; nothing is decided by it
     */
    public record Told(
            String userName,
            Optional<String> externalId,
            String name,
            Optional<String> department,
            Optional<String> manager,
            Map<String, List<String>> attributes,
            String profile) {

        public Told {
            attributes = Map.copyOf(attributes);
        }

        /** Of a source that has not said yet who this is. */
        Told withoutExternalId() {
            return new Told(
                    userName, Optional.empty(), name, department, manager, attributes, profile);
        }

        /** Whether rules may decide otherwise for what has changed. */
        boolean moves(Told other) {
            return !department.equals(other.department)
                    || !manager.equals(other.manager)
                    || !attributes.equals(other.attributes);
        }
    }

    public State state() {
        return employment.state();
    }

    /** The login that the doors still know, where it is another. */
    Optional<String> renamedFrom() {
        return accountLogin.filter(known -> !known.equals(login));
    }

    Person changed(String newLogin, Told newTold, Employment newEmployment, Instant now) {
        return new Person(
                id,
                source,
                newLogin,
                accountLogin,
                newTold,
                newEmployment,
                deleted && newEmployment.state() == State.LEFT,
                version + 1,
                created,
                now);
    }

    Person forgotten(Instant now) {
        return new Person(
                id,
                source,
                login,
                accountLogin,
                told,
                employment.state() == State.LEFT ? employment : employment.left(now),
                true,
                version + 1,
                created,
                now);
    }

    /** As whom the doors know the account; empty where it was removed. */
    Person known(Optional<String> newAccountLogin) {
        return new Person(
                id,
                source,
                login,
                newAccountLogin,
                told,
                employment,
                deleted,
                version,
                created,
                changed);
    }

    /** The same, told of by another from now on. */
    Person keptBy(Source keeper) {
        return new Person(
                id,
                keeper,
                login,
                accountLogin,
                told,
                employment,
                deleted,
                version,
                created,
                changed);
    }
}
