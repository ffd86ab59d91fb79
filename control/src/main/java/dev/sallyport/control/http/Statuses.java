package dev.sallyport.control.http;

import dev.sallyport.problem.ProblemCode;
import org.springframework.http.HttpStatus;

/** Which HTTP status tells a problem; one that no request can cause is a defect of ours. */
public final class Statuses {
    private Statuses() {}

    public static HttpStatus of(ProblemCode code) {
        return switch (code) {
            case SP7100 -> HttpStatus.BAD_REQUEST;
            case SP7101 -> HttpStatus.CONTENT_TOO_LARGE;
            case SP7102 -> HttpStatus.UNAUTHORIZED;
            case SP7103 -> HttpStatus.NOT_FOUND;
            case SP7104 -> HttpStatus.METHOD_NOT_ALLOWED;
            case SP7106 -> HttpStatus.SERVICE_UNAVAILABLE;
            case SP7105 -> HttpStatus.UNSUPPORTED_MEDIA_TYPE;
            case SP7110, SP7111, SP7112, SP7113, SP7180 -> HttpStatus.CONFLICT;
            case SP7140 -> HttpStatus.UNAUTHORIZED;
            case SP7141 -> HttpStatus.TOO_MANY_REQUESTS;
            case SP7142 -> HttpStatus.SERVICE_UNAVAILABLE;
            case SP7160, SP7168 -> HttpStatus.BAD_REQUEST;
            case SP7161, SP7301 -> HttpStatus.SERVICE_UNAVAILABLE;
            case SP7162, SP7163, SP7166 -> HttpStatus.UNAUTHORIZED;
            case SP7164, SP7165, SP7167 -> HttpStatus.FORBIDDEN;
            case SP7143, SP7205, SP7206, SP7208, SP7300 -> HttpStatus.FORBIDDEN;
            case SP7200, SP7201 -> HttpStatus.BAD_REQUEST;
            case SP7202, SP7207 -> HttpStatus.UNPROCESSABLE_CONTENT;
            case SP7203 -> HttpStatus.CONFLICT;
            case SP7204 -> HttpStatus.PRECONDITION_FAILED;
            case SP7240 -> HttpStatus.NOT_FOUND;
            case SP7241, SP7245 -> HttpStatus.UNAUTHORIZED;
            case SP7242 -> HttpStatus.BAD_REQUEST;
            case SP7243, SP7244, SP7246 -> HttpStatus.CONFLICT;
            case SP7290, SP7291, SP7292, SP7293 -> HttpStatus.BAD_REQUEST;
            case SP7294 -> HttpStatus.NOT_FOUND;
            case SP7295, SP7296 -> HttpStatus.FORBIDDEN;
            case SP7263, SP7264 -> HttpStatus.CONFLICT;
            case SP7265 -> HttpStatus.FORBIDDEN;
            case SP7310 -> HttpStatus.CONFLICT;
            default -> HttpStatus.INTERNAL_SERVER_ERROR;
        };
    }
}
