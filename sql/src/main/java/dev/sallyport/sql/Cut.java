package dev.sallyport.sql;

/**
 * One statement of a query string, as the lexer cuts it out.
 *
 * @param normalised literals as {@code ?}, no comments, single spaces, unquoted words in lower case
 * @param from its first byte, from the start of the query string
 * @param to the byte behind its last token
 */
public record Cut(String normalised, int from, int to) {}
