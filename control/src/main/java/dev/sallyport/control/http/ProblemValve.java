package dev.sallyport.control.http;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * What Tomcat says of requests that reach no page of ours: in our form, and without its own words.
 */
public final class ProblemValve extends ErrorReportValve {
    private static final int FIRST_ERROR = 400;

    @Override
    protected void report(Request request, Response response, @Nullable Throwable thrown) {
        if (response.getStatus() < FIRST_ERROR
                || response.getContentWritten() > 0
                || !response.setErrorReported()) {
            return;
        }
        try {
            response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
            response.getReporter().write(body(response.getStatus()).json());
            response.finishResponse();
        } catch (IOException | IllegalStateException clientIsGone) {
            response.setError();
        }
    }

    private static ProblemBody body(int status) {
        HttpStatus known = HttpStatus.resolve(status);
        Problem problem =
                status < HttpStatus.INTERNAL_SERVER_ERROR.value()
                        ? Problem.of(ProblemCode.SP7100, "the request cannot be understood", "")
                        : Problem.of(ProblemCode.SP6008, "something nobody expected", "");
        return ProblemBody.of(
                known == null ? HttpStatus.BAD_REQUEST : known, java.util.List.of(problem));
    }
}
