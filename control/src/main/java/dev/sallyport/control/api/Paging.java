package dev.sallyport.control.api;

import static dev.sallyport.problem.ProblemCode.SP7200;

import dev.sallyport.control.directory.State;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.Refused;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a list is asked for.
 *
 * @param limit 1 to {@link #MOST}
 */
record Paging(Cursor after, int limit) {
    static final String LIMIT = "limit";
    static final String CURSOR = "cursor";
    static final String STATE = "state";

    /** A page is answered at once and held in memory whole. */
    static final int MOST = 200;

    private static final int USUAL = 50;

    /**
     * @param more what else may stand in the query
     * @throws Refused SP7200 where anything else does, twice, or not as it has to
     */
    static Paging of(HttpServletRequest request, String... more) {
        requireKnown(request, more);
        return new Paging(
                value(request, CURSOR).map(Cursor::read).orElse(Cursor.START),
                value(request, LIMIT).map(Paging::limit).orElse(USUAL));
    }

    static Optional<String> value(HttpServletRequest request, String name) {
        return Optional.ofNullable(request.getParameter(name));
    }

    /**
     * @throws Refused SP7200 where it is none
     */
    static State state(String word) {
        return Arrays.stream(State.values())
                .filter(one -> one.word().equals(word))
                .findFirst()
                .orElseThrow(() ->
                        wrong(
                                "`state` is none",
                                "give `invited`, `active`, `suspended` or `left`"));
    }

    /** One more than asked for is read, to know whether there is another page. */
    int read() {
        return limit + 1;
    }

    <T> List<T> shown(List<T> read) {
        return read.subList(0, Math.min(limit, read.size()));
    }

    /** Where the next page begins; null where this is the last. */
    <T> @Nullable String next(List<T> read, Function<T, Cursor> cursor) {
        return read.size() > limit ? cursor.apply(read.get(limit - 1)).written() : null;
    }

    static Refused wrong(String message, String instead) {
        return new Refused(Problem.of(SP7200, message, instead));
    }

    private static void requireKnown(HttpServletRequest request, String... more) {
        Set<String> known = new java.util.HashSet<>(Arrays.asList(more));
        known.add(LIMIT);
        known.add(CURSOR);
        request.getParameterMap()
                .forEach((name, values) -> {
                    if (!known.contains(name) || values.length != 1) {
                        throw wrong(
                                "the query has something that this list does not know, or twice",
                                "give " + String.join(", ", known.stream().sorted().toList()));
                    }
                });
    }

    private static int limit(String written) {
        int limit = written.matches("[0-9]{1,4}") ? Integer.parseInt(written) : 0;
        if (limit < 1 || limit > MOST) {
            throw wrong("`limit` is no number of a page", "give 1 to " + MOST);
        }
        return limit;
    }
}
