package dev.sallyport.control.scim;

import de.captaingoldfish.scim.sdk.common.constants.enums.Comparator;
import de.captaingoldfish.scim.sdk.common.resources.ResourceNode;
import de.captaingoldfish.scim.sdk.common.resources.ServiceProvider;
import de.captaingoldfish.scim.sdk.server.filter.AttributeExpressionLeaf;
import de.captaingoldfish.scim.sdk.server.filter.FilterNode;
import de.captaingoldfish.scim.sdk.server.filter.resources.FilterResourceResolver;
import de.captaingoldfish.scim.sdk.server.response.PartialListResponse;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Pages of what a filter leaves. */
final class Lists {
    private Lists() {}

    /** That one attribute has one value. */
    record Equality(String attribute, String value) {}

    static <T extends ResourceNode> PartialListResponse<T> page(List<T> resources, long total) {
        return PartialListResponse.<T>builder().resources(resources).totalResults(total).build();
    }

    static <T extends ResourceNode> PartialListResponse<T> filtered(
            ServiceProvider provider,
            List<T> candidates,
            FilterNode filter,
            long startIndex,
            int count) {
        List<T> left = FilterResourceResolver.filterResources(provider, candidates, filter);
        return page(left.stream().skip(startIndex - 1).limit(count).toList(), left.size());
    }

    static Optional<Equality> equality(FilterNode filter) {
        return filter instanceof AttributeExpressionLeaf leaf
                        && leaf.getComparator() == Comparator.EQ
                        && leaf.isMainSchemaNode()
                ? leaf.getStringValue()
                        .map(value ->
                                new Equality(leaf.getShortName().toLowerCase(Locale.ROOT), value))
                : Optional.empty();
    }
}
