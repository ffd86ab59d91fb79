package dev.sallyport.app.hospital;

import java.io.IOException;
import java.io.StringReader;
import java.sql.SQLException;
import org.postgresql.copy.CopyManager;

/** Rows on their way into one table by {@code COPY}, in its text format. */
final class CopyRows {
    private final String into;
    private final StringBuilder text = new StringBuilder();

    CopyRows(String into) {
        this.into = into;
    }

    void add(Object... values) {
        for (int i = 0; i < values.length; i++) {
            text.append(i == 0 ? "" : "\t").append(escaped(values[i].toString()));
        }
        text.append('\n');
    }

    void copy(CopyManager copier) throws SQLException, IOException {
        copier.copyIn("COPY " + into + " FROM STDIN", new StringReader(text.toString()));
        text.setLength(0);
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }
}
