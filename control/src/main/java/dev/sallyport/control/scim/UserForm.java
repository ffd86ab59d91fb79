package dev.sallyport.control.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.captaingoldfish.scim.sdk.common.constants.SchemaUris;
import de.captaingoldfish.scim.sdk.common.exceptions.BadRequestException;
import de.captaingoldfish.scim.sdk.common.resources.User;
import de.captaingoldfish.scim.sdk.common.resources.complex.Meta;
import de.captaingoldfish.scim.sdk.common.resources.complex.Name;
import de.captaingoldfish.scim.sdk.common.resources.multicomplex.GroupNode;
import de.captaingoldfish.scim.sdk.common.utils.JsonHelper;
import dev.sallyport.control.directory.Employment.Terms;
import dev.sallyport.control.directory.Group;
import dev.sallyport.control.directory.Groups;
import dev.sallyport.control.directory.Person;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** People as SCIM shows them, and what a SCIM resource says of a person. */
final class UserForm {
    /** What we keep apart from the rest, show from our own, or never keep. */
    private static final Set<String> OURS =
            Set.of(
                    "schemas",
                    "id",
                    "meta",
                    "userName",
                    "externalId",
                    "active",
                    "groups",
                    "password",
                    OwnExtension.URI);

    private final Groups groups;
    private final OwnExtension extension;

    UserForm(Groups groups, OwnExtension extension) {
        this.groups = groups;
        this.extension = extension;
    }

    User user(Person person) {
        return user(person, groups.of(person));
    }

    List<User> users(List<Person> people) {
        Map<UUID, List<Group>> inGroups = groups.of(people);
        return people.stream()
                .map(person -> user(person, inGroups.getOrDefault(person.id(), List.of())))
                .toList();
    }

    private static User user(Person person, List<Group> groups) {
        Person.Told told = person.told();
        User user = JsonHelper.readJsonDocument(told.profile(), User.class);
        user.setId(person.id().toString());
        user.setUserName(told.userName());
        user.setExternalId(told.externalId().orElse(null));
        user.setActive(person.employment().wanted());
        List<GroupNode> shown = new ArrayList<>();
        for (Group group : groups) {
            shown.add(
                    GroupNode.builder()
                            .value(group.id().toString())
                            .display(group.name())
                            .type("direct")
                            .build());
        }
        user.setGroups(shown);
        user.set(OwnExtension.URI, own(person));
        user.setSchemas(schemas(user));
        user.setMeta(
                Meta.builder()
                        .resourceType("User")
                        .created(person.created())
                        .lastModified(person.changed())
                        .version(Long.toString(person.version()))
                        .build());
        return user;
    }

    Person.Told told(User user) {
        String userName = user.getUserName().orElseThrow();
        JsonNode enterprise = user.path(SchemaUris.ENTERPRISE_USER_URI);
        return new Person.Told(
                userName,
                user.getExternalId(),
                name(user, userName),
                text(enterprise.path("department")),
                text(enterprise.path("manager").path("value")),
                attributes(user),
                profile(user));
    }

    /** What is not said stays: a source that leaves `active` out does not suspend anybody. */
    Terms terms(User user, Optional<Person> prior) {
        boolean active =
                user.isActive()
                        .or(() -> prior.map(person -> person.employment().wanted()))
                        .orElse(true);
        JsonNode own = user.path(OwnExtension.URI);
        return new Terms(
                active, instant(own, OwnExtension.STARTS), instant(own, OwnExtension.ENDS));
    }

    /**
     * Dates that a whole resource does not name stay: else a source that knows of none would bring
     * back whoever another one, or an operator, gave an end. Only a `null` takes one away, and that
     * only the body as it was sent shows.
     */
    void keepDates(User user, Person prior, String body) {
        JsonNode sent = field(JsonHelper.readJsonDocument(body), OwnExtension.URI);
        if (!sent.isNull()) {
            keepDate(user, sent, OwnExtension.STARTS, prior.employment().starts());
            keepDate(user, sent, OwnExtension.ENDS, prior.employment().ends());
        }
    }

    private static void keepDate(User user, JsonNode sent, String name, Optional<Instant> known) {
        if (field(sent, name).isMissingNode()) {
            known.ifPresent(
                    at -> user.withObjectProperty(OwnExtension.URI).put(name, at.toString()));
        }
    }

    /** Without regard to case, as the standard has it. */
    private static JsonNode field(JsonNode of, String name) {
        return of.properties().stream()
                .filter(field -> field.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseGet(MissingNode::getInstance);
    }

    Optional<String> login(User user) {
        return text(user.path(OwnExtension.URI).path(OwnExtension.LOGIN));
    }

    private static Set<String> schemas(User user) {
        return Stream.of(SchemaUris.USER_URI, SchemaUris.ENTERPRISE_USER_URI, OwnExtension.URI)
                .filter(uri -> uri.equals(SchemaUris.USER_URI) || user.has(uri))
                .collect(Collectors.toSet());
    }

    private static ObjectNode own(Person person) {
        ObjectNode own = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();
        own.put(OwnExtension.LOGIN, person.login());
        own.put(OwnExtension.STATE, person.state().word());
        person.employment().starts().ifPresent(at -> own.put(OwnExtension.STARTS, at.toString()));
        person.employment().ends().ifPresent(at -> own.put(OwnExtension.ENDS, at.toString()));
        person.told()
                .attributes()
                .forEach((name, values) -> {
                    if (!values.isEmpty()) {
                        values.forEach(own.putArray(name)::add);
                    }
                });
        return own;
    }

    private static String name(User user, String userName) {
        return user.getDisplayName()
                .or(() -> user.getName().flatMap(UserForm::written))
                .filter(name -> !name.isBlank())
                .orElse(userName);
    }

    private static Optional<String> written(Name name) {
        return name.getFormatted()
                .or(() ->
                        Optional.of(
                                        Stream.of(name.getGivenName(), name.getFamilyName())
                                                .flatMap(Optional::stream)
                                                .collect(Collectors.joining(" ")))
                                .filter(both -> !both.isBlank()));
    }

    private Map<String, List<String>> attributes(User user) {
        JsonNode own = user.path(OwnExtension.URI);
        Map<String, List<String>> attributes = new LinkedHashMap<>();
        for (String name : extension.names()) {
            List<String> values = new ArrayList<>();
            own.path(name).forEach(value -> values.add(value.asText()));
            if (!values.isEmpty()) {
                attributes.put(name, List.copyOf(values));
            }
        }
        return attributes;
    }

    private static String profile(User user) {
        ObjectNode rest = user.deepCopy();
        rest.remove(OURS);
        return rest.toString();
    }

    private static Optional<String> text(JsonNode node) {
        return Optional.of(node.asText("")).filter(text -> !text.isBlank());
    }

    private static Optional<Instant> instant(JsonNode own, String name) {
        return text(own.path(name)).map(UserForm::instant);
    }

    private static Instant instant(String written) {
        try {
            return OffsetDateTime.parse(written).toInstant();
        } catch (DateTimeParseException e) {
            throw new BadRequestException(
                    "SP7100 a time is not written as one (write it as 2027-01-31T00:00:00Z)",
                    null,
                    "invalidValue");
        }
    }
}
