package dev.sallyport.control.http;

import dev.sallyport.control.directory.Alarms;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.TypeMismatchException;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Tells every refusal of every page in one form, and nothing of what happened inside. */
@RestControllerAdvice
final class ProblemAdvice {
    private final Alarms alarms;

    ProblemAdvice(Alarms alarms) {
        this.alarms = alarms;
    }

    @ExceptionHandler
    ResponseEntity<ProblemBody> refused(Refused refused) {
        return ProblemBody.answer(refused);
    }

    @ExceptionHandler({NoHandlerFoundException.class, NoResourceFoundException.class})
    ResponseEntity<ProblemBody> unknown(Exception unknown) {
        return answer(ProblemCode.SP7103, "there is no such page", "see the reference of the API");
    }

    @ExceptionHandler
    ResponseEntity<ProblemBody> method(HttpRequestMethodNotSupportedException wrong) {
        ResponseEntity<ProblemBody> told =
                answer(ProblemCode.SP7104, "the page is not asked in this way", "");
        Set<HttpMethod> ways =
                Objects.requireNonNullElse(wrong.getSupportedHttpMethods(), Set.of());
        return ResponseEntity.status(told.getStatusCode())
                .headers(told.getHeaders())
                .allow(ways.toArray(HttpMethod[]::new))
                .body(told.getBody());
    }

    @ExceptionHandler({
        HttpMediaTypeNotSupportedException.class,
        HttpMediaTypeNotAcceptableException.class
    })
    ResponseEntity<ProblemBody> mediaType(Exception wrong) {
        return answer(
                ProblemCode.SP7105,
                "the body or the answer is in a form that the page does not have",
                "send and accept application/json");
    }

    @ExceptionHandler({
        HttpMessageNotReadableException.class,
        ServletRequestBindingException.class,
        TypeMismatchException.class
    })
    ResponseEntity<ProblemBody> malformed(Exception wrong) {
        return answer(
                ProblemCode.SP7100,
                "the request cannot be understood",
                "send what the reference of the API shows");
    }

    /** Told to the operator once, by whoever reads the directory in rounds. */
    @ExceptionHandler({DataAccessException.class, TransactionException.class})
    ResponseEntity<ProblemBody> noState(Exception away) {
        return answer(
                ProblemCode.SP7106, "the control plane cannot reach its state", "try again later");
    }

    /** Whoever asked has gone while they waited: nobody is left to be told. */
    @ExceptionHandler
    @Nullable ResponseEntity<ProblemBody> gone(AsyncRequestNotUsableException gone) {
        return null;
    }

    /** What broke is told to the operator by kind alone: its words may hold values. */
    @ExceptionHandler
    ResponseEntity<ProblemBody> broken(Exception broken) {
        alarms.raise(
                Problem.of(
                        ProblemCode.SP6008,
                        "a request failed by " + broken.getClass().getSimpleName(),
                        ""));
        return answer(ProblemCode.SP6008, "something nobody expected", "try again, then report it");
    }

    private static ResponseEntity<ProblemBody> answer(
            ProblemCode code, String message, String instead) {
        return ProblemBody.answer(new Refused(Problem.of(code, message, instead)));
    }
}
