package dev.sallyport.sql;

import java.util.List;

/** What the lexer made of one query string. */
public sealed interface Cutting {

    /**
     * The statements in order.
     *
     * @param cuts empty for the empty query
     * @param tokens of all of them together
     */
    record Cuts(List<Cut> cuts, int tokens) implements Cutting {
        public Cuts {
            cuts = List.copyOf(cuts);
        }
    }

    /**
     * Text whose tokens cannot be told for certain.
     *
     * @param position bytes from the start of the query string
     * @param reason what is wrong, without any of the text
     */
    record Unreadable(int position, String reason) implements Cutting {}
}
