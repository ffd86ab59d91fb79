package dev.sallyport.control.http;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.json.JsonMapper;

/** A refusal as RFC 9457 has it. */
record ProblemBody(
        String type, String title, int status, String detail, String code, List<Also> errors) {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** A further problem of the same request. */
    record Also(String code, String detail) {}

    static ProblemBody of(HttpStatus status, List<Problem> problems) {
        Problem first = problems.getFirst();
        return new ProblemBody(
                "urn:sallyport:problem:" + first.code(),
                status.getReasonPhrase(),
                status.value(),
                words(first),
                first.code().name(),
                problems.stream()
                        .skip(1)
                        .map(one -> new Also(one.code().name(), words(one)))
                        .toList());
    }

    static ProblemBody of(Problem problem) {
        return of(Statuses.of(problem.code()), List.of(problem));
    }

    static ResponseEntity<ProblemBody> answer(Refused refused) {
        ProblemBody body =
                of(Statuses.of(refused.problems().getFirst().code()), refused.problems());
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(body.status());
        if (refused.problems().getFirst().code() == ProblemCode.SP7102) {
            answer.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        return answer.contentType(MediaType.APPLICATION_PROBLEM_JSON).body(body);
    }

    String json() {
        return JSON.writeValueAsString(this);
    }

    private static String words(Problem problem) {
        return problem.message()
                + (problem.instead().isEmpty() ? "" : " (" + problem.instead() + ")");
    }
}
