package dev.sallyport.control.http;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/** Reads a body whole before anything else sees it, and refuses one that is too long. */
final class BodyBound extends OncePerRequestFilter {
    /** A group of 10,000 members, or a full bulk request; a person is a thousandth of it. */
    static final int BYTES = 1 << 20;

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        byte[] body =
                request.getContentLengthLong() > BYTES
                        ? new byte[BYTES + 1]
                        : request.getInputStream().readNBytes(BYTES + 1);
        if (body.length > BYTES) {
            refuse(request, response);
            return;
        }
        chain.doFilter(new Whole(request, body), response);
    }

    private static void refuse(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Problem problem =
                Problem.of(
                        ProblemCode.SP7101,
                        "the body is longer than " + BYTES + " bytes",
                        "send it in parts");
        boolean isScim = request.getRequestURI().startsWith("/scim/");
        ProblemBody told = ProblemBody.of(problem);
        response.setStatus(told.status());
        response.setContentType(
                isScim ? "application/scim+json" : MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        String body = isScim ? scim(problem, told.status()) : told.json();
        response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
    }

    /** RFC 7644 §3.12; the problem's own words need no escape. */
    private static String scim(Problem problem, int status) {
        return "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:Error\"],\"detail\":\"%s\",\"status\":\"%d\"}"
                .formatted(problem, status);
    }

    /** A request whose body is here already. */
    private static final class Whole extends HttpServletRequestWrapper {
        private final byte[] body;

        Whole(HttpServletRequest request, byte[] body) {
            super(request);
            this.body = body;
        }

        @Override
        public ServletInputStream getInputStream() {
            return new Read(new ByteArrayInputStream(body));
        }

        @Override
        public BufferedReader getReader() {
            return new BufferedReader(
                    new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
        }
    }

    /** A body as the servlet API reads it. */
    private static final class Read extends ServletInputStream {
        private final ByteArrayInputStream bytes;

        Read(ByteArrayInputStream bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            return bytes.read(into, offset, length);
        }

        @Override
        public boolean isFinished() {
            return bytes.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException("a body that is here is read at once");
        }
    }
}
