package dev.sallyport.control.scim;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.captaingoldfish.scim.sdk.common.constants.ClassPathReferences;
import de.captaingoldfish.scim.sdk.common.constants.enums.HttpMethod;
import de.captaingoldfish.scim.sdk.common.resources.ServiceProvider;
import de.captaingoldfish.scim.sdk.common.resources.complex.BulkConfig;
import de.captaingoldfish.scim.sdk.common.resources.complex.ChangePasswordConfig;
import de.captaingoldfish.scim.sdk.common.resources.complex.ETagConfig;
import de.captaingoldfish.scim.sdk.common.resources.complex.FilterConfig;
import de.captaingoldfish.scim.sdk.common.resources.complex.PatchConfig;
import de.captaingoldfish.scim.sdk.common.resources.complex.SortConfig;
import de.captaingoldfish.scim.sdk.common.resources.multicomplex.AuthenticationScheme;
import de.captaingoldfish.scim.sdk.common.response.ScimResponse;
import de.captaingoldfish.scim.sdk.common.utils.JsonHelper;
import de.captaingoldfish.scim.sdk.server.endpoints.Context;
import de.captaingoldfish.scim.sdk.server.endpoints.EndpointDefinition;
import de.captaingoldfish.scim.sdk.server.endpoints.ResourceEndpoint;
import de.captaingoldfish.scim.sdk.server.endpoints.base.GroupEndpointDefinition;
import de.captaingoldfish.scim.sdk.server.schemas.ResourceType;
import de.captaingoldfish.scim.sdk.server.schemas.custom.ETagFeature;
import de.captaingoldfish.scim.sdk.server.schemas.custom.ResourceTypeFeatures;
import java.util.List;
import java.util.Map;

/** The SCIM library over our handlers, and what it is told to bear. */
final class ScimServer {
    /** What one page shows; whoever wants more asks for the next. */
    private static final int MAX_RESULTS = 200;

    /** Each is a change of its own, recorded and applied before the next. */
    private static final int MAX_BULK = 100;

    /** As long as any body may be. */
    private static final long MAX_BULK_BYTES = 1 << 20;

    private final ResourceEndpoint endpoint;

    ScimServer(UserHandler users, GroupHandler groups, OwnExtension extension) {
        endpoint = new ResourceEndpoint(provider());
        versioned(endpoint.registerEndpoint(users(users, extension)));
        versioned(endpoint.registerEndpoint(new GroupEndpointDefinition(groups)));
    }

    ScimResponse answer(
            String url,
            HttpMethod method,
            String body,
            Map<String, String> headers,
            ScimCaller caller) {
        return endpoint.handleRequest(url, method, body, headers, new Context(caller));
    }

    private static void versioned(ResourceType type) {
        ResourceTypeFeatures features = type.getFeatures();
        features.setETagFeature(ETagFeature.builder().enabled(true).build());
        type.setFeatures(features);
    }

    private static EndpointDefinition users(UserHandler users, OwnExtension extension) {
        ObjectNode type =
                (ObjectNode)
                        JsonHelper.loadJsonDocument(ClassPathReferences.USER_RESOURCE_TYPE_JSON);
        ((ArrayNode) type.get("schemaExtensions"))
                .addObject()
                .put("schema", OwnExtension.URI)
                .put("required", false);
        return new EndpointDefinition(
                type,
                JsonHelper.loadJsonDocument(ClassPathReferences.USER_SCHEMA_JSON),
                List.of(
                        JsonHelper.loadJsonDocument(
                                ClassPathReferences.ENTERPRISE_USER_SCHEMA_JSON),
                        extension.schema()),
                users);
    }

    /** Liberal in what it reads: a leaver must not stay for the case of a letter. */
    private static ServiceProvider provider() {
        return ServiceProvider.builder()
                .patchConfig(
                        PatchConfig.builder()
                                .supported(true)
                                .ignoreUnknownAttributes(true)
                                .doNotFailOnNoTarget(true)
                                .activateMsAzureFilterWorkaround(true)
                                .activateMsAzureValueSubAttributeWorkaround(true)
                                .activateMsAzureComplexSimpleValueWorkaround(true)
                                .build())
                .bulkConfig(
                        BulkConfig.builder()
                                .supported(true)
                                .maxOperations(MAX_BULK)
                                .maxPayloadSize(MAX_BULK_BYTES)
                                .build())
                .filterConfig(
                        FilterConfig.builder().supported(true).maxResults(MAX_RESULTS).build())
                .sortConfig(SortConfig.builder().supported(false).build())
                .changePasswordConfig(ChangePasswordConfig.builder().supported(false).build())
                .eTagConfig(ETagConfig.builder().supported(true).build())
                .authenticationSchemes(
                        List.of(
                                AuthenticationScheme.builder()
                                        .name("Bearer token")
                                        .description("A token that an administrator issued")
                                        .type("oauthbearertoken")
                                        .build()))
                .caseInsensitiveValidation(true)
                .lenientContentTypeChecking(true)
                .build();
    }
}
