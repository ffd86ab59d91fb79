package dev.sallyport.sql;

import java.util.List;
import java.util.random.RandomGenerator;

/** Random query strings: well-formed literals around a marker, or fragments thrown together. */
final class RandomText {
    private static final List<String> FRAGMENTS =
            List.of(
                    "'",
                    "''",
                    "\\",
                    "\\'",
                    "\"",
                    "$$",
                    "$a$",
                    "$",
                    "$1",
                    "--",
                    "\n",
                    "/*",
                    "*/",
                    "*",
                    "/",
                    "-",
                    "+",
                    ";",
                    ",",
                    " ",
                    "\t",
                    "e'",
                    "E'",
                    "U&'",
                    "u&\"",
                    "n'",
                    "b'",
                    "x'",
                    "a",
                    "é",
                    "_",
                    "1",
                    "0x",
                    "1e",
                    ".",
                    "..",
                    "::",
                    ":",
                    "=",
                    "?",
                    "@",
                    "(",
                    ")",
                    "select tick()",
                    ", tick()",
                    "; select tick()",
                    " as x",
                    "uescape '!'",
                    "\r");

    private final RandomGenerator random;

    RandomText(RandomGenerator random) {
        this.random = random;
    }

    /** Fragments thrown together: mostly nonsense. */
    String nonsense() {
        StringBuilder text = new StringBuilder("select tick()");
        for (int left = random.nextInt(12); left > 0; left--) {
            text.append(pick(FRAGMENTS));
        }
        return text.toString();
    }

    /** Statements of literals and comments in every form, each with some nonsense inside. */
    String statements() {
        StringBuilder text = new StringBuilder();
        for (int left = 1 + random.nextInt(3); left > 0; left--) {
            text.append("select").append(gap()).append("tick()");
            for (int items = random.nextInt(4); items > 0; items--) {
                text.append(gap()).append(',').append(gap()).append(literal(inside()));
            }
            text.append(random.nextInt(3) == 0 ? gap() + ";" + gap() : ";");
        }
        return text.toString();
    }

    /** A literal that holds the given text, made safe for its form. */
    String literal(String text) {
        String doubled = text.replace("'", "''");
        return switch (random.nextInt(9)) {
            case 0 -> "'" + doubled + "'";
            case 1 -> "E'" + doubled.replace("\\", "\\\\") + "'";
            case 2 -> "e'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
            case 3 -> "U&'" + doubled.replace("\\", "\\\\") + "'";
            case 4 -> "N'" + doubled + "'";
            case 5 -> "$q$" + text.replace("$q$", "") + " $q$";
            case 6 -> "'" + doubled + "'" + " -- it's\n " + "'" + doubled + "'";
            case 7 -> "$$" + text.replace("$", "") + "$$";
            default -> "'x'/* " + text.replace("*", "").replace("/", "") + " */";
        };
    }

    private String gap() {
        return switch (random.nextInt(6)) {
            case 0 -> " -- " + inside().replace("\n", "").replace("\r", "") + "\n";
            case 1 -> "/* " + inside().replace("*", "").replace("/", "") + "/*;*/'*/";
            case 2 -> "\n";
            default -> " ";
        };
    }

    private String inside() {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(5); left > 0; left--) {
            text.append(pick(FRAGMENTS));
        }
        return text.toString();
    }

    String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
