package dev.sallyport.policy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A file spoilt by chance: letters, bytes, lines, indents, words, or something known to hurt. */
final class Mutant {
    private static final String SPICE = "[]{}:,-&*!|>'\"%@`#?$.\n\t 09aé\u0000\u0085\u2028\uFEFF";

    private static final List<String> POISONS =
            List.of(
                    "\uFEFF",
                    "\r\n",
                    "\t",
                    "---\n",
                    "...\n",
                    "%YAML 1.1\n",
                    "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b, *b]\n",
                    "99999999999999999999999999999999",
                    "1e999",
                    "0x7fffffff",
                    "\uD83D\uDE00",
                    "\uD800",
                    "<<: {}\n",
                    "? a\n: b\n",
                    "- - - - - - - - - - - - - - - - - - - - - - - - - -\n",
                    "!!java.lang.Object {}",
                    "null: null\n",
                    "'it''s'",
                    "|+\n\n",
                    ">-\n  a\n\n   b\n",
                    "\u202e");

    private Mutant() {}

    static byte[] of(byte[] whole, Random random) {
        StringBuilder text = new StringBuilder(new String(whole, StandardCharsets.UTF_8));
        for (int n = random.nextInt(4); n >= 0; n--) {
            if (random.nextBoolean()) {
                letters(text, random);
            } else {
                lines(text, random);
            }
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(20) == 0 && bytes.length > 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private static void letters(StringBuilder text, Random random) {
        int at = random.nextInt(text.length() + 1);
        int end = Math.min(text.length(), at + random.nextInt(40));
        switch (random.nextInt(6)) {
            case 0 -> text.insert(at, SPICE.charAt(random.nextInt(SPICE.length())));
            case 1 -> text.delete(at, end);
            case 2 -> text.insert(at, text.substring(at, end));
            case 3 -> text.insert(at, POISONS.get(random.nextInt(POISONS.size())));
            case 4 -> text.insert(at, "[".repeat(random.nextInt(3_000)));
            default -> text.insert(at, "x".repeat(random.nextInt(20_000)));
        }
    }

    private static void lines(StringBuilder text, Random random) {
        List<String> lines = new ArrayList<>(Arrays.asList(text.toString().split("\n", -1)));
        int one = random.nextInt(lines.size());
        int other = random.nextInt(lines.size());
        switch (random.nextInt(6)) {
            case 0 -> lines.remove(one);
            case 1 -> lines.add(other, lines.get(one));
            case 2 -> lines.set(one, " ".repeat(random.nextInt(9)) + lines.get(one).strip());
            case 3 -> lines.set(one, lines.get(one).replace(' ', '\t'));
            case 4 -> lines.set(one, lines.get(one) + (random.nextBoolean() ? "  # x" : "\r"));
            default -> lines.add(one, "# " + "é".repeat(random.nextInt(200)));
        }
        text.setLength(0);
        text.append(String.join("\n", lines));
    }
}
