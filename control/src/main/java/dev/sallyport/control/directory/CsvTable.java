package dev.sallyport.control.directory;

import static dev.sallyport.problem.ProblemCode.SP7114;

import dev.sallyport.problem.Place;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.Refused;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A table as spreadsheets write it (RFC 4180): a line of names, then a line for each person. */
final class CsvTable {
    /** A site with more people has an identity provider. */
    private static final int MAX_CHARACTERS = 4_000_000;

    /** Excel writes one before UTF-8, and it belongs to no name. */
    private static final String MARK = "\uFEFF";

    private final String file;
    private final String text;
    private int at;
    private int line = 1;

    private CsvTable(String file, String text) {
        this.file = file;
        this.text = text;
    }

    /**
     * @param line where it starts in the file, from 1
     */
    record Row(int line, Map<String, String> cells) {}

    /**
     * @throws Refused SP7114 where the text is no table
     */
    static List<Row> read(String file, String text) {
        if (text.length() > MAX_CHARACTERS) {
            throw refused(file, 0, "the table is longer than is read", "import it in parts");
        }
        return new CsvTable(file, text.startsWith(MARK) ? text.substring(1) : text).rows();
    }

    private List<Row> rows() {
        List<String> names = record();
        List<Row> rows = new ArrayList<>();
        while (at < text.length()) {
            int start = line;
            List<String> cells = record();
            if (cells.equals(List.of(""))) {
                continue;
            }
            if (cells.size() != names.size()) {
                throw refused(
                        file,
                        start,
                        "the line has " + cells.size() + " cells, and the first " + names.size(),
                        "write one cell for each name of the first line");
            }
            Map<String, String> row = new LinkedHashMap<>();
            for (int i = 0; i < names.size(); i++) {
                row.put(names.get(i), cells.get(i));
            }
            rows.add(new Row(start, row));
        }
        return rows;
    }

    private List<String> record() {
        List<String> cells = new ArrayList<>();
        while (true) {
            cells.add(isNext('"') ? quoted() : plain());
            if (isNext(',')) {
                at++;
                continue;
            }
            if (isNext('\r')) {
                at++;
            }
            if (at < text.length() && !isNext('\n')) {
                throw refused(file, line, "something follows a quoted cell", "double its quotes");
            }
            at++;
            line++;
            return cells;
        }
    }

    private String plain() {
        int start = at;
        while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at).strip();
    }

    private String quoted() {
        StringBuilder cell = new StringBuilder();
        int start = line;
        for (at++; at < text.length(); at++) {
            char one = text.charAt(at);
            if (one == '"') {
                at++;
                if (!isNext('"')) {
                    return cell.toString();
                }
            }
            line += one == '\n' ? 1 : 0;
            cell.append(one);
        }
        throw refused(file, start, "a quoted cell does not end", "close it with a quote");
    }

    private boolean isNext(char one) {
        return at < text.length() && text.charAt(at) == one;
    }

    static Refused refused(String file, int line, String message, String instead) {
        return new Refused(Problem.at(Place.line(file, line), SP7114, message, instead));
    }
}
