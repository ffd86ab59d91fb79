package dev.sallyport.control.scim;

import de.captaingoldfish.scim.sdk.common.constants.enums.SortOrder;
import de.captaingoldfish.scim.sdk.common.resources.Group;
import de.captaingoldfish.scim.sdk.common.resources.complex.Meta;
import de.captaingoldfish.scim.sdk.common.resources.multicomplex.Member;
import de.captaingoldfish.scim.sdk.common.schemas.SchemaAttribute;
import de.captaingoldfish.scim.sdk.server.endpoints.Context;
import de.captaingoldfish.scim.sdk.server.endpoints.ResourceHandler;
import de.captaingoldfish.scim.sdk.server.endpoints.features.EndpointType;
import de.captaingoldfish.scim.sdk.server.filter.FilterNode;
import de.captaingoldfish.scim.sdk.server.interceptor.Interceptor;
import de.captaingoldfish.scim.sdk.server.patch.PatchOperationHandler;
import de.captaingoldfish.scim.sdk.server.response.PartialListResponse;
import dev.sallyport.control.directory.Groups;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Groups of SCIM are the groups of the directory; their members are people. */
final class GroupHandler extends ResourceHandler<Group> {
    private final Groups groups;
    private final Changing changing;

    GroupHandler(Groups groups, Changing changing) {
        this.groups = groups;
        this.changing = changing;
    }

    @Override
    public Group createResource(Group resource, Context context) {
        return shown(
                groups.create(
                        ScimCaller.of(context).change(),
                        name(resource),
                        resource.getExternalId(),
                        members(resource)));
    }

    @Override
    public Group getResource(
            String id,
            @Nullable List<SchemaAttribute> attributes,
            @Nullable List<SchemaAttribute> excluded,
            Context context) {
        return changing.told(() -> shown(groups.require(id)));
    }

    @Override
    public PartialListResponse<Group> listResources(
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
                var all = groups.all();
                return Lists.page(
                        all.stream()
                                .skip(startIndex - 1)
                                .limit(count)
                                .map(GroupHandler::shown)
                                .toList(),
                        all.size());
            }
            List<Group> candidates = candidates(filter).map(GroupHandler::shown).toList();
            return Lists.filtered(getServiceProvider(), candidates, filter, startIndex, count);
        });
    }

    @Override
    public Group updateResource(Group resource, Context context) {
        var prior = groups.require(resource.getId().orElseThrow());
        return shown(
                groups.alter(
                        ScimCaller.of(context).change(),
                        prior,
                        name(resource),
                        resource.getExternalId(),
                        members(resource)));
    }

    @Override
    public void deleteResource(String id, Context context) {
        groups.delete(ScimCaller.of(context).change(), groups.require(id));
    }

    @Override
    public PatchOperationHandler<Group> getPatchOpResourceHandler(String id, Context context) {
        return new Patching<>(this, context);
    }

    @Override
    public Interceptor getInterceptor(EndpointType type) {
        return switch (type) {
            case CREATE, UPDATE, PATCH, DELETE -> changing;
            default -> super.getInterceptor(type);
        };
    }

    private Stream<dev.sallyport.control.directory.Group> candidates(FilterNode filter) {
        Optional<Lists.Equality> asked = Lists.equality(filter);
        return asked.filter(one -> one.attribute().equals("displayname"))
                .map(one -> groups.named(one.value()).stream())
                .orElseGet(() -> groups.all().stream());
    }

    private static String name(Group resource) {
        return resource.getDisplayName().orElseThrow();
    }

    private static Set<String> members(Group resource) {
        return resource.getMembers().stream()
                .flatMap(member -> member.getValue().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Group shown(dev.sallyport.control.directory.Group group) {
        return Group.builder()
                .id(group.id().toString())
                .externalId(group.externalId().orElse(null))
                .displayName(group.name())
                .members(
                        group.members().stream()
                                .map(id ->
                                        Member.builder().value(id.toString()).type("User").build())
                                .toList())
                .meta(
                        Meta.builder()
                                .resourceType("Group")
                                .created(group.created())
                                .lastModified(group.changed())
                                .version(Long.toString(group.version()))
                                .build())
                .build();
    }
}
