package dev.sallyport.app;

import dev.sallyport.policy.PolicyReader;
import dev.sallyport.policy.PolicyReading;
import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A new column's line in the policy's catalog, below the columns its table has there. */
final class ColumnEntry {
    private ColumnEntry() {}

    /**
     * Writes it, or leaves every file as it was; says what was written where.
     *
     * @param column {@code schema.table} and the column; empty where the finding is about none
     */
    static String write(
            Path folder,
            String database,
            Optional<Map.Entry<String, String>> column,
            String dataClass)
            throws IOException {
        Map.Entry<String, String> one =
                column.orElseThrow(
                        () -> refused("only a new column has a class", "leave `--class` out"));
        String table = database + "." + one.getKey();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "[!.]*.yaml")) {
            for (Path file : files) {
                List<String> lines = Files.readAllLines(file);
                int at = lines.stream().map(String::strip).toList().indexOf(table + ":");
                if (at >= 0) {
                    return write(folder, file, lines, at, one.getValue() + ": " + dataClass);
                }
            }
        }
        throw refused(
                "no file of `" + folder + "` lists the columns of `" + table + "`",
                "write them under `columns:`");
    }

    private static String write(Path folder, Path file, List<String> lines, int table, String entry)
            throws IOException {
        int end = table + 1;
        while (end < lines.size() && indent(lines.get(end)) > indent(lines.get(table))) {
            end++;
        }
        String before = Files.readString(file);
        List<String> more = new ArrayList<>(lines);
        more.add(end, " ".repeat(indent(lines.get(table + 1))) + entry);
        Files.writeString(file, String.join("\n", more) + "\n");
        if (PolicyReader.read(folder) instanceof PolicyReading.Rejected(List<Problem> problems)) {
            Files.writeString(file, before);
            throw new Refused(problems);
        }
        return file.getFileName() + ":" + (end + 1) + " " + entry;
    }

    private static int indent(String line) {
        return line.length() - line.stripLeading().length();
    }

    private static Refused refused(String message, String instead) {
        return new Refused(Problem.of(ProblemCode.SP3032, message, instead));
    }
}
