package dev.sallyport.sql;

/** Hears the tokens of a query string while it is normalised. */
interface TokenListener {
    /** Hears nothing: the hot path. */
    TokenListener DEAF =
            new TokenListener() {
                @Override
                public void token(Token kind, Lexer lexer) {}

                @Override
                public void segmentEnds() {}

                @Override
                public void statementEnds(int from, int to) {}
            };

    void token(Token kind, Lexer lexer);

    /** A semicolon inside a rule or a function body: the next token may begin a statement. */
    void segmentEnds();

    /** A statement of at least one token ended; its normalised bytes are from to to. */
    void statementEnds(int from, int to);
}
