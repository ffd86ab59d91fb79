package dev.sallyport.audit;

import dev.sallyport.problem.Problem;
import dev.sallyport.problem.ProblemCode;
import dev.sallyport.problem.Refused;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whose records are in rows about to be released, or were read for them.
 *
 * @param byColumn pseudonyms by the key column that was read, sorted
 * @param tables about somebody, that the statement names
 * @param saw what the rows show, a class of data each; {@code class:mask} where it is masked
 * @param basis whether these are all
 */
public record Subjects(
        SortedMap<String, List<Pseudonym>> byColumn,
        List<String> tables,
        List<String> saw,
        Basis basis) {
    /** As many as one event holds: in base64 two thirds of {@link Frame#MAX_PAYLOAD}. */
    public static final int MOST = 2_048;

    private static final String PHASE = "\"phase\":\"subjects\"";

    /** At the end of an event; no text of a person's can hold its quotes unescaped. */
    private static final Pattern PART =
            Pattern.compile(
                    "\"subj\":\\{\"basis\":\"(?<basis>\\w+)\",\"n\":\\d+,\"tables\":\\[(?<tables>"
                            + Json.STRINGS
                            + ")],\"saw\":\\[(?<saw>"
                            + Json.STRINGS
                            + ")],\"by\":\\{(?<by>(?:"
                            + Json.STRING
                            + ":\"[\\w-]*+\",?)*+)}}}$");

    private static final Pattern COLUMN = Pattern.compile(Json.STRING + ":\"([\\w-]*+)\"");
    private static final Pattern WORD = Pattern.compile(Json.STRING);

    /** How far the subjects of a result are known. */
    public enum Basis {
        /** Each row said whose it is. */
        RETURNED,
        /** Rows of somebody's were among them that did not say whose. */
        UNNAMED,
        /** Each row that was changed said whose it is, and none was shown. */
        CHANGED,
        /** Rows of somebody's were counted, summed up or changed, and none was shown. */
        AGGREGATE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Subjects {
        var sorted = new TreeMap<String, List<Pseudonym>>();
        byColumn.forEach((column, pseudonyms) -> sorted.put(column, sorted(pseudonyms)));
        byColumn = Collections.unmodifiableSortedMap(sorted);
        tables = List.copyOf(tables);
        saw = List.copyOf(saw);
    }

    /** Each once; a large result has many of these, so an array is sorted and no tree is built. */
    private static List<Pseudonym> sorted(List<Pseudonym> pseudonyms) {
        var all = pseudonyms.toArray(Pseudonym[]::new);
        Arrays.sort(all);
        int kept = 0;
        for (var one : all) {
            if (kept == 0 || !one.equals(all[kept - 1])) {
                all[kept++] = one;
            }
        }
        return List.of(Arrays.copyOf(all, kept));
    }

    /** Of a statement that showed no row. */
    public static Subjects aggregate(List<String> tables) {
        return new Subjects(
                Collections.emptySortedMap(),
                tables.stream().distinct().sorted().toList(),
                List.of(),
                Basis.AGGREGATE);
    }

    /** How many there are. */
    public int count() {
        return byColumn.values().stream().mapToInt(List::size).sum();
    }

    /** All of them. */
    public Stream<Pseudonym> named() {
        return byColumn.values().stream().flatMap(List::stream);
    }

    /**
     * What an event says of subjects; empty where it says nothing of any.
     *
     * @param event its canonical bytes
     * @throws Refused where it does, and not in the way it is written here
     */
    public static Optional<Subjects> in(String event) {
        if (!event.contains(PHASE)) {
            return Optional.empty();
        }
        Matcher part = PART.matcher(event);
        if (!part.find()) {
            throw new Refused(
                    Problem.of(
                            ProblemCode.SP5002,
                            "an event does not say in a known way whose rows it is about",
                            "read the record with the version that wrote it"));
        }
        var byColumn = new TreeMap<String, List<Pseudonym>>();
        Matcher column = COLUMN.matcher(part.group("by"));
        while (column.find()) {
            byColumn.put(Json.plain(column.group(1)), decode(column.group(2)));
        }
        return Optional.of(
                new Subjects(
                        byColumn,
                        words(part.group("tables")),
                        words(part.group("saw")),
                        Basis.valueOf(part.group("basis").toUpperCase(Locale.ROOT))));
    }

    private static List<String> words(String list) {
        return WORD.matcher(list).results().map(word -> Json.plain(word.group(1))).toList();
    }

    private static List<Pseudonym> decode(String text) {
        var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
        var pseudonyms = new ArrayList<Pseudonym>();
        while (bytes.remaining() >= Pseudonym.BYTES) {
            pseudonyms.add(new Pseudonym(bytes.getLong(), bytes.getLong()));
        }
        return pseudonyms;
    }

    /** Sorted, so that equal ones have equal bytes. */
    String json() {
        var json = new StringBuilder("{\"basis\":\"").append(basis.word()).append("\",\"n\":");
        json.append(count()).append(",\"tables\":").append(Json.names(tables));
        json.append(",\"saw\":").append(Json.names(saw)).append(",\"by\":{");
        String separator = "";
        for (var entry : byColumn.entrySet()) {
            json.append(separator).append(Json.name(entry.getKey())).append(":\"");
            json.append(encode(entry.getValue())).append('"');
            separator = ",";
        }
        return json.append("}}").toString();
    }

    /** How one stands in the record. */
    static String encode(Collection<Pseudonym> pseudonyms) {
        var bytes = ByteBuffer.allocate(pseudonyms.size() * Pseudonym.BYTES);
        pseudonyms.forEach(pseudonym -> pseudonym.write(bytes));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }
}
