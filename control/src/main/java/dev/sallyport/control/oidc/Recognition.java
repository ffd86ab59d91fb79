package dev.sallyport.control.oidc;

import dev.sallyport.control.directory.People;
import dev.sallyport.control.directory.Person;
import dev.sallyport.control.directory.State;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Who of the directory it is that a provider names. Signing in makes nobody a person of it. */
final class Recognition {
    private final People people;
    private final OidcSettings settings;

    Recognition(People people, OidcSettings settings) {
        this.people = people;
        this.settings = settings;
    }

    /**
     * @throws Refusal SP7165 where that is not exactly one person who works here now
     */
    Person recognise(Claims claims) {
        List<Person> meant =
                named(claims).stream().filter(person -> person.state() == State.ACTIVE).toList();
        if (meant.size() != 1) {
            throw Refusal.nobody(meant.isEmpty() ? "nobody" : "several");
        }
        return meant.getFirst();
    }

    /** Whoever that is, where they work here now. */
    Optional<Person> atWork(String id) {
        return people.find(id).filter(person -> person.state() == State.ACTIVE);
    }

    private List<Person> named(Claims claims) {
        return switch (settings.person()) {
            case SUB -> people.withExternalId(claims.required("sub"));
            case OID -> people.withExternalId(claims.required("oid"));
            case PREFERRED_USERNAME -> withUserName(claims.required("preferred_username"));
            case UPN -> withUserName(claims.required("upn"));
            case EMAIL -> {
                // Whoever may write any address into a profile would be whoever they like.
                JsonNode verified = claims.raw("email_verified");
                if (!verified.isBoolean() || !verified.booleanValue()) {
                    throw Refusal.nobody("address not verified");
                }
                yield withUserName(claims.required("email"));
            }
        };
    }

    private List<Person> withUserName(String name) {
        return people.named(name).stream().toList();
    }
}
