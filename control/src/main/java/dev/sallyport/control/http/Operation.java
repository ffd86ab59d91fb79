package dev.sallyport.control.http;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What the reference of the API says of a page; the rest it reads from the page itself. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Operation {

    /** One word for it, nobody else's. */
    String id();

    /** One sentence. */
    String summary();

    /** Who is let in. */
    Access access();

    /** What it takes of what somebody may do in Sallyport itself; empty for nothing. */
    String right() default "";

    /** The status of an answer that refuses nothing. */
    int status() default 200;

    /** What is sent; void for nothing. */
    Class<?> body() default void.class;

    /** What comes back; void for nothing. */
    Class<?> answers() default void.class;

    /** What may stand in the query. */
    String[] query() default {};

    /** What else the request says in its headers. */
    Header[] headers() default {};

    /** Who is let in. */
    enum Access {
        /** Anybody; what is asked proves itself, or is nobody's secret. */
        OPEN,
        /** Whoever has a token for databases. */
        TOKEN,
        /** A person by a token, or a program by a key. */
        CONSOLE,
        /** A gateway by a token of its own. */
        GATEWAY
    }

    /** What else a request says. */
    enum Header {
        /** Under which word it may be sent again. */
        IDEMPOTENCY_KEY,
        /** As what it was read. */
        IF_MATCH
    }
}
