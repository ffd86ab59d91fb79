package dev.sallyport.gateway;

import dev.sallyport.audit.Pseudonym;
import dev.sallyport.audit.PseudonymSet;
import dev.sallyport.audit.Pseudonyms;
import dev.sallyport.audit.Subjects;
import io.netty.buffer.ByteBuf;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads whose rows stream past, a row at a time however it is cut; keeps pseudonyms and never a
 * value. PostgreSQL manual, "Message Formats", DataRow. Confined to the session's event loop.
 */
final class SubjectReader {
    /** No key people use is longer; what is has no name on record. */
    static final int LONGEST_KEY = 256;

    /** What is read next. */
    private enum Part {
        FIELDS(Short.BYTES),
        LENGTH(Integer.BYTES),
        KEY(0),
        OTHER(0),
        /** Nothing more of this row. */
        REST(0);

        private final int bytes;

        Part(int bytes) {
            this.bytes = bytes;
        }
    }

    private @Nullable Pseudonyms pseudonyms;
    private final Map<KeyName, Named> found = new HashMap<>();
    private final byte[] value = new byte[LONGEST_KEY];
    private ResultColumns columns = ResultColumns.NOBODYS;

    /** For each key of the result. */
    private List<Named> named = List.of();

    private Part part = Part.REST;
    private int number;
    private int left;
    private int field;
    private int fields;
    private int key;
    private int count;
    private boolean showed;
    private boolean released;
    private boolean unnamed;

    /** Whom one key column has named. */
    private record Named(Pseudonyms.OfColumn pseudonyms, PseudonymSet subjects) {}

    /** Rows of this result follow. */
    void begin(ResultColumns result, ShownColumns shown) {
        columns = result;
        named = result.keys().stream().map(column -> named(column.name(), shown)).toList();
    }

    private Named named(KeyName column, ShownColumns shown) {
        if (pseudonyms == null) {
            pseudonyms = shown.pseudonyms();
        }
        Pseudonyms all = pseudonyms;
        return found.computeIfAbsent(column, name -> new Named(name.in(all), new PseudonymSet()));
    }

    /** A row begins; its bytes come by {@link #read}. */
    void row() {
        released |= columns.concernsSomebody();
        field = 0;
        key = 0;
        expect(columns.keys().isEmpty() ? Part.REST : Part.FIELDS);
    }

    /** Whether bytes of a row are wanted. */
    boolean isReading() {
        return part != Part.REST;
    }

    /** Whether no more fits into one event. */
    boolean isFull() {
        return count >= Subjects.MOST;
    }

    /** All of a row that begins there: quicker than in portions. */
    void readWhole(ByteBuf in, int index) {
        int at = index + Short.BYTES;
        fields = part == Part.REST ? 0 : in.getUnsignedShort(index);
        for (field = 0; field < fields && key < columns.keys().size(); field++) {
            number = in.getInt(at);
            at += Integer.BYTES;
            if (columns.keys().get(key).at() == field) {
                key++;
                unnamed |= number > LONGEST_KEY;
                if (number > 0 && number <= LONGEST_KEY) {
                    in.getBytes(at, value, 0, number);
                    name();
                }
            }
            at += Math.max(0, number);
        }
        expect(Part.REST);
    }

    /**
     * The next key of a row of which only the keys are read.
     *
     * @param length of the key at the start of the bytes; negative for a null
     */
    void readKey(byte[] bytes, int length) {
        key++;
        number = length;
        unnamed |= length > LONGEST_KEY;
        if (length > 0 && length <= LONGEST_KEY) {
            System.arraycopy(bytes, 0, value, 0, length);
            name();
        }
        if (key == columns.keys().size()) {
            expect(Part.REST);
        }
    }

    /** Bytes of a row, in order, in any portions. */
    void read(ByteBuf in, int from, int to) {
        int at = from;
        while (at < to && part != Part.REST) {
            int now = Math.min(left, to - at);
            switch (part) {
                case FIELDS, LENGTH -> {
                    for (int i = 0; i < now; i++) {
                        number = (number << Byte.SIZE) | in.getUnsignedByte(at + i);
                    }
                }
                case KEY -> in.getBytes(at, value, number - left, now);
                case OTHER, REST -> {}
            }
            at += now;
            left -= now;
            if (left == 0) {
                complete();
            }
        }
    }

    private void complete() {
        switch (part) {
            case FIELDS -> {
                fields = number;
                nextField();
            }
            case LENGTH -> value();
            case KEY -> {
                name();
                nextField();
            }
            case OTHER -> nextField();
            case REST -> {}
        }
    }

    /** A negative length is a null, which is nobody. */
    private void value() {
        boolean wanted = columns.keys().get(key).at() == field;
        key += wanted ? 1 : 0;
        field++;
        if (number <= 0) {
            nextField();
        } else if (wanted && number <= LONGEST_KEY) {
            part = Part.KEY;
            left = number;
        } else {
            unnamed |= wanted;
            part = Part.OTHER;
            left = number;
        }
    }

    private void nextField() {
        expect(field < fields && key < columns.keys().size() ? Part.LENGTH : Part.REST);
    }

    private void expect(Part next) {
        part = next;
        left = next.bytes;
        number = 0;
    }

    private void name() {
        ResultColumns.Key column = columns.keys().get(key - 1);
        int length = column.value().text(value, number);
        Named here = named.get(key - 1);
        if (here.pseudonyms().add(value, length, here.subjects())) {
            count++;
        }
        released = true;
    }

    /** Whether rows of somebody's have passed since they were taken last. */
    boolean isDue() {
        return released;
    }

    /**
     * Whose rows have passed since this was asked last; in the middle of one that has not said
     * whose it is, that is not yet known.
     *
     * @param tables about somebody, that the statement names, once for each time
     */
    Subjects take(List<String> tables) {
        SortedMap<String, List<Pseudonym>> byColumn = new TreeMap<>();
        found.forEach((column, here) -> {
            if (!here.subjects().isEmpty()) {
                byColumn.put(column.toString(), here.subjects().list());
                here.subjects().clear();
            }
        });
        Subjects subjects =
                new Subjects(
                        byColumn,
                        tables.stream().distinct().sorted().toList(),
                        columns.saw(),
                        unnamed || isReading() || (isTwice(tables) && !columns.namesAll())
                                ? Subjects.Basis.UNNAMED
                                : columns.basis());
        showed = true;
        count = 0;
        released = false;
        unnamed = false;
        return subjects;
    }

    /** The statement is at its end; answers whether it has shown rows of somebody's. */
    boolean end() {
        boolean had = showed;
        showed = false;
        return had;
    }

    /** Of a table that is there twice, a key may be of the one, and the rest of the row not. */
    private static boolean isTwice(List<String> tables) {
        return tables.stream().distinct().count() < tables.size();
    }
}
