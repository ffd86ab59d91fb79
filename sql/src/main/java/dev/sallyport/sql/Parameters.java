package dev.sallyport.sql;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Puts parameters in the place of literals that a column is compared with, so that one prepared
 * statement serves all texts that differ in nothing else. For one thread.
 */
public final class Parameters {
    /** Longer texts carry values, and seldom come again. */
    public static final int TEXT_BYTES = 8 << 10;

    private static final int INT4 = 23;
    private static final int INT8 = 20;

    /** As of a string literal, what it is compared with says the type. */
    private static final int UNKNOWN = 0;

    /** So many digits are an int8 whatever they are; more may be none. */
    private static final int DIGITS = 18;

    private final Normaliser normaliser = new Normaliser();

    /**
     * A text and what was taken out of it.
     *
     * @param text with {@code $1} and so on
     * @param types object ids; 0 where what it is compared with says it
     * @param values as text
     */
    public record Parameterised(String text, List<Integer> types, List<String> values) {
        public Parameterised {
            types = List.copyOf(types);
            values = List.copyOf(values);
        }
    }

    /**
     * The numbers of literals, which are the same in every text of one normalised form.
     *
     * @param places the first byte of each, from the start of the query string
     * @return none of a text that gets no parameters in any case
     */
    public static Set<Integer> numbers(byte[] utf8, int offset, int length, Set<Integer> places) {
        Normaliser normaliser = new Normaliser();
        Set<Integer> numbers = new HashSet<>();
        if (!places.isEmpty()
                && length <= TEXT_BYTES
                && normaliser.normalise(utf8, offset, length) == Normaliser.Outcome.REPEATABLE) {
            LiteralPlaces literals = normaliser.literals();
            for (int i = 0; i < literals.count(); i++) {
                if (places.contains(literals.start(i) - offset)) {
                    numbers.add(literals.number(i));
                }
            }
        }
        numbers.remove(LiteralPlaces.UNNUMBERED);
        return numbers;
    }

    /**
     * The text with parameters, which means the same wherever it is run; empty where it might not:
     * a string that stays may be read when it is prepared, as {@code 'today'} is.
     *
     * @param compared of the {@link SelectShape} of this text, or of another one with the same
     *     normalised form, whatever without a literal has been added to either
     */
    public Optional<Parameterised> of(byte[] utf8, Set<Integer> compared) {
        if (utf8.length > TEXT_BYTES
                || normaliser.normalise(utf8, 0, utf8.length) != Normaliser.Outcome.REPEATABLE) {
            return Optional.empty();
        }
        LiteralPlaces literals = normaliser.literals();
        if (literals.overflows() || literals.hasParameters()) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder(utf8.length + Integer.BYTES);
        List<Integer> types = new ArrayList<>();
        List<String> values = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < literals.count(); i++) {
            int start = literals.start(i);
            int end = literals.end(i);
            boolean string = literals.isPlainString(i) && utf8[start] == '\'';
            if (compared.contains(literals.number(i)) && (string || isInteger(utf8, start, end))) {
                String value = string(utf8, string ? start + 1 : start, string ? end - 1 : end);
                values.add(value);
                types.add(string ? UNKNOWN : type(value));
                text.append(string(utf8, from, start));
                // A name may go on with `$1`, and a text may come to its end with a literal.
                text.append(start > 0 && Letters.continuesName(utf8[start - 1]) ? " $" : "$");
                text.append(values.size());
                text.append(end < utf8.length && Letters.continuesName(utf8[end]) ? " " : "");
                from = end;
            } else if (!isNumber(utf8[start])) {
                return Optional.empty();
            }
        }
        text.append(string(utf8, from, utf8.length));
        return Optional.of(new Parameterised(text.toString(), types, values));
    }

    private static String string(byte[] utf8, int from, int to) {
        return new String(utf8, from, to - from, StandardCharsets.UTF_8);
    }

    private static boolean isNumber(byte first) {
        return first == '.' || Letters.classOf(first) == Letters.DIGIT;
    }

    private static boolean isInteger(byte[] utf8, int start, int end) {
        for (int i = start; i < end; i++) {
            if (Letters.classOf(utf8[i]) != Letters.DIGIT) {
                return false;
            }
        }
        return end - start <= DIGITS;
    }

    /** The smallest type that has room for it, as the grammar has it. */
    private static int type(String digits) {
        return Long.parseLong(digits) <= Integer.MAX_VALUE ? INT4 : INT8;
    }
}
