package dev.sallyport.provision;

/**
 * One key of a subject.
 *
 * @param column {@code schema.table.column}
 * @param value as PostgreSQL writes it in text
 */
public record SubjectKey(String column, String value) {}
