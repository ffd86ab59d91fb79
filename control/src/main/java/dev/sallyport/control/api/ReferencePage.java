package dev.sallyport.control.api;

import dev.sallyport.control.http.Operation;
import dev.sallyport.control.http.Operation.Access;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** The reference of the API, as what serves it is. */
@RestController
final class ReferencePage {
    private final ObjectProvider<RequestMappingHandlerMapping> mappings;

    ReferencePage(ObjectProvider<RequestMappingHandlerMapping> mappings) {
        this.mappings = mappings;
    }

    @Operation(id = "showReference", summary = "This reference.", access = Access.OPEN)
    @GetMapping(path = "/api/v1/openapi.json", produces = MediaType.APPLICATION_JSON_VALUE)
    String show() {
        List<Reference.Page> pages = new ArrayList<>();
        mappings.forEach(mapping ->
                mapping.getHandlerMethods()
                        .forEach((what, handler) -> {
                            Operation operation = handler.getMethodAnnotation(Operation.class);
                            if (operation != null) {
                                what.getMethodsCondition()
                                        .getMethods()
                                        .forEach(method ->
                                                what.getPatternValues()
                                                        .forEach(path ->
                                                                pages.add(
                                                                        new Reference.Page(
                                                                                method.name(),
                                                                                path,
                                                                                operation))));
                            }
                        }));
        return Reference.of(pages);
    }
}
