package dev.sallyport.policy;

import dev.sallyport.problem.Place;
import dev.sallyport.sql.TableName;
import java.util.Arrays;
import java.util.List;

/**
 * By what the rows of tables are kept back, where a policy says it.
 *
 * @param pattern {@code schema.table} or {@code schema.*}
 * @param reason why, for whoever reviews it
 */
public record RowKeeping(String pattern, Rows rows, String reason, Place place) {

    /** What keeps a row back. */
    public enum Rows {
        /** Row security of the table: it holds for everybody but the owner. */
        POLICY,
        /** The view of each role: the table itself stays as it is. */
        VIEW;

        static List<String> words() {
            return Arrays.stream(values()).map(Rows::word).toList();
        }

        /** As a policy writes it. */
        public String word() {
            return switch (this) {
                case POLICY -> "policy";
                case VIEW -> "view";
            };
        }
    }

    boolean covers(TableName table) {
        return pattern.equals(table.toString()) || pattern.equals(table.schema() + ".*");
    }
}
