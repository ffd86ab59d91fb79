package dev.sallyport.control.scim;

import de.captaingoldfish.scim.sdk.common.constants.enums.HttpMethod;
import de.captaingoldfish.scim.sdk.common.constants.enums.SortOrder;
import de.captaingoldfish.scim.sdk.common.resources.User;
import de.captaingoldfish.scim.sdk.common.schemas.SchemaAttribute;
import de.captaingoldfish.scim.sdk.server.endpoints.Context;
import de.captaingoldfish.scim.sdk.server.endpoints.ResourceHandler;
import de.captaingoldfish.scim.sdk.server.endpoints.features.EndpointType;
import de.captaingoldfish.scim.sdk.server.filter.FilterNode;
import de.captaingoldfish.scim.sdk.server.interceptor.Interceptor;
import de.captaingoldfish.scim.sdk.server.patch.PatchOperationHandler;
import de.captaingoldfish.scim.sdk.server.response.PartialListResponse;
import dev.sallyport.control.directory.Change;
import dev.sallyport.control.directory.Employment.Terms;
import dev.sallyport.control.directory.People;
import dev.sallyport.control.directory.Person;
import dev.sallyport.control.directory.Standing;
import dev.sallyport.problem.Refused;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Users of SCIM are the people of the directory. */
final class UserHandler extends ResourceHandler<User> {
    private final People people;
    private final UserForm form;
    private final Changing changing;

    UserHandler(People people, UserForm form, Changing changing) {
        this.people = people;
        this.form = form;
        this.changing = changing;
    }

    @Override
    public User createResource(User resource, Context context) {
        Person person =
                people.join(
                        change(context),
                        form.told(resource),
                        form.terms(resource, Optional.empty()),
                        form.login(resource));
        return read(person);
    }

    @Override
    public User getResource(
            String id,
            @Nullable List<SchemaAttribute> attributes,
            @Nullable List<SchemaAttribute> excluded,
            Context context) {
        return changing.told(() -> form.user(people.require(id)));
    }

    @Override
    public PartialListResponse<User> listResources(
            long startIndex,
            int count,
            @Nullable FilterNode filter,
            @Nullable SchemaAttribute sortBy,
            @Nullable SortOrder sortOrder,
            @Nullable List<SchemaAttribute> attributes,
            @Nullable List<SchemaAttribute> excluded,
            Context context) {
        return changing.told(() -> {
            if (filter == null) {
                return Lists.page(form.users(people.page(startIndex - 1, count)), people.count());
            }
            List<User> candidates = form.users(candidates(filter));
            return Lists.filtered(getServiceProvider(), candidates, filter, startIndex, count);
        });
    }

    @Override
    public User updateResource(User resource, Context context) {
        Person prior = people.require(resource.getId().orElseThrow());
        if (context.getUriInfos().getHttpMethod() == HttpMethod.PUT) {
            form.keepDates(resource, prior, context.getRequestBody());
        }
        return read(alter(ScimCaller.of(context), prior, resource));
    }

    /** What is wrong with a name, or a door that is away, keeps nobody in who is to be out. */
    private Person alter(ScimCaller caller, Person prior, User resource) {
        Terms terms = form.terms(resource, Optional.of(prior));
        try {
            return people.alter(
                    caller.change(), prior, form.told(resource), terms, form.login(resource));
        } catch (Refused refused) {
            if (terms.active() || !prior.employment().wanted()) {
                throw refused;
            }
            Person suspended = people.stand(caller.change(), prior, Standing.SUSPENDED);
            caller.owe(refused);
            return suspended;
        }
    }

    @Override
    public void deleteResource(String id, Context context) {
        people.leave(change(context), people.require(id));
    }

    @Override
    public PatchOperationHandler<User> getPatchOpResourceHandler(String id, Context context) {
        return new Patching<>(this, context);
    }

    @Override
    public Interceptor getInterceptor(EndpointType type) {
        return switch (type) {
            case CREATE, UPDATE, PATCH, DELETE -> changing;
            default -> super.getInterceptor(type);
        };
    }

    /** From the database: what is answered is what holds. */
    private User read(Person written) {
        return form.user(people.require(written.id().toString()));
    }

    /** By an index where the filter is what every identity provider asks before it creates. */
    private List<Person> candidates(FilterNode filter) {
        return Lists.equality(filter)
                .map(asked ->
                        switch (asked.attribute()) {
                            case "username" -> people.named(asked.value()).stream().toList();
                            case "externalid" -> people.withExternalId(asked.value());
                            case "id" -> people.find(asked.value()).stream().toList();
                            default -> people.all();
                        })
                .orElseGet(people::all);
    }

    private static Change change(Context context) {
        return ScimCaller.of(context).change();
    }
}
