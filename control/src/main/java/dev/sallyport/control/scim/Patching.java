package dev.sallyport.control.scim;

import de.captaingoldfish.scim.sdk.common.exceptions.BadRequestException;
import de.captaingoldfish.scim.sdk.common.resources.ResourceNode;
import de.captaingoldfish.scim.sdk.common.schemas.SchemaAttribute;
import de.captaingoldfish.scim.sdk.server.endpoints.Context;
import de.captaingoldfish.scim.sdk.server.endpoints.ResourceHandler;
import de.captaingoldfish.scim.sdk.server.patch.DefaultPatchOperationHandler;
import de.captaingoldfish.scim.sdk.server.patch.operations.MultivaluedComplexAttributeOperation;
import de.captaingoldfish.scim.sdk.server.patch.operations.MultivaluedComplexMultivaluedSubAttributeOperation;
import de.captaingoldfish.scim.sdk.server.patch.operations.MultivaluedComplexSimpleSubAttributeOperation;
import de.captaingoldfish.scim.sdk.server.patch.operations.MultivaluedSimpleAttributeOperation;
import de.captaingoldfish.scim.sdk.server.patch.operations.RemoveComplexAttributeOperation;
import de.captaingoldfish.scim.sdk.server.patch.operations.RemoveExtensionRefOperation;
import de.captaingoldfish.scim.sdk.server.patch.operations.SimpleAttributeOperation;
import java.util.List;

/**
 * One PATCH. What it says beside what we know is passed over; one that says nothing we know is
 * refused, for whoever sent it would believe that it was done.
 */
final class Patching<T extends ResourceNode> extends DefaultPatchOperationHandler<T> {
    private boolean isMeant;

    Patching(ResourceHandler<T> handler, Context context) {
        super(
                handler.getType(),
                handler.getServiceProvider().getPatchConfig(),
                handler.getResourceType(),
                context);
    }

    @Override
    public T getUpdatedResource(
            String id,
            T patched,
            boolean wasChanged,
            List<SchemaAttribute> attributes,
            List<SchemaAttribute> excluded,
            Context context) {
        if (!isMeant) {
            throw new BadRequestException(
                    "SP7100 the PATCH names no attribute that can be changed here (see /Schemas for"
                            + " those that can)",
                    null,
                    "invalidPath");
        }
        return super.getUpdatedResource(id, patched, wasChanged, attributes, excluded, context);
    }

    @Override
    public boolean handleOperation(String id, RemoveExtensionRefOperation operation) {
        isMeant = true;
        return super.handleOperation(id, operation);
    }

    @Override
    public boolean handleOperation(String id, SimpleAttributeOperation operation) {
        isMeant = true;
        return super.handleOperation(id, operation);
    }

    @Override
    public boolean handleOperation(String id, MultivaluedSimpleAttributeOperation operation) {
        isMeant = true;
        return super.handleOperation(id, operation);
    }

    @Override
    public boolean handleOperation(String id, RemoveComplexAttributeOperation operation) {
        isMeant = true;
        return super.handleOperation(id, operation);
    }

    @Override
    public boolean handleOperation(String id, MultivaluedComplexAttributeOperation operation) {
        isMeant = true;
        return super.handleOperation(id, operation);
    }

    @Override
    public boolean handleOperation(
            String id, MultivaluedComplexMultivaluedSubAttributeOperation operation) {
        isMeant = true;
        return super.handleOperation(id, operation);
    }

    @Override
    public boolean handleOperation(
            String id, MultivaluedComplexSimpleSubAttributeOperation operation) {
        isMeant = true;
        return super.handleOperation(id, operation);
    }
}
