package dev.sallyport.control.api;

import static dev.sallyport.problem.ProblemCode.SP7204;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.Refused;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import org.springframework.http.HttpHeaders;

/**
 * As what a request says that it read what it changes (RFC 9110 §13.1.1): one of those named, or
 * any.
 *
 * @param tags empty where it does not say
 */
record Match(List<String> tags) {
    Match {
        tags = List.copyOf(tags);
    }

    static Match of(HttpServletRequest request) {
        String written = request.getHeader(HttpHeaders.IF_MATCH);
        return new Match(
                written == null
                        ? List.of()
                        : Arrays.stream(written.split(",", -1)).map(String::strip).toList());
    }

    static String tag(long version) {
        return "\"" + version + "\"";
    }

    /**
     * @throws Refused SP7204 where it is another version by now
     */
    void demand(long version) {
        if (!tags.isEmpty() && !tags.contains("*") && !tags.contains(tag(version))) {
            throw new Refused(
                    Problem.of(
                            SP7204,
                            "what is to change is not as the request says it was read",
                            "read it again, and send the `ETag` of that as `If-Match`"));
        }
    }
}
