package dev.sallyport.control.scim;

import de.captaingoldfish.scim.sdk.common.constants.enums.HttpMethod;
import de.captaingoldfish.scim.sdk.common.exceptions.BadRequestException;
import de.captaingoldfish.scim.sdk.common.response.ErrorResponse;
import de.captaingoldfish.scim.sdk.common.response.ScimResponse;
import dev.sallyport.control.http.BearerTokens.Scope;
import dev.sallyport.control.http.BearerTokens.Token;
import dev.sallyport.control.http.Bearers;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where an identity provider tells who works here. */
@RestController
final class ScimPage {
    private static final MediaType SCIM = MediaType.parseMediaType("application/scim+json");

    private final ScimServer server;
    private final Bearers bearers;

    ScimPage(ScimServer server, Bearers bearers) {
        this.server = server;
        this.bearers = bearers;
    }

    @RequestMapping("/scim/v2/**")
    ResponseEntity<String> answer(HttpServletRequest request) throws IOException {
        Token token;
        try {
            token = bearers.require(request, Scope.SCIM);
        } catch (Refused refused) {
            return unauthenticated(refused.problems().getFirst());
        }
        Optional<HttpMethod> method =
                Arrays.stream(HttpMethod.values())
                        .filter(one -> one.name().equals(request.getMethod()))
                        .findFirst();
        if (method.isEmpty()) {
            return error(
                    HttpStatus.METHOD_NOT_ALLOWED,
                    Problem.of(ProblemCode.SP7104, "the page is not asked in this way", ""));
        }
        String sent = new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        ScimResponse response =
                server.answer(
                        url(request),
                        meant(method.get(), sent),
                        LiberalBody.read(sent),
                        headers(request),
                        new ScimCaller(token.name()));
        return told(response);
    }

    /** Microsoft's validator sends patches of nothing, and wants the resource back. */
    private static HttpMethod meant(HttpMethod method, String body) {
        return method == HttpMethod.PATCH && LiberalBody.isEmptyPatch(body)
                ? HttpMethod.GET
                : method;
    }

    private static ResponseEntity<String> told(ScimResponse response) {
        if (response instanceof ErrorResponse error) {
            tidy(error);
        }
        HttpHeaders headers = new HttpHeaders();
        response.getHttpHeaders().forEach(headers::set);
        headers.setContentType(SCIM);
        headers.setCacheControl("no-store");
        HttpStatus status =
                HttpStatus.valueOf(
                        response instanceof ErrorResponse error
                                ? error.getStatus()
                                : response.getHttpStatus());
        boolean hasBody = status != HttpStatus.NO_CONTENT && status != HttpStatus.NOT_MODIFIED;
        return new ResponseEntity<>(hasBody ? response.toString() : null, headers, status);
    }

    /** The library tells causes of its own defects, and calls a bulk that is too long malformed. */
    private static void tidy(ErrorResponse error) {
        if (error.getHttpStatus() >= HttpStatus.INTERNAL_SERVER_ERROR.value()
                && !error.getDetail().orElse("").startsWith("SP")) {
            error.setDetail("SP6008 something nobody expected");
        }
        if (error.getDetail().orElse("").startsWith("too many operations")) {
            error.setStatus(HttpStatus.CONTENT_TOO_LARGE.value());
        }
    }

    private static ResponseEntity<String> unauthenticated(Problem problem) {
        ResponseEntity<String> error = error(HttpStatus.UNAUTHORIZED, problem);
        return ResponseEntity.status(error.getStatusCode())
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"scim\"")
                .contentType(SCIM)
                .body(error.getBody());
    }

    private static ResponseEntity<String> error(HttpStatus status, Problem problem) {
        BadRequestException error = new BadRequestException(problem.toString());
        error.setStatus(status.value());
        ErrorResponse told = new ErrorResponse(error);
        return ResponseEntity.status(status).contentType(SCIM).body(told.toString());
    }

    private static String url(HttpServletRequest request) {
        String query = request.getQueryString();
        return request.getRequestURL() + (query == null ? "" : "?" + LiberalBody.filter(query));
    }

    private static Map<String, String> headers(HttpServletRequest request) {
        return Collections.list(request.getHeaderNames()).stream()
                .filter(name -> !name.equalsIgnoreCase(HttpHeaders.AUTHORIZATION))
                .collect(Collectors.toMap(name -> name, request::getHeader, (one, other) -> one));
    }
}
