package dev.sallyport.sql;

/** Hears of the statements of a query string while it is normalised. */
@FunctionalInterface
interface CutListener {
    /** Hears nothing: the hot path. */
    CutListener DEAF = (_, _, _, _) -> {};

    /**
     * A statement of at least one token ended.
     *
     * @param from where it begins in the normalised bytes
     * @param to where it ends there
     * @param first its first byte as it came
     * @param end the byte behind its last token as it came
     */
    void statementEnds(int from, int to, int first, int end);
}
