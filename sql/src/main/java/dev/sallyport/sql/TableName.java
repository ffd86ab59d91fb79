package dev.sallyport.sql;

/** A table by schema and name, as the catalog stores them. */
public record TableName(String schema, String table) implements Comparable<TableName> {

    /** Quoted for SQL text. */
    public String quoted() {
        return new SqlIdentifier(schema).quoted() + "." + new SqlIdentifier(table).quoted();
    }

    @Override
    public int compareTo(TableName other) {
        int bySchema = schema.compareTo(other.schema);
        return bySchema != 0 ? bySchema : table.compareTo(other.table);
    }

    /** {@code hosp.patients}, for people. */
    @Override
    public String toString() {
        return schema + "." + table;
    }
}
